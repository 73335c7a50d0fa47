//! The epoch under which each shard is held here.

use std::sync::atomic::{AtomicU64, Ordering};

use kv::{Engine, Epoch, SHARDS, Shard};

use crate::{error::StoreError, owners::Owners};

/// One epoch for each shard; never goes back.
pub(crate) struct Shards(Vec<AtomicU64>);

impl Shards {
    /// Takes every shard: this process holds all.
    pub(crate) async fn claim_all(engine: &dyn Engine) -> Result<Self, StoreError> {
        // All are asked before the first answer is awaited, so it takes one round and not 4096.
        let asked: Vec<_> = (0..SHARDS).map(|shard| engine.claim(Shard(shard))).collect();
        let mut epochs = Vec::with_capacity(asked.len());
        for answer in asked {
            epochs.push(AtomicU64::new(answer.await?.0));
        }
        Ok(Shards(epochs))
    }

    /// The epoch in force; 0, which no engine takes, for a shard that is not there.
    pub(crate) fn epoch(&self, shard: Shard) -> Epoch {
        Epoch(self.0.get(usize::from(shard.0)).map_or(0, |epoch| epoch.load(Ordering::Acquire)))
    }

    /// Takes a shard anew after a group failed under `failed`, unless somebody has done so already.
    pub(crate) async fn renew(
        &self,
        engine: &dyn Engine,
        owners: &Owners,
        shard: Shard,
        failed: Epoch,
    ) -> Result<(), StoreError> {
        let Some(epoch) = self.0.get(usize::from(shard.0)) else { return Ok(()) };
        if epoch.load(Ordering::Acquire) > failed.0 {
            return Ok(());
        }
        let claimed = engine.claim(shard).await?;
        // Before the new epoch is told: whoever decides under it must not use a key that is perhaps not stored.
        owners.forget_fresh(shard);
        epoch.fetch_max(claimed.0, Ordering::AcqRel);
        Ok(())
    }
}
