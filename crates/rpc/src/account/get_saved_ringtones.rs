//! `account.getSavedRingtones hash:long = account.SavedRingtones`

use domain::Origin;
use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetSavedRingtones,
) -> Result<enums::account::SavedRingtones, Error> {
    let me = call.me()?;
    let ringtones = call.domain().stickers.ringtones(me).await?;
    let hash = hash_of(ringtones.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(enums::account::SavedRingtones::SavedRingtonesNotModified);
    }
    let documents = render::documents(call.domain(), me, Origin::Own, ringtones).await?;
    Ok(types::account::SavedRingtones::new(hash, documents).into())
}
