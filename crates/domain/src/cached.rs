//! Rows of one table with a bounded memory in front, so that the hot path reads no store.
//!
//! Absent rows are remembered too. Whoever changes a row holds its lock from reading to keeping; whoever fills
//! the memory holds it as well, so an old row never replaces a new one. Whoever reads many rows at once holds no
//! locks: what was read while any row was kept or forgotten is not remembered.

use std::{
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

use store::{Batch, Store, StoreError, Table};
use tokio::sync::MutexGuard;

use crate::{cache::Cache, locks::Locks};

type Row<T> = Option<Arc<<T as Table>::Record>>;

/// The rows of table `T`.
pub(crate) struct CachedRows<T: Table> {
    store: Store,
    kept: Mutex<Kept<T>>,
    locks: Locks,
}

struct Kept<T: Table> {
    cache: Cache<T::Key, Row<T>>,
    /// Rises with each row that is kept or forgotten.
    changes: u64,
}

/// How far a table's rows had changed before something was read.
#[derive(Clone, Copy)]
pub(crate) struct Since(u64);

impl<T: Table> CachedRows<T>
where
    T::Key: Hash + Eq + Clone,
{
    /// Remembers at most twice `generation_max` rows.
    pub(crate) fn new(store: Store, generation_max: usize) -> Self {
        let kept = Kept { cache: Cache::new(generation_max), changes: 0 };
        CachedRows { store, kept: Mutex::new(kept), locks: Locks::new() }
    }

    /// The row, if it is remembered whether there is one.
    pub(crate) fn remembered(&self, key: &T::Key) -> Option<Row<T>> {
        self.kept().cache.get(key)
    }

    /// The row.
    pub(crate) async fn get(&self, key: &T::Key) -> Result<Row<T>, StoreError> {
        if let Some(row) = self.remembered(key) {
            return Ok(row);
        }
        // Boxed, as all that is rare on the hot path: whoever asks keeps room for what he may wait in.
        Box::pin(self.read(key)).await
    }

    async fn read(&self, key: &T::Key) -> Result<Row<T>, StoreError> {
        let _lock = self.lock(key).await;
        self.get_locked(key).await
    }

    /// The lock of a row.
    pub(crate) async fn lock(&self, key: &T::Key) -> Option<MutexGuard<'_, ()>> {
        self.locks.of(key).await
    }

    /// The row, for whoever holds its lock.
    pub(crate) async fn get_locked(&self, key: &T::Key) -> Result<Row<T>, StoreError> {
        if let Some(row) = self.remembered(key) {
            return Ok(row);
        }
        let row = self.store.get::<T>(key).await?.map(Arc::new);
        self.keep(key, row.clone());
        Ok(row)
    }

    /// Remembers what was written, for whoever holds the row's lock.
    pub(crate) fn keep(&self, key: &T::Key, row: Row<T>) {
        let mut kept = self.kept();
        kept.changes += 1;
        kept.cache.put(key.clone(), row);
    }

    /// To be taken before rows are read that are offered then.
    pub(crate) fn since(&self) -> Since {
        Since(self.kept().changes)
    }

    /// Remembers what was read, unless something changed meanwhile. For whoever holds no lock.
    pub(crate) fn offer(&self, key: &T::Key, row: Row<T>, since: Since) {
        let mut kept = self.kept();
        if kept.changes == since.0 {
            kept.cache.put(key.clone(), row);
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept<T>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets a row whose write has failed or whose outcome is unknown.
    pub(crate) fn forget(&self, key: &T::Key) {
        let mut kept = self.kept();
        kept.changes += 1;
        kept.cache.forget(key);
    }

    /// Writes the row (deletes it, where it is none) for whoever holds its lock.
    pub(crate) async fn write_locked(
        &self,
        key: &T::Key,
        row: Option<T::Record>,
    ) -> Result<Row<T>, StoreError> {
        self.write_locked_with(key, row, self.store.batch()).await
    }

    /// As [`CachedRows::write_locked`], with what else stands in `batch`.
    pub(crate) async fn write_locked_with(
        &self,
        key: &T::Key,
        row: Option<T::Record>,
        mut batch: Batch,
    ) -> Result<Row<T>, StoreError> {
        match &row {
            Some(record) => batch.put::<T>(key, record),
            None => batch.delete::<T>(key),
        }
        if let Err(error) = self.store.commit(batch).await {
            self.forget(key);
            return Err(error);
        }
        let row = row.map(Arc::new);
        self.keep(key, row.clone());
        Ok(row)
    }
}
