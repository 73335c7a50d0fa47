//! Takeouts: a person has a program write down all that is his. Which are under way stands with his preferences, so that one
//! goes on after a restart; what he may read, he may read in one as well, and nothing more.

use boxes::By;
use store::{ids::UserId, records::preferences::Takeout};

use super::{AccountError, Accounts, Device};
use crate::{Domain, Fault};

/// Takeouts of one person that are under way; the oldest makes room.
const TAKEOUTS_MAX: usize = 20;
/// A takeout that is not ended is over by itself.
const TAKEOUT_SECONDS: i32 = 30 * 24 * 60 * 60;

impl Domain {
    /// Begins a takeout on this device; gives its number. The person's other devices are told.
    ///
    /// # Errors
    /// [`AccountError::SessionFresh`] on a device that has just signed in, and faults.
    pub async fn begin_takeout(&self, by: By, device: &Device) -> Result<i64, AccountError> {
        let (key, now) = (device.session.auth_key_id, self.accounts.now());
        self.accounts.check_age(by.user, key).await?;
        self.accounts.tell_takeout(by.user, device).await?;
        let id = self.accounts.drawn_id();
        let begun = |kept: &mut crate::preferences::Record| {
            let takeouts = kept.takeouts.get_or_insert_default();
            takeouts.retain(|takeout| now.saturating_sub(takeout.date) < TAKEOUT_SECONDS);
            takeouts.insert(0, Takeout { id, auth_key_id: key, date: now });
            takeouts.truncate(TAKEOUTS_MAX);
        };
        self.preferences.change(by.user, begun).await?;
        Ok(id)
    }

    /// Whether this takeout is under way on this device.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn takes_out(&self, user: UserId, auth_key_id: i64, id: i64) -> Result<bool, Fault> {
        let kept = self.preferences.of(user).await?;
        let now = self.accounts.now();
        let is_it = |takeout: &Takeout| {
            takeout.id == id
                && takeout.auth_key_id == auth_key_id
                && now.saturating_sub(takeout.date) < TAKEOUT_SECONDS
        };
        Ok(kept.takeouts.iter().flatten().any(is_it))
    }

    /// Ends a takeout.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn end_takeout(&self, user: UserId, id: i64) -> Result<(), Fault> {
        let ended = |kept: &mut crate::preferences::Record| {
            kept.takeouts.iter_mut().for_each(|takeouts| takeouts.retain(|takeout| takeout.id != id));
        };
        self.preferences.change(user, ended).await?;
        Ok(())
    }
}

impl Accounts {
    fn now(&self) -> i32 {
        self.world.clock.now().seconds()
    }

    /// Never 0, which would be none.
    fn drawn_id(&self) -> i64 {
        self.world.chance.long().max(1)
    }

    async fn tell_takeout(&self, user: UserId, device: &Device) -> Result<(), AccountError> {
        let (told, place) = (device.told(), device.ip.to_string());
        let others = self.others(user, device.session.auth_key_id).await?;
        Ok(self.tell_devices(user, &others, |language| language.takeout(&told, &place)).await?)
    }
}
