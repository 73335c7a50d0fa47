//! The mail address that a person's sign-in codes go to: proven once, changed from a device that is signed in,
//! given up after a wait by whoever no longer has it.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use store::{ids::UserId, key::OfUser, records::account::LoginMail, tables};

use super::{
    AccountError, Accounts, CODE_DIGITS, Device, SentCode,
    carrier::{Letter, NotCarried},
    codes::{MailCode, Refused, draw},
    sign_in::{Way, asker, given_hash},
};
use crate::{Fault, Language};

/// Seconds between asking for a reset of the address and its end: its owner reads of it on every device meanwhile.
const RESET_WAIT_SECONDS: i32 = 7 * 24 * 60 * 60;
/// People who are changing their address at a time; the oldest ids go first.
const CHANGES_MAX: usize = 1 << 12;
/// The longest address (RFC 5321).
const ADDRESS_BYTES_MAX: usize = 254;

/// A code that went to an address.
pub struct SentMail {
    /// The address with most of it hidden.
    pub pattern: String,
    /// How many digits the code has.
    pub length: usize,
}

/// Codes that went to addresses, one for a person.
#[derive(Default)]
pub(super) struct MailCodes(Mutex<BTreeMap<UserId, MailCode>>);

impl MailCodes {
    /// Keeps a code; an earlier one of the same person is void.
    pub(super) fn put(&self, user: UserId, code: MailCode) {
        let mut codes = self.lock();
        if codes.len() >= CHANGES_MAX {
            codes.pop_first();
        }
        codes.insert(user, code);
    }

    /// Tries a code, which stays good.
    pub(super) fn check(&self, user: UserId, now: Duration, tried: &str) -> Result<(), Refused> {
        self.lock().get_mut(&user).ok_or(Refused::Expired)?.tried(now, tried).map(drop)
    }

    /// Tries a code; the right one is spent and gives its address.
    pub(super) fn prove(&self, user: UserId, now: Duration, tried: &str) -> Result<String, Refused> {
        let mut codes = self.lock();
        let address = codes.get_mut(&user).ok_or(Refused::Expired)?.tried(now, tried)?;
        codes.remove(&user);
        Ok(address)
    }

