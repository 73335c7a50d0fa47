//! Passkeys: adding one, listing and taking them away, and signing in with one, which stands in for the code. What
//! WebAuthn asks for is checked in `webauthn`.

use std::time::Duration;

use store::{
    Direction, Rows,
    ids::{Owner, UserId},
    records::passkeys::{self, ByCredential},
    tables,
};

use super::{
    AccountError, Accounts, Device, Entered,
    challenges::{Challenges, Limits},
    sign_in::LetIn,
    webauthn::{self, Assertion, Ceremony, CredentialKey, Refused, Site},
};
use crate::{Fault, locks::Locks};

/// Passkeys of one person.
pub const PASSKEYS_MAX: usize = 5;
/// Seconds for which a client may ask its person for a passkey.
pub const PASSKEY_ASKED_SECONDS: u32 = 5 * 60;
/// What a passkey can sign with, as COSE numbers it, best known first.
pub const PASSKEY_ALGORITHMS: [i32; 2] = [webauthn::ES256, webauthn::EDDSA];

/// An answer at the last moment still has its way to go.
const CHALLENGES: Limits =
    Limits { life: Duration::from_secs(PASSKEY_ASKED_SECONDS as u64 + 30), of_owner: 4, all: 1 << 14 };
/// The keyed hash of a challenge, so that the time of a look tells nothing about those that are there.
type ChallengeHash = [u8; 16];
/// The key that asked, and who adds a passkey; none for a sign-in.
type Asker = (i64, Option<UserId>);
/// Random bytes of a challenge.
const CHALLENGE_BYTES: usize = 32;
/// The longest name of a passkey.
const NAME_CHARS_MAX: usize = 64;

/// A challenge that a passkey is to sign.
pub struct PasskeyChallenge {
    /// The bytes.
    pub bytes: [u8; CHALLENGE_BYTES],
    /// Whom the passkey is for: the relying party's id.
    pub site: String,
}

/// What a client needs to make a passkey.
pub struct PasskeyOffer {
    /// What it is to answer.
    pub challenge: PasskeyChallenge,
    /// The person's number, digits only.
    pub phone: String,
    /// The person's name.
    pub full_name: String,
    /// The credentials that the person has.
    pub known: Vec<Vec<u8>>,
}

/// A passkey as its person is shown it.
pub struct Passkey {
    /// What its authenticator names it by.
    pub credential_id: Vec<u8>,
    /// What keeps it, or the device that added it.
    pub name: String,
    /// Seconds since 1970.
    pub created_at: i32,
    /// Seconds since 1970 of the last sign-in with it.
    pub used_at: Option<i32>,
}

/// A passkey that a client has made.
pub struct NewPasskey {
    /// What its authenticator names it by.
    pub credential_id: Vec<u8>,
    /// JSON.
    pub client_data: String,
    /// The attestation object, CBOR.
    pub attestation: Vec<u8>,
}

/// What a passkey has signed to sign somebody in.
pub struct PasskeyAssertion {
    /// What its authenticator names it by.
    pub credential_id: Vec<u8>,
    /// JSON.
    pub client_data: String,
    /// The authenticator's data.
    pub authenticator_data: Vec<u8>,
    /// Over both.
    pub signature: Vec<u8>,
    /// Whose passkey it says that it is.
    pub user: UserId,
    /// The key that asked for the challenge, where it is not the one that answers: a client that takes this server for
    /// several data centres asks at one and answers at another.
    pub asked_by: Option<i64>,
}

/// What passkeys need beside their rows.
pub(super) struct Passkeys {
    challenges: Challenges<ChallengeHash, Asker, ()>,
    pub(super) locks: Locks,
}

impl Passkeys {
    pub(super) fn new() -> Self {
        Passkeys { challenges: Challenges::new(CHALLENGES), locks: Locks::new() }
    }
}

impl Accounts {
    /// Takes passkeys for `site` from now on. Only the first call counts.
    pub fn take_passkeys_for(&self, site: Site) {
        // A second site would be a mistake of the caller's that changes nothing.
        let _ = self.site.set(site);
    }

    /// Whether passkeys are taken: the server knows under which name people reach it.
    pub fn takes_passkeys(&self) -> bool {
        self.site.get().is_some()
    }

    /// What a client makes a passkey from, on a device that has been signed in for a day.
    ///
    /// # Errors
    /// [`AccountError::NoPasskeys`], [`AccountError::SessionFresh`], [`AccountError::PasskeysTooMany`], and where the
    /// store fails.
    pub async fn offer_passkey(&self, user: UserId, auth_key_id: i64) -> Result<PasskeyOffer, AccountError> {
        let site = self.site()?;
        self.check_age(user, auth_key_id).await?;
        let rows = self.passkey_rows(user).await?;
        if rows.len() >= PASSKEYS_MAX {
            return Err(AccountError::PasskeysTooMany);
        }
        let record = self.people.record(user).await?.ok_or(AccountError::NoSuchSession)?;
        let full_name = format!("{} {}", record.first_name, record.last_name).trim().to_owned();
        Ok(PasskeyOffer {
            challenge: self.passkey_challenge(site, auth_key_id, Some(user)),
            phone: record.phone.clone(),
            full_name,
            known: rows.into_iter().map(|row| row.credential_id).collect(),
        })
    }

