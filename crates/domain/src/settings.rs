//! What a person has set: notifications, privacy, and the rest that a person sets once.
//!
//! Privacy rules are kept here and asked here ([`Settings::allows`]); who asks is the area that shows the
//! thing.

use std::sync::Arc;

use boxes::By;
use store::{
    Rows, Store,
    ids::{Owner, Peer, UserId},
    key::{ByNumber, OfUser},
    tables,
};

pub use store::records::account::{GlobalPrivacy, NotifySettings, PrivacyRule, Settings as Record, Sound};

use crate::{Fault, Live, Notice, cached::CachedRows};

/// What notification settings are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NotifyTarget {
    /// One chat.
    Peer(Peer),
    /// All private chats without settings of their own.
    Users,
    /// All groups.
    Chats,
    /// All channels.
    Broadcasts,
}

impl NotifyTarget {
    /// The number that names it in the store. Fixed for ever.
    pub(crate) fn number(self) -> i64 {
        let (kind, id) = match self {
            NotifyTarget::Users => (0, 1),
            NotifyTarget::Chats => (0, 2),
            NotifyTarget::Broadcasts => (0, 3),
            NotifyTarget::Peer(Peer::User(UserId(id))) => (1, id),
            NotifyTarget::Peer(Peer::Group(id)) => (2, id),
            NotifyTarget::Peer(Peer::Channel(id)) => (3, id),
        };
        id.wrapping_mul(4).wrapping_add(kind)
    }

    pub(crate) fn of_number(number: i64) -> Option<NotifyTarget> {
        let id = number.div_euclid(4);
        Some(match (number.rem_euclid(4), id) {
            (0, 1) => NotifyTarget::Users,
            (0, 2) => NotifyTarget::Chats,
            (0, 3) => NotifyTarget::Broadcasts,
            (1, id) => NotifyTarget::Peer(Peer::User(UserId(id))),
            (2, id) => NotifyTarget::Peer(Peer::Group(id)),
            (3, id) => NotifyTarget::Peer(Peer::Channel(id)),
            _ => return None,
        })
    }
}

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

/// Why a setting was refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// More rules, or more people in them, than are kept.
    #[error("{given} privacy rules or people in them; at most {max} are kept")]
    TooMany {
        /// How many there were.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The settings of all people.
pub struct Settings {
    store: Store,
    live: Arc<dyn Live>,
    notify: CachedRows<tables::NotifySettings>,
    accounts: CachedRows<tables::AccountSettings>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 15;
/// Rules of one key, and people in each.
const RULES_MAX: usize = 16;
const RULE_PEOPLE_MAX: usize = 1000;
/// Chats with notification settings of their own that are looked at.
const NOTIFY_ROWS_MAX: usize = 10_000;

impl Settings {
    pub(crate) fn new(store: Store, live: Arc<dyn Live>) -> Self {
        Settings {
            notify: CachedRows::new(store.clone(), REMEMBERED),
            accounts: CachedRows::new(store.clone(), REMEMBERED),
            store,
            live,
        }
    }

    /// How `user` wants to be notified of `target`; empty where nothing was set.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn notify(&self, user: UserId, target: NotifyTarget) -> Result<NotifySettings, Fault> {
        let row = self.notify.get(&ByNumber { user, number: target.number() }).await?;
        Ok(row.map(|row| (*row).clone()).unwrap_or_default())
    }

    /// Sets how a person wants to be notified; his other sessions learn of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_notify(
        &self,
        by: By,
        target: NotifyTarget,
        settings: NotifySettings,
    ) -> Result<(), Fault> {
        let key = ByNumber { user: by.user, number: target.number() };
        let lock = self.notify.lock(&key).await;
        let row = (settings != NotifySettings::default()).then(|| settings.clone());
        self.notify.write_locked(&key, row).await?;
        drop(lock);
        self.live.notice(by.user, Notice::Notify { target, settings }, by.session);
        Ok(())
    }

    /// What has notification settings of its own.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn notify_exceptions(
        &self,
        user: UserId,
    ) -> Result<Vec<(NotifyTarget, NotifySettings)>, Fault> {
        let rows = Rows::<tables::NotifySettings>::of(Owner::User(user));
        let rows = self.store.scan(rows, NOTIFY_ROWS_MAX, store::Direction::Forward).await?;
        Ok(rows
            .into_iter()
            .filter_map(|(key, row)| Some((NotifyTarget::of_number(key.number)?, row)))
            .collect())
    }

    /// Forgets all notification settings; other sessions learn of each.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn reset_notify(&self, by: By) -> Result<(), Fault> {
        for (target, _) in self.notify_exceptions(by.user).await? {
            self.set_notify(by, target, NotifySettings::default()).await?;
        }
        Ok(())
    }

    /// All that is no notification setting.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of(&self, user: UserId) -> Result<Arc<Record>, Fault> {
        Ok(self.accounts.get(&OfUser(user)).await?.unwrap_or_default())
    }

    /// As [`Settings::of`], if it is remembered.
    pub fn remembered(&self, user: UserId) -> Option<Arc<Record>> {
        self.accounts.remembered(&OfUser(user)).map(Option::unwrap_or_default)
    }

    /// Changes what is no notification setting.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change(
        &self,
        user: UserId,
        change: impl FnOnce(&mut Record) + Send,
    ) -> Result<Arc<Record>, Fault> {
        let key = OfUser(user);
        let _lock = self.accounts.lock(&key).await;
        let before = self.accounts.get_locked(&key).await?.unwrap_or_default();
        let mut after = (*before).clone();
        change(&mut after);
        if after == *before {
            return Ok(before);
        }
        Ok(self.accounts.write_locked(&key, Some(after)).await?.unwrap_or_default())
    }

    /// Sets who may see or do something; other sessions learn of it.
    ///
    /// # Errors
    /// [`SettingsError::TooMany`], and where the store fails.
    pub async fn set_privacy(
        &self,
        by: By,
        key: PrivacyKey,
        rules: Vec<PrivacyRule>,
    ) -> Result<(), SettingsError> {
        check_rules(&rules)?;
        let kept = rules.clone();
        let change = |record: &mut Record| {
            record.privacy.retain(|known| known.key != key as u8);
            record.privacy.push(store::records::account::Privacy { key: key as u8, rules: kept });
        };
        self.change(by.user, change).await?;
        self.live.notice(by.user, Notice::Privacy { key, rules }, by.session);
        Ok(())
    }
}

