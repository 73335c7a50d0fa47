//! `photos.deletePhotos id:Vector<InputPhoto> = Vector<long>`

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::photos::DeletePhotos,
) -> Result<Vec<i64>, Error> {
    if request.id.len() > domain::PROFILE_PHOTOS_MAX {
        return Err(LIMIT_INVALID);
    }
    // One's own photos need no proof: others' are in nobody else's list.
    let named = request.id.iter().filter_map(|photo| match photo {
        enums::InputPhoto::InputPhoto(photo) => Some(photo.id),
        enums::InputPhoto::InputPhotoEmpty => None,
    });
    let ids: Vec<i64> = named.collect();
    Ok(call.domain().profile_photos.remove(call.by()?, Some(&ids)).await?)
}
