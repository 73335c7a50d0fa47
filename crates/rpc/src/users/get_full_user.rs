//! `users.getFullUser id:InputUser = users.UserFull`: a person's page.

use domain::{NotifyTarget, PrivacyKey};
use store::ids::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, USER_ID_INVALID},
    input, photos,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::users::GetFullUser,
) -> Result<enums::users::UserFull, Error> {
    let me = call.me()?;
    let domain = call.domain();
    let user = input::user(call, &request.id).await?;
    let view = domain.users.view(me, user).await?.ok_or(USER_ID_INVALID)?;
    let record = domain.users.record(user).await?.ok_or(USER_ID_INVALID)?;
    let allows = async |key| domain.privacy.allows(user, key, me).await;
    let about_shown = allows(PrivacyKey::About).await?;
    let birthday_shown = allows(PrivacyKey::Birthday).await?;
    let full_name = format!("{} {}", record.first_name, record.last_name).trim_end().to_owned();
    let linked = view.is_service || allows(PrivacyKey::Forwards).await?;
    let note =
        domain.contacts.get(me, user).await?.and_then(|contact| tl::decode(contact.note.as_deref()?).ok());
    let hides = domain.presence.hides_reading(me, user).await?;
    let notify = domain.settings.notify(me, NotifyTarget::Peer(Peer::User(user))).await?;
    let blocked = domain.blocks.has(me, user).await?;
    let bare = types::UserFull::new(
        user.0,
        render::peer_settings(&view, blocked, domain.peer_bars.of(me, &view).await?),
        render::notify_settings(&notify),
        0,
    );
    let chat = Peer::User(user);
    let rules = domain.chats.rules(me, chat).await?;
    let has_scheduled = !domain.chats.scheduled(me, chat).await?.is_empty();
    let full = types::UserFull {
        blocked,
        has_scheduled,
        ttl_period: rules.ttl_period,
        noforwards_my_enabled: rules.no_forwards_mine.unwrap_or(false),
        noforwards_peer_enabled: rules.no_forwards_theirs.unwrap_or(false),
        // Calls are not served.
        phone_calls_available: false,
        phone_calls_private: !allows(PrivacyKey::PhoneCall).await?,
        voice_messages_forbidden: !allows(PrivacyKey::VoiceMessages).await?,
        read_dates_private: me != user && hides.reader,
        private_forward_name: (!linked).then_some(full_name),
        birthday: record.birthday.filter(|_| birthday_shown && !view.deleted).map(render::birthday),
        note,
        can_pin_message: !view.is_service,
        pinned_msg_id: call.boxes().pinned(me, Peer::User(user)).await?.first().copied(),
        profile_photo: photos::shown(call, user).await?,
        folder_id: Some(call.boxes().folder_of(me, Peer::User(user)).await?).filter(|folder| *folder != 0),
        about: record.about.clone().filter(|_| about_shown && !view.deleted),
        ..bare
    };
    let users: Vec<enums::User> = vec![render::user(&view)];
    Ok(types::users::UserFull::new(full.into(), Vec::new(), users).into())
}
