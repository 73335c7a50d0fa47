//! Accounts: codes, sign-up and sign-in, the keys that are signed in, and the operator's hand over all that.

mod authorizations;
mod awaited;
mod carrier;
mod challenges;
mod change_phone;
mod codes;
mod exported;
mod invite;
mod login_mail;
mod login_tokens;
mod operators;
mod passkeys;
mod password_recovery;
mod passwords;
mod phone;
mod qr;
mod send_limits;
mod sign_in;
mod takeouts;
mod tmp_passwords;
mod webauthn;

use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
};

use boxes::{BoxError, Boxes};
use store::{Store, StoreError, ids::SessionRef, ids::UserId, tables};
use world::{World, heavy::Heavy};

use crate::{Fault, Live, cached::CachedRows, locks::Locks, people::People};

pub use authorizations::Authorization;
pub use carrier::{Carrier, Letter, NotCarried, SendLimit};
pub use codes::CODE_DIGITS;
pub use exported::ExportedAuthorization;
pub use invite::{InviteLink, Invited};
pub use login_mail::SentMail;
pub use operators::Alarm;
pub use passkeys::{
    NewPasskey, PASSKEY_ALGORITHMS, PASSKEY_ASKED_SECONDS, PASSKEYS_MAX, Passkey, PasskeyAssertion,
    PasskeyChallenge, PasskeyOffer,
};
pub use password_recovery::PasswordReset;
pub use passwords::{
    NewPassword, PasswordChange, PasswordError, PasswordProof, PasswordQuestion, PasswordState,
};
pub use phone::PhoneNumber;
pub use qr::LoginToken;
pub use send_limits::SendLimits;
pub use sign_in::{Entered, SentCode, SentWay};
pub use tmp_passwords::TmpPassword;
pub use webauthn::Site;

use codes::{Codes, Refused};
use exported::Exports;
use login_mail::MailCodes;
use login_tokens::LoginTokens;
use passkeys::Passkeys;
use passwords::Passwords;
use send_limits::Sends;

/// Who may sign up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    /// Whoever has the code for a number.
    #[default]
    Open,
    /// Numbers that the operator has invited.
    Invite,
    /// Nobody.
    Closed,
}

/// What the operator allows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Policy {
    /// Who may sign up.
    pub registration: Registration,
    /// No flood limits and no waiting times; nothing else is different.
    pub test_mode: bool,
    /// How many codes are sent.
    pub sends: SendLimits,
    /// Whether whoever signs in has to prove a mail address, where mail can be sent.
    pub mail_required: bool,
}

/// Told the number (digits only) and its fresh code, to show them to the operator. Must not block, nor log.
pub type OnCode = Arc<dyn Fn(&str, &str) + Send + Sync>;

/// Who asks to sign in: the session and what its client said of itself.
#[derive(Clone)]
pub struct Device {
    /// The session; codes and the authorization are bound to its permanent key.
    pub session: SessionRef,
    /// The application's number, where the session has said it.
    pub api_id: Option<i32>,
    /// Such as "Pixel 9".
    pub device_model: String,
    /// Such as "Android 16".
    pub system_version: String,
    /// The application's version.
    pub app_version: String,
    /// The language of the application, or of the device.
    pub lang_code: String,
    /// Where it connects from.
    pub ip: IpAddr,
}

/// Why an account's door stayed shut.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Not a phone number.
    #[error("not a phone number")]
    PhoneInvalid,
    /// The operator keeps this account out.
    #[error("the account is kept out by the operator")]
    PhoneBanned,
    /// Nobody has this number, and it cannot sign up.
    #[error("nobody has this number, and it may not sign up")]
    PhoneUnoccupied,
    /// Somebody has signed up with this number already.
    #[error("somebody has this number")]
    PhoneOccupied,
    /// No code was given.
    #[error("no code was given")]
    CodeEmpty,
    /// No hash of a code was given.
    #[error("no hash of a code was given")]
    CodeHashEmpty,
    /// The code is wrong, or was asked for by somebody else.
    #[error("the code is wrong")]
    CodeInvalid,
    /// The code is too old, used, burned or voided.
    #[error("the code is no longer good")]
    CodeExpired,
    /// `sendCode` names another application than the session does.
    #[error("the application's number is not the session's")]
    ApiIdInvalid,
    /// The number was sent enough codes.
    #[error("the next code goes in {seconds} s")]
    Flood {
        /// How long to wait.
        seconds: u32,
    },
    /// A first name is empty or too long.
    #[error("not a first name")]
    FirstNameInvalid,
    /// A last name is too long.
    #[error("not a last name")]
    LastNameInvalid,
    /// A session younger than a day may not end others.
    #[error("the session is {age} s old; it may end others from {needed} s on")]
    SessionFresh {
        /// Seconds since it signed in.
        age: i64,
        /// Seconds that are needed.
        needed: i64,
    },
    /// There is no such session.
    #[error("there is no such session")]
    NoSuchSession,
    /// The code did not arrive where it was sent; it is void.
    #[error("the code could not be sent")]
    NotSent,
    /// Not a mail address.
    #[error("not a mail address")]
    MailInvalid,
    /// No mail is sent there.
    #[error("no mail is sent to this address")]
    MailNotAllowed,
    /// The account has no mail address.
    #[error("the account has no mail address")]
    MailMissing,
    /// The code that went by mail is wrong.
    #[error("the code that went by mail is wrong")]
    MailCodeInvalid,
    /// The code that went by mail is no longer good.
    #[error("the code that went by mail is no longer good")]
    MailCodeExpired,
    /// A reset of the mail address is under way.
    #[error("a reset of the mail address is under way")]
    ResetWaits,
    /// What was exported was imported before, is too old, or was never exported.
    #[error("there is no such exported authorization")]
    ExportInvalid,
    /// There is no such data centre.
    #[error("there is no such data centre")]
    DcInvalid,
    /// There is no such login token, or it is another device's.
    #[error("there is no such login token")]
    TokenInvalid,
    /// The login token is too old.
    #[error("the login token is no longer good")]
    TokenExpired,
    /// The login token was accepted before.
    #[error("the login token was accepted before")]
    TokenAccepted,
    /// The device that shows the login token has this account already.
    #[error("the device does not want this account")]
    TokenException,
    /// The server does not know under which name people reach it, and takes no passkeys.
    #[error("no passkeys are taken")]
    NoPasskeys,
    /// A passkey, or what it has signed, is not one that opens this.
    #[error("not a passkey that opens this")]
    PasskeyInvalid,
    /// A passkey was asked for on another site's page.
    #[error("the passkey was asked for elsewhere")]
    PasskeyOrigin,
    /// The person has as many passkeys as one may.
    #[error("no further passkey is kept")]
    PasskeysTooMany,
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for AccountError {
    fn from(error: StoreError) -> Self {
        AccountError::Fault(error.into())
    }
}

