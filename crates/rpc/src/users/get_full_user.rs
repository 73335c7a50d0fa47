//! `users.getFullUser id:InputUser = users.UserFull`: a person's page.

use domain::{NotifyTarget, Origin, PrivacyKey};
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
    let wallpaper = match &rules.wallpaper {
        Some(worn) => domain.looks.wallpaper(me, worn).await?,
        None => None,
    };
    let channel = personal_channel(call, record.personal_channel.filter(|_| !view.deleted)).await?;
    let first = domain.collections.music(me, user).await?.first().copied();
    let music = render::documents(domain, me, Origin::Music(user), first).await?;
    let translations_disabled = domain.preferences.of(me).await?.untranslated.contains(&chat);
    let has_scheduled = !domain.chats.scheduled(me, chat).await?.is_empty();
    let full = types::UserFull {
        blocked,
        has_scheduled,
        ttl_period: rules.ttl_period,
        wallpaper: wallpaper.as_ref().map(render::wallpaper),
        wallpaper_overridden: wallpaper.is_some() && rules.wallpaper_overridden == Some(true),
        theme: rules.theme.clone().map(|emoticon| types::ChatTheme::new(emoticon).into()),
        personal_photo: photos::given(call, user).await?,
        personal_channel_id: channel.as_ref().map(|(id, _)| *id),
        personal_channel_message: channel.as_ref().map(|(_, top)| *top),
        main_tab: record.main_tab.and_then(render::profile_tab),
        saved_music: music.into_iter().next(),
        translations_disabled,
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
    let shown = channel.map(|(id, _)| Peer::Channel(id));
    let chats = render::named(domain, me, shown).await?.chats;
    Ok(types::users::UserFull::new(full.into(), chats, users).into())
}

/// The channel that the page shows, and its last post; none once it is public no more.
async fn personal_channel(call: &Call<'_>, channel: Option<i64>) -> Result<Option<(i64, i32)>, Error> {
    let Some(id) = channel else { return Ok(None) };
    let domain = call.domain();
    let Ok(seen) = domain.channels.seen(id, call.me()?).await else { return Ok(None) };
    if seen.record.username.is_none() {
        return Ok(None);
    }
    let Ok(dialog) = domain.channels.dialog(call.me()?, id).await else { return Ok(None) };
    Ok(Some((id, dialog.dialog.top_message)))
}
