//! Opening a store: making it when there is none, and refusing one that is another's or newer.

use std::sync::Arc;

use kv::{Engine, Group, Op};
use world::World;
use zeroize::Zeroizing;

use crate::{
    error::StoreError,
    ids::{Owner, Pts},
    key::{self, OfOwner, Only},
    owners::Owners,
    records::server_meta::ServerMeta,
    seal::{self, MasterKey},
    shards::Shards,
    store::{Inner, Store},
    table::Table,
    tables::{Meta, OwnerKeys},
};

/// The layout of the key space that this server writes.
pub const FORMAT: u32 = 1;

impl Store {
    /// Opens the store that `engine` keeps, or makes it. Takes every shard.
    ///
    /// Errors: [`StoreError::WrongMasterKey`], [`StoreError::NewerFormat`], and whatever the engine says.
    pub async fn open(
        engine: Arc<dyn Engine>,
        master_key: MasterKey,
        world: World,
    ) -> Result<Store, StoreError> {
        let owners = Owners::new(master_key.cipher());
        drop(master_key);
        let shards = Shards::claim_all(&*engine).await?;
        let system = system_key(&*engine, &owners, &shards, &world).await?;
        let hash_key = seal::keyed_state(&seal::derive(&system, b"merpati: keyed hashes"));
        let inner = Inner { engine, world, owners, shards, hash_key, incarnation: 1, step: 0 };
        let mut store = Store { inner: Arc::new(inner) };
        let meta = store.meta().await?;
        if let Some(inner) = Arc::get_mut(&mut store.inner) {
            inner.incarnation = meta.incarnation;
            inner.step = meta.step.unwrap_or(0);
        }
        Ok(store)
    }

    /// A new life begins with the next opening, in which each box leaves `step` pts out, so that what was counted
    /// in a life that was lost is not counted again. For a store that was restored, before anything else is
    /// written to it.
    pub async fn begin_incarnation(&self, step: Pts) -> Result<u32, StoreError> {
        let meta = self.meta().await?;
        let incarnation = meta.incarnation.saturating_add(1);
        let meta = ServerMeta { incarnation, step: Some(step), ..meta };
        let mut batch = self.batch();
        batch.put::<Meta>(&Only, &meta);
        self.commit(batch).await?;
        Ok(meta.incarnation)
    }

    /// The server's own row, made when it is not there.
    async fn meta(&self) -> Result<ServerMeta, StoreError> {
        if let Some(meta) = self.get::<Meta>(&Only).await? {
            if meta.format > FORMAT {
                return Err(StoreError::NewerFormat { found: meta.format, known: FORMAT });
            }
            return Ok(meta);
        }
        let created = self.inner.world.clock.now().seconds().into();
        let meta = ServerMeta { format: FORMAT, created, incarnation: 1, step: None };
        let mut batch = self.batch();
        batch.put::<Meta>(&Only, &meta);
        self.commit(batch).await?;
        Ok(meta)
    }
}

/// The server's own key: read, or made and on disk before anything is sealed with it.
async fn system_key(
    engine: &dyn Engine,
    owners: &Owners,
    shards: &Shards,
    world: &World,
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let shard = Owner::System.shard();
    let place = key::write(OwnerKeys::TAG, &OfOwner(Owner::System));
    let row = match engine.get(shard, &place).await? {
        Some(row) => row,
        None => {
            let bytes = Zeroizing::new(world.chance.bytes::<32>());
            let row = owners.wrap(Owner::System, &bytes).ok_or(StoreError::WrongMasterKey)?;
            let ops = vec![Op::Set { key: place, value: row.clone() }];
            let group = Group { shard, epoch: shards.epoch(shard), ops, depends_on: None };
            for result in engine.commit(vec![group]).await {
                result?;
            }
            row
        }
    };
    let bytes = owners.unwrap(Owner::System, row.clone()).map_err(|_| StoreError::WrongMasterKey)?;
    owners.load(Owner::System, row).map_err(|_| StoreError::WrongMasterKey)?;
    Ok(bytes)
}
