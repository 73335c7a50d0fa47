//! From a phone number to a signed-in key: sending codes, entering them, signing up.
//!
//! Until the right code is entered, an answer tells nothing about whether the number has an account, and
//! takes no other way through the code either (demand L-3).

use std::sync::Arc;

use boxes::Content;
use store::{
    ids::UserId,
    records::account::{self, User},
    tables,
};

use super::{
    AccountError, Accounts, Device, PhoneNumber, Registration,
    codes::{Asker, CODE_DIGITS, CODE_LIFE, Issued, Proven, Purpose},
    login_mail,
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
    /// Where it is to be looked for.
    pub way: SentWay,
}

/// Where a code is to be looked for, as the asker is told.
#[derive(Clone, PartialEq, Eq)]
pub enum SentWay {
    /// On the account's devices, or with the operator.
    App,
    /// On the telephone with the number.
    Number,
    /// In the mail.
    Mail {
        /// The address with most of it hidden.
        pattern: String,
        /// Seconds that a reset of the address would take, unless one runs.
        reset_seconds: Option<i32>,
        /// When the reset that runs ends, in seconds since 1970.
        reset_at: Option<i32>,
    },
    /// Nowhere yet: a mail address has to be proven first.
    MailNeeded,
}

/// The way that a code takes.
pub(super) enum Way {
    Number,
    Mail { address: String, reset_at: Option<i32> },
    MailNeeded,
}

impl Way {
    pub(super) fn sent(self, phone_code_hash: String) -> SentCode {
        let way = match self {
            Way::Number => SentWay::App,
            Way::MailNeeded => SentWay::MailNeeded,
            Way::Mail { address, reset_at } => {
                let reset_seconds = reset_at.is_none().then_some(login_mail::reset_wait_seconds());
                SentWay::Mail { pattern: login_mail::pattern(&address), reset_seconds, reset_at }
            }
        };
        SentCode { phone_code_hash, length: CODE_DIGITS, life_seconds: CODE_LIFE.as_secs(), way }
    }
}

/// What the right code opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entered {
    /// This account.
    SignedIn(UserId),
    /// Nothing yet: the key waits for the account's password.
    PasswordNeeded,
    /// Nothing: the number is free and may sign up now.
    SignUpRequired,
}

/// What became of a key whose person is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LetIn {
    SignedIn,
    /// It waits for the password.
    PasswordNeeded,
}

/// Account numbers are drawn from here: above every number that clients know by heart, below 10^12, which
/// some take for the end of people's.
const USER_IDS: std::ops::Range<u64> = (1 << 33)..999_999_999_999;

impl Accounts {
    /// Sends a code for a number: to its mail address or its telephone where those can be reached, to the
    /// account's devices if it has some, and to the operator.
    ///
    /// # Errors
    /// [`AccountError::PhoneInvalid`], [`AccountError::ApiIdInvalid`], [`AccountError::Flood`],
    /// [`AccountError::NotSent`]: then there is no code.
    pub async fn send_code(
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
        let way = self.way_of(&asker.phone).await?;
        self.admit(&asker.phone, device).await?;
        let now = self.world.clock.elapsed();
        let needs_mail = matches!(way, Way::MailNeeded);
        let issued = self.codes.issue(&*self.world.chance, now, asker.clone(), needs_mail);
        self.deliver(asker, issued, way, device).await
    }

    /// Sends the same code again, as one more send of the day.
    ///
    /// # Errors
    /// [`AccountError::CodeInvalid`] and [`AccountError::CodeExpired`] for a hash that is not the asker's or
    /// no longer good, [`AccountError::Flood`], [`AccountError::NotSent`].
    pub async fn resend_code(
        self: &Arc<Self>,
        phone: &str,
        hash: &str,
        device: &Device,
    ) -> Result<SentCode, AccountError> {
        let asker = asker(phone, device)?;
        let hash = given_hash(hash)?;
        let now = self.world.clock.elapsed();
        self.codes.check(now, &asker, hash)?;
        let way = match self.codes.proven_mail(hash) {
            Some(_) => Way::Number,
            None => self.way_of(&asker.phone).await?,
        };
        self.admit(&asker.phone, device).await?;
        let issued = self.codes.issue_again(now, &asker, hash)?;
        self.deliver(asker, issued, way, device).await
    }

    /// The asker wants the code no more.
    ///
    /// # Errors
    /// As for [`Accounts::resend_code`].
    pub fn cancel_code(&self, phone: &str, hash: &str, device: &Device) -> Result<(), AccountError> {
        let asker = asker(phone, device)?;
        Ok(self.codes.cancel(self.world.clock.elapsed(), &asker, given_hash(hash)?)?)
    }

