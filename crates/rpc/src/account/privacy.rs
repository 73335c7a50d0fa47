//! Privacy keys and rules between TL and `domain`.

use std::collections::BTreeSet;

use domain::{
    PrivacyKey,
    settings::{self, GlobalPrivacy, PrivacyRule},
};
use store::ids::UserId;
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, PRIVACY_TOO_LONG},
    input,
};

/// Rules of a call, and people in each, that are looked at; fewer are kept.
const RULES_MAX: usize = 100;
const PEOPLE_MAX: usize = 1_000;

/// What the caller asks about.
pub(crate) fn key(input: &enums::InputPrivacyKey) -> PrivacyKey {
    use enums::InputPrivacyKey as Input;
    match input {
        Input::InputPrivacyKeyStatusTimestamp => PrivacyKey::StatusTimestamp,
        Input::InputPrivacyKeyChatInvite => PrivacyKey::ChatInvite,
        Input::InputPrivacyKeyPhoneCall => PrivacyKey::PhoneCall,
        Input::InputPrivacyKeyPhoneP2P => PrivacyKey::PhoneP2P,
        Input::InputPrivacyKeyForwards => PrivacyKey::Forwards,
        Input::InputPrivacyKeyProfilePhoto => PrivacyKey::ProfilePhoto,
        Input::InputPrivacyKeyPhoneNumber => PrivacyKey::PhoneNumber,
        Input::InputPrivacyKeyAddedByPhone => PrivacyKey::AddedByPhone,
        Input::InputPrivacyKeyVoiceMessages => PrivacyKey::VoiceMessages,
        Input::InputPrivacyKeyAbout => PrivacyKey::About,
        Input::InputPrivacyKeyBirthday => PrivacyKey::Birthday,
        Input::InputPrivacyKeyStarGiftsAutoSave => PrivacyKey::StarGiftsAutoSave,
        Input::InputPrivacyKeyNoPaidMessages => PrivacyKey::NoPaidMessages,
        Input::InputPrivacyKeySavedMusic => PrivacyKey::SavedMusic,
    }
}

/// The caller's rules, as he gave them.
///
/// # Errors
/// `USER_ID_INVALID` for somebody whom the caller cannot name.
pub(crate) async fn rules(
    call: &Call<'_>,
    given: &[enums::InputPrivacyRule],
) -> Result<Vec<PrivacyRule>, Error> {
    use enums::InputPrivacyRule as Input;
    if given.len() > RULES_MAX {
        return Err(PRIVACY_TOO_LONG);
    }
    let mut rules = Vec::with_capacity(given.len());
    for rule in given {
        rules.push(match rule {
            Input::InputPrivacyValueAllowAll => PrivacyRule::AllowAll,
            Input::InputPrivacyValueAllowContacts => PrivacyRule::AllowContacts,
            Input::InputPrivacyValueAllowUsers(some) => {
                PrivacyRule::AllowUsers(people(call, &some.users).await?)
            }
            Input::InputPrivacyValueAllowChatParticipants(some) => {
                PrivacyRule::AllowChatParticipants(some.chats.clone())
            }
            Input::InputPrivacyValueAllowCloseFriends => PrivacyRule::AllowCloseFriends,
            Input::InputPrivacyValueAllowPremium => PrivacyRule::AllowPremium,
            Input::InputPrivacyValueAllowBots => PrivacyRule::AllowBots,
            Input::InputPrivacyValueDisallowAll => PrivacyRule::DisallowAll,
            Input::InputPrivacyValueDisallowContacts => PrivacyRule::DisallowContacts,
            Input::InputPrivacyValueDisallowUsers(some) => {
                PrivacyRule::DisallowUsers(people(call, &some.users).await?)
            }
            Input::InputPrivacyValueDisallowChatParticipants(some) => {
                PrivacyRule::DisallowChatParticipants(some.chats.clone())
            }
            Input::InputPrivacyValueDisallowBots => PrivacyRule::DisallowBots,
        });
    }
    Ok(rules)
}

/// The caller's rules of a key, with everybody whom they name.
pub(crate) async fn shown(call: &Call<'_>, key: PrivacyKey) -> Result<enums::account::PrivacyRules, Error> {
    let me = call.me()?;
    let settings = call.domain().settings.of(me).await?;
    let rules = settings::rules(&settings, key);
    let named: BTreeSet<UserId> = rules
        .iter()
        .flat_map(|rule| match rule {
            PrivacyRule::AllowUsers(users) | PrivacyRule::DisallowUsers(users) => users.as_slice(),
            _ => &[],
        })
        .map(|user| UserId(*user))
        .collect();
    let users = render::people(call.domain(), me, named).await?;
    Ok(types::account::PrivacyRules::new(render::privacy_rules(rules), Vec::new(), users).into())
}

/// Privacy that is no list of rules.
pub(crate) fn global(kept: GlobalPrivacy) -> enums::GlobalPrivacySettings {
    types::GlobalPrivacySettings {
        archive_and_mute_new_noncontact_peers: kept.archive_and_mute_strangers,
        keep_archived_unmuted: kept.keep_archived_unmuted,
        keep_archived_folders: kept.keep_archived_folders,
        hide_read_marks: kept.hide_read_marks,
        ..types::GlobalPrivacySettings::new()
    }
    .into()
}

async fn people(call: &Call<'_>, users: &[enums::InputUser]) -> Result<Vec<i64>, Error> {
    if users.len() > PEOPLE_MAX {
        return Err(PRIVACY_TOO_LONG);
    }
    let mut ids = Vec::with_capacity(users.len());
    for user in users {
        ids.push(input::user(call, user).await?.0);
    }
    Ok(ids)
}
