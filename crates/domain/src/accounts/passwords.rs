//! The two-step password: what clients are told of it, proving it, changing it. How it is won back stands in
//! `password_recovery`, what waits for it in `awaited`.
//!
//! The server keeps a verifier of SRP alone. Its part of the salts of the next password follows from the person and
//! the count of changes, so that nothing has to be remembered between telling it and seeing it used (demand L-8).

use std::{sync::Arc, time::Duration};

use crypto::srp::{self, Challenge, Salts};
use store::{
    ids::UserId,
    key::{ByNumber, OfUser},
    records::password::{Password, PasswordSecret, Unproven},
    tables,
};
use world::heavy::Busy;

use super::{
    AccountError, Accounts, CODE_DIGITS, Device,
    challenges::{Challenges, Limits},
    login_mail::{MailCodes, pattern},
    tmp_passwords::TmpPasswords,
};
use crate::{Fault, Language, locks::Locks};

/// Why the door of a two-step password stayed shut.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// The account has no password.
    #[error("the account has no password")]
    Empty,
    /// The password is wrong, or was not given.
    #[error("the password is wrong")]
    Wrong,
    /// No such challenge, or it was used, or is too old.
    #[error("there is no such challenge")]
    NoSuchChallenge,
    /// The password was changed since the challenge was made.
    #[error("the password has changed meanwhile")]
    Changed,
    /// The client's public value proves nothing.
    #[error("the public value is out of its range")]
    PublicValue,
    /// Too many wrong guesses.
    #[error("the next guess is heard in {seconds} s")]
    Flood {
        /// How long to wait.
        seconds: u32,
    },
    /// The salts do not begin as the server asked, or are too short.
    #[error("the salts are not made of the server's")]
    NewSalt,
    /// What a new password is made of does not hold together.
    #[error("not a new password")]
    NewSettings,
    /// Nothing is to be changed.
    #[error("nothing is to be changed")]
    NothingNew,
    /// The change waits until the mail address is proven by the code that went there.
    #[error("the mail address is to be proven by a code of {digits} digits")]
    MailUnproven {
        /// Of the code.
        digits: usize,
    },
    /// No mail address waits to be proven, or not with this code any more.
    #[error("no mail address waits to be proven")]
    MailExpired,
    /// No code was given.
    #[error("no code was given")]
    CodeEmpty,
    /// The code is wrong.
    #[error("the code is wrong")]
    CodeInvalid,
    /// There is no mail address that a code could go to.
    #[error("there is no mail address to get the password back with")]
    NoRecovery,
    /// The code that was to get the password back is no longer good.
    #[error("the code is no longer good")]
    RecoveryExpired,
    /// No reset is under way.
    #[error("no reset is under way")]
    NoReset,
    /// Without its password, the account can be deleted later.
    #[error("the account can be deleted in {seconds} s")]
    DeletionWaits {
        /// How long it takes.
        seconds: i32,
    },
    /// The password is younger than a day.
    #[error("the password is good for this in {seconds} s")]
    Fresh {
        /// How long to wait.
        seconds: i32,
    },
    /// The session is younger than a day.
    #[error("the session is good for this in {seconds} s")]
    SessionFresh {
        /// How long to wait.
        seconds: i32,
    },
    /// The server has too much to do.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// About the account, or what carries mail.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl From<Fault> for PasswordError {
    fn from(fault: Fault) -> Self {
        PasswordError::Account(fault.into())
    }
}

/// What a client proves the password with. No Debug.
pub enum PasswordProof {
    /// Nothing: there is none, or it is not known.
    Nothing,
    /// Its half of SRP.
    Srp {
        /// Names the challenge.
        id: i64,
        /// `A`.
        public: Vec<u8>,
        /// M1.
        proof: Vec<u8>,
    },
}

/// What a client is told of a password.
pub struct PasswordState {
    /// The password; absent where there is none.
    pub current: Option<PasswordQuestion>,
    /// What the salts of a new one begin with: the first, and the second as it is.
    pub next_salts: ([u8; 8], [u8; 16]),
    /// Whether it can be won back by mail.
    pub has_recovery: bool,
    /// The address that waits to be proven, with most of it hidden.
    pub unproven_pattern: Option<String>,
    /// When a reset that runs ends, in seconds since 1970.
    pub reset_at: Option<i32>,
}

