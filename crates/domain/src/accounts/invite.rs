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