    /// Takes note that a code has not come to whoever asked for it.
    ///
    /// # Errors
    /// [`AccountError`]: about the code.
    pub fn report_missing_code(&self, phone: &str, hash: &str, device: &Device) -> Result<(), AccountError> {
        let asker = asker(phone, device)?;
        self.codes.check(self.world.clock.elapsed(), &asker, given_hash(hash)?)?;
        tracing::warn!("somebody says that a login code has not come");
        Ok(())
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
        let mail = self.codes.proven_mail(hash);
        match self.let_in(user, device, mail).await? {
            LetIn::SignedIn => Ok(Entered::SignedIn(user)),
            LetIn::PasswordNeeded => Ok(Entered::PasswordNeeded),
        }
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
        if let Some(address) = self.codes.proven_mail(hash) {
            self.set_login_mail(user, address).await?;
        }
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
            // A number that the server hands out is only the one's it was given to.
            Registration::Open if phone.is_handed_out() => self.is_invited(phone).await?,
            Registration::Open => true,
            Registration::Closed => false,
            Registration::Invite => self.is_invited(phone).await?,
        };
        if may { Ok(()) } else { Err(AccountError::PhoneUnoccupied) }
    }

    /// Signs a key in, or lets it wait for the password where there is one. `mail` is the address that the sign-in has
    /// proven.
    pub(super) async fn let_in(
        &self,
        user: UserId,
        device: &Device,
        mail: Option<String>,
    ) -> Result<LetIn, AccountError> {
        let key = device.session.auth_key_id;
        let earlier = self.user_of(key).await?;
        if earlier == Some(user) || self.password(user).await?.secret.is_none() {
            self.enter(user, device).await?;
            self.note_login_mail(user, mail).await?;
            return Ok(LetIn::SignedIn);
        }
        let record = self.people.record(user).await?.unwrap_or_default();
        if record.blocked_at.is_some() {
            return Err(AccountError::PhoneBanned);
        }
        if let Some(earlier) = earlier {
            self.log_out(earlier, key).await?;
        }
        self.await_password(user, key, mail).await?;
        let (told, place) = (device.told(), device.ip.to_string());
        let date = self.world.clock.now().seconds();
        let others = self.others(user, key).await?;
        self.tell_devices(user, &others, |language| language.password_awaited(&told, &place, date)).await?;
        Ok(LetIn::PasswordNeeded)
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
        self.authorize_of(user, device, None, !others.is_empty()).await?;
        Ok(())
    }

    /// The way that codes for a number take. Without an address to send to it is the same for every number
    /// (demand L-3); with one, the protocol itself tells the asker that there is one.
    async fn way_of(&self, phone: &PhoneNumber) -> Result<Way, AccountError> {
        if !self.carrier().reaches_mail() {
            return Ok(Way::Number);
        }
        let user = self.people.by_phone(phone).await?;
        let mail = match user {
            Some(user) => self.login_mail(user).await?,
            None => None,
        };
        Ok(match mail {
            Some(mail) => Way::Mail { address: mail.address, reset_at: mail.reset_at },
            // Whoever has been given a number wanted to give nothing.
            None if self.policy.mail_required && !phone.is_handed_out() => Way::MailNeeded,
            None => Way::Number,
        })
    }

    /// Brings a code to where it can be seen; one that cannot be brought is void. Whether the number has an
    /// account is looked up beside the answer, which takes the same time whatever comes out.
    pub(super) async fn deliver(
        self: &Arc<Self>,
        asker: Asker,
        issued: Issued,
        way: Way,
        device: &Device,
    ) -> Result<SentCode, AccountError> {
        let Issued { phone_code_hash, code } = issued;
        let carrier = self.carrier();
        let by_number = carrier.reaches_numbers() && !asker.phone.is_handed_out();
        let carried = match &way {
            Way::MailNeeded => return Ok(way.sent(phone_code_hash)),
            Way::Mail { address, .. } => {
                carrier.to_mail(login_mail::letter(address.clone(), &code, device)).await
            }
            Way::Number if by_number => carrier.to_number(asker.phone.digits(), &code).await,
            Way::Number => Ok(()),
        };
        if carried.is_err() {
            self.codes.spend(&phone_code_hash);
            return Err(AccountError::NotSent);
        }
        if let Some(on_code) = &self.on_code {
            on_code(asker.phone.digits(), &code);
        }
        let to_devices = matches!(way, Way::Number);
        let mut sent = way.sent(phone_code_hash);
        if to_devices {
            if by_number {
                sent.way = SentWay::Number;
            }
            let accounts = self.clone();
            self.world.spawn.spawn(Box::pin(async move {
                if accounts.deliver_to_devices(&asker, &code).await.is_err() {
                    // The operator still has the code, and the asker may ask for another.
                    tracing::warn!("a sign-in code could not be written to the account's box");
                }
            }));
        }
        Ok(sent)
    }

    async fn deliver_to_devices(&self, asker: &Asker, code: &str) -> Result<(), AccountError> {
        let Some(user) = self.people.by_phone(&asker.phone).await? else { return Ok(()) };
        let devices = self.others(user, asker.auth_key_id).await?;
        Ok(self.tell_devices(user, &devices, |language| language.login_code(code)).await?)
    }

    /// The service account writes to a person, if he is signed in on any of these devices.
    pub(super) async fn tell_devices(
        &self,
        user: UserId,
        devices: &[(i64, account::Authorization)],
        text: impl FnOnce(Language) -> String + Send,
    ) -> Result<(), Fault> {
        if let Some(language) = newest_language(devices) {
            self.boxes.service_message(user, plain(text(language))).await?;
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

pub(super) fn asker(phone: &str, device: &Device) -> Result<Asker, AccountError> {
    let phone = PhoneNumber::read(phone).ok_or(AccountError::PhoneInvalid)?;
    let (auth_key_id, api_id) = (device.session.auth_key_id, device.api_id);
    Ok(Asker { phone, auth_key_id, api_id, purpose: Purpose::SignIn })
}

pub(super) fn given_hash(hash: &str) -> Result<&str, AccountError> {
    if hash.is_empty() { Err(AccountError::CodeHashEmpty) } else { Ok(hash) }
}