/// What a client needs to prove a password.
pub struct PasswordQuestion {
    /// The server's bytes with the client's behind them.
    pub salt1: Vec<u8>,
    /// The server's.
    pub salt2: Vec<u8>,
    /// What the person is reminded with; may be empty.
    pub hint: String,
    /// Names the challenge.
    pub id: i64,
    /// `B`.
    pub public: Vec<u8>,
}

/// What is to be changed.
#[derive(Default)]
pub struct PasswordChange {
    /// Absent: the password stays; none: it goes.
    pub password: Option<Option<NewPassword>>,
    /// Absent: the address stays; empty: it goes.
    pub mail: Option<String>,
}

/// A new password as a client makes it. No Debug.
pub struct NewPassword {
    /// The server's bytes with the client's behind them.
    pub salt1: Vec<u8>,
    /// The server's.
    pub salt2: Vec<u8>,
    /// 256 bytes.
    pub verifier: Vec<u8>,
    /// What the person is reminded with; may be empty.
    pub hint: String,
}

/// What passwords need beside their records.
pub(super) struct Passwords {
    pub(super) locks: Locks,
    pub(super) challenges: Challenges<i64, UserId, (u32, Challenge)>,
    /// Codes to addresses that are to be proven.
    pub(super) mails: MailCodes,
    /// Codes to proven addresses, by which a password is won back.
    pub(super) recoveries: MailCodes,
    pub(super) tmp: TmpPasswords,
}

impl Passwords {
    pub(super) fn new() -> Self {
        Passwords {
            locks: Locks::new(),
            challenges: Challenges::new(CHALLENGES),
            mails: MailCodes::default(),
            recoveries: MailCodes::default(),
            tmp: TmpPasswords::default(),
        }
    }
}

/// Halves of proofs that wait: good for ten minutes, one guess each (demand L-7).
const CHALLENGES: Limits = Limits { life: Duration::from_secs(10 * 60), of_owner: 8, all: 1 << 12 };
/// Bytes that a client adds to the first salt at least (demand L-8).
const SALT_ADDED_BYTES_MIN: usize = 32;
/// Bytes of a salt at most.
const SALT_BYTES_MAX: usize = 256;
/// The longest hint.
const HINT_CHARS_MAX: usize = 255;
/// Wrong guesses that cost no waiting. The next costs a minute, each further one twice as much, up to a day: fewer
/// than 20 a day are heard, whoever guesses (demand L-7).
const GUESSES_FREE: u32 = 5;
const DAY_SECONDS: i32 = 24 * 60 * 60;

impl Accounts {
    /// What a person's clients are told; the challenge in it is fresh.
    ///
    /// # Errors
    /// [`PasswordError::Busy`], and where the store fails.
    pub async fn password_state(&self, user: UserId) -> Result<PasswordState, PasswordError> {
        let record = self.password(user).await?;
        let verifier = record.secret.as_ref().and_then(|secret| srp::verifier(&secret.verifier));
        let challenge = match verifier {
            Some(verifier) => {
                let chance = self.world.chance.clone();
                let draw = move || Challenge::new(&verifier, &mut |bytes| chance.fill(bytes));
                Some(self.heavy.done(draw).await?)
            }
            None => None,
        };
        let current = record.secret.as_ref().zip(challenge).map(|(secret, challenge)| {
            let public = challenge.public().to_vec();
            let (id, generation) = (self.world.chance.long(), record.generation);
            self.passwords.challenges.put(self.world.clock.elapsed(), id, user, (generation, challenge));
            let PasswordSecret { salt1, salt2, hint, .. } = secret.clone();
            PasswordQuestion { salt1, salt2, hint, id, public }
        });
        Ok(PasswordState {
            current,
            next_salts: self.next_salts(user, record.generation),
            has_recovery: record.secret.is_some() && record.mail.is_some(),
            unproven_pattern: record.unproven.as_ref().map(|unproven| pattern(&unproven.mail)),
            reset_at: record.reset_at,
        })
    }

