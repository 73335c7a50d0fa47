//! From a phone number to a signed-in key: sending codes, entering them, signing up.
//!
//! Until the right code is entered, an answer tells nothing about whether the number has an account, and
//! takes no other way through the code either (demand L-3).

use std::sync::Arc;

use boxes::{By, Content};
use store::{
    ids::UserId,
    records::account::{self, User},
    tables,
};

use super::{
    AccountError, Accounts, Device, PhoneNumber, Registration,
    codes::{Asker, CODE_DIGITS, CODE_LIFE, Issued, Proven},
};
use crate::{Fault, Language, users};

/// What the asker of a code learns: the same for every number.
pub struct SentCode {
    /// To be shown with the code.
    pub phone_code_hash: String,
    /// How many digits the code has.
    pub length: usize,
    /// Seconds for which it is good.
    pub life_seconds: u64,
}

/// What the right code opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// This account.
    SignedIn(UserId),
    /// Nothing: the number is free and may sign up now.
    SignUpRequired,
}

/// Account numbers are drawn from here: above every number that clients know by heart, below 10^12, which
/// some take for the end of people's.
const USER_IDS: std::ops::Range<u64> = (1 << 33)..999_999_999_999;

impl Accounts {
    /// Sends a code for a number: to the operator, and to the account's devices if it has one.
    ///
    /// # Errors
    /// [`AccountError::PhoneInvalid`], [`AccountError::ApiIdInvalid`], [`AccountError::Flood`].
    pub fn send_code(
        self: &Arc<Self>,
        phone: &str,
        api_id: i32,
        device: &Device,
    ) -> Result<SentCode, AccountError> {
        let mut asker = asker(phone, device)?;
        if asker.api_id.is_some_and(|said| said != api_id) {
            return Err(AccountError::ApiIdInvalid);
        }
        asker.api_id = Some(api_id);
        let now = self.world.clock.elapsed();
        let issued = self.codes.issue(&*self.world.chance, now, asker.clone())?;
        Ok(self.deliver(asker, issued))
    }

    /// Sends the same code again, as one more send of the day.
    ///
    /// # Errors
    /// [`AccountError::CodeInvalid`] and [`AccountError::CodeExpired`] for a hash that is not the asker's or
    /// no longer good, [`AccountError::Flood`].
    pub fn resend_code(
        self: &Arc<Self>,
        phone: &str,
        hash: &str,
        device: &Device,
    ) -> Result<SentCode, AccountError> {
        let asker = asker(phone, device)?;
        let hash = given_hash(hash)?;
        let issued = self.codes.issue_again(self.world.clock.elapsed(), &asker, hash)?;
        Ok(self.deliver(asker, issued))
    }

    /// The asker wants the code no more.
    ///
    /// # Errors
    /// As for [`Accounts::resend_code`].
    pub fn cancel_code(&self, phone: &str, hash: &str, device: &Device) -> Result<(), AccountError> {
        let asker = asker(phone, device)?;
        Ok(self.codes.cancel(self.world.clock.elapsed(), &asker, given_hash(hash)?)?)
    }

    /// Enters a code.
    ///
    /// # Errors
    /// [`AccountError`]: about the code, then, once it was right, about the account.
    pub async fn sign_in(
        &self,
        phone: &str,
        hash: &str,
        code: &str,
        device: &Device,
    ) -> Result<Entered, AccountError> {
        let asker = asker(phone, device)?;
        let hash = given_hash(hash)?;
        if code.is_empty() {
            return Err(AccountError::CodeEmpty);
        }
        self.codes.try_code(self.world.clock.elapsed(), &asker, hash, code)?;
        let Some(user) = self.people.by_phone(&asker.phone).await? else {
            self.check_registration(&asker.phone).await?;
            return Ok(Entered::SignUpRequired);
        };
        self.codes.spend(hash);
        self.enter(user, device).await?;
        Ok(Entered::SignedIn(user))
    }

    /// Makes the account of a number whose code was entered, and signs the key in. Repeated with the same
    /// hash, it gives the same account.
    ///
    /// # Errors
    /// [`AccountError`].
    pub async fn sign_up(
        &self,
        phone: &str,
        hash: &str,
        first_name: &str,
        last_name: &str,
        device: &Device,
    ) -> Result<UserId, AccountError> {
        let asker = asker(phone, device)?;
        let hash = given_hash(hash)?;
        let proven = self.codes.proven(self.world.clock.elapsed(), &asker, hash)?;
        let first_name = users::check_first_name(first_name).map_err(|_| AccountError::FirstNameInvalid)?;
        let last_name = users::check_last_name(last_name).map_err(|_| AccountError::LastNameInvalid)?;
        let _lock = self.phone_locks.of(asker.phone.digits()).await;
        let user = match (self.people.by_phone(&asker.phone).await?, proven) {
            (None, _) => {
                self.check_registration(&asker.phone).await?;
                self.create(&asker.phone, first_name, last_name).await?
            }
            (Some(user), Proven::SignedUp(same)) if user == same => user,
            (Some(_), _) => return Err(AccountError::PhoneOccupied),
        };
        self.codes.led_to(hash, user);
        self.authorize(user, device).await?;
        Ok(user)
    }

