//! Typed access: reading rows, and the way to write them.

use std::sync::Arc;

use hmac::Hmac;
use kv::{BoxFuture, CommitError, Direction, Engine, Shard};
use sha2::Sha256;
use world::World;
use zeroize::Zeroizing;

use crate::{
    batch::{Batch, Hold},
    error::StoreError,
    ids::{Owner, Pts},
    key::{self, Key, OfOwner},
    owners::{OwnerKey, Owners},
    seal::{self, Place, SealFault},
    shards::Shards,
    table::{Rows, Table},
    tables::OwnerKeys,
};

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) world: World,
    pub(crate) owners: Owners,
    pub(crate) shards: Shards,
    /// Out of the server's own key, so that changing the master key changes no hash.
    /// Set up once: every call of a client checks a hash or makes one.
    pub(crate) hash_key: Hmac<Sha256>,
    pub(crate) incarnation: u32,
    pub(crate) step: Pts,
}

impl Store {
    /// One row.
    pub async fn get<T: Table>(&self, key: &T::Key) -> Result<Option<T::Record>, StoreError> {
        let place = key::write(T::TAG, key);
        match self.inner.engine.get(key.shard(), &place).await? {
            None => Ok(None),
            Some(sealed) => self.read::<T>(key.shard(), key.owner(), &place, sealed).await.map(Some),
        }
    }

    /// Many rows of one shard, in the order of the keys.
    pub async fn get_many<T: Table>(&self, keys: &[T::Key]) -> Result<Vec<Option<T::Record>>, StoreError> {
        let Some(shard) = keys.first().map(Key::shard) else { return Ok(Vec::new()) };
        if keys.iter().any(|key| key.shard() != shard) {
            return Err(StoreError::WrongShard { table: T::NAME });
        }
        let places: Vec<Vec<u8>> = keys.iter().map(|key| key::write(T::TAG, key)).collect();
        let found = self.inner.engine.get_many(shard, &places).await?;
        let mut records = Vec::with_capacity(found.len());
        let mut last = None;
        for ((key, place), sealed) in keys.iter().zip(&places).zip(found) {
            records.push(match sealed {
                None => None,
                Some(sealed) => {
                    let owner_key = self.owner_key::<T>(key.owner(), &mut last).await?;
                    Some(open::<T>(&owner_key, shard, place, sealed)?)
                }
            });
        }
        Ok(records)
    }

    /// The first `limit` rows of a range, from the end that `direction` names.
    pub async fn scan<T: Table>(
        &self,
        rows: Rows<T>,
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<(T::Key, T::Record)>, StoreError> {
        let Rows { shard, from, to, .. } = rows;
        let found = self.inner.engine.scan(shard, &from, &to, limit, direction).await?;
        let mut records = Vec::with_capacity(found.len());
        let mut last = None;
        for (place, sealed) in found {
            let key: T::Key = key::read(T::TAG, &place).ok_or(StoreError::Refused { table: T::NAME })?;
            let owner_key = self.owner_key::<T>(key.owner(), &mut last).await?;
            let record = open::<T>(&owner_key, shard, &place, sealed)?;
            records.push((key, record));
        }
        Ok(records)
    }

    /// The right to write for an owner, taken before the rows are read that a decision rests on. Makes the
    /// owner's key if there is none; it comes to disk with the first commit.
    pub async fn hold(&self, owner: Owner) -> Result<Hold, StoreError> {
        let shard = owner.shard();
        // The epoch first: with an older epoch and a newer key a commit fails, the other way round it would not.
        let epoch = self.inner.shards.epoch(shard);
        let key = self.inner.owner_key(owner).await?;
        Ok(Hold { owner, shard, epoch, key })
    }

    /// Whether what was decided under this hold can still be written.
    pub fn is_current(&self, hold: &Hold) -> bool {
        self.inner.shards.epoch(hold.shard) == hold.epoch
    }

    /// An empty batch.
    pub fn batch(&self) -> Batch {
        Batch::default()
    }

    /// Writes a batch; the first failure of any group is the answer. Where every owner written to has a hold
    /// in the batch, the call itself queues it, in order; the future waits for durability only.
    pub fn commit(&self, batch: Batch) -> BoxFuture<'static, Result<(), StoreError>> {
        let groups = self.commit_groups(batch);
        Box::pin(async move {
            for result in groups.await? {
                result?;
            }
            Ok(())
        })
    }

