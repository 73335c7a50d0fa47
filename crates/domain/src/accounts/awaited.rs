//! Keys whose person has entered the right code, or was let in by another device, and still owes the two-step
//! password (demand L-9). The row stands with the person, and the key's own row leads there, as for a key that is
//! signed in: so a restart changes nothing for who is just about to type.

use std::sync::Arc;

use store::{
    Direction, Rows,
    ids::{Owner, UserId},
    key::{ByNumber, Numbered},
    records::{account::KeyOwner, password::Awaited},
    tables,
};

use super::Accounts;
use crate::Fault;

/// How long a key may wait.
const AWAITED_SECONDS: i32 = 24 * 60 * 60;
/// Keys of one person that wait at a time; those that began first go first.
const AWAITED_MAX: usize = 32;

impl Accounts {
    /// Whose password a key waits for. From memory, but for the first time.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn awaited(&self, auth_key_id: i64) -> Result<Option<UserId>, Fault> {
        Ok(self.awaited_row(auth_key_id).await?.map(|(user, _)| user))
    }

    /// A key waits no more and is nobody's.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn give_up_password(&self, auth_key_id: i64) -> Result<(), Fault> {
        match self.awaited_row(auth_key_id).await? {
            Some((user, _)) => self.await_no_more(user, auth_key_id).await,
            None => Ok(()),
        }
    }

    pub(super) async fn awaited_row(
        &self,
        auth_key_id: i64,
    ) -> Result<Option<(UserId, Arc<Awaited>)>, Fault> {
        let Some(owner) = self.owners.get(&Numbered(auth_key_id)).await? else { return Ok(None) };
        let user = UserId(owner.user);
        let row = self.awaited.get(&ByNumber { user, number: auth_key_id }).await?;
        let now = self.world.clock.now().seconds();
        Ok(row.filter(|row| now < row.until).map(|row| (user, row)))
    }

    /// From now on, the key waits for this person's password; `mail` is the address that the sign-in has proven. It
    /// is signed in nowhere.
    pub(super) async fn await_password(
        &self,
        user: UserId,
        auth_key_id: i64,
        mail: Option<String>,
    ) -> Result<(), Fault> {
        self.make_room_to_wait(user, auth_key_id).await?;
        let owner_key = Numbered(auth_key_id);
        let _owner_lock = self.owners.lock(&owner_key).await;
        if let Some(before) = self.owners.get_locked(&owner_key).await?.filter(|before| before.user != user.0)
        {
            self.forget_awaited(UserId(before.user), auth_key_id).await?;
        }
        {
            let key = ByNumber { user, number: auth_key_id };
            let _lock = self.awaited.lock(&key).await;
            let until = self.world.clock.now().seconds().saturating_add(AWAITED_SECONDS);
            self.awaited.write_locked(&key, Some(Awaited { until, mail })).await?;
        }
        self.owners.write_locked(&owner_key, Some(KeyOwner { user: user.0 })).await?;
        Ok(())
    }

    /// The key does not wait for this person any more; it is nobody's, unless it is signed in.
    pub(super) async fn await_no_more(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        let owner_key = Numbered(auth_key_id);
        let _owner_lock = self.owners.lock(&owner_key).await;
        self.forget_awaited(user, auth_key_id).await?;
        let signed_in = self.authorizations.get(&ByNumber { user, number: auth_key_id }).await?.is_some();
        let owner = self.owners.get_locked(&owner_key).await?;
        if !signed_in && owner.is_some_and(|owner| owner.user == user.0) {
            self.owners.write_locked(&owner_key, None).await?;
        }
        Ok(())
    }

    /// No key waits for this person any more.
    pub(super) async fn await_nobody(&self, user: UserId) -> Result<(), Fault> {
        for (key, _) in self.waiting(user).await? {
            self.await_no_more(user, key).await?;
        }
        Ok(())
    }

    /// Forgets keys that have waited too long, and those that began first where many wait.
    async fn make_room_to_wait(&self, user: UserId, comes: i64) -> Result<(), Fault> {
        let now = self.world.clock.now().seconds();
        let mut waiting = self.waiting(user).await?;
        waiting.sort_by_key(|(key, row)| (row.until, *key));
        let mut left = waiting.iter().filter(|(key, _)| *key != comes).count();
        for (key, row) in waiting.into_iter().filter(|(key, _)| *key != comes) {
            if now < row.until && left < AWAITED_MAX {
                break;
            }
            self.await_no_more(user, key).await?;
            left -= 1;
        }
        Ok(())
    }

    async fn waiting(&self, user: UserId) -> Result<Vec<(i64, Awaited)>, Fault> {
        let rows = Rows::<tables::AwaitedKeys>::of(Owner::User(user));
        // Never many more than may wait: each that comes makes room for itself.
        let rows = self.store.scan(rows, 2 * AWAITED_MAX, Direction::Forward).await?;
        Ok(rows.into_iter().map(|(key, row)| (key.number, row)).collect())
    }

    async fn forget_awaited(&self, user: UserId, auth_key_id: i64) -> Result<(), Fault> {
        let key = ByNumber { user, number: auth_key_id };
        let _lock = self.awaited.lock(&key).await;
        if self.awaited.get_locked(&key).await?.is_some() {
            self.awaited.write_locked(&key, None).await?;
        }
        Ok(())
    }
}
