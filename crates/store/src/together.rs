//! Rows of one owner in several tables, read in one go: one look into the engine, and one for his key with it, instead
//! of one for each.

use std::sync::Arc;

use kv::Shard;

use crate::{
    error::StoreError,
    ids::Owner,
    key::{self, Key, OfOwner},
    owners::OwnerKey,
    store::{Store, open},
    table::Table,
    tables::OwnerKeys,
};

/// Which rows are wanted.
pub struct Together {
    owner: Owner,
    places: Vec<Vec<u8>>,
}

impl Together {
    /// Rows of this owner; none yet.
    pub fn of(owner: Owner) -> Self {
        Together { owner, places: Vec::new() }
    }

    /// Whether nothing is wanted.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// This row as well. One of another owner's is never found.
    pub fn ask<T: Table>(&mut self, key: &T::Key) {
        self.places.push(if key.owner() == self.owner { key::write(T::TAG, key) } else { Vec::new() });
    }
}

/// What was found, to be taken in the order in which it was asked for.
pub struct Found {
    shard: Shard,
    key: Option<Arc<OwnerKey>>,
    rows: std::vec::IntoIter<(Vec<u8>, Option<Vec<u8>>)>,
}

impl Found {
    /// The next row.
    ///
    /// # Errors
    /// Where it cannot be read, and where the next one is of another table.
    pub fn take<T: Table>(&mut self) -> Result<Option<T::Record>, StoreError> {
        let refused = StoreError::Refused { table: T::NAME };
        let Some((place, sealed)) = self.rows.next().filter(|(place, _)| place.first() == Some(&T::TAG))
        else {
            return Err(refused);
        };
        let Some(sealed) = sealed else { return Ok(None) };
        let key = self.key.as_ref().ok_or(refused)?;
        open::<T>(key, self.shard, &place, sealed).map(Some)
    }
}

impl Store {
    /// Rows of one owner in several tables, as of one moment.
    ///
    /// # Errors
    /// Where the engine fails, or the owner's key cannot be read.
    pub async fn together(&self, asked: Together) -> Result<Found, StoreError> {
        let Together { owner, mut places } = asked;
        let shard = owner.shard();
        let known = self.inner.owners.cached(owner);
        if known.is_none() {
            places.push(key::write(OwnerKeys::TAG, &OfOwner(owner)));
        }
        let mut found = self.inner.engine.get_many(shard, &places).await?;
        let key = match known {
            Some(key) => Some(key),
            None => match found.pop().flatten() {
                Some(row) => {
                    let loaded = self.inner.owners.load(owner, row);
                    Some(loaded.map_err(|fault| fault.of::<OwnerKeys>())?)
                }
                None => None,
            },
        };
        let rows: Vec<_> = places.into_iter().zip(found).collect();
        Ok(Found { shard, key, rows: rows.into_iter() })
    }
}
