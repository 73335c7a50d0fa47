//! Another number for an account: proven by a code that goes there, free until that moment. Its row is written before the
//! person, whose record is the last word, and the old row goes at the end: a crash in between leaves a number that nobody
//! has, or a row that says nothing.

use std::sync::Arc;

use boxes::By;
use store::{ids::UserId, records::account, tables};

use super::{
    AccountError, Accounts, Device, PhoneNumber, SentCode,
    codes::{Asker, Purpose},
    sign_in::{Way, asker, given_hash},
};
impl Accounts {
    /// Sends a code to the number that an account is to have from now on.
    ///
    /// # Errors
    /// [`AccountError::PhoneInvalid`], [`AccountError::PhoneOccupied`], [`AccountError::SessionFresh`],
    /// [`AccountError::Flood`], [`AccountError::NotSent`].
    pub async fn send_change_code(
        self: &Arc<Self>,
        by: By,
        phone: &str,
        device: &Device,
    ) -> Result<SentCode, AccountError> {
        let asker = changing(phone, device)?;
        self.check_age(by.user, device.session.auth_key_id).await?;
        self.check_free(&asker.phone).await?;
        self.admit(&asker.phone, device).await?;
        let now = self.world.clock.elapsed();
        let issued = self.codes.issue(&*self.world.chance, now, asker.clone(), false);
        self.deliver(asker, issued, Way::Number, device).await
    }

    /// Enters the code; gives the number that the account had before.
    ///
    /// # Errors
    /// [`AccountError`], about the code, then about the number.
    pub async fn change_phone(
        &self,
        by: By,
        phone: &str,
        hash: &str,
        code: &str,
        device: &Device,
    ) -> Result<String, AccountError> {
        let asker = changing(phone, device)?;
        let hash = given_hash(hash)?;
        if code.is_empty() {
            return Err(AccountError::CodeEmpty);
        }
        self.check_age(by.user, device.session.auth_key_id).await?;
        self.codes.try_code(self.world.clock.elapsed(), &asker, hash, code)?;
        let new = asker.phone;
        let lock = self.phone_locks.of(new.digits()).await;
        self.check_free(&new).await?;
        self.codes.spend(hash);
        let record = self.people.record(by.user).await?.ok_or(AccountError::NoSuchSession)?;
        let old = record.phone.clone();
        let row = account::Phone { user: by.user.0, claimed_at: self.world.clock.now().seconds() };
        let mut batch = self.store.batch();
        batch.put::<tables::Phones>(&self.people.phone_key(&new), &row);
        self.store.commit(batch).await?;
        let about = [boxes::About::User(by.user.0)];
        self.people.change(by.user, &about, |record| record.phone = new.digits().to_owned()).await?;
        drop(lock);
        if let Some(old) = PhoneNumber::read(&old) {
            self.free(by.user, &old).await?;
        }
        let others = self.others(by.user, device.session.auth_key_id).await?;
        self.tell_devices(by.user, &others, |language| language.phone_changed()).await?;
        Ok(old)
    }

    /// Nobody has this number any more, unless somebody has signed up with it meanwhile.
    async fn free(&self, user: UserId, old: &PhoneNumber) -> Result<(), AccountError> {
        let _lock = self.phone_locks.of(old.digits()).await;
        let key = self.people.phone_key(old);
        if self.store.get::<tables::Phones>(&key).await?.is_some_and(|row| row.user == user.0) {
            let mut batch = self.store.batch();
            batch.delete::<tables::Phones>(&key);
            self.store.commit(batch).await?;
        }
        // A code that waits there opens nothing any more.
        self.codes.void(old, |_| true);
        Ok(())
    }

    /// Whether an account may get this number.
    async fn check_free(&self, phone: &PhoneNumber) -> Result<(), AccountError> {
        // What the server hands out is for those who were invited with it.
        if phone.is_handed_out() {
            return Err(AccountError::PhoneInvalid);
        }
        match self.people.by_phone(phone).await? {
            Some(_) => Err(AccountError::PhoneOccupied),
            None => Ok(()),
        }
    }
}

fn changing(phone: &str, device: &Device) -> Result<Asker, AccountError> {
    Ok(Asker { purpose: Purpose::ChangePhone, ..asker(phone, device)? })
}
