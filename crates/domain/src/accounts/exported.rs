//! Authorizations on their way from one key to another: a client that takes this server for several data centres
//! exports at the one and imports at the other. In memory alone; what a restart forgets is exported again.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use store::{ids::UserId, key::ByNumber};

use super::{AccountError, Accounts, Device};

/// How long it can be imported (demand L-13).
const EXPORT_LIFE: Duration = Duration::from_secs(60);
/// Random bytes of an export.
const EXPORT_BYTES: usize = 64;
/// Exports that wait; more are refused the oldest's place.
const EXPORTS_MAX: usize = 1 << 12;
/// The highest number of a data centre that clients know.
const DC_MAX: u32 = 20;
/// What is added to it for tests.
const TEST_DC: u32 = 10_000;

/// What a client carries to the other key. No Debug: whoever has it is signed in.
pub struct ExportedAuthorization {
    /// The person.
    pub id: i64,
    /// The proof.
    pub bytes: Vec<u8>,
}

struct Export {
    user: UserId,
    /// The key that exported.
    from: i64,
    until: Duration,
}

/// Exports that were not imported yet, by keyed hash.
#[derive(Default)]
pub(super) struct Exports(Mutex<BTreeMap<[u8; 16], Export>>);

impl Accounts {
    /// What the person of `key` can sign another key in with, once.
    ///
    /// # Errors
    /// [`AccountError::DcInvalid`] for a number that no client has.
    pub fn export_authorization(
        &self,
        user: UserId,
        key: i64,
        dc_id: i32,
    ) -> Result<ExportedAuthorization, AccountError> {
        let dc = dc_id.unsigned_abs();
        if dc >= 2 * TEST_DC || !(1..=DC_MAX).contains(&(dc % TEST_DC)) {
            return Err(AccountError::DcInvalid);
        }
        let bytes = self.world.chance.bytes::<EXPORT_BYTES>().to_vec();
        let now = self.world.clock.elapsed();
        let mut exports = self.exports.0.lock().unwrap_or_else(PoisonError::into_inner);
        exports.retain(|_, export| now < export.until);
        if exports.len() >= EXPORTS_MAX {
            let oldest = exports.iter().min_by_key(|(_, export)| export.until).map(|(hash, _)| *hash);
            oldest.map(|oldest| exports.remove(&oldest));
        }
        exports.insert(self.export_hash(&bytes), Export { user, from: key, until: now + EXPORT_LIFE });
        Ok(ExportedAuthorization { id: user.0, bytes })
    }

    /// Signs a key in with what another exported; it belongs to that one's session and ends with it.
    ///
    /// # Errors
    /// [`AccountError::ExportInvalid`], and where the store fails.
    pub async fn import_authorization(
        &self,
        id: i64,
        bytes: &[u8],
        device: &Device,
    ) -> Result<UserId, AccountError> {
        let hash = self.export_hash(bytes);
        let now = self.world.clock.elapsed();
        let export = {
            let mut exports = self.exports.0.lock().unwrap_or_else(PoisonError::into_inner);
            // Whoever names somebody else has guessed; the one that it belongs to may still come.
            let known = exports.get(&hash).is_some_and(|export| export.user.0 == id);
            known.then(|| exports.remove(&hash)).flatten()
        };
        let Export { user, from, .. } =
            export.filter(|export| now < export.until).ok_or(AccountError::ExportInvalid)?;
        if self.user_of(from).await? != Some(user) {
            return Err(AccountError::ExportInvalid);
        }
        let key = device.session.auth_key_id;
        if self.user_of(key).await? != Some(user) {
            let exporter = self.authorizations.get(&ByNumber { user, number: from }).await?;
            let of = exporter.and_then(|exporter| exporter.of).unwrap_or(from);
            self.authorize_of(user, device, Some(of), false).await?;
        }
        Ok(user)
    }

    fn export_hash(&self, bytes: &[u8]) -> [u8; 16] {
        self.store.keyed_hash("exported authorization", bytes)
    }
}
