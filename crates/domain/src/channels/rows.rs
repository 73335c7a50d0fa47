//! Rows of one table with a bounded memory in front, for rows that are written together with others of other tables.
//!
//! Who changes rows holds the channel's gate; who only reads needs nothing: what was read while something was
//! written is not remembered, so an old row never replaces a new one.

use std::{
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use store::{Store, StoreError, Table};

use crate::cache::Cache;

type Row<T> = Option<Arc<<T as Table>::Record>>;

/// The rows of table `T`.
pub(super) struct Rows<T: Table> {
    store: Store,
    kept: Mutex<Kept<T>>,
}

struct Kept<T: Table> {
    cache: Cache<T::Key, Row<T>>,
    /// Rises with each write.
    changes: u64,
}

impl<T: Table> Rows<T>
where
    T::Key: Hash + Eq + Clone,
{
    /// Remembers at most twice `generation_max` rows.
    pub(super) fn new(store: Store, generation_max: usize) -> Self {
        Rows { store, kept: Mutex::new(Kept { cache: Cache::new(generation_max), changes: 0 }) }
    }

    /// The row, if it is remembered whether there is one.
    pub(super) fn remembered(&self, key: &T::Key) -> Option<Row<T>> {
        self.lock().cache.get(key)
    }

    /// The row.
    pub(super) async fn get(&self, key: &T::Key) -> Result<Row<T>, StoreError> {
        let seen = {
            let mut kept = self.lock();
            if let Some(row) = kept.cache.get(key) {
                return Ok(row);
            }
            kept.changes
        };
        let row = self.store.get::<T>(key).await?.map(Arc::new);
        let mut kept = self.lock();
        if kept.changes == seen {
            kept.cache.put(key.clone(), row.clone());
        }
        Ok(row)
    }

    /// Remembers what was written.
    pub(super) fn written(&self, key: &T::Key, row: T::Record) {
        let mut kept = self.lock();
        kept.changes += 1;
        kept.cache.put(key.clone(), Some(Arc::new(row)));
    }

    /// Forgets a row whose write has failed or whose outcome is unknown.
    pub(super) fn forget(&self, key: &T::Key) {
        let mut kept = self.lock();
        kept.changes += 1;
        kept.cache.forget(key);
    }

    fn lock(&self) -> MutexGuard<'_, Kept<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
