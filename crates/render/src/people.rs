//! People as one viewer sees them.

use boxes::UserId;
use domain::{Domain, EmojiStatus, Fault, PersonColor, Status, UserView, birthdays::Birthday};
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
    let style = view.style.as_deref();
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
        photo: view.photo.as_ref().map(|photo| profile_photo(photo, view.photo_is_personal)),
        color: style.and_then(|style| style.color).map(peer_color),
        profile_color: style.and_then(|style| style.profile_color).map(peer_color),
        emoji_status: style.and_then(|style| style.emoji_status).map(emoji_status),
        ..types::User::new(view.id.0)
    }
    .into()
}

pub(crate) fn peer_color(color: PersonColor) -> enums::PeerColor {
    types::PeerColor { color: color.color, background_emoji_id: color.background_emoji }.into()
}

/// What stands beside a name; whether its time is over, clients see by themselves.
pub(crate) fn emoji_status(status: EmojiStatus) -> enums::EmojiStatus {
    types::EmojiStatus { until: status.until, ..types::EmojiStatus::new(status.document) }.into()
}

/// What a person's page opens with, by its number in the store.
pub fn profile_tab(number: u8) -> Option<enums::ProfileTab> {
    TABS.get(usize::from(number)).cloned()
}

/// The other way.
pub fn number_of_tab(tab: &enums::ProfileTab) -> u8 {
    let number = TABS.iter().position(|known| known == tab).unwrap_or_default();
    u8::try_from(number).unwrap_or_default()
}

/// All of them, by their numbers; fixed for ever.
const TABS: [enums::ProfileTab; 8] = [
    enums::ProfileTab::ProfileTabPosts,
    enums::ProfileTab::ProfileTabGifts,
    enums::ProfileTab::ProfileTabMedia,
    enums::ProfileTab::ProfileTabFiles,
    enums::ProfileTab::ProfileTabMusic,
    enums::ProfileTab::ProfileTabVoice,
    enums::ProfileTab::ProfileTabLinks,
    enums::ProfileTab::ProfileTabGifs,
];

fn profile_photo(photo: &UserPhoto, personal: bool) -> enums::UserProfilePhoto {
    let stripped_thumb = Some(photo.stripped.clone()).filter(|stripped| !stripped.is_empty());
    types::UserProfilePhoto { personal, stripped_thumb, ..types::UserProfilePhoto::new(photo.file, DC) }
        .into()
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
