//! Accounts: codes, sign-up and sign-in, the keys that are signed in, and the operator's hand over all that.

mod authorizations;
mod codes;
mod invite;
mod login_tokens;
mod phone;
mod qr;
mod sign_in;

use std::{net::IpAddr, sync::Arc};

use boxes::{BoxError, Boxes};
use store::{Store, StoreError, ids::SessionRef, ids::UserId, tables};
use world::World;

use crate::{Fault, Live, cached::CachedRows, locks::Locks, people::People};

pub use authorizations::Authorization;
pub use codes::CODE_DIGITS;
pub use phone::PhoneNumber;
pub use qr::LoginToken;
pub use sign_in::{Entered, SentCode};

use codes::{Codes, Refused};
use login_tokens::LoginTokens;

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
            Refused::Flood(seconds) => AccountError::Flood { seconds },
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
    login_tokens: LoginTokens,
    phone_locks: Locks,
    /// Whom keys say they are signed in as.
    owners: CachedRows<tables::KeyOwners>,
    /// Whether that is so.
    authorizations: CachedRows<tables::Authorizations>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 15;

impl Accounts {
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        world: World,
        live: Arc<dyn Live>,
        people: Arc<People>,
        policy: Policy,
        on_code: Option<OnCode>,
    ) -> Arc<Accounts> {
        Arc::new(Accounts {
            owners: CachedRows::new(store.clone(), REMEMBERED),
            authorizations: CachedRows::new(store.clone(), REMEMBERED),
            codes: Codes::new(!policy.test_mode),
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
        self.void_codes(user, |code| digits.contains(code)).await
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