impl From<BoxError> for AccountError {
    fn from(error: BoxError) -> Self {
        AccountError::Fault(error.into())
    }
}

impl From<Refused> for AccountError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Invalid => AccountError::CodeInvalid,
            Refused::Expired => AccountError::CodeExpired,
        }
    }
}

/// All accounts.
pub struct Accounts {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    people: Arc<People>,
    policy: Policy,
    on_code: Option<OnCode>,
    codes: Codes,
    sends: Sends,
    carrier: OnceLock<Arc<dyn Carrier>>,
    mail_changes: MailCodes,
    passwords: Passwords,
    /// Whom passkeys are for, where they are taken.
    site: OnceLock<Site>,
    passkeys: Passkeys,
    heavy: Arc<dyn Heavy>,
    exports: Exports,
    login_tokens: LoginTokens,
    phone_locks: Locks,
    /// Whom keys say they are signed in as.
    owners: CachedRows<tables::KeyOwners>,
    /// Whether that is so.
    authorizations: CachedRows<tables::Authorizations>,
    /// Whose password they wait for.
    awaited: CachedRows<tables::AwaitedKeys>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 15;
/// The same, of keys that wait for a password.
const AWAITED_REMEMBERED: usize = 1 << 12;

impl Accounts {
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        world: World,
        live: Arc<dyn Live>,
        people: Arc<People>,
        policy: Policy,
        on_code: Option<OnCode>,
        heavy: Arc<dyn Heavy>,
    ) -> Arc<Accounts> {
        Arc::new(Accounts {
            owners: CachedRows::new(store.clone(), REMEMBERED),
            authorizations: CachedRows::new(store.clone(), REMEMBERED),
            awaited: CachedRows::new(store.clone(), AWAITED_REMEMBERED),
            codes: Codes::default(),
            sends: Sends::new((!policy.test_mode).then_some(policy.sends)),
            carrier: OnceLock::new(),
            mail_changes: MailCodes::default(),
            passwords: Passwords::new(),
            site: OnceLock::new(),
            passkeys: Passkeys::new(),
            heavy,
            exports: Exports::default(),
            login_tokens: LoginTokens::default(),
            phone_locks: Locks::new(),
            store,
            boxes,
            world,
            live,
            people,
            policy,
            on_code,
        })
    }

    /// Sends codes through `carrier` from now on. Only the first call counts.
    pub fn carry_through(&self, carrier: Arc<dyn Carrier>) {
        // A second carrier would be a mistake of the caller's that changes nothing.
        let _ = self.carrier.set(carrier);
    }

    fn carrier(&self) -> &dyn Carrier {
        match self.carrier.get() {
            Some(carrier) => &**carrier,
            None => &carrier::Nobody,
        }
    }

    /// What the operator allows.
    pub fn policy(&self) -> Policy {
        self.policy
    }

    /// The newest code that waits for a number, for the operator. None if there is none or this is no number.
    pub fn waiting_code(&self, phone: &str) -> Option<String> {
        self.codes.waiting(self.world.clock.elapsed(), &PhoneNumber::read(phone)?)
    }

    /// A person has sent or forwarded `text` to somebody: codes for the own number that stand in it, written
    /// in whatever way, are void.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn code_leaked(&self, user: UserId, text: &str) -> Result<(), Fault> {
        // Nearly always nothing is waiting, and a message costs one look.
        if self.codes.is_empty() {
            return Ok(());
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if digits.len() < CODE_DIGITS {
            return Ok(());
        }
        Box::pin(self.void_codes(user, |code| digits.contains(code))).await
    }

    /// A person's device says that these codes were seen by others.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn invalidate_codes(&self, user: UserId, codes: &[String]) -> Result<(), Fault> {
        self.void_codes(user, |code| codes.iter().any(|leaked| leaked == code)).await
    }

    async fn void_codes(&self, user: UserId, known: impl Fn(&str) -> bool + Send) -> Result<(), Fault> {
        let record = self.people.record(user).await?;
        if let Some(phone) = record.and_then(|record| PhoneNumber::read(&record.phone)) {
            self.codes.void(&phone, known);
        }
        Ok(())
    }
}