    /// Keeps the passkey that a client has made, after the person's devices were told.
    ///
    /// # Errors
    /// [`AccountError::NoPasskeys`], [`AccountError::PasskeyInvalid`], [`AccountError::PasskeyOrigin`],
    /// [`AccountError::PasskeysTooMany`], and where the store fails.
    pub async fn add_passkey(
        &self,
        user: UserId,
        new: NewPasskey,
        device: &Device,
    ) -> Result<Passkey, AccountError> {
        let site = self.site()?;
        let challenge = webauthn::challenge(&new.client_data, Ceremony::Registration, site)?;
        self.take_challenge(&challenge, device.session.auth_key_id, Some(user))?;
        let made = webauthn::registered(&new.attestation, site)?;
        if made.credential_id != new.credential_id {
            return Err(AccountError::PasskeyInvalid);
        }
        let _lock = self.passkeys.locks.of(user).await;
        let rows = self.passkey_rows(user).await?;
        if rows.len() >= PASSKEYS_MAX {
            return Err(AccountError::PasskeysTooMany);
        }
        if rows.iter().any(|row| row.credential_id == new.credential_id) || !self.is_there(user).await? {
            return Err(AccountError::PasskeyInvalid);
        }
        let date = self.world.clock.now().seconds();
        let (told, place) = (device.told(), device.ip.to_string());
        let devices = self.others(user, 0).await?;
        self.tell_devices(user, &devices, |language| language.passkey_added(&told, &place, date)).await?;
        let row = passkeys::Passkey {
            credential_id: made.credential_id,
            algorithm: made.key.algorithm,
            public_key: made.key.bytes,
            sign_count: made.sign_count,
            name: name(&made.aaguid, device),
            created_at: date,
            used_at: None,
        };
        let mut batch = self.store.batch();
        batch.put::<tables::Passkeys>(&self.passkey_key(user, &row.credential_id), &row);
        self.store.commit(batch).await?;
        Ok(shown(row))
    }