    /// As [`Store::commit`], with a result for each group. The error outside is for a batch that never
    /// reached the engine.
    pub fn commit_groups(
        &self,
        batch: Batch,
    ) -> BoxFuture<'static, Result<Vec<Result<(), CommitError>>, StoreError>> {
        crate::commit::commit(self.inner.clone(), batch)
    }

    /// A hash that tells nothing to who lacks the server's key, for keys that would tell a secret. `domain`
    /// keeps hashes of different ends apart ("phone", "username").
    pub fn keyed_hash(&self, domain: &str, bytes: &[u8]) -> [u8; 16] {
        let length = (domain.len() as u64).to_le_bytes();
        let hash = seal::keyed(&self.inner.hash_key, &[&length, domain.as_bytes(), bytes]);
        let mut short = [0; 16];
        short.iter_mut().zip(hash).for_each(|(to, from)| *to = from);
        short
    }

    /// How many lives the store has had: 1, and one more after each restore.
    pub fn incarnation(&self) -> u32 {
        self.inner.incarnation
    }

    /// How many pts a box leaves out when it enters this life; 0 in the first.
    pub fn step(&self) -> Pts {
        self.inner.step
    }

    async fn read<T: Table>(
        &self,
        shard: Shard,
        owner: Owner,
        place: &[u8],
        sealed: Vec<u8>,
    ) -> Result<T::Record, StoreError> {
        let owner_key = self.owner_key::<T>(owner, &mut None).await?;
        open::<T>(&owner_key, shard, place, sealed)
    }

    /// The key that seals an owner's rows; `last` is the one that was asked for before.
    async fn owner_key<T: Table>(
        &self,
        owner: Owner,
        last: &mut Option<(Owner, Arc<OwnerKey>)>,
    ) -> Result<Arc<OwnerKey>, StoreError> {
        if let Some((_, key)) = last.as_ref().filter(|(of, _)| *of == owner) {
            return Ok(key.clone());
        }
        let key = self.inner.known_key(owner).await?.ok_or(StoreError::Refused { table: T::NAME })?;
        *last = Some((owner, key.clone()));
        Ok(key)
    }
}

/// A record out of its sealed bytes.
pub(crate) fn open<T: Table>(
    key: &OwnerKey,
    shard: Shard,
    place: &[u8],
    sealed: Vec<u8>,
) -> Result<T::Record, StoreError> {
    let opened = key.cipher.open(Place { shard, key: place }, T::VERSION, sealed);
    let (_, record) = opened.map_err(|fault| fault.of::<T>())?;
    minicbor::decode(&record)
        .map_err(|error| StoreError::Malformed { table: T::NAME, reason: error.to_string() })
}

impl Inner {
    /// The owner's key; `None` if it has none.
    pub(crate) async fn known_key(&self, owner: Owner) -> Result<Option<Arc<OwnerKey>>, StoreError> {
        if let Some(key) = self.owners.cached(owner) {
            return Ok(Some(key));
        }
        match self.key_row(owner).await? {
            None => Ok(None),
            Some(row) => self.owners.load(owner, row).map(Some).map_err(|fault| fault.of::<OwnerKeys>()),
        }
    }

    /// The owner's key, made if it has none.
    pub(crate) async fn owner_key(&self, owner: Owner) -> Result<Arc<OwnerKey>, StoreError> {
        loop {
            let written = self.owners.written();
            if let Some(key) = self.known_key(owner).await? {
                return Ok(key);
            }
            let bytes = Zeroizing::new(self.world.chance.bytes::<32>());
            if let Some(key) = self.owners.make(owner, &bytes, written) {
                return Ok(key);
            }
        }
    }

    async fn key_row(&self, owner: Owner) -> Result<Option<Vec<u8>>, StoreError> {
        let place = key::write(OwnerKeys::TAG, &OfOwner(owner));
        Ok(self.engine.get(owner.shard(), &place).await?)
    }
}

impl SealFault {
    /// The fault as an error of its table.
    pub(crate) fn of<T: Table>(self) -> StoreError {
        match self {
            SealFault::Refused => StoreError::Refused { table: T::NAME },
            SealFault::Newer(found) => StoreError::Newer { table: T::NAME, found, known: T::VERSION },
        }
    }
}
