//! `photos.uploadProfilePhoto … fallback:flags.3?true bot:flags.5?InputUser file:flags.0?InputFile … = photos.Photo`

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, PHOTO_FILE_MISSING},
    messages::files::upload,
    photos::answer,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::photos::UploadProfilePhoto,
) -> Result<enums::photos::Photo, Error> {
    // Moving pictures, photos for those who may not see the other, and those of bots are not served: showing less
    // than was asked for, or to others, would be a lie.
    let more = request.fallback || request.bot.is_some() || request.video.is_some();
    let file = request.file.filter(|_| !more && request.video_emoji_markup.is_none());
    let upload = upload(&file.ok_or(PHOTO_FILE_MISSING)?)?;
    let id = call.domain().files.avatar(call.me()?, &upload).await?;
    call.domain().profile_photos.show(call.by()?, id).await?;
    answer(call, id).await
}
