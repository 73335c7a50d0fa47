//! `users.getSavedMusic id:InputUser offset:int limit:int hash:long = users.SavedMusic`: the music of a person's page.

use domain::Origin;
use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error, input};

const LIMIT_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::users::GetSavedMusic,
) -> Result<enums::users::SavedMusic, Error> {
    let me = call.me()?;
    let user = input::user(call, &request.id).await?;
    let all = call.domain().collections.music(me, user).await?;
    let count = i32::try_from(all.len()).unwrap_or(i32::MAX);
    let hash = hash_of(all.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(types::users::SavedMusicNotModified::new(count).into());
    }
    let offset = usize::try_from(request.offset).unwrap_or(0);
    let limit = usize::try_from(request.limit).map_or(LIMIT_MAX, |limit| limit.min(LIMIT_MAX));
    let page: Vec<i64> = all.into_iter().skip(offset).take(limit).collect();
    let documents = render::documents(call.domain(), me, Origin::Music(user), page).await?;
    Ok(types::users::SavedMusic::new(count, documents).into())
}
