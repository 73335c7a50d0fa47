//! `photos.*`: the photos of people's pages.

pub(crate) mod delete_photos;
pub(crate) mod get_user_photos;
pub(crate) mod update_profile_photo;
pub(crate) mod upload_contact_profile_photo;
pub(crate) mod upload_profile_photo;

use boxes::UserId;
use domain::Origin;
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, PHOTO_ID_INVALID},
};

/// A photo of the caller's page, with himself.
async fn answer(call: &Call<'_>, id: i64) -> Result<enums::photos::Photo, Error> {
    let me = call.me()?;
    let photo = on_page(call, me, id).await?.ok_or(PHOTO_ID_INVALID)?;
    let users = render::people(call.domain(), me, [me]).await?;
    Ok(types::photos::Photo::new(photo, users).into())
}

/// A photo of somebody's page, as the caller names it.
async fn on_page(call: &Call<'_>, user: UserId, id: i64) -> Result<Option<enums::Photo>, Error> {
    let view = call.domain().files.view(call.me()?, Origin::Profile(user), id).await?;
    Ok(view.map(|view| render::photo(&view)))
}

/// The photo that the caller has given to a contact, for himself.
pub(crate) async fn given(call: &Call<'_>, user: UserId) -> Result<Option<enums::Photo>, Error> {
    let me = call.me()?;
    let contact = call.domain().contacts.get(me, user).await?;
    let Some(file) = contact.and_then(|contact| contact.photo.as_ref().map(|photo| photo.file)) else {
        return Ok(None);
    };
    Ok(call.domain().files.view(me, Origin::Own, file).await?.map(|view| render::photo(&view)))
}

/// The photo that somebody's page shows to the caller.
pub(crate) async fn shown(call: &Call<'_>, user: UserId) -> Result<Option<enums::Photo>, Error> {
    match call.domain().profile_photos.of(call.me()?, user).await?.first() {
        Some(id) => on_page(call, user, *id).await,
        None => Ok(None),
    }
}