    /// A person's code is void.
    pub(super) fn forget(&self, user: UserId) {
        self.lock().remove(&user);
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<UserId, MailCode>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Accounts {
    /// The address that a person's codes go to, with most of it hidden.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn login_mail_pattern(&self, user: UserId) -> Result<Option<String>, Fault> {
        Ok(self.login_mail(user).await?.map(|mail| pattern(&mail.address)))
    }

    /// Sends a code to the address that a sign-in is to set up.
    ///
    /// # Errors
    /// [`AccountError::MailInvalid`], [`AccountError::MailNotAllowed`] where the other side does not take it,
    /// [`AccountError::NotSent`], [`AccountError::CodeExpired`], [`AccountError::CodeInvalid`] for a hash that
    /// asks for no address, [`AccountError::Flood`].
    pub async fn send_mail_for_sign_in(
        &self,
        phone: &str,
        hash: &str,
        address: &str,
        device: &Device,
    ) -> Result<SentMail, AccountError> {
        let asker = asker(phone, device)?;
        let (hash, address) = (given_hash(hash)?, self.read_address(address)?);
        let now = self.world.clock.elapsed();
        self.codes.check(now, &asker, hash)?;
        self.admit(&asker.phone, device).await?;
        let code = self.codes.ask_mail(&*self.world.chance, now, (&asker, hash), address.clone())?;
        self.send_letter(address, &code, device).await
    }

    /// Tries the code that went to the address; then the code of the sign-in itself is sent.
    ///
    /// # Errors
    /// [`AccountError::MailCodeInvalid`], [`AccountError::MailCodeExpired`], and as for [`Accounts::send_code`].
    pub async fn prove_mail_for_sign_in(
        self: &std::sync::Arc<Self>,
        phone: &str,
        hash: &str,
        code: &str,
        device: &Device,
    ) -> Result<(String, SentCode), AccountError> {
        let asker = asker(phone, device)?;
        let hash = given_hash(hash)?;
        let now = self.world.clock.elapsed();
        let address = self.codes.prove_mail(now, (&asker, hash), code).map_err(of_mail)?;
        let issued = self.codes.issue_again(now, &asker, hash)?;
        let sent = self.deliver(asker, issued, Way::Number, device).await?;
        Ok((address, sent))
    }

    /// Sends a code to the address that a person changes to.
    ///
    /// # Errors
    /// As for [`Accounts::send_mail_for_sign_in`].
    pub async fn send_mail_for_change(
        &self,
        user: UserId,
        address: &str,
        device: &Device,
    ) -> Result<SentMail, AccountError> {
        let address = self.read_address(address)?;
        let code = self.mail_code(user, address.clone(), device).await?;
        self.mail_changes.put(user, code);
        Ok(SentMail { pattern: pattern(&address), length: CODE_DIGITS })
    }

    /// Sends a code to an address that a person names, as one of the sends of the person's number. Nothing is kept
    /// where it does not arrive.
    pub(super) async fn mail_code(
        &self,
        user: UserId,
        address: String,
        device: &Device,
    ) -> Result<MailCode, AccountError> {
        let record = self.people.record(user).await?.ok_or(AccountError::NoSuchSession)?;
        let phone = super::PhoneNumber::read(&record.phone).ok_or(AccountError::PhoneInvalid)?;
        self.admit(&phone, device).await?;
        let code = draw(&*self.world.chance);
        self.send_letter(address.clone(), &code, device).await?;
        Ok(MailCode::new(address, code, self.world.clock.elapsed()))
    }

    /// Tries the code that went to the address that a person changes to; gives the address.
    ///
    /// # Errors
    /// [`AccountError::MailCodeInvalid`], [`AccountError::MailCodeExpired`], and where the store fails.
    pub async fn prove_mail_for_change(&self, user: UserId, code: &str) -> Result<String, AccountError> {
        let address = self.mail_changes.prove(user, self.world.clock.elapsed(), code).map_err(of_mail)?;
        self.set_login_mail(user, address.clone()).await?;
        Ok(address)
    }

    /// Whoever signs in does not have the address any more. The first call begins the wait; behind it, the
    /// address is forgotten and the code goes to the number.
    ///
    /// # Errors
    /// [`AccountError::MailMissing`], [`AccountError::ResetWaits`], and as for [`Accounts::resend_code`].
    pub async fn reset_login_mail(
        self: &std::sync::Arc<Self>,
        phone: &str,
        hash: &str,
        device: &Device,
    ) -> Result<SentCode, AccountError> {
        let asker = asker(phone, device)?;
        let hash = given_hash(hash)?;
        let elapsed = self.world.clock.elapsed();
        self.codes.check(elapsed, &asker, hash)?;
        let user = self.people.by_phone(&asker.phone).await?.ok_or(AccountError::MailMissing)?;
        let _lock = self.phone_locks.of(asker.phone.digits()).await;
        let mail = self.login_mail(user).await?.ok_or(AccountError::MailMissing)?;
        let now = self.world.clock.now().seconds();
        let wait = if self.policy.test_mode { 0 } else { RESET_WAIT_SECONDS };
        match mail.reset_at {
            Some(due) if due > now => Err(AccountError::ResetWaits),
            None if wait > 0 => {
                let due = now.saturating_add(wait);
                self.write_login_mail(user, Some(LoginMail { reset_at: Some(due), ..mail.clone() })).await?;
                let devices = self.others(user, asker.auth_key_id).await?;
                self.tell_devices(user, &devices, |language| language.mail_reset(due)).await?;
                let way = Way::Mail { address: mail.address, reset_at: Some(due) };
                Ok(way.sent(hash.to_owned()))
            }
            Some(_) | None => {
                self.admit(&asker.phone, device).await?;
                self.write_login_mail(user, None).await?;
                let issued = self.codes.issue_again(elapsed, &asker, hash)?;
                self.deliver(asker, issued, Way::Number, device).await
            }
        }
    }

    pub(super) async fn login_mail(&self, user: UserId) -> Result<Option<LoginMail>, Fault> {
        Ok(self.store.get::<tables::LoginMails>(&OfUser(user)).await?)
    }

    pub(super) async fn set_login_mail(&self, user: UserId, address: String) -> Result<(), Fault> {
        let proven_at = self.world.clock.now().seconds();
        self.write_login_mail(user, Some(LoginMail { address, proven_at, reset_at: None })).await
    }

    /// A sign-in has proven this address, or none.
    pub(super) async fn note_login_mail(&self, user: UserId, proven: Option<String>) -> Result<(), Fault> {
        match proven {
            Some(address) => self.set_login_mail(user, address).await,
            None => self.keep_login_mail(user).await,
        }
    }

    /// Whoever has signed in by the address has it: a reset that somebody asked for ends.
    async fn keep_login_mail(&self, user: UserId) -> Result<(), Fault> {
        match self.login_mail(user).await? {
            Some(mail) if mail.reset_at.is_some() => {
                self.write_login_mail(user, Some(LoginMail { reset_at: None, ..mail })).await
            }
            _ => Ok(()),
        }
    }

    async fn write_login_mail(&self, user: UserId, mail: Option<LoginMail>) -> Result<(), Fault> {
        let mut batch = self.store.batch();
        match mail {
            Some(mail) => batch.put::<tables::LoginMails>(&OfUser(user), &mail),
            None => batch.delete::<tables::LoginMails>(&OfUser(user)),
        }
        Ok(self.store.commit(batch).await?)
    }

    pub(super) fn read_address(&self, written: &str) -> Result<String, AccountError> {
        if !self.carrier().reaches_mail() {
            return Err(AccountError::MailNotAllowed);
        }
        let address = written.trim();
        let strange =
            |sign: char| sign.is_control() || sign.is_whitespace() || "<>,;:\"()[]\\".contains(sign);
        let parts = address.rsplit_once('@').filter(|(local, domain)| {
            !local.is_empty() && !local.contains('@') && domain.split('.').all(|label| !label.is_empty())
        });
        if parts.is_none() || address.len() > ADDRESS_BYTES_MAX || address.contains(strange) {
            return Err(AccountError::MailInvalid);
        }
        Ok(address.to_owned())
    }

    async fn send_letter(
        &self,
        address: String,
        code: &str,
        device: &Device,
    ) -> Result<SentMail, AccountError> {
        let sent = SentMail { pattern: pattern(&address), length: CODE_DIGITS };
        match self.carrier().to_mail(letter(address, code, device)).await {
            Ok(()) => Ok(sent),
            Err(NotCarried::Refused) => Err(AccountError::MailNotAllowed),
            Err(NotCarried::Failed) => Err(AccountError::NotSent),
        }
    }
}

/// The letter with a code, in the language of the device that asks.
pub(super) fn letter(address: String, code: &str, device: &Device) -> Letter {
    let language = Language::of(&device.lang_code);
    Letter { address, subject: language.code_subject(code), text: language.code_letter(code) }
}

/// "a***@example.org": enough for its owner.
pub(super) fn pattern(address: &str) -> String {
    let (local, domain) = address.rsplit_once('@').unwrap_or((address, ""));
    let first = local.chars().next().map(String::from).unwrap_or_default();
    format!("{first}***@{domain}")
}

/// What is wrong with a code that went by mail.
fn of_mail(refused: Refused) -> AccountError {
    match refused {
        Refused::Invalid => AccountError::MailCodeInvalid,
        Refused::Expired => AccountError::MailCodeExpired,
    }
}

/// Seconds that a reset waits, as clients are told.
pub(super) const fn reset_wait_seconds() -> i32 {
    RESET_WAIT_SECONDS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_shows_the_first_letter_and_the_domain() {
        assert_eq!(pattern("ayu@example.org"), "a***@example.org");
        assert_eq!(pattern("é@example.org"), "é***@example.org");
    }
}
