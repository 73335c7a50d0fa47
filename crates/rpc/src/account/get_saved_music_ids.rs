//! `account.getSavedMusicIds hash:long = account.SavedMusicIds`: what stands on the caller's own page.

use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetSavedMusicIds,
) -> Result<enums::account::SavedMusicIds, Error> {
    let me = call.me()?;
    let ids = call.domain().collections.music(me, me).await?;
    let hash = hash_of(ids.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(enums::account::SavedMusicIds::SavedMusicIdsNotModified);
    }
    Ok(types::account::SavedMusicIds::new(ids).into())
}
