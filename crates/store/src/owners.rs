//! Owners' keys in memory: made, wrapped, found again, and forgotten when long unused.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use kv::Shard;
use rustc_hash::FxHashMap;
use zeroize::Zeroizing;

use crate::{
    ids::Owner,
    key::{self, OfOwner},
    records::owner_key::WrappedKey,
    seal::{Cipher, Place, SealFault, Unsealed},
    table::Table,
    tables::OwnerKeys,
};

/// One owner's key.
pub(crate) struct OwnerKey {
    pub(crate) cipher: Cipher,
    /// The row that has to be written with the owner's first commit.
    pub(crate) wrapped: Vec<u8>,
    stored: AtomicBool,
}

impl OwnerKey {
    /// Whether the key's row is on disk.
    pub(crate) fn is_stored(&self) -> bool {
        self.stored.load(Ordering::Acquire)
    }
}

/// All keys that are in memory.
pub(crate) struct Owners {
    master: Cipher,
    cache: Mutex<Cache>,
    /// Rises whenever a row of this table may have come to disk: who saw none before has to look again.
    written: AtomicU64,
}

/// Two generations: when the young one is full it becomes the old one, and what was not asked for since goes.
struct Cache {
    young: FxHashMap<Owner, Arc<OwnerKey>>,
    old: FxHashMap<Owner, Arc<OwnerKey>>,
    /// Keys that are not on disk yet: forgetting one would let a second one be made.
    fresh: FxHashMap<Owner, Arc<OwnerKey>>,
}

impl Owners {
    pub(crate) fn new(master: Cipher) -> Self {
        let cache =
            Cache { young: FxHashMap::default(), old: FxHashMap::default(), fresh: FxHashMap::default() };
        Owners { master, cache: Mutex::new(cache), written: AtomicU64::new(0) }
    }

    /// The key, if it is in memory.
    pub(crate) fn cached(&self, owner: Owner) -> Option<Arc<OwnerKey>> {
        self.lock().find(owner)
    }

    /// To be taken before the table is read; [`Owners::make`] wants it.
    pub(crate) fn written(&self) -> u64 {
        self.written.load(Ordering::Acquire)
    }

    /// Keeps the key that stands in a row. Errors: the row is not what this master key wrote.
    pub(crate) fn load(&self, owner: Owner, row: Vec<u8>) -> Result<Arc<OwnerKey>, SealFault> {
        let key = Arc::new(OwnerKey {
            cipher: Cipher::new(&*self.unwrap(owner, row)?),
            wrapped: Vec::new(),
            stored: AtomicBool::new(true),
        });
        let mut cache = self.lock();
        Ok(cache.find(owner).unwrap_or_else(|| {
            cache.keep(owner, key.clone());
            key
        }))
    }

    /// A new key for an owner that had no row when `written` was taken. `None`: look again.
    pub(crate) fn make(
        &self,
        owner: Owner,
        bytes: &Zeroizing<[u8; 32]>,
        written: u64,
    ) -> Option<Arc<OwnerKey>> {
        let wrapped = self.wrap(owner, bytes)?;
        let mut cache = self.lock();
        if let Some(key) = cache.find(owner) {
            return Some(key);
        }
        if self.written() != written {
            return None;
        }
        let key = Arc::new(OwnerKey { cipher: Cipher::new(bytes), wrapped, stored: AtomicBool::new(false) });
        cache.fresh.insert(owner, key.clone());
        Some(key)
    }

    /// The key's row is on disk.
    pub(crate) fn stored(&self, owner: Owner, key: &Arc<OwnerKey>) {
        let mut cache = self.lock();
        self.written.fetch_add(1, Ordering::AcqRel);
        key.stored.store(true, Ordering::Release);
        if cache.fresh.get(&owner).is_some_and(|fresh| Arc::ptr_eq(fresh, key)) {
            cache.fresh.remove(&owner);
            cache.keep(owner, key.clone());
        }
    }

    /// Forgets the unwritten keys of a shard: whether one of them came to disk, only reading tells.
    pub(crate) fn forget_fresh(&self, shard: Shard) {
        let mut cache = self.lock();
        self.written.fetch_add(1, Ordering::AcqRel);
        cache.fresh.retain(|owner, _| owner.shard() != shard);
    }

    /// The key's bytes out of its row.
    pub(crate) fn unwrap(&self, owner: Owner, row: Vec<u8>) -> Result<Zeroizing<[u8; 32]>, SealFault> {
        let row: WrappedKey = minicbor::decode(&row).map_err(|_| SealFault::Refused)?;
        let place_key = key::write(OwnerKeys::TAG, &OfOwner(owner));
        let place = Place { shard: owner.shard(), key: &place_key };
        let (_, bytes) = self.master.open(place, OwnerKeys::VERSION, row.wrapped)?;
        let bytes = Zeroizing::new(bytes);
        let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| SealFault::Refused)?;
        Ok(Zeroizing::new(bytes))
    }

    /// The row for a key.
    pub(crate) fn wrap(&self, owner: Owner, bytes: &Zeroizing<[u8; 32]>) -> Option<Vec<u8>> {
        let place_key = key::write(OwnerKeys::TAG, &OfOwner(owner));
        let place = Place { shard: owner.shard(), key: &place_key };
        let wrapped = self.master.seal(place, OwnerKeys::VERSION, Unsealed::copy(&**bytes))?;
        minicbor::to_vec(WrappedKey { master: FIRST_MASTER, wrapped }).ok()
    }

    fn lock(&self) -> MutexGuard<'_, Cache> {
        // Every change is one insert or remove, so a panic elsewhere leaves the maps whole.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cache {
    fn find(&mut self, owner: Owner) -> Option<Arc<OwnerKey>> {
        if let Some(key) = self.young.get(&owner).or_else(|| self.fresh.get(&owner)) {
            return Some(key.clone());
        }
        let key = self.old.remove(&owner)?;
        self.keep(owner, key.clone());
        Some(key)
    }

    fn keep(&mut self, owner: Owner, key: Arc<OwnerKey>) {
        if self.young.len() >= KEYS_PER_GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(owner, key);
    }
}

/// About 600 bytes each, so 10 MiB for both generations at most.
const KEYS_PER_GENERATION: usize = 8192;
const FIRST_MASTER: u32 = 1;