    /// Writes the row of the number, which decides whose it is, then the person. A row that a crash left
    /// without its person gives its account number to whoever proves the number next.
    async fn create(
        &self,
        phone: &PhoneNumber,
        first_name: String,
        last_name: String,
    ) -> Result<UserId, AccountError> {
        let key = self.people.phone_key(phone);
        let now = self.world.clock.now().seconds();
        let claimed = self.store.get::<tables::Phones>(&key).await?.map(|row| UserId(row.user));
        let user = match claimed {
            Some(user) if self.people.record(user).await?.is_none() => user,
            _ => {
                let user = self.free_user_id().await?;
                let mut batch = self.store.batch();
                batch.put::<tables::Phones>(&key, &account::Phone { user: user.0, claimed_at: now });
                self.store.commit(batch).await?;
                user
            }
        };
        let phone = phone.digits().to_owned();
        let record = User { phone, first_name, last_name, registered_at: now, ..User::default() };
        self.people.create(user, record).await?;
        Ok(user)
    }

    async fn free_user_id(&self) -> Result<UserId, Fault> {
        loop {
            let drawn = USER_IDS.start + self.world.chance.below(USER_IDS.end - USER_IDS.start);
            let user = UserId(drawn.cast_signed());
            if self.people.record(user).await?.is_none() {
                return Ok(user);
            }
        }
    }

    async fn check_registration(&self, phone: &PhoneNumber) -> Result<(), AccountError> {
        let may = match self.policy.registration {
            Registration::Open => true,
            Registration::Closed => false,
            Registration::Invite => self.is_invited(phone).await?,
        };
        if may { Ok(()) } else { Err(AccountError::PhoneUnoccupied) }
    }

    /// Signs a key in to an account that is there, after its other sessions were told: a notice too many
    /// after a crash is harmless, one too few is not.
    pub(super) async fn enter(&self, user: UserId, device: &Device) -> Result<(), AccountError> {
        let record = self.people.record(user).await?.unwrap_or_default();
        if record.blocked_at.is_some() {
            return Err(AccountError::PhoneBanned);
        }
        let key = device.session.auth_key_id;
        let others = self.others(user, key).await?;
        if let Some(language) = newest_language(&others) {
            let name = if record.last_name.is_empty() {
                record.first_name.clone()
            } else {
                format!("{} {}", record.first_name, record.last_name)
            };
            let date = self.world.clock.now().seconds();
            let text = language.new_login(&name, &device.told(), &device.ip.to_string(), date);
            self.boxes.service_message(user, plain(text)).await?;
        }
        let hash = self.authorize(user, device).await?;
        if !others.is_empty() {
            self.tell_new_authorization(By { user, session: Some(device.session) }, hash, device);
        }
        Ok(())
    }

    /// Shows a code where it can be seen. Whether the number has an account is looked up beside the answer,
    /// which takes the same time whatever comes out.
    fn deliver(self: &Arc<Self>, asker: Asker, issued: Issued) -> SentCode {
        let Issued { phone_code_hash, code } = issued;
        if let Some(on_code) = &self.on_code {
            on_code(asker.phone.digits(), &code);
        }
        let accounts = self.clone();
        self.world.spawn.spawn(Box::pin(async move {
            if accounts.deliver_to_devices(&asker, &code).await.is_err() {
                // The operator still has the code, and the asker may ask for another.
                tracing::warn!("a sign-in code could not be written to the account's box");
            }
        }));
        SentCode { phone_code_hash, length: CODE_DIGITS, life_seconds: CODE_LIFE.as_secs() }
    }

    async fn deliver_to_devices(&self, asker: &Asker, code: &str) -> Result<(), AccountError> {
        let Some(user) = self.people.by_phone(&asker.phone).await? else { return Ok(()) };
        let devices = self.others(user, asker.auth_key_id).await?;
        if let Some(language) = newest_language(&devices) {
            self.boxes.service_message(user, plain(language.login_code(code))).await?;
        }
        Ok(())
    }
}

impl Device {
    /// As its owner recognises it.
    pub(super) fn told(&self) -> String {
        let said = [&self.device_model, &self.system_version, &self.app_version];
        let said: Vec<&str> = said.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        said.join(", ")
    }
}

/// The language of the device that was used last; none without devices.
fn newest_language(devices: &[(i64, account::Authorization)]) -> Option<Language> {
    let newest = devices.iter().max_by_key(|(_, device)| device.active_at);
    newest.map(|(_, device)| Language::of(&device.lang_code))
}

fn plain(text: String) -> Content {
    Content { text, ..Content::default() }
}

fn asker(phone: &str, device: &Device) -> Result<Asker, AccountError> {
    let phone = PhoneNumber::read(phone).ok_or(AccountError::PhoneInvalid)?;
    Ok(Asker { phone, auth_key_id: device.session.auth_key_id, api_id: device.api_id })
}

fn given_hash(hash: &str) -> Result<&str, AccountError> {
    if hash.is_empty() { Err(AccountError::CodeHashEmpty) } else { Ok(hash) }
}
