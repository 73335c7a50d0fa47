//! Auth keys: permanent ones in the store and, while used, in memory; temporary ones in memory alone.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use mtproto::{
    auth_key::AuthKey,
    salts::{SaltSecret, Salts},
};
use rpc::ClientInfo;
use rustc_hash::FxHashMap;
use store::{Store, StoreError, ids::UserId, key::Numbered, records, tables::AuthKeys};
use tl::Layer;
use world::{UnixMillis, World};

use super::limits;

/// One auth key and what is known of whoever has it.
pub(super) struct KeyEntry {
    /// The key.
    pub(super) key: AuthKey,
    /// Its salts.
    pub(super) salts: Salts,
    /// When a temporary key ends; none for a permanent one.
    pub(super) expires: Option<UnixMillis>,
    known: Mutex<Known>,
}

/// What was learnt of a key since it came into memory.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// The layer that was named last.
    pub(super) layer: Option<Layer>,
    /// What initConnection said last.
    pub(super) init: Option<Arc<ClientInfo>>,
    /// The data centre that the key exchange named.
    pub(super) dc: Option<i32>,
    /// Who is signed in; outside: not asked yet.
    pub(super) user: Option<Option<UserId>>,
    /// For a temporary key: the permanent key that it is bound to.
    pub(super) bound: Option<i64>,
    /// Until when that holds, in seconds since 1970.
    pub(super) bound_until: Option<i32>,
    /// When it was last used, as the clock's `elapsed`.
    pub(super) used: Duration,
}

