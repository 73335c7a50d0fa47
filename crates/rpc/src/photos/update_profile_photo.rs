//! `photos.updateProfilePhoto flags:# fallback:flags.0?true bot:flags.1?InputUser id:InputPhoto = photos.Photo`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PHOTO_ID_INVALID},
    messages::files::known_photo,
    photos::answer,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::photos::UpdateProfilePhoto,
) -> Result<enums::photos::Photo, Error> {
    if request.fallback || request.bot.is_some() {
        return Err(PHOTO_ID_INVALID);
    }
    let photos = &call.domain().profile_photos;
    if matches!(request.id, enums::InputPhoto::InputPhotoEmpty) {
        photos.remove(call.by()?, None).await?;
        let me = call.me()?;
        let users = render::people(call.domain(), me, [me]).await?;
        return Ok(types::photos::Photo::new(types::PhotoEmpty::new(0).into(), users).into());
    }
    let id = known_photo(call, &request.id).await?;
    photos.show(call.by()?, id).await?;
    answer(call, id).await
}
