//! The operator's hand: inviting numbers, finding people, keeping them out.

use store::{
    Direction, Rows, Shard,
    ids::UserId,
    key::{Hashed, OfUser},
    records::account::{self as records, Invitation, User},
    tables,
};

use super::{AccountError, Accounts, PhoneNumber, codes::hex, phone::HANDED_OUT_PREFIX};
use crate::Fault;

use std::sync::Arc;

/// Digits behind the prefix of numbers that are handed out.
const HANDED_OUT_DIGITS: usize = 8;
/// How many of them there are.
const HANDED_OUT_NUMBERS: u64 = 10_u64.pow(HANDED_OUT_DIGITS as u32);
/// Random bytes of a link (demand A-9: at least 128 bits).
const TOKEN_BYTES: usize = 16;
/// How long a link shows codes.
const LINK_LIFE_SECONDS: i32 = 7 * 24 * 60 * 60;

/// An invitation for somebody who gives no number. No Debug: whoever has the token sees the code.
pub struct InviteLink {
    /// The number that is his now, digits only.
    pub phone: String,
    /// The secret in the link.
    pub token: String,
}

/// What a link shows.
pub struct Invited {
    /// The number, digits only.
    pub phone: String,
    /// The code that waits for it.
    pub code: Option<String>,
    /// Whether somebody has signed up with it.
    pub used: bool,
}

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

    /// A number that is nobody's, for somebody who wants to give none, and the secret with which he sees its
    /// code.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn invite_anybody(&self) -> Result<InviteLink, AccountError> {
        let date = self.world.clock.now().seconds();
        let token = hex(&self.world.chance.bytes::<TOKEN_BYTES>());
        loop {
            let drawn = self.world.chance.below(HANDED_OUT_NUMBERS);
            let digits = format!("{HANDED_OUT_PREFIX}{drawn:0width$}", width = HANDED_OUT_DIGITS);
            let Some(phone) = PhoneNumber::read(&digits) else { continue };
            let _lock = self.phone_locks.of(phone.digits()).await;
            let key = self.people.phone_key(&phone);
            let taken = self.store.get::<tables::Phones>(&key).await?.is_some();
            if taken || self.is_invited(&phone).await? {
                continue;
            }
            let mut batch = self.store.batch();
            batch.put::<tables::Invitations>(&key, &Invitation { date });
            let link = records::InviteLink { phone: digits.clone(), date };
            batch.put::<tables::InviteLinks>(&self.link_key(&token), &link);
            self.store.commit(batch).await?;
            return Ok(InviteLink { phone: digits, token });
        }
    }

    /// What a link opens; none for one that is not good, or no longer.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn invited(&self, token: &str) -> Result<Option<Invited>, Fault> {
        let link = self.store.get::<tables::InviteLinks>(&self.link_key(token)).await?;
        let now = self.world.clock.now().seconds();
        let Some(link) = link.filter(|link| now.saturating_sub(link.date) < LINK_LIFE_SECONDS) else {
            return Ok(None);
        };
        let Some(phone) = PhoneNumber::read(&link.phone) else { return Ok(None) };
        // Whoever has signed up has a device that codes go to; the link has done its work.
        if self.people.by_phone(&phone).await?.is_some() {
            return Ok(Some(Invited { phone: link.phone, code: None, used: true }));
        }
        let code = self.waiting_code(&link.phone);
        Ok(Some(Invited { phone: link.phone, code, used: false }))
    }

    fn link_key(&self, token: &str) -> Hashed {
        Hashed(self.store.keyed_hash("invite link", token.as_bytes()))
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
        self.people.change(user, &[], forget).await?;
        if let Some(key) = current_key {
            self.log_out(user, key).await?;
        }
        self.end_all(user).await?;
        self.await_nobody(user).await?;
        self.remove_passkeys(user).await?;
        let mut batch = self.store.batch();
        batch.delete::<tables::Passwords>(&OfUser(user));
        batch.delete::<tables::LoginMails>(&OfUser(user));
        self.store.commit(batch).await?;
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

    /// Keeps a person out (his sessions end at once) or lets him in again. False if there is no such person.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn keep_out(&self, user: UserId, out: bool) -> Result<bool, Fault> {
        let since = out.then(|| self.world.clock.now().seconds());
        let change = |record: &mut User| record.blocked_at = since.and(record.blocked_at.or(since));
        if self.people.change(user, &[], change).await?.is_none() {
            return Ok(false);
        }
        if out {
            self.end_all(user).await?;
            self.await_nobody(user).await?;
        }
        Ok(true)
    }
}
