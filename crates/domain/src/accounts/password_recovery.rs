//! Getting by without the two-step password: winning it back by mail, resetting it after a wait, deleting the account
//! after a wait, and the operator's hand. Every device of the account hears of a wait, and ends it (demand L-10).

use store::{ids::UserId, records::password::Password};

use super::{
    AccountError, Accounts, Device, PasswordChange, PasswordError, PasswordProof, codes::Refused,
    login_mail::pattern,
};
use crate::Fault;

/// Seconds between asking for a reset, or for the deletion of the account, and its end.
const WAIT_SECONDS: i32 = 7 * 24 * 60 * 60;

/// How a reset of the password stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordReset {
    /// The password is gone.
    Done,
    /// It goes at this time, in seconds since 1970.
    Waits(i32),
    /// The last one was declined; the next may begin at this time.
    Declined(i32),
}

impl Accounts {
    /// Sends a code to the proven address; gives that with most of it hidden.
    ///
    /// # Errors
    /// [`PasswordError::Empty`], [`PasswordError::NoRecovery`], and what carries mail.
    pub async fn request_password_recovery(
        &self,
        user: UserId,
        device: &Device,
    ) -> Result<String, PasswordError> {
        let record = self.password(user).await?;
        record.secret.ok_or(PasswordError::Empty)?;
        let mail = record.mail.ok_or(PasswordError::NoRecovery)?;
        let shown = pattern(&mail);
        let code = self.mail_code(user, mail, device).await?;
        self.passwords.recoveries.put(user, code);
        Ok(shown)
    }

    /// Whether this is the code that was sent; it stays good.
    ///
    /// # Errors
    /// [`PasswordError::CodeEmpty`], [`PasswordError::CodeInvalid`], [`PasswordError::RecoveryExpired`].
    pub fn check_recovery_code(&self, user: UserId, code: &str) -> Result<(), PasswordError> {
        let code = given(code)?;
        let now = self.world.clock.elapsed();
        self.passwords.recoveries.check(user, now, code).map_err(refused)
    }

    /// Exchanges the code that was sent for a new password, or for none, and signs the device in if it waits for that.
    ///
    /// # Errors
    /// As [`Accounts::check_recovery_code`]; [`PasswordError::NewSettings`] and [`PasswordError::NewSalt`] leave the
    /// code good.
    pub async fn recover_password(
        &self,
        user: UserId,
        code: &str,
        change: Option<PasswordChange>,
        device: &Device,
    ) -> Result<(), PasswordError> {
        let code = given(code)?;
        {
            let _lock = self.passwords.locks.of(user).await;
            let record = self.password(user).await?;
            record.secret.as_ref().ok_or(PasswordError::RecoveryExpired)?;
            let new = match change {
                // The address has just shown that it works.
                Some(PasswordChange { mail: Some(_), .. }) => return Err(PasswordError::NewSettings),
                Some(PasswordChange { password, mail: None }) => {
                    self.read_password(user, &record, password)?
                }
                None => None,
            };
            let proven = self.passwords.recoveries.prove(user, self.world.clock.elapsed(), code);
            if Some(proven.map_err(refused)?) != record.mail {
                return Err(PasswordError::RecoveryExpired);
            }
            let removes = new.is_none();
            self.apply_password(user, record, new, removes, device).await?;
        }
        self.come_in(user, device).await
    }

