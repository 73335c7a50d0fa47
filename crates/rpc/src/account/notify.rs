//! Notification settings between TL and `domain`.

use domain::NotifyTarget;
use domain::reactions::{NotifyFrom, ReactionsNotify};
use domain::settings::{NotifySettings, Sound};
use tl::{enums, types};

use crate::{Call, communities, errors::Error, input};

/// What the settings are about.
///
/// # Errors
/// `PEER_ID_INVALID` for peers that the caller cannot name, `CHANNEL_INVALID` for such communities;
/// `TOPIC_ID_INVALID` for topics that are not there.
pub(crate) async fn target(call: &Call<'_>, input: &enums::InputNotifyPeer) -> Result<NotifyTarget, Error> {
    use enums::InputNotifyPeer as Input;
    Ok(match input {
        Input::InputNotifyPeer(about) => NotifyTarget::Peer(input::peer(call, &about.peer).await?),
        Input::InputNotifyUsers => NotifyTarget::Users,
        Input::InputNotifyChats => NotifyTarget::Chats,
        Input::InputNotifyBroadcasts => NotifyTarget::Broadcasts,
        Input::InputNotifyForumTopic(topic) => {
            let channel = input::forum(call, &topic.peer).await?;
            call.domain().channels.has_topic(call.me()?, channel, topic.top_msg_id).await?;
            NotifyTarget::Topic(channel, topic.top_msg_id)
        }
        Input::InputNotifyCommunity(about) => {
            NotifyTarget::Community(communities::named(call, &about.community).await?)
        }
    })
}

/// The settings as the caller gives them: what is absent goes back to the general setting.
pub(crate) fn settings(given: &enums::InputPeerNotifySettings) -> NotifySettings {
    let enums::InputPeerNotifySettings::InputPeerNotifySettings(given) = given;
    NotifySettings {
        show_previews: given.show_previews,
        silent: given.silent,
        mute_until: given.mute_until,
        sound: given.sound.as_ref().map(sound),
        stories_muted: given.stories_muted,
        stories_hide_sender: given.stories_hide_sender,
        stories_sound: given.stories_sound.as_ref().map(sound),
    }
}

fn sound(given: &enums::NotificationSound) -> Sound {
    match given {
        enums::NotificationSound::NotificationSoundDefault => Sound::Default,
        enums::NotificationSound::NotificationSoundNone => Sound::Silent,
        enums::NotificationSound::NotificationSoundLocal(local) => {
            Sound::Local(local.title.clone(), local.data.clone())
        }
        enums::NotificationSound::NotificationSoundRingtone(ringtone) => Sound::Ringtone(ringtone.id),
    }
}

/// When to be told of others' reactions, as the caller gives it.
pub(crate) fn reactions(given: &enums::ReactionsNotifySettings) -> ReactionsNotify {
    let enums::ReactionsNotifySettings::ReactionsNotifySettings(given) = given;
    let from = |from: &enums::ReactionNotificationsFrom| match from {
        enums::ReactionNotificationsFrom::ReactionNotificationsFromContacts => NotifyFrom::Contacts,
        enums::ReactionNotificationsFrom::ReactionNotificationsFromAll => NotifyFrom::All,
    };
    ReactionsNotify {
        messages: given.messages_notify_from.as_ref().map(from),
        stories: given.stories_notify_from.as_ref().map(from),
        poll_votes: given.poll_votes_notify_from.as_ref().map(from),
        sound: Some(sound(&given.sound)),
        show_previews: given.show_previews,
    }
}

/// The same, as the caller is shown it.
pub(crate) fn reactions_shown(settings: &ReactionsNotify) -> enums::ReactionsNotifySettings {
    let from = |from: NotifyFrom| match from {
        NotifyFrom::Contacts => enums::ReactionNotificationsFrom::ReactionNotificationsFromContacts,
        NotifyFrom::All => enums::ReactionNotificationsFrom::ReactionNotificationsFromAll,
    };
    let sound = settings.sound.as_ref().map(render::sound);
    let sound = sound.unwrap_or(enums::NotificationSound::NotificationSoundDefault);
    types::ReactionsNotifySettings {
        messages_notify_from: settings.messages.map(from),
        stories_notify_from: settings.stories.map(from),
        poll_votes_notify_from: settings.poll_votes.map(from),
        ..types::ReactionsNotifySettings::new(sound, settings.show_previews)
    }
    .into()
}
