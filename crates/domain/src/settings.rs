//! What a person has set: notifications, privacy, and the rest that a person sets once.
//!
//! Privacy rules are kept here and asked here ([`allows`]); who asks is the area that shows the thing.

use std::{hash::Hash, sync::Arc};

use boxes::{About, Boxes, By, MessageId};
use store::{
    Rows, Store, Table,
    ids::{Owner, Peer, UserId},
    key::{ByNumber, OfUser},
    records::account::kept::SETTINGS,
    records::threads::ByOwnThread,
    tables,
};

mod privacy;

pub use privacy::{Asker, PrivacyKey, allows, rules};
pub use store::records::account::{GlobalPrivacy, NotifySettings, PrivacyRule, Settings as Record, Sound};

use crate::{Fault, Live, Notice, cached::CachedRows, kept, lasting};

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
    /// One topic of a forum.
    Topic(i64, MessageId),
    /// The chats of a community, shown as one.
    Community(i64),
}

/// Where settings stand.
enum Place {
    Number(i64),
    Topic(i64, MessageId),
}

impl NotifyTarget {
    /// What names it in the store. Fixed for ever.
    fn place(self) -> Place {
        let (kind, id) = match self {
            NotifyTarget::Topic(channel, topic) => return Place::Topic(channel, topic),
            NotifyTarget::Users => (0, 1),
            NotifyTarget::Chats => (0, 2),
            NotifyTarget::Broadcasts => (0, 3),
            // Ids of communities are far above.
            NotifyTarget::Community(id) => (0, id),
            NotifyTarget::Peer(Peer::User(UserId(id))) => (1, id),
            NotifyTarget::Peer(Peer::Group(id)) => (2, id),
            NotifyTarget::Peer(Peer::Channel(id)) => (3, id),
        };
        Place::Number(id.wrapping_mul(4).wrapping_add(kind))
    }

    /// The number that names it; none for topics.
    pub(crate) fn number(self) -> Option<i64> {
        match self.place() {
            Place::Number(number) => Some(number),
            Place::Topic(..) => None,
        }
    }

    /// What devices that are away are told it was about.
    fn about(self) -> About {
        match self.place() {
            Place::Number(number) => About::Notify(number),
            Place::Topic(channel, topic) => About::TopicNotify(channel, topic),
        }
    }

