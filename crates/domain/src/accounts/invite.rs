//! The operator's hand: inviting numbers, finding people, keeping them out.

use store::{
    Direction, Rows, Shard,
    ids::UserId,
    records::account::{Invitation, User},
    tables,
};

use super::{AccountError, Accounts, PhoneNumber};
use crate::Fault;

use std::sync::Arc;

/// Every shard there is.
const SHARDS: u16 = 4096;
/// Numbers in one shard that are looked at.
const PHONES_OF_SHARD_MAX: usize = 100_000;

impl Accounts {
    /// Lets a number sign up where sign-up is by invitation.
    ///
    /// # Errors
    /// [`AccountError::PhoneInvalid`], and where the store fails.
    pub async fn invite(&self, phone: &str) -> Result<(), AccountError> {
        let phone = PhoneNumber::read(phone).ok_or(AccountError::PhoneInvalid)?;
        let mut batch = self.store.batch();
        let invitation = Invitation { date: self.world.clock.now().seconds() };
        batch.put::<tables::Invitations>(&self.people.phone_key(&phone), &invitation);
        Ok(self.store.commit(batch).await?)
    }

    pub(super) async fn is_invited(&self, phone: &PhoneNumber) -> Result<bool, Fault> {
        Ok(self.store.get::<tables::Invitations>(&self.people.phone_key(phone)).await?.is_some())
    }

    /// The account of a number.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn by_phone(&self, phone: &PhoneNumber) -> Result<Option<UserId>, Fault> {
        self.people.by_phone(phone).await
    }

    /// All accounts, by id. Walks all numbers: for the operator's eyes, not for a request.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn all(&self) -> Result<Vec<(UserId, Arc<User>)>, Fault> {
        let mut all = Vec::new();
        for shard in 0..SHARDS {
            let rows = Rows::<tables::Phones>::of_shard(Shard(shard));
            for (_, phone) in self.store.scan(rows, PHONES_OF_SHARD_MAX, Direction::Forward).await? {
                let user = UserId(phone.user);
                all.extend(self.people.record(user).await?.map(|record| (user, record)));
            }
        }
        all.sort_by_key(|(user, _)| *user);
        Ok(all)
    }

    /// Marks an account as deleted and forgets what the person said about himself; ends its sessions and frees its
    /// number. The session of `current_key` is signed out and not cut off.
    pub(crate) async fn close(&self, user: UserId, current_key: Option<i64>) -> Result<(), Fault> {
        let now = self.world.clock.now().seconds();
        let phone = self.people.record(user).await?.and_then(|record| PhoneNumber::read(&record.phone));
        let forget = |record: &mut User| {
            let registered_at = record.registered_at;
            let deleted_at = record.deleted_at.or(Some(now));
            *record = User { registered_at, deleted_at, ..User::default() };
        };
        self.people.change(user, forget).await?;
        if let Some(key) = current_key {
            self.log_out(user, key).await?;
        }
        self.end_all(user).await?;
        let Some(phone) = phone else { return Ok(()) };
        // Whoever signs up with the number now has taken the row already; then it is not ours.
        let _lock = self.phone_locks.of(phone.digits()).await;
        let key = self.people.phone_key(&phone);
        if self.store.get::<tables::Phones>(&key).await?.is_some_and(|row| row.user == user.0) {
            let mut batch = self.store.batch();
            batch.delete::<tables::Phones>(&key);
            self.store.commit(batch).await?;
        }
        Ok(())
    }

    /// Makes a person one of those who look after the server, or no longer. False if there is no such person.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn make_operator(&self, user: UserId, is_one: bool) -> Result<bool, Fault> {
        let since = is_one.then(|| self.world.clock.now().seconds());
        let change = |record: &mut User| record.operator_at = since.and(record.operator_at.or(since));
        let there = self.people.record(user).await?.is_some_and(|record| record.deleted_at.is_none());
        Ok(there && self.people.change(user, change).await?.is_some())
    }

    /// Keeps a person out (his sessions end at once) or lets him in again. False if there is no such person.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn keep_out(&self, user: UserId, out: bool) -> Result<bool, Fault> {
        let since = out.then(|| self.world.clock.now().seconds());
        let change = |record: &mut User| record.blocked_at = since.and(record.blocked_at.or(since));
        if self.people.change(user, change).await?.is_none() {
            return Ok(false);
        }
        if out {
            self.end_all(user).await?;
        }
        Ok(true)
    }
}