    /// Proves the password on a device that waits for it, or that is signed in already.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn check_password(
        &self,
        user: UserId,
        proof: &PasswordProof,
        device: &Device,
    ) -> Result<(), PasswordError> {
        {
            let _lock = self.passwords.locks.of(user).await;
            let record = self.password(user).await?;
            self.prove(user, record, proof).await?;
        }
        self.come_in(user, device).await
    }

    /// Asks for the password to go, or takes it away once the wait is over.
    ///
    /// # Errors
    /// [`PasswordError::Empty`], and where the store fails.
    pub async fn reset_password(
        &self,
        user: UserId,
        device: &Device,
    ) -> Result<PasswordReset, PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        record.secret.as_ref().ok_or(PasswordError::Empty)?;
        let now = self.world.clock.now().seconds();
        match (record.reset_at, record.reset_declined_at.map(|at| at.saturating_add(WAIT_SECONDS))) {
            (Some(due), _) if due > now => Ok(PasswordReset::Waits(due)),
            (None, Some(again)) if again > now => Ok(PasswordReset::Declined(again)),
            (None, _) if !self.policy.test_mode => {
                let due = now.saturating_add(WAIT_SECONDS);
                self.write_password(user, Password { reset_at: Some(due), ..record }).await?;
                let devices = self.others(user, device.session.auth_key_id).await?;
                self.tell_devices(user, &devices, |language| language.password_reset(due)).await?;
                Ok(PasswordReset::Waits(due))
            }
            _ => {
                self.apply_password(user, record, None, true, device).await?;
                Ok(PasswordReset::Done)
            }
        }
    }

    /// Ends a reset, and a deletion of the account, that wait.
    ///
    /// # Errors
    /// [`PasswordError::NoReset`], and where the store fails.
    pub async fn decline_password_reset(&self, user: UserId) -> Result<(), PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        if record.reset_at.is_none() && record.delete_at.is_none() {
            return Err(PasswordError::NoReset);
        }
        let reset_declined_at =
            record.reset_at.map(|_| self.world.clock.now().seconds()).or(record.reset_declined_at);
        let declined = Password { reset_at: None, delete_at: None, reset_declined_at, ..record };
        Ok(self.write_password(user, declined).await?)
    }

    /// Whether the account may be deleted now: at once where it has no password or that is proven, else after a wait
    /// that the first call begins.
    ///
    /// # Errors
    /// [`PasswordError::DeletionWaits`], and about the proof.
    pub async fn may_delete(
        &self,
        user: UserId,
        proof: &PasswordProof,
        device: &Device,
    ) -> Result<(), PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        if record.secret.is_none() {
            return Ok(());
        }
        if !matches!(proof, PasswordProof::Nothing) {
            return self.prove(user, record, proof).await.map(drop);
        }
        let now = self.world.clock.now().seconds();
        match record.delete_at {
            Some(due) if due > now => Err(PasswordError::DeletionWaits { seconds: due - now }),
            None if !self.policy.test_mode => {
                let due = now.saturating_add(WAIT_SECONDS);
                self.write_password(user, Password { delete_at: Some(due), ..record }).await?;
                let devices = self.others(user, device.session.auth_key_id).await?;
                self.tell_devices(user, &devices, |language| language.deletion(due)).await?;
                Err(PasswordError::DeletionWaits { seconds: WAIT_SECONDS })
            }
            _ => Ok(()),
        }
    }

    /// Takes a person's password away, for the operator. False if there is none.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn drop_password(&self, user: UserId) -> Result<bool, Fault> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        if record.secret.is_none() {
            return Ok(false);
        }
        let generation = record.generation.wrapping_add(1);
        self.write_password(user, Password { generation, ..Password::default() }).await?;
        self.passwords.mails.forget(user);
        self.passwords.recoveries.forget(user);
        self.passwords.tmp.forget_user(user);
        // Who waited for it begins anew, and finds no password.
        self.await_nobody(user).await?;
        let devices = self.others(user, 0).await?;
        self.tell_devices(user, &devices, |language| language.password_dropped()).await?;
        Ok(true)
    }

    /// Signs in a key that waited for the password which has just been proven.
    async fn come_in(&self, user: UserId, device: &Device) -> Result<(), PasswordError> {
        let key = device.session.auth_key_id;
        let awaited = self.awaited_row(key).await?;
        let Some((_, awaited)) = awaited.filter(|(awaited, _)| *awaited == user) else { return Ok(()) };
        let gone = self.people.record(user).await?.is_none_or(|record| record.deleted_at.is_some());
        if gone {
            self.await_no_more(user, key).await?;
            return Err(AccountError::NoSuchSession.into());
        }
        self.enter(user, device).await?;
        self.await_no_more(user, key).await?;
        Ok(self.note_login_mail(user, awaited.mail.clone()).await?)
    }
}

fn given(code: &str) -> Result<&str, PasswordError> {
    if code.is_empty() { Err(PasswordError::CodeEmpty) } else { Ok(code) }
}

fn refused(refused: Refused) -> PasswordError {
    match refused {
        Refused::Invalid => PasswordError::CodeInvalid,
        Refused::Expired => PasswordError::RecoveryExpired,
    }
}