/// The rules of a key: those that were set, or its defaults.
pub fn rules(settings: &Record, key: PrivacyKey) -> Vec<PrivacyRule> {
    let set = settings.privacy.iter().find(|privacy| privacy.key == key as u8);
    set.map_or_else(|| default_rules(key), |privacy| privacy.rules.clone())
}

/// Whether the owner of `settings` lets `viewer` see or do the thing.
pub fn allows(settings: &Record, key: PrivacyKey, viewer: UserId, viewer_is_contact: bool) -> bool {
    let rules = rules(settings, key);
    // The more special a rule, the earlier it decides: people, then contacts, then everybody.
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
    named.or(known).or(anybody).unwrap_or(false)
}

fn default_rules(key: PrivacyKey) -> Vec<PrivacyRule> {
    match key {
        PrivacyKey::PhoneNumber | PrivacyKey::Birthday => vec![PrivacyRule::AllowContacts],
        _ => vec![PrivacyRule::AllowAll],
    }
}

fn check_rules(rules: &[PrivacyRule]) -> Result<(), SettingsError> {
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
        allows(&settings(rules), PrivacyKey::PhoneNumber, UserId(viewer), contact)
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
        assert!(allows(&untouched, PrivacyKey::PhoneNumber, UserId(5), true));
        assert!(!allows(&untouched, PrivacyKey::PhoneNumber, UserId(5), false));
        assert!(allows(&untouched, PrivacyKey::StatusTimestamp, UserId(5), false));
    }

    #[test]
    fn every_target_has_a_number_of_its_own() {
        let targets = [
            NotifyTarget::Users,
            NotifyTarget::Chats,
            NotifyTarget::Broadcasts,
            NotifyTarget::Peer(Peer::User(UserId(1))),
            NotifyTarget::Peer(Peer::Group(1)),
            NotifyTarget::Peer(Peer::Channel(1)),
            NotifyTarget::Peer(Peer::User(UserId((1 << 40) - 1))),
        ];
        for target in targets {
            assert!(NotifyTarget::of_number(target.number()) == Some(target));
        }
    }
}