    /// The address by which a password is won back, for who proves the password.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn recovery_mail(
        &self,
        user: UserId,
        proof: &PasswordProof,
    ) -> Result<Option<String>, PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        Ok(self.prove(user, record, proof).await?.mail)
    }

    /// Sets, changes or removes the password or its mail address. What comes with a new address waits until that is
    /// proven: then [`PasswordError::MailUnproven`] is the answer.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn change_password(
        &self,
        user: UserId,
        proof: &PasswordProof,
        change: PasswordChange,
        device: &Device,
    ) -> Result<(), PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let mut record = self.password(user).await?;
        if record.secret.is_some() {
            record = self.prove(user, record, proof).await?;
        }
        let PasswordChange { password, mail } = change;
        let removes = matches!(password, Some(None));
        let new = self.read_password(user, &record, password)?;
        let mail = mail.map(|mail| mail.trim().to_owned()).filter(|mail| Some(mail) != record.mail.as_ref());
        match mail.as_deref() {
            None if new.is_none() && !removes => return Err(PasswordError::NothingNew),
            None => {}
            Some("") => record.mail = None,
            Some(_) if removes || (new.is_none() && record.secret.is_none()) => {
                return Err(PasswordError::NewSettings);
            }
            Some(written) => {
                let mail = self.send_proof(user, written, device).await?;
                record.unproven = Some(Unproven { mail, secret: new });
                self.write_password(user, record).await?;
                return Err(PasswordError::MailUnproven { digits: CODE_DIGITS });
            }
        }
        self.apply_password(user, record, new, removes, device).await
    }

    /// The code that went to a new address: what waited for it is done now.
    ///
    /// # Errors
    /// [`PasswordError::CodeInvalid`], [`PasswordError::MailExpired`], and where the store fails.
    pub async fn confirm_password_mail(
        &self,
        user: UserId,
        code: &str,
        device: &Device,
    ) -> Result<(), PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let mut record = self.password(user).await?;
        let Unproven { mail, secret } = record.unproven.clone().ok_or(PasswordError::MailExpired)?;
        let now = self.world.clock.elapsed();
        let proven = self.passwords.mails.prove(user, now, code).map_err(|refused| match refused {
            super::codes::Refused::Invalid => PasswordError::CodeInvalid,
            super::codes::Refused::Expired => PasswordError::MailExpired,
        })?;
        if proven != mail {
            return Err(PasswordError::MailExpired);
        }
        record.mail = Some(mail);
        self.apply_password(user, record, secret, false, device).await
    }

    /// Sends the code to the address that waits to be proven once more; gives how many digits it has.
    ///
    /// # Errors
    /// [`PasswordError::MailExpired`], and what carries mail.
    pub async fn resend_password_mail(&self, user: UserId, device: &Device) -> Result<usize, PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let waiting = self.password(user).await?.unproven.ok_or(PasswordError::MailExpired)?;
        self.send_proof(user, &waiting.mail, device).await?;
        Ok(CODE_DIGITS)
    }

    /// What waits for a mail address to be proven is done no more.
    ///
    /// # Errors
    /// [`PasswordError::MailExpired`], and where the store fails.
    pub async fn cancel_password_mail(&self, user: UserId) -> Result<(), PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let mut record = self.password(user).await?;
        record.unproven.take().ok_or(PasswordError::MailExpired)?;
        self.passwords.mails.forget(user);
        Ok(self.write_password(user, record).await?)
    }

    /// Whether this session may do what only an owner may who has had password and session for a day, such as giving a
    /// channel away.
    ///
    /// # Errors
    /// [`PasswordError::Empty`], [`PasswordError::Fresh`], [`PasswordError::SessionFresh`], and about the proof.
    pub async fn prove_ownership(
        &self,
        user: UserId,
        auth_key_id: i64,
        proof: &PasswordProof,
    ) -> Result<(), PasswordError> {
        let _lock = self.passwords.locks.of(user).await;
        let record = self.password(user).await?;
        let set_at = record.secret.as_ref().ok_or(PasswordError::Empty)?.set_at;
        let now = self.world.clock.now().seconds();
        let left = |since: i32| Some(DAY_SECONDS - now.saturating_sub(since)).filter(|left| *left > 0);
        if !self.policy.test_mode {
            if let Some(seconds) = left(set_at) {
                return Err(PasswordError::Fresh { seconds });
            }
            let session = self.authorizations.get(&ByNumber { user, number: auth_key_id }).await;
            let session = session.map_err(Fault::from)?.ok_or(AccountError::NoSuchSession)?;
            if let Some(seconds) = left(session.created_at) {
                return Err(PasswordError::SessionFresh { seconds });
            }
        }
        self.prove(user, record, proof).await.map(drop)
    }

    pub(super) async fn password(&self, user: UserId) -> Result<Password, Fault> {
        Ok(self.store.get::<tables::Passwords>(&OfUser(user)).await?.unwrap_or_default())
    }

    pub(super) async fn write_password(&self, user: UserId, record: Password) -> Result<(), Fault> {
        let mut batch = self.store.batch();
        batch.put::<tables::Passwords>(&OfUser(user), &record);
        Ok(self.store.commit(batch).await?)
    }

    /// Tries a proof for whoever holds the person's lock. Each is one guess, and counted before the answer; the right
    /// one ends what runs against the password.
    pub(super) async fn prove(
        &self,
        user: UserId,
        mut record: Password,
        proof: &PasswordProof,
    ) -> Result<Password, PasswordError> {
        let secret = record.secret.as_ref().ok_or(PasswordError::Empty)?;
        let PasswordProof::Srp { id, public, proof } = proof else { return Err(PasswordError::Wrong) };
        let now = self.world.clock.now().seconds();
        if let Some(seconds) = wait(&record, now).filter(|_| !self.policy.test_mode) {
            return Err(PasswordError::Flood { seconds });
        }
        let challenge = self.passwords.challenges.take(self.world.clock.elapsed(), *id, user);
        let (generation, challenge) = challenge.ok_or(PasswordError::NoSuchChallenge)?;
        if generation != record.generation {
            return Err(PasswordError::Changed);
        }
        let challenge = Arc::new(challenge);
        let tried = self.heavy.done({
            let (challenge, secret) = (Arc::clone(&challenge), secret.clone());
            let (public, proof) = (public.clone(), proof.clone());
            move || {
                let salts = Salts { first: &secret.salt1, second: &secret.salt2 };
                challenge.is_proven(salts, &public, &proof)
            }
        });
        let proven = match tried.await {
            Ok(tried) => tried.map_err(|_| PasswordError::PublicValue)?,
            Err(busy) => {
                // Nothing was tried: the same proof may come again.
                if let Some(challenge) = Arc::into_inner(challenge) {
                    let kept = (generation, challenge);
                    self.passwords.challenges.put(self.world.clock.elapsed(), *id, user, kept);
                }
                return Err(busy.into());
            }
        };
        if !proven {
            let long_ago = now.saturating_sub(record.wrong_at) >= DAY_SECONDS;
            record.wrong_guesses = if long_ago { 1 } else { record.wrong_guesses.saturating_add(1) };
            record.wrong_at = now;
            self.write_password(user, record).await?;
            return Err(PasswordError::Wrong);
        }
        if record.wrong_guesses > 0 || record.reset_at.is_some() || record.delete_at.is_some() {
            (record.wrong_guesses, record.reset_at, record.delete_at) = (0, None, None);
            self.write_password(user, record.clone()).await?;
        }
        Ok(record)
    }

    /// Holds a new password against what the server asked for; none where it stays or goes.
    pub(super) fn read_password(
        &self,
        user: UserId,
        record: &Password,
        password: Option<Option<NewPassword>>,
    ) -> Result<Option<PasswordSecret>, PasswordError> {
        let Some(Some(NewPassword { salt1, salt2, verifier, hint })) = password else { return Ok(None) };
        let (begin, second) = self.next_salts(user, record.generation);
        let added = salt1.strip_prefix(&begin).map_or(0, <[u8]>::len);
        if added < SALT_ADDED_BYTES_MIN || salt1.len() > SALT_BYTES_MAX || salt2 != second {
            return Err(PasswordError::NewSalt);
        }
        let verifier = srp::verifier(&verifier).ok_or(PasswordError::NewSettings)?.to_vec();
        if hint.chars().count() > HINT_CHARS_MAX {
            return Err(PasswordError::NewSettings);
        }
        Ok(Some(PasswordSecret { verifier, salt1, salt2, hint, set_at: self.world.clock.now().seconds() }))
    }

    /// Writes a record with a new password, without one, or with the one that it has; the other devices hear of it.
    pub(super) async fn apply_password(
        &self,
        user: UserId,
        mut record: Password,
        new: Option<PasswordSecret>,
        removes: bool,
        device: &Device,
    ) -> Result<(), PasswordError> {
        let had = record.secret.is_some();
        let text: fn(Language) -> String = match (&new, had) {
            (Some(_), true) => Language::password_changed,
            (Some(_), false) => Language::password_set,
            (None, true) if removes => Language::password_removed,
            (None, _) => Language::password_mail_changed,
        };
        let told = new.is_some() || had;
        if new.is_some() || removes {
            self.passwords.tmp.forget_user(user);
            record.secret = new;
            record.generation = record.generation.wrapping_add(1);
            (record.wrong_guesses, record.reset_at, record.delete_at) = (0, None, None);
        }
        if record.secret.is_none() {
            record.mail = None;
        }
        record.unproven = None;
        self.passwords.mails.forget(user);
        self.write_password(user, record).await?;
        if told {
            let others = self.others(user, device.session.auth_key_id).await?;
            self.tell_devices(user, &others, text).await?;
        }
        Ok(())
    }

    /// Sends a code to an address that is to be proven; gives the address as it is kept.
    async fn send_proof(
        &self,
        user: UserId,
        address: &str,
        device: &Device,
    ) -> Result<String, PasswordError> {
        let address = self.read_address(address)?;
        let code = self.mail_code(user, address.clone(), device).await?;
        self.passwords.mails.put(user, code);
        Ok(address)
    }

    /// What the salts of a person's next password begin with.
    fn next_salts(&self, user: UserId, generation: u32) -> ([u8; 8], [u8; 16]) {
        let of = [&user.0.to_le_bytes()[..], &generation.to_le_bytes()].concat();
        let first = self.store.keyed_hash("password salt 1", &of);
        let second = self.store.keyed_hash("password salt 2", &of);
        (std::array::from_fn(|at| first[at]), second)
    }
}