impl KeyEntry {
    /// What is known now.
    pub(super) fn known(&self) -> Known {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes or reads what is known.
    pub(super) fn with<T>(&self, with: impl FnOnce(&mut Known) -> T) -> T {
        with(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether this key is temporary.
    pub(super) fn temporary(&self) -> bool {
        self.expires.is_some()
    }
}

/// All auth keys of a node.
pub(super) struct Keys {
    store: Store,
    world: World,
    salts: Arc<SaltSecret>,
    held: Mutex<FxHashMap<i64, Arc<KeyEntry>>>,
}

impl Keys {
    /// No key in memory yet; `store` has the permanent ones.
    pub(super) fn new(store: Store, world: World) -> Self {
        let salts = SaltSecret::new(world.chance.bytes());
        Keys { store, world, salts, held: Mutex::default() }
    }

    /// The key with this id: from memory, or a permanent one from the store. None for an unknown one and for a
    /// temporary one that has ended.
    pub(super) async fn find(&self, id: i64) -> Result<Option<Arc<KeyEntry>>, StoreError> {
        if let Some(entry) = self.in_memory(id) {
            return Ok(Some(entry));
        }
        let Some(record) = self.store.get::<AuthKeys>(&Numbered(id)).await? else { return Ok(None) };
        let Ok(bytes) = <[u8; 256]>::try_from(record.key.as_slice()) else { return Ok(None) };
        let entry = self.entry(AuthKey::new(bytes), None, None);
        // Somebody else may have read it meanwhile; what he learnt of the key must not be lost.
        Ok(Some(Arc::clone(self.lock().entry(id).or_insert(entry))))
    }

    /// The key with this id, if it is in memory and has not ended.
    pub(super) fn in_memory(&self, id: i64) -> Option<Arc<KeyEntry>> {
        let entry = Arc::clone(self.lock().get(&id)?);
        let (now, elapsed) = (self.world.clock.now(), self.world.clock.elapsed());
        if entry.expires.is_some_and(|expires| now > expires) {
            self.lock().remove(&id);
            return None;
        }
        entry.with(|known| known.used = elapsed);
        Some(entry)
    }

    /// Whether a fresh key would collide with one that is known.
    pub(super) async fn exists(&self, id: i64) -> Result<bool, StoreError> {
        Ok(id == 0
            || self.lock().contains_key(&id)
            || self.store.get::<AuthKeys>(&Numbered(id)).await?.is_some())
    }

    /// Takes a fresh key. A permanent one is on disk when this returns; a temporary one, which lives
    /// `expires_in` seconds, never gets there.
    pub(super) async fn add(&self, fresh: Fresh) -> Result<(), StoreError> {
        let now = self.world.clock.now();
        let expires = fresh
            .expires_in
            .map(|seconds| now.after(Duration::from_secs(u64::try_from(seconds).unwrap_or(0))));
        if expires.is_none() {
            let record = records::auth_key::AuthKey {
                key: fresh.key.bytes().to_vec(),
                created: i64::from(now.seconds()),
                user: None,
            };
            let mut batch = self.store.batch();
            batch.put::<AuthKeys>(&Numbered(fresh.key.id()), &record);
            self.store.commit(batch).await?;
        }
        let id = fresh.key.id();
        let entry = self.entry(fresh.key, expires, Some((fresh.first_salt, now)));
        entry.with(|known| known.dc = fresh.dc);
        self.lock().insert(id, entry);
        Ok(())
    }

    /// Forgets a key, also on disk.
    pub(super) async fn destroy(&self, entry: &KeyEntry) -> Result<(), StoreError> {
        if !entry.temporary() {
            let mut batch = self.store.batch();
            batch.delete::<AuthKeys>(&Numbered(entry.key.id()));
            self.store.commit(batch).await?;
            self.drop_bound_to(entry.key.id(), &[]);
        }
        self.lock().remove(&entry.key.id());
        Ok(())
    }

    /// The temporary keys that are bound to `permanent`.
    pub(super) fn bound_to(&self, permanent: i64) -> Vec<i64> {
        let held = self.lock();
        let bound = held.iter().filter(|(_, entry)| entry.with(|known| known.bound) == Some(permanent));
        let mut ids: Vec<i64> = bound.map(|(id, _)| *id).collect();
        // The map's order is nobody's; connections are closed in an order that can be repeated.
        ids.sort_unstable();
        ids
    }

    /// Forgets the temporary keys that are bound to `permanent`, but for `except`; gives their ids.
    pub(super) fn drop_bound_to(&self, permanent: i64, except: &[i64]) -> Vec<i64> {
        let mut bound = self.bound_to(permanent);
        bound.retain(|id| !except.contains(id));
        let mut held = self.lock();
        for id in &bound {
            held.remove(id);
        }
        bound
    }

    /// How many are in memory.
    pub(super) fn count(&self) -> usize {
        self.lock().len()
    }

    /// Lets go of temporary keys that have ended and of permanent ones that were not used for long and that
    /// `in_use` does not name.
    pub(super) fn sweep(&self, in_use: impl Fn(i64) -> bool) {
        let (now, elapsed) = (self.world.clock.now(), self.world.clock.elapsed());
        self.lock().retain(|id, entry| match entry.expires {
            Some(expires) => now <= expires,
            None => in_use(*id) || elapsed.saturating_sub(entry.with(|known| known.used)) < limits::KEY_KEPT,
        });
    }

    fn entry(
        &self,
        key: AuthKey,
        expires: Option<UnixMillis>,
        first: Option<(i64, UnixMillis)>,
    ) -> Arc<KeyEntry> {
        let mut salts = Salts::new(Arc::clone(&self.salts), key.id());
        if let Some((salt, now)) = first {
            salts = salts.with_first(salt, now);
        }
        let known = Known { used: self.world.clock.elapsed(), ..Known::default() };
        Arc::new(KeyEntry { key, salts, expires, known: Mutex::new(known) })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, FxHashMap<i64, Arc<KeyEntry>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A key that an exchange has just made.
pub(super) struct Fresh {
    /// The key.
    pub(super) key: AuthKey,
    /// Seconds that a temporary key lives; none for a permanent one.
    pub(super) expires_in: Option<i32>,
    /// The salt that both sides know.
    pub(super) first_salt: i64,
    /// The data centre that the client named.
    pub(super) dc: Option<i32>,
}
