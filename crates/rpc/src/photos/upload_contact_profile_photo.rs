//! `photos.uploadContactProfilePhoto … suggest:flags.3?true save:flags.4?true user_id:InputUser file:flags.0?InputFile … =
//! photos.Photo`: a photo with which the caller alone sees a contact, or one that he suggests to him.

use boxes::UserId;
use domain::Origin;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PHOTO_FILE_MISSING, PHOTO_ID_INVALID, USER_ID_INVALID},
    input,
    messages::files::upload,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::photos::UploadContactProfilePhoto,
) -> Result<enums::photos::Photo, Error> {
    let (domain, by) = (call.domain(), call.by()?);
    let user = input::user(call, &request.user_id).await?;
    if user == by.user {
        return Err(USER_ID_INVALID);
    }
    // Moving pictures are not served.
    if request.video.is_some() || request.video_emoji_markup.is_some() {
        return Err(PHOTO_FILE_MISSING);
    }
    let Some(file) = &request.file else {
        if request.suggest {
            return Err(PHOTO_FILE_MISSING);
        }
        domain.profile_photos.give(by, user, None).await?;
        let gone = types::PhotoEmpty::new(0).into();
        return answer(call, user, gone).await;
    };
    let id = domain.files.avatar(by.user, &upload(file)?).await?;
    if request.suggest {
        domain.chats.suggest_photo(by, user, id).await?;
    } else {
        domain.profile_photos.give(by, user, Some(id)).await?;
    }
    let view = domain.files.view(by.user, Origin::Own, id).await?.ok_or(PHOTO_ID_INVALID)?;
    answer(call, user, render::photo(&view)).await
}

async fn answer(call: &Call<'_>, user: UserId, photo: enums::Photo) -> Result<enums::photos::Photo, Error> {
    let users = render::people(call.domain(), call.me()?, [user]).await?;
    Ok(types::photos::Photo::new(photo, users).into())
}
