//! People as one viewer sees them.

use boxes::UserId;
use domain::{Domain, Fault, Status, UserView, birthdays::Birthday};
use store::records::account::UserPhoto;
use tl::{enums, types};

use crate::files::DC;

/// These people as `viewer` sees them, each once.
///
/// # Errors
/// Where a record cannot be read.
pub async fn people(
    domain: &Domain,
    viewer: UserId,
    users: impl IntoIterator<Item = UserId>,
) -> Result<Vec<enums::User>, Fault> {
    let ids: Vec<_> = users.into_iter().collect();
    Ok(domain.users.views(viewer, &ids).await?.iter().map(user).collect())
}

/// A day of birth.
pub fn birthday(birthday: Birthday) -> enums::Birthday {
    let day = types::Birthday::new(birthday.day.into(), birthday.month.into());
    types::Birthday { year: birthday.year, ..day }.into()
}

/// A person as the view has it.
pub fn user(view: &UserView) -> enums::User {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    types::User {
        is_self: view.is_self,
        contact: view.contact,
        mutual_contact: view.mutual_contact,
        deleted: view.deleted,
        close_friend: view.close_friend,
        verified: view.is_service,
        support: view.is_service,
        access_hash: Some(view.access_hash),
        first_name: some(&view.first_name),
        last_name: some(&view.last_name),
        username: view.username.clone(),
        phone: view.phone.clone(),
        status: Some(status(view.status)),
        photo: view.photo.as_ref().map(profile_photo),
        ..types::User::new(view.id.0)
    }
    .into()
}

fn profile_photo(photo: &UserPhoto) -> enums::UserProfilePhoto {
    let stripped_thumb = Some(photo.stripped.clone()).filter(|stripped| !stripped.is_empty());
    types::UserProfilePhoto { stripped_thumb, ..types::UserProfilePhoto::new(photo.file, DC) }.into()
}

/// What a viewer is told about somebody's presence.
pub fn status(status: Status) -> enums::UserStatus {
    match status {
        Status::Empty => enums::UserStatus::UserStatusEmpty,
        Status::Online(expires) => types::UserStatusOnline::new(expires).into(),
        Status::Offline(was_online) => types::UserStatusOffline::new(was_online).into(),
        Status::Recently { by_me } => types::UserStatusRecently { by_me }.into(),
        Status::LastWeek { by_me } => types::UserStatusLastWeek { by_me }.into(),
        Status::LastMonth { by_me } => types::UserStatusLastMonth { by_me }.into(),
    }
}
