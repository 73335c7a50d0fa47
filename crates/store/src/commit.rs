//! From a batch of rows in clear to groups for the engine, and what follows from their outcome.

use std::sync::Arc;

use kv::{BoxFuture, CommitError, Epoch, Group, Op, Shard};
use smallvec::SmallVec;

use crate::{
    batch::{Batch, Draft, Write},
    error::StoreError,
    ids::Owner,
    key::{self, OfOwner},
    owners::OwnerKey,
    seal::Place,
    store::Inner,
    table::Table,
    tables::OwnerKeys,
};

/// Keys by owner; of so few that looking through them is fastest.
#[derive(Default)]
struct Keys(SmallVec<[(Owner, Arc<OwnerKey>); 4]>);

impl Keys {
    fn get(&self, owner: Owner) -> Option<&Arc<OwnerKey>> {
        self.0.iter().find(|(known, _)| *known == owner).map(|(_, key)| key)
    }

    fn insert(&mut self, owner: Owner, key: Arc<OwnerKey>) {
        if self.get(owner).is_none() {
            self.0.push((owner, key));
        }
    }
}

type Results = Vec<Result<(), CommitError>>;

/// Seals and queues a batch. It is queued by the call itself when every key is at hand.
pub(crate) fn commit(inner: Arc<Inner>, batch: Batch) -> BoxFuture<'static, Result<Results, StoreError>> {
    if let Some(fault) = batch.fault {
        return Box::pin(std::future::ready(Err(fault)));
    }
    let mut keys = Keys::default();
    for hold in batch.holds {
        keys.insert(hold.owner, hold.key);
    }
    let missing = gather(&inner, &batch.groups, &mut keys);
    if missing.is_empty() {
        return match queue(&inner, batch.groups, keys) {
            Ok(queued) => Box::pin(queued.settle(inner)),
            Err(error) => Box::pin(std::future::ready(Err(error))),
        };
    }
    Box::pin(async move {
        for owner in missing {
            keys.insert(owner, inner.owner_key(owner).await?);
        }
        queue(&inner, batch.groups, keys)?.settle(inner).await
    })
}

/// Adds the keys that are in memory; gives the owners whose keys are not.
fn gather(inner: &Inner, groups: &[Draft], keys: &mut Keys) -> Vec<Owner> {
    let mut missing = Vec::new();
    for write in groups.iter().flat_map(|draft| &draft.writes) {
        let Write::Put { owner, .. } = write else { continue };
        if keys.get(*owner).is_some() || missing.contains(owner) {
            continue;
        }
        match inner.owners.cached(*owner) {
            Some(key) => {
                keys.insert(*owner, key);
            }
            None => missing.push(*owner),
        }
    }
    missing
}

/// A batch in the engine's queue.
struct Queued {
    outcome: BoxFuture<'static, Results>,
    /// Of each group: its shard and epoch, and the keys whose rows it writes.
    groups: Vec<(Shard, Epoch, Vec<Owner>)>,
    keys: Keys,
}

fn queue(inner: &Inner, drafts: Vec<Draft>, keys: Keys) -> Result<Queued, StoreError> {
    let mut batch = Vec::with_capacity(drafts.len());
    let mut groups = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let epoch = draft.epoch.unwrap_or_else(|| inner.shards.epoch(draft.shard));
        let mut ops = Vec::with_capacity(draft.writes.len());
        let mut new_keys = Vec::new();
        for write in draft.writes {
            match write {
                Write::Plain(op) => ops.push(op),
                Write::Put { owner, key, version, record } => {
                    let unsealable = CommitError::Unknown("the record cannot be sealed".into());
                    let owner_key = keys.get(owner).ok_or_else(|| unsealable.clone())?;
                    if !owner_key.is_stored() && !new_keys.contains(&owner) {
                        new_keys.push(owner);
                        ops.push(key_row(owner, owner_key));
                    }
                    let place = Place { shard: draft.shard, key: &key };
                    let value = owner_key.cipher.seal(place, version, record).ok_or(unsealable)?;
                    ops.push(Op::Set { key, value });
                }
            }
        }
        groups.push((draft.shard, epoch, new_keys));
        batch.push(Group { shard: draft.shard, epoch, ops, depends_on: draft.depends_on });
    }
    Ok(Queued { outcome: inner.engine.commit(batch), groups, keys })
}

fn key_row(owner: Owner, owner_key: &OwnerKey) -> Op {
    Op::Set { key: key::write(OwnerKeys::TAG, &OfOwner(owner)), value: owner_key.wrapped.clone() }
}

impl Queued {
    /// Waits for the outcome and draws the consequences: keys that are on disk now, shards to take anew.
    async fn settle(self, inner: Arc<Inner>) -> Result<Results, StoreError> {
        let results = self.outcome.await;
        for (result, (shard, epoch, new_keys)) in results.iter().zip(&self.groups) {
            if result.is_ok() {
                for owner in new_keys {
                    if let Some(key) = self.keys.get(*owner) {
                        inner.owners.stored(*owner, key);
                    }
                }
                continue;
            }
            // The group's own failure is the answer; if the shard cannot be had, the next commit says so.
            let _renewed = inner.shards.renew(&*inner.engine, &inner.owners, *shard, *epoch).await;
        }
        Ok(results)
    }
}