    /// The passkeys of a person, oldest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn passkeys(&self, user: UserId) -> Result<Vec<Passkey>, Fault> {
        let mut rows = self.passkey_rows(user).await?;
        rows.sort_by(|one, other| {
            (one.created_at, &one.credential_id).cmp(&(other.created_at, &other.credential_id))
        });
        Ok(rows.into_iter().map(shown).collect())
    }

    /// From now on a passkey opens nothing.
    ///
    /// # Errors
    /// [`AccountError::PasskeyInvalid`] where the person has none of this name, and where the store fails.
    pub async fn remove_passkey(&self, user: UserId, credential_id: &[u8]) -> Result<(), AccountError> {
        let _lock = self.passkeys.locks.of(user).await;
        let key = self.passkey_key(user, credential_id);
        self.store.get::<tables::Passkeys>(&key).await?.ok_or(AccountError::PasskeyInvalid)?;
        let mut batch = self.store.batch();
        batch.delete::<tables::Passkeys>(&key);
        Ok(self.store.commit(batch).await?)
    }

    /// A challenge for whoever wants to sign in on a key.
    ///
    /// # Errors
    /// [`AccountError::NoPasskeys`].
    pub fn ask_for_passkey(&self, auth_key_id: i64) -> Result<PasskeyChallenge, AccountError> {
        Ok(self.passkey_challenge(self.site()?, auth_key_id, None))
    }

    /// Signs a device in with what a passkey has signed. Who guesses learns nothing:
    /// a stranger, somebody without passkeys and a wrong signature are answered the same.
    ///
    /// # Errors
    /// [`AccountError::NoPasskeys`], [`AccountError::PasskeyInvalid`], [`AccountError::PasskeyOrigin`],
    /// [`AccountError::PhoneBanned`], and where the store fails.
    pub async fn sign_in_by_passkey(
        &self,
        assertion: &PasskeyAssertion,
        device: &Device,
    ) -> Result<Entered, AccountError> {
        let site = self.site()?;
        let PasskeyAssertion { credential_id, user, .. } = assertion;
        let user = *user;
        let challenge = webauthn::challenge(&assertion.client_data, Ceremony::SignIn, site)?;
        let asked_by = assertion.asked_by.unwrap_or(device.session.auth_key_id);
        self.take_challenge(&challenge, asked_by, None)?;
        if !self.is_there(user).await? {
            return Err(AccountError::PasskeyInvalid);
        }
        {
            let _lock = self.passkeys.locks.of(user).await;
            let key = self.passkey_key(user, credential_id);
            let row = self.store.get::<tables::Passkeys>(&key).await?;
            let mut row = row.ok_or(AccountError::PasskeyInvalid)?;
            let public = CredentialKey { algorithm: row.algorithm, bytes: row.public_key.clone() };
            let signed = Assertion {
                client_data: &assertion.client_data,
                authenticator_data: &assertion.authenticator_data,
                signature: &assertion.signature,
            };
            let sign_count = webauthn::asserted(&signed, &public, site)?;
            if !webauthn::follows(row.sign_count, sign_count) {
                tracing::warn!("a passkey was used whose count does not rise: there may be a copy of it");
                return Err(AccountError::PasskeyInvalid);
            }
            row.sign_count = sign_count;
            row.used_at = Some(self.world.clock.now().seconds());
            let mut batch = self.store.batch();
            batch.put::<tables::Passkeys>(&key, &row);
            self.store.commit(batch).await?;
        }
        match self.let_in(user, device, None).await? {
            LetIn::SignedIn => Ok(Entered::SignedIn(user)),
            LetIn::PasswordNeeded => Ok(Entered::PasswordNeeded),
        }
    }

    /// The account ends, whose record says so already: nothing can be added behind this.
    pub(super) async fn remove_passkeys(&self, user: UserId) -> Result<(), Fault> {
        let _lock = self.passkeys.locks.of(user).await;
        let mut batch = self.store.batch();
        batch.delete_rows(Rows::<tables::Passkeys>::of(Owner::User(user)));
        Ok(self.store.commit(batch).await?)
    }

    fn site(&self) -> Result<&Site, AccountError> {
        self.site.get().ok_or(AccountError::NoPasskeys)
    }

    fn passkey_challenge(&self, site: &Site, auth_key_id: i64, user: Option<UserId>) -> PasskeyChallenge {
        let bytes = self.world.chance.bytes::<CHALLENGE_BYTES>();
        let (now, hash) = (self.world.clock.elapsed(), self.challenge_hash(&bytes));
        self.passkeys.challenges.put(now, hash, (auth_key_id, user), ());
        PasskeyChallenge { bytes, site: site.name().to_owned() }
    }

    fn take_challenge(
        &self,
        challenge: &[u8],
        auth_key_id: i64,
        user: Option<UserId>,
    ) -> Result<(), AccountError> {
        let (now, hash) = (self.world.clock.elapsed(), self.challenge_hash(challenge));
        let taken = self.passkeys.challenges.take(now, hash, (auth_key_id, user));
        taken.ok_or(AccountError::PasskeyInvalid)
    }

    fn challenge_hash(&self, challenge: &[u8]) -> ChallengeHash {
        self.store.keyed_hash("passkey challenge", challenge)
    }

    fn passkey_key(&self, user: UserId, credential_id: &[u8]) -> ByCredential {
        ByCredential { user, hash: self.store.keyed_hash("passkey", credential_id) }
    }

    async fn passkey_rows(&self, user: UserId) -> Result<Vec<passkeys::Passkey>, Fault> {
        let rows = Rows::<tables::Passkeys>::of(Owner::User(user));
        let rows = self.store.scan(rows, PASSKEYS_MAX, Direction::Forward).await?;
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    async fn is_there(&self, user: UserId) -> Result<bool, Fault> {
        Ok(self.people.record(user).await?.is_some_and(|record| record.deleted_at.is_none()))
    }
}

fn shown(row: passkeys::Passkey) -> Passkey {
    let passkeys::Passkey { credential_id, name, created_at, used_at, .. } = row;
    Passkey { credential_id, name, created_at, used_at }
}

/// What people know a passkey by: what keeps it where that is known, else the device that added it.
fn name(aaguid: &[u8; 16], device: &Device) -> String {
    let known = KEEPERS.iter().find(|(id, _)| *id == u128::from_be_bytes(*aaguid));
    match known {
        Some((_, name)) => (*name).to_owned(),
        None if device.device_model.is_empty() => "Passkey".to_owned(),
        None => device.device_model.chars().take(NAME_CHARS_MAX).collect(),
    }
}

/// What keeps passkeys, by the id that it gives (github.com/passkeydeveloper/passkey-authenticator-aaguids). Names
/// alone hang on it: anybody can give any id.
const KEEPERS: [(u128, &str); 8] = [
    (0x08987058_cadc_4b81_b6e1_30de50dcbe96, "Windows Hello"),
    (0x531126d6_e717_415c_9320_3d9aa6981239, "Dashlane"),
    (0x9ddd1817_af5a_4672_a2b9_3e3dd95000a9, "Windows Hello"),
    (0xadce0002_35bc_c60a_648b_0b25f1f05503, "Chrome on Mac"),
    (0xbada5566_a7aa_401f_bd96_45619a55120d, "1Password"),
    (0xd548826e_79b4_db40_a3d8_11116f7e8349, "Bitwarden"),
    (0xea9b8d66_4d01_1d21_3ce4_b6b48cb575d4, "Google Password Manager"),
    (0xfbfc3007_154e_4ecc_8c0b_6e020557d7bd, "iCloud Keychain"),
];

impl From<Refused> for AccountError {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Invalid => AccountError::PasskeyInvalid,
            Refused::OtherOrigin => AccountError::PasskeyOrigin,
        }
    }
}
