//! `photos.getUserPhotos user_id:InputUser offset:int max_id:long limit:int = photos.Photos`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, photos::on_page};

const LIMIT_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::photos::GetUserPhotos,
) -> Result<enums::photos::Photos, Error> {
    let me = call.me()?;
    let user = input::user(call, &request.user_id).await?;
    let all = call.domain().profile_photos.of(me, user).await?;
    // Those that stand behind the named one.
    let behind = all.iter().position(|id| *id == request.max_id).map_or(0, |at| at + 1);
    // A negative offset brings the named one itself along.
    let offset = i64::try_from(behind).unwrap_or(0).saturating_add(i64::from(request.offset)).max(0);
    let limit = match usize::try_from(request.limit) {
        Ok(limit) if limit > 0 => limit.min(LIMIT_MAX),
        _ => LIMIT_MAX,
    };
    let mut photos = Vec::new();
    for id in all.iter().skip(usize::try_from(offset).unwrap_or(usize::MAX)).take(limit) {
        photos.extend(on_page(call, user, *id).await?);
    }
    let users = render::people(call.domain(), me, [user]).await?;
    if photos.len() == all.len() {
        return Ok(types::photos::Photos::new(photos, users).into());
    }
    let count = i32::try_from(all.len()).unwrap_or(i32::MAX);
    Ok(types::photos::PhotosSlice::new(count, photos, users).into())
}
