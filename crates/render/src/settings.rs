//! What people have set: notifications, privacy, and what may be done with a person.

use boxes::Peer;
use domain::{
    PeerBar, UserView,
    settings::{NotifyTarget, PrivacyKey},
};
use store::records::account::{NotifySettings, PrivacyRule, Sound};
use tl::{enums, types};

use crate::messages::peer;

/// How somebody wants to be notified; absent fields take the general setting.
pub fn notify_settings(settings: &NotifySettings) -> enums::PeerNotifySettings {
    let sound_for_all = settings.sound.as_ref().map(sound);
    let stories_sound_for_all = settings.stories_sound.as_ref().map(sound);
    types::PeerNotifySettings {
        show_previews: settings.show_previews,
        silent: settings.silent,
        mute_until: settings.mute_until,
        ios_sound: sound_for_all.clone(),
        android_sound: sound_for_all.clone(),
        other_sound: sound_for_all,
        stories_muted: settings.stories_muted,
        stories_hide_sender: settings.stories_hide_sender,
        stories_ios_sound: stories_sound_for_all.clone(),
        stories_android_sound: stories_sound_for_all.clone(),
        stories_other_sound: stories_sound_for_all,
    }
    .into()
}

/// What notification settings are about.
pub fn notify_target(target: NotifyTarget) -> enums::NotifyPeer {
    match target {
        NotifyTarget::Peer(about) => types::NotifyPeer::new(peer(about)).into(),
        NotifyTarget::Topic(channel, topic) => {
            types::NotifyForumTopic::new(peer(Peer::Channel(channel)), topic).into()
        }
        NotifyTarget::Community(id) => types::NotifyCommunity::new(id).into(),
        NotifyTarget::Users => enums::NotifyPeer::NotifyUsers,
        NotifyTarget::Chats => enums::NotifyPeer::NotifyChats,
        NotifyTarget::Broadcasts => enums::NotifyPeer::NotifyBroadcasts,
    }
}

/// What privacy rules are about.
pub fn privacy_key(key: PrivacyKey) -> enums::PrivacyKey {
    use enums::PrivacyKey as Shown;
    match key {
        PrivacyKey::StatusTimestamp => Shown::PrivacyKeyStatusTimestamp,
        PrivacyKey::ChatInvite => Shown::PrivacyKeyChatInvite,
        PrivacyKey::PhoneCall => Shown::PrivacyKeyPhoneCall,
        PrivacyKey::PhoneP2P => Shown::PrivacyKeyPhoneP2P,
        PrivacyKey::Forwards => Shown::PrivacyKeyForwards,
        PrivacyKey::ProfilePhoto => Shown::PrivacyKeyProfilePhoto,
        PrivacyKey::PhoneNumber => Shown::PrivacyKeyPhoneNumber,
        PrivacyKey::AddedByPhone => Shown::PrivacyKeyAddedByPhone,
        PrivacyKey::VoiceMessages => Shown::PrivacyKeyVoiceMessages,
        PrivacyKey::About => Shown::PrivacyKeyAbout,
        PrivacyKey::Birthday => Shown::PrivacyKeyBirthday,
        PrivacyKey::StarGiftsAutoSave => Shown::PrivacyKeyStarGiftsAutoSave,
        PrivacyKey::NoPaidMessages => Shown::PrivacyKeyNoPaidMessages,
        PrivacyKey::SavedMusic => Shown::PrivacyKeySavedMusic,
    }
}

/// Who may see or do one thing.
pub fn privacy_rules(rules: &[PrivacyRule]) -> Vec<enums::PrivacyRule> {
    use enums::PrivacyRule as Shown;
    let rule = |rule: &PrivacyRule| match rule {
        PrivacyRule::AllowAll => Shown::PrivacyValueAllowAll,
        PrivacyRule::AllowContacts => Shown::PrivacyValueAllowContacts,
        PrivacyRule::AllowUsers(users) => types::PrivacyValueAllowUsers::new(users.clone()).into(),
        PrivacyRule::AllowChatParticipants(chats) => {
            types::PrivacyValueAllowChatParticipants::new(chats.clone()).into()
        }
        PrivacyRule::AllowCloseFriends => Shown::PrivacyValueAllowCloseFriends,
        PrivacyRule::AllowPremium => Shown::PrivacyValueAllowPremium,
        PrivacyRule::AllowBots => Shown::PrivacyValueAllowBots,
        PrivacyRule::DisallowAll => Shown::PrivacyValueDisallowAll,
        PrivacyRule::DisallowContacts => Shown::PrivacyValueDisallowContacts,
        PrivacyRule::DisallowUsers(users) => types::PrivacyValueDisallowUsers::new(users.clone()).into(),
        PrivacyRule::DisallowChatParticipants(chats) => {
            types::PrivacyValueDisallowChatParticipants::new(chats.clone()).into()
        }
        PrivacyRule::DisallowBots => Shown::PrivacyValueDisallowBots,
    };
    rules.iter().map(rule).collect()
}

/// What the viewer may do with a person, as the bar above the chat offers it.
pub fn peer_settings(view: &UserView, blocked: bool, bar: PeerBar) -> enums::PeerSettings {
    if bar.hidden {
        return types::PeerSettings::new().into();
    }
    let stranger = !view.contact && !view.is_self && !view.is_service && !view.deleted;
    types::PeerSettings {
        report_spam: bar.report_spam,
        add_contact: stranger,
        block_contact: stranger && !blocked,
        ..types::PeerSettings::new()
    }
    .into()
}

/// What a notification sounds like.
pub fn sound(sound: &Sound) -> enums::NotificationSound {
    match sound {
        Sound::Default => enums::NotificationSound::NotificationSoundDefault,
        Sound::Silent => enums::NotificationSound::NotificationSoundNone,
        Sound::Local(title, data) => types::NotificationSoundLocal::new(title.clone(), data.clone()).into(),
        Sound::Ringtone(id) => types::NotificationSoundRingtone::new(*id).into(),
    }
}
