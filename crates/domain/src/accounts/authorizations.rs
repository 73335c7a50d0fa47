//! The keys that are signed in: finding whose a key is, listing them, ending them.
//!
//! A key is signed in if the row in the person's shard says so; the row in the key's shard only leads there.
//! So one delete ends it, whatever happens after.

use store::{
    Direction, Rows,
    ids::{Owner, UserId},
    key::{ByNumber, Numbered},
    records::account::{self, KeyOwner},
    tables,
};

use super::{AccountError, Accounts, Device};
use crate::{
    Fault, Notice,
    lasting::{self, Login},
};

/// A signed-in key as its owner sees it.
#[derive(Clone)]
pub struct Authorization {
    /// The session that asks.
    pub current: bool,
    /// Names it in [`Accounts::reset_authorization`]; 0 for the current one.
    pub hash: i64,
    /// The permanent key.
    pub auth_key_id: i64,
    /// Whether it waits for the account's password and is none yet.
    pub awaited: bool,
    /// What the client said of itself, where and when.
    pub details: account::Authorization,
}

/// How old a session must be to end others (demand L-10).
const AGE_TO_END_OTHERS_SECONDS: i64 = 24 * 60 * 60;
/// Keys of one person that are looked at.
const AUTHORIZATIONS_MAX: usize = 1000;
/// How much later a use must be to be written down.
const ACTIVE_STEP_SECONDS: i32 = 60 * 60;