    pub(crate) fn of_number(number: i64) -> Option<NotifyTarget> {
        let id = number.div_euclid(4);
        Some(match (number.rem_euclid(4), id) {
            (0, 1) => NotifyTarget::Users,
            (0, 2) => NotifyTarget::Chats,
            (0, 3) => NotifyTarget::Broadcasts,
            (0, id) if id > 3 => NotifyTarget::Community(id),
            (1, id) => NotifyTarget::Peer(Peer::User(UserId(id))),
            (2, id) => NotifyTarget::Peer(Peer::Group(id)),
            (3, id) => NotifyTarget::Peer(Peer::Channel(id)),
            _ => return None,
        })
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
    /// Rules that let nobody know what holds.
    #[error("no privacy rules")]
    NoRules,
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// The settings of all people.
pub struct Settings {
    store: Store,
    boxes: Boxes,
    live: Arc<dyn Live>,
    notify: CachedRows<tables::NotifySettings>,
    topics: CachedRows<tables::TopicNotifySettings>,
    accounts: CachedRows<tables::AccountSettings>,
    people: Arc<CachedRows<tables::Users>>,
    /// What stands for whoever has set nothing, made once.
    unset: Arc<Record>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 15;
const TOPICS_REMEMBERED: usize = 1 << 12;
/// Chats with notification settings of their own that are looked at.
const NOTIFY_ROWS_MAX: usize = 10_000;

impl Settings {
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        live: Arc<dyn Live>,
        people: Arc<CachedRows<tables::Users>>,
    ) -> Self {
        Settings {
            people,
            notify: CachedRows::new(store.clone(), REMEMBERED),
            topics: CachedRows::new(store.clone(), TOPICS_REMEMBERED),
            accounts: CachedRows::new(store.clone(), REMEMBERED),
            unset: Arc::default(),
            store,
            boxes,
            live,
        }
    }

    /// How `user` wants to be notified of `target`; empty where nothing was set.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn notify(&self, user: UserId, target: NotifyTarget) -> Result<NotifySettings, Fault> {
        let row = match target.place() {
            Place::Number(number) => self.notify.get(&ByNumber { user, number }).await?,
            Place::Topic(channel, root) => self.topics.get(&ByOwnThread { user, channel, root }).await?,
        };
        Ok(row.map(|row| (*row).clone()).unwrap_or_default())
    }

    /// As [`Settings::notify`], if it is remembered; empty where nothing was set.
    pub(crate) fn remembered_notify(&self, user: UserId, target: NotifyTarget) -> Option<NotifySettings> {
        let row = match target.place() {
            Place::Number(number) => self.notify.remembered(&ByNumber { user, number })?,
            Place::Topic(channel, root) => self.topics.remembered(&ByOwnThread { user, channel, root })?,
        };
        Some(row.map(|row| (*row).clone()).unwrap_or_default())
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
        match target.place() {
            Place::Number(number) => {
                let key = ByNumber { user: by.user, number };
                self.write_notify(by, &self.notify, key, target, settings).await
            }
            Place::Topic(channel, root) => {
                let key = ByOwnThread { user: by.user, channel, root };
                self.write_notify(by, &self.topics, key, target, settings).await
            }
        }
    }

    async fn write_notify<T: Table<Record = NotifySettings>>(
        &self,
        by: By,
        rows: &CachedRows<T>,
        key: T::Key,
        target: NotifyTarget,
        settings: NotifySettings,
    ) -> Result<(), Fault>
    where
        T::Key: Hash + Eq + Clone,
    {
        let _lock = rows.lock(&key).await;
        let row = (settings != NotifySettings::default()).then(|| settings.clone());
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, by.user, &[target.about()]).await?;
        rows.write_locked_with(&key, row, batch).await?;
        // Under the lock: devices hear of changes in their order.
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
        let topics = Rows::<tables::TopicNotifySettings>::of(Owner::User(user));
        let topics = self.store.scan(topics, NOTIFY_ROWS_MAX, store::Direction::Forward).await?;
        let chats =
            rows.into_iter().filter_map(|(key, row)| Some((NotifyTarget::of_number(key.number)?, row)));
        let topics = topics.into_iter().map(|(key, row)| (NotifyTarget::Topic(key.channel, key.root), row));
        Ok(chats.chain(topics).collect())
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
        Ok(self.accounts.get(&OfUser(user)).await?.unwrap_or_else(|| Arc::clone(&self.unset)))
    }

    /// The rows, for whoever reads them together with others.
    pub(crate) fn rows(&self) -> &CachedRows<tables::AccountSettings> {
        &self.accounts
    }

    /// What holds for whoever has set nothing.
    pub(crate) fn unset(&self) -> Arc<Record> {
        Arc::clone(&self.unset)
    }

    /// As [`Settings::of`], if it is remembered.
    pub fn remembered(&self, user: UserId) -> Option<Arc<Record>> {
        let row = self.accounts.remembered(&OfUser(user))?;
        Some(row.unwrap_or_else(|| Arc::clone(&self.unset)))
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
        self.change_and_tell(user, &[], change, || ()).await
    }

    /// The same, of which devices that are away are to hear; `tell` tells those that are there, also where nothing
    /// is other than before.
    async fn change_and_tell(
        &self,
        user: UserId,
        about: &[About],
        change: impl FnOnce(&mut Record) + Send,
        tell: impl FnOnce() + Send,
    ) -> Result<Arc<Record>, Fault> {
        let key = OfUser(user);
        let _lock = self.accounts.lock(&key).await;
        let before = self.accounts.get_locked(&key).await?.unwrap_or_default();
        let mut after = (*before).clone();
        change(&mut after);
        if after == *before {
            tell();
            return Ok(before);
        }
        kept::note(&self.people, user, SETTINGS).await?;
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, user, about).await?;
        let after = self.accounts.write_locked_with(&key, Some(after), batch).await?;
        // Under the lock: devices hear of changes in their order.
        tell();
        Ok(after.unwrap_or_default())
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
        if rules.is_empty() {
            return Err(SettingsError::NoRules);
        }
        privacy::check_rules(&rules)?;
        let kept = rules.clone();
        let change = |record: &mut Record| {
            record.privacy.retain(|known| known.key != key as u8);
            record.privacy.push(store::records::account::Privacy { key: key as u8, rules: kept });
        };
        let tell = || self.live.notice(by.user, Notice::Privacy { key, rules }, by.session);
        self.change_and_tell(by.user, &[About::Privacy(key as u8)], change, tell).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let Place::Number(number) = target.place() else { panic!("a number") };
            assert!(NotifyTarget::of_number(number) == Some(target));
        }
    }
}