/// Seconds until the next guess is heard; none if it is now.
fn wait(record: &Password, now: i32) -> Option<u32> {
    let over = record.wrong_guesses.checked_sub(GUESSES_FREE)?;
    let minutes = 1_i32.checked_shl(over).filter(|minutes| *minutes > 0).unwrap_or(DAY_SECONDS);
    let wait = minutes.saturating_mul(60).min(DAY_SECONDS);
    let left = wait.saturating_sub(now.saturating_sub(record.wrong_at));
    u32::try_from(left).ok().filter(|left| *left > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l7_whoever_guesses_as_often_as_he_may_is_heard_at_most_20_times_in_any_day() {
        let (mut record, mut heard) = (Password::default(), Vec::new());
        for now in (0..10 * DAY_SECONDS).step_by(20) {
            if wait(&record, now).is_some() {
                continue;
            }
            let long_ago = now.saturating_sub(record.wrong_at) >= DAY_SECONDS;
            record.wrong_guesses = if long_ago { 1 } else { record.wrong_guesses + 1 };
            record.wrong_at = now;
            heard.push(now);
        }
        for (at, first) in heard.iter().enumerate() {
            let of_day = heard[at..].iter().take_while(|later| **later < first + DAY_SECONDS).count();
            assert!(of_day <= 20, "{of_day} in the day from {first}");
        }
        assert!(heard.len() > 20);
    }

    #[test]
    fn l7_waits_grow_from_a_minute_to_a_day() {
        let after = |wrong_guesses, passed| {
            wait(&Password { wrong_guesses, wrong_at: 1000, ..Password::default() }, 1000 + passed)
        };
        assert_eq!([after(0, 0), after(4, 0), after(5, 0)], [None, None, Some(60)]);
        assert_eq!([after(5, 59), after(5, 60), after(6, 60)], [Some(1), None, Some(60)]);
        assert_eq!([after(16, 0), after(u32::MAX, 0)], [Some(86_400), Some(86_400)]);
    }
}
