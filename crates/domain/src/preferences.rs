//! What people have set for their devices and the server does nothing by: kept, and shown to the next device.

use std::sync::Arc;

use boxes::{About, Boxes, By};
use store::{Store, ids::UserId, key::OfUser, tables};

pub use store::records::preferences::{
    AutoSave, AutoSaveException, Browser, BrowserException, DeviceLock, Preferences as Record, PushDevice,
};

use crate::{Fault, Live, Notice, cached::CachedRows, lasting};

// All of these bounds together keep a person's row below what the engine takes.

/// Chats with settings of their own of what devices put into their galleries.
pub const AUTO_SAVE_EXCEPTIONS_MAX: usize = 100;
/// Places of which links are opened otherwise.
pub const BROWSER_EXCEPTIONS_MAX: usize = 40;
/// Chats over which no translation is offered.
pub const UNTRANSLATED_MAX: usize = 1_000;
/// Emoji that stood beside a name.
pub const RECENT_STATUSES_MAX: usize = 50;
/// Devices of one person that a push service would reach.
pub const DEVICES_MAX: usize = 10;
/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 12;

/// The preferences of all people.
pub struct Preferences {
    store: Store,
    boxes: Boxes,
    live: Arc<dyn Live>,
    rows: CachedRows<tables::Preferences>,
}

impl Preferences {
    pub(crate) fn new(store: Store, boxes: Boxes, live: Arc<dyn Live>) -> Self {
        Preferences { rows: CachedRows::new(store.clone(), REMEMBERED), store, boxes, live }
    }

    /// What a person has set.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of(&self, user: UserId) -> Result<Arc<Record>, Fault> {
        Ok(self.rows.get(&OfUser(user)).await?.unwrap_or_default())
    }

    /// Forgets all of it.
    pub(crate) async fn clear(&self, user: UserId) -> Result<(), Fault> {
        self.change(user, |kept| *kept = Record::default()).await?;
        Ok(())
    }

    /// Changes it; gives what holds then. No device is told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change(
        &self,
        user: UserId,
        change: impl FnOnce(&mut Record) + Send,
    ) -> Result<Arc<Record>, Fault> {
        self.change_and_keep(user, &[], change).await
    }

    /// Changes what devices put into their galleries; the person's other devices are told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change_auto_save(
        &self,
        by: By,
        change: impl FnOnce(&mut Record) + Send,
    ) -> Result<(), Fault> {
        self.change_and_keep(by.user, &[About::AutoSave], change).await?;
        self.live.notice(by.user, Notice::AutoSave, by.session);
        Ok(())
    }

    /// Changes how links are opened; the person's other devices are told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change_browser(
        &self,
        by: By,
        change: impl FnOnce(&mut Browser) + Send,
    ) -> Result<Arc<Record>, Fault> {
        let after =
            self.change_and_keep(by.user, &[About::Browser], |kept| change(&mut kept.browser)).await?;
        self.live.notice(by.user, Notice::Browser { browser: Box::new(after.browser.clone()) }, by.session);
        Ok(after)
    }

    /// Changes the list of emoji that stood beside a name; the person's other devices are told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn change_recent_statuses(
        &self,
        by: By,
        change: impl FnOnce(&mut Vec<i64>) + Send,
    ) -> Result<(), Fault> {
        let about = [About::RecentEmojiStatuses];
        self.change_and_keep(by.user, &about, |kept| change(&mut kept.recent_emoji_statuses)).await?;
        self.live.notice(by.user, Notice::RecentEmojiStatuses, by.session);
        Ok(())
    }

    async fn change_and_keep(
        &self,
        user: UserId,
        about: &[About],
        change: impl FnOnce(&mut Record) + Send,
    ) -> Result<Arc<Record>, Fault> {
        let key = OfUser(user);
        let _lock = self.rows.lock(&key).await;
        let before = self.rows.get_locked(&key).await?.unwrap_or_default();
        let mut after = (*before).clone();
        change(&mut after);
        if after == *before {
            return Ok(before);
        }
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, user, about).await?;
        Ok(self.rows.write_locked_with(&key, Some(after), batch).await?.unwrap_or_default())
    }
}