impl Accounts {
    /// Who is signed in with a permanent key. From memory, but for the first time.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn user_of(&self, auth_key_id: i64) -> Result<Option<UserId>, Fault> {
        let Some(owner) = self.owners.get(&Numbered(auth_key_id)).await? else { return Ok(None) };
        let user = UserId(owner.user);
        let authorization = self.authorizations.get(&ByNumber { user, number: auth_key_id }).await?;
        // Whom the operator keeps out is signed in nowhere, also where a sign-in ran beside that.
        let kept_out = self.people.record(user).await?.is_none_or(|record| record.blocked_at.is_some());
        Ok(authorization.filter(|_| !kept_out).map(|_| user))
    }

    /// A signed-in key is in use: its address, client and language as they are now. Written down when
    /// something changed, or after an hour.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn touch(&self, user: UserId, device: &Device) -> Result<(), Fault> {
        let key = ByNumber { user, number: device.session.auth_key_id };
        let _lock = self.authorizations.lock(&key).await;
        let Some(before) = self.authorizations.get_locked(&key).await? else { return Ok(()) };
        let now = self.world.clock.now().seconds();
        let of = before.of;
        let after =
            account::Authorization { of, ..self.described(device, now, before.hash, before.created_at) };
        let mut same = after.clone();
        same.active_at = before.active_at;
        if same != *before || now.saturating_sub(before.active_at) >= ACTIVE_STEP_SECONDS {
            self.authorizations.write_locked(&key, Some(after)).await?;
        }
        Ok(())
    }

    /// Where a person is signed in: the current session first, then by last use.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn authorizations(&self, user: UserId, current_key: i64) -> Result<Vec<Authorization>, Fault> {
        let mut all: Vec<_> = self.others(user, 0).await?;
        // Connections to other data centres belong to the session that made them.
        all.retain(|(key, details)| details.of.is_none() || *key == current_key);
        all.sort_by_key(|(key, details)| (*key != current_key, std::cmp::Reverse(details.active_at), *key));
        let shown = all.into_iter().map(|(key, details)| {
            let current = key == current_key;
            let hash = if current { 0 } else { details.hash };
            Authorization { current, hash, auth_key_id: key, awaited: false, details }
        });
        Ok(shown.collect())
    }

    /// Signs a key out.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn log_out(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        self.end(user, auth_key_id).await?;
        self.live.signed_in(auth_key_id, None);
        self.end_those_of(user, auth_key_id).await
    }

    /// Ends another session, from one that is old enough.
    ///
    /// # Errors
    /// [`AccountError::NoSuchSession`], [`AccountError::SessionFresh`], and where the store fails.
    pub async fn reset_authorization(
        &self,
        user: UserId,
        current_key: i64,
        hash: i64,
    ) -> Result<(), AccountError> {
        let others = self.others(user, current_key).await?;
        let (key, _) =
            others.into_iter().find(|(_, other)| other.hash == hash).ok_or(AccountError::NoSuchSession)?;
        self.check_age(user, current_key).await?;
        self.end_and_close(user, key).await?;
        Ok(())
    }

    /// Ends all other sessions, from one that is old enough.
    ///
    /// # Errors
    /// [`AccountError::SessionFresh`], and where the store fails.
    pub async fn reset_authorizations(&self, user: UserId, current_key: i64) -> Result<(), AccountError> {
        self.check_age(user, current_key).await?;
        for (key, other) in self.others(user, current_key).await? {
            if other.of != Some(current_key) {
                self.end_and_close(user, key).await?;
            }
        }
        Ok(())
    }

    /// Ends all sessions of a person, for the operator; gives how many there were.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn end_all(&self, user: UserId) -> Result<usize, Fault> {
        let all = self.others(user, 0).await?;
        for (key, _) in &all {
            self.end_and_close(user, *key).await?;
        }
        Ok(all.len())
    }

    /// Signs a key in; gives the authorization's hash.
    pub(super) async fn authorize(&self, user: UserId, device: &Device) -> Result<i64, Fault> {
        self.authorize_of(user, device, None, false).await
    }

    /// The same, for a key that may belong to the session of another key; where it is `told`, the person's other
    /// devices are to hear of it.
    pub(super) async fn authorize_of(
        &self,
        user: UserId,
        device: &Device,
        of: Option<i64>,
        told: bool,
    ) -> Result<i64, Fault> {
        let auth_key_id = device.session.auth_key_id;
        let owner_key = Numbered(auth_key_id);
        let owner_lock = self.owners.lock(&owner_key).await;
        if let Some(before) = self.owners.get_locked(&owner_key).await?.filter(|before| before.user != user.0)
        {
            // A key is signed in once: the earlier person is signed out.
            self.end_authorization(UserId(before.user), auth_key_id).await?;
        }
        let key = ByNumber { user, number: auth_key_id };
        let lock = self.authorizations.lock(&key).await;
        let before = self.authorizations.get_locked(&key).await?;
        let now = self.world.clock.now().seconds();
        let hash = before.as_ref().map_or_else(|| self.fresh_hash(), |before| before.hash);
        let created_at = before.as_ref().map_or(now, |before| before.created_at);
        let row = account::Authorization { of, ..self.described(device, now, hash, created_at) };
        let mut batch = self.store.batch();
        if told {
            let login = Login { device: device.told(), location: device.ip.to_string() };
            lasting::keep_login(&self.boxes, &mut batch, user, hash, &login).await?;
        }
        self.authorizations.write_locked_with(&key, Some(row), batch).await?;
        drop(lock);
        self.owners.write_locked(&owner_key, Some(KeyOwner { user: user.0 })).await?;
        drop(owner_lock);
        self.live.signed_in(auth_key_id, Some(user));
        if told {
            let notice = Notice::NewAuthorization {
                hash,
                date: now,
                device: device.told(),
                location: device.ip.to_string(),
            };
            self.live.notice(user, notice, Some(device.session));
        }
        Ok(hash)
    }

    /// The keys that `user` is signed in with, without `except` (0 for none).
    pub(super) async fn others(
        &self,
        user: UserId,
        except: i64,
    ) -> Result<Vec<(i64, account::Authorization)>, Fault> {
        let rows = Rows::<tables::Authorizations>::of(Owner::User(user));
        let rows = self.store.scan(rows, AUTHORIZATIONS_MAX, Direction::Forward).await?;
        Ok(rows.into_iter().map(|(key, row)| (key.number, row)).filter(|(key, _)| *key != except).collect())
    }

    pub(super) async fn check_age(&self, user: UserId, current_key: i64) -> Result<(), AccountError> {
        if self.policy.test_mode {
            return Ok(());
        }
        let row = self.authorizations.get(&ByNumber { user, number: current_key }).await?;
        let created_at = row.ok_or(AccountError::NoSuchSession)?.created_at;
        let age = i64::from(self.world.clock.now().seconds()) - i64::from(created_at);
        if age >= AGE_TO_END_OTHERS_SECONDS {
            return Ok(());
        }
        Err(AccountError::SessionFresh { age, needed: AGE_TO_END_OTHERS_SECONDS })
    }

    async fn end_and_close(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        self.end(user, auth_key_id).await?;
        self.live.terminate(auth_key_id);
        self.end_those_of(user, auth_key_id).await
    }

    /// Ends what a session that has ended had authorized for other data centres.
    async fn end_those_of(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        for (key, other) in self.others(user, auth_key_id).await? {
            if other.of == Some(auth_key_id) {
                self.end(user, key).await?;
                self.live.terminate(key);
            }
        }
        Ok(())
    }

    async fn end(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        let owner_key = Numbered(auth_key_id);
        let _owner_lock = self.owners.lock(&owner_key).await;
        self.end_authorization(user, auth_key_id).await?;
        let owner = self.owners.get_locked(&owner_key).await?;
        if owner.is_some_and(|owner| owner.user == user.0) {
            self.owners.write_locked(&owner_key, None).await?;
        }
        Ok(())
    }

    async fn end_authorization(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        let key = ByNumber { user, number: auth_key_id };
        let _lock = self.authorizations.lock(&key).await;
        self.authorizations.write_locked(&key, None).await?;
        Ok(())
    }

    fn described(&self, device: &Device, now: i32, hash: i64, created_at: i32) -> account::Authorization {
        account::Authorization {
            hash,
            api_id: device.api_id.unwrap_or_default(),
            device_model: device.device_model.clone(),
            system_version: device.system_version.clone(),
            app_version: device.app_version.clone(),
            lang_code: device.lang_code.clone(),
            ip: device.ip.to_string(),
            created_at,
            active_at: now,
            of: None,
        }
    }

    /// A device that waits for the password, as the one that has let it in is shown it. Nothing can be ended by its
    /// hash.
    pub(super) fn awaited_authorization(&self, device: &Device) -> Authorization {
        let (now, hash) = (self.world.clock.now().seconds(), self.fresh_hash());
        let details = self.described(device, now, hash, now);
        let auth_key_id = device.session.auth_key_id;
        Authorization { current: false, hash, auth_key_id, awaited: true, details }
    }

    /// Random and not 0, which names the current session.
    fn fresh_hash(&self) -> i64 {
        loop {
            let hash = self.world.chance.long();
            if hash != 0 {
                return hash;
            }
        }
    }
}
