//! Who may write to which shard: the part of the trait's promise that every engine of one process keeps in
//! memory. It decides; it writes nothing.

use std::collections::BTreeMap;

use crate::{ClaimError, CommitError, Epoch, Group, SHARDS, Shard, limits};

/// The epochs of all shards. Every epoch it gives is above those of earlier starts.
pub struct Fence {
    start: u32,
    claims: u32,
    held: BTreeMap<Shard, Held>,
}

struct Held {
    epoch: Epoch,
    /// A group failed under this epoch: nothing further is taken under it.
    broken: bool,
}

impl Fence {
    /// `start` counts the starts of this store, so that an epoch never comes back.
    pub fn new(start: u32) -> Self {
        Fence { start, claims: 0, held: BTreeMap::new() }
    }

    /// Takes a shard anew.
    pub fn claim(&mut self, shard: Shard) -> Result<Epoch, ClaimError> {
        if shard.0 >= SHARDS {
            return Err(ClaimError::NoSuchShard(shard.0));
        }
        let Some(claims) = self.claims.checked_add(1) else {
            return Err(ClaimError::Stopped("all epochs of this start are used up".into()));
        };
        self.claims = claims;
        let epoch = Epoch(u64::from(self.start) << 32 | u64::from(claims));
        self.held.insert(shard, Held { epoch, broken: false });
        Ok(epoch)
    }

    /// Whether the group at `index` of its batch may be applied, given what became of those before it. A
    /// refusal breaks the shard's epoch.
    pub fn admit(
        &mut self,
        index: usize,
        group: &Group,
        earlier: &[Result<(), CommitError>],
    ) -> Result<(), CommitError> {
        let verdict = self.judge(index, group, earlier);
        if verdict.is_err() {
            self.break_off(group.shard, group.epoch);
        }
        verdict
    }

    /// Lets nothing further through under `epoch`: a group of it failed or has an unknown outcome.
    pub fn break_off(&mut self, shard: Shard, epoch: Epoch) {
        if let Some(held) = self.held.get_mut(&shard).filter(|held| held.epoch == epoch) {
            held.broken = true;
        }
    }

    fn judge(
        &self,
        index: usize,
        group: &Group,
        earlier: &[Result<(), CommitError>],
    ) -> Result<(), CommitError> {
        match self.held.get(&group.shard) {
            // A number too large is told below, by its name.
            _ if group.shard.0 >= SHARDS => {}
            Some(held) if held.epoch == group.epoch && held.broken => {
                return Err(CommitError::EarlierFailed);
            }
            Some(held) if held.epoch == group.epoch => {}
            _ => return Err(CommitError::StaleEpoch),
        }
        limits::check(index, group)?;
        let depends = group.depends_on.and_then(|on| earlier.get(on));
        if depends.is_some_and(Result::is_err) { Err(CommitError::DependencyFailed) } else { Ok(()) }
    }
}
