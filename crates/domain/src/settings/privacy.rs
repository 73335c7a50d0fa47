//! Privacy rules: what they are about, what holds where nothing was set, and whom they let in.

use store::{ids::UserId, records::account::Contact};

use super::{PrivacyRule, Record, SettingsError};

/// What privacy rules are about. The numbers stand in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[expect(missing_docs, reason = "each is the protocol's own name")]
pub enum PrivacyKey {
    StatusTimestamp = 0,
    ChatInvite = 1,
    PhoneCall = 2,
    PhoneP2P = 3,
    Forwards = 4,
    ProfilePhoto = 5,
    PhoneNumber = 6,
    AddedByPhone = 7,
    VoiceMessages = 8,
    About = 9,
    Birthday = 10,
    StarGiftsAutoSave = 11,
    NoPaidMessages = 12,
    SavedMusic = 13,
}

impl PrivacyKey {
    /// All of them, in the order of their numbers.
    const ALL: [PrivacyKey; 14] = [
        PrivacyKey::StatusTimestamp,
        PrivacyKey::ChatInvite,
        PrivacyKey::PhoneCall,
        PrivacyKey::PhoneP2P,
        PrivacyKey::Forwards,
        PrivacyKey::ProfilePhoto,
        PrivacyKey::PhoneNumber,
        PrivacyKey::AddedByPhone,
        PrivacyKey::VoiceMessages,
        PrivacyKey::About,
        PrivacyKey::Birthday,
        PrivacyKey::StarGiftsAutoSave,
        PrivacyKey::NoPaidMessages,
        PrivacyKey::SavedMusic,
    ];

    /// The key with this number.
    pub(crate) fn of_number(number: u8) -> Option<PrivacyKey> {
        PrivacyKey::ALL.get(usize::from(number)).copied()
    }
}

/// Rules of one key, and people in each.
const RULES_MAX: usize = 16;
const RULE_PEOPLE_MAX: usize = 1000;

/// The rules of a key: those that were set, or its defaults.
pub fn rules(settings: &Record, key: PrivacyKey) -> &[PrivacyRule] {
    let set = settings.privacy.iter().find(|privacy| privacy.key == key as u8);
    set.map_or_else(|| default_rules(key), |privacy| &privacy.rules)
}

/// Who wants to see or do something of somebody, as that person knows him.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// Who.
    pub user: UserId,
    /// His line in that person's address book.
    pub contact: Option<&'a Contact>,
    /// Whether that person has blocked him.
    pub blocked: bool,
}

/// Whether the owner of `settings` lets somebody see or do the thing. Who is blocked may nothing.
///
/// There are no groups, subscriptions and bots yet: rules about them fit nobody.
pub fn allows(settings: &Record, key: PrivacyKey, asker: &Asker<'_>) -> bool {
    if asker.blocked {
        return false;
    }
    let viewer = asker.user;
    let viewer_is_contact = asker.contact.is_some();
    let is_close = asker.contact.is_some_and(|contact| contact.close_friend == Some(true));
    let rules = rules(settings, key);
    // The more special a rule, the earlier it decides: people, close friends, contacts, everybody.
    let named = rules.iter().find_map(|rule| match rule {
        PrivacyRule::AllowUsers(users) if users.contains(&viewer.0) => Some(true),
        PrivacyRule::DisallowUsers(users) if users.contains(&viewer.0) => Some(false),
        _ => None,
    });
    let known = rules.iter().find_map(|rule| match rule {
        PrivacyRule::AllowContacts if viewer_is_contact => Some(true),
        PrivacyRule::DisallowContacts if viewer_is_contact => Some(false),
        _ => None,
    });
    let anybody = rules.iter().find_map(|rule| match rule {
        PrivacyRule::AllowAll => Some(true),
        PrivacyRule::DisallowAll => Some(false),
        _ => None,
    });
    let close = (is_close && rules.contains(&PrivacyRule::AllowCloseFriends)).then_some(true);
    named.or(close).or(known).or(anybody).unwrap_or(false)
}

fn default_rules(key: PrivacyKey) -> &'static [PrivacyRule] {
    match key {
        PrivacyKey::PhoneNumber | PrivacyKey::Birthday => &[PrivacyRule::AllowContacts],
        _ => &[PrivacyRule::AllowAll],
    }
}

/// Refuses more rules, or people in them, than are kept.
pub(super) fn check_rules(rules: &[PrivacyRule]) -> Result<(), SettingsError> {
    if rules.len() > RULES_MAX {
        return Err(SettingsError::TooMany { given: rules.len(), max: RULES_MAX });
    }
    for rule in rules {
        let given = match rule {
            PrivacyRule::AllowUsers(ids)
            | PrivacyRule::DisallowUsers(ids)
            | PrivacyRule::AllowChatParticipants(ids)
            | PrivacyRule::DisallowChatParticipants(ids) => ids.len(),
            _ => 0,
        };
        if given > RULE_PEOPLE_MAX {
            return Err(SettingsError::TooMany { given, max: RULE_PEOPLE_MAX });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::records::account::Privacy;

    fn settings(rules: Vec<PrivacyRule>) -> Record {
        let privacy = vec![Privacy { key: PrivacyKey::PhoneNumber as u8, rules }];
        Record { privacy, ..Record::default() }
    }

    fn shown(rules: Vec<PrivacyRule>, viewer: i64, contact: bool) -> bool {
        allows(
            &settings(rules),
            PrivacyKey::PhoneNumber,
            &asker(viewer, contact.then(Contact::default).as_ref()),
        )
    }

    fn asker(viewer: i64, contact: Option<&Contact>) -> Asker<'_> {
        Asker { user: UserId(viewer), contact, blocked: false }
    }

    #[test]
    fn the_more_special_rule_decides() {
        use PrivacyRule::{
            AllowAll, AllowContacts, AllowUsers, DisallowAll, DisallowContacts, DisallowUsers,
        };
        assert!(shown(vec![DisallowAll, AllowContacts], 5, true));
        assert!(!shown(vec![DisallowAll, AllowContacts], 5, false));
        assert!(!shown(vec![AllowAll, DisallowContacts], 5, true));
        assert!(shown(vec![AllowAll, DisallowContacts], 5, false));
        assert!(shown(vec![DisallowAll, DisallowContacts, AllowUsers(vec![5])], 5, true));
        assert!(!shown(vec![AllowAll, AllowContacts, DisallowUsers(vec![5])], 5, true));
        assert!(!shown(vec![], 5, true));
    }

    #[test]
    fn a_number_is_for_contacts_and_the_rest_for_everybody_until_somebody_says_otherwise() {
        let untouched = Record::default();
        let contact = Contact::default();
        assert!(allows(&untouched, PrivacyKey::PhoneNumber, &asker(5, Some(&contact))));
        assert!(!allows(&untouched, PrivacyKey::PhoneNumber, &asker(5, None)));
        assert!(allows(&untouched, PrivacyKey::StatusTimestamp, &asker(5, None)));
        let blocked = Asker { blocked: true, ..asker(5, Some(&contact)) };
        assert!(!allows(&untouched, PrivacyKey::StatusTimestamp, &blocked));
    }

    #[test]
    fn every_key_stands_at_its_number() {
        for (number, key) in PrivacyKey::ALL.into_iter().enumerate() {
            assert_eq!(key as usize, number);
            assert!(PrivacyKey::of_number(key as u8) == Some(key));
        }
        assert!(PrivacyKey::of_number(PrivacyKey::ALL.len() as u8).is_none());
    }
}
