//! What becomes of an account as a whole: another number, and its end: names are free again, sessions end, others see a deleted account. What the person wrote
//! stays with those who got it.

use boxes::By;
use store::ids::UserId;

use crate::{Domain, Fault, SERVICE_USER, UsernameError};

impl Domain {
    /// An account that had the number `before` has another one: who knew it by that learns the new one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn tell_phone(&self, by: By, before: &str) -> Result<(), Fault> {
        let record = self.users.record(by.user).await?.unwrap_or_default();
        self.contacts.renumber(by.user, before, &record.phone).await?;
        self.users.tell_phone_changed(by).await
    }

    /// Deletes an account. Repeated after a crash, it finishes what is left. `current_key` names the session that
    /// asked, which is signed out and not cut off. False if there is no such person.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn delete_account(&self, user: UserId, current_key: Option<i64>) -> Result<bool, Fault> {
        let Some(record) = self.users.record(user).await?.filter(|_| user != SERVICE_USER) else {
            return Ok(false);
        };
        let by = By::user(user);
        if record.username.is_some() {
            // Any other refusal says that somebody else was quicker: it is given up.
            if let Err(UsernameError::Fault(fault)) = self.usernames.set(by, "").await {
                return Err(fault);
            }
        }
        self.collections.clear(user).await?;
        self.preferences.clear(user).await?;
        // Before the account ends, so that a crash does not come between.
        match self.files.leave(user.into()).await {
            Ok(()) => {}
            Err(crate::FileError::Fault(fault)) => return Err(fault),
            // Nothing else is asked of the disk here.
            Err(_) => {}
        }
        self.accounts.close(user, current_key).await?;
        let known: Vec<UserId> = self.contacts.all(user).await?.into_iter().map(|(other, _)| other).collect();
        self.contacts.delete(by, &known).await?;
        for other in self.contacts.known_to(user).await? {
            self.contacts.delete(By::user(other), &[user]).await?;
        }
        self.users.tell_gone(by).await?;
        Ok(true)
    }
}
