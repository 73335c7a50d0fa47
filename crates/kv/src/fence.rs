//! Who may write to which shard: the part of the trait's promise that every engine of one process keeps in
//! memory. It decides; it writes nothing.

use crate::{ClaimError, CommitError, Epoch, Group, SHARDS, Shard, limits};

/// The epochs of all shards. Every epoch it gives is above those of earlier starts.
pub struct Fence {
    start: u32,
    claims: u32,
    /// By shard.
    held: Vec<Held>,
}

#[derive(Clone, Copy, Default)]
struct Held {
    /// 0 before the first claim.
    epoch: Epoch,
    /// A group failed under this epoch: nothing further is taken under it.
    broken: bool,
}

impl Fence {
    /// `start` counts the starts of this store, so that an epoch never comes back.
    pub fn new(start: u32) -> Self {
        Fence { start, claims: 0, held: vec![Held::default(); usize::from(SHARDS)] }
    }

    /// Takes a shard anew.
    pub fn claim(&mut self, shard: Shard) -> Result<Epoch, ClaimError> {
        let Some(held) = self.held.get_mut(usize::from(shard.0)) else {
            return Err(ClaimError::NoSuchShard(shard.0));
        };
        let Some(claims) = self.claims.checked_add(1) else {
            return Err(ClaimError::Stopped("all epochs of this start are used up".into()));
        };
        self.claims = claims;
        let epoch = Epoch(u64::from(self.start) << 32 | u64::from(claims));
        *held = Held { epoch, broken: false };
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
        if let Some(held) = self.held.get_mut(usize::from(shard.0)).filter(|held| held.epoch == epoch) {
            held.broken = true;
        }
    }

    fn judge(
        &self,
        index: usize,
        group: &Group,
        earlier: &[Result<(), CommitError>],
    ) -> Result<(), CommitError> {
        match self.held.get(usize::from(group.shard.0)) {
            // A number too large is told below, by its name.
            None => {}
            Some(held) if held.epoch != group.epoch || group.epoch == Epoch(0) => {
                return Err(CommitError::StaleEpoch);
            }
            Some(held) if held.broken => return Err(CommitError::EarlierFailed),
            Some(_) => {}
        }
        limits::check(index, group)?;
        let depends = group.depends_on.and_then(|on| earlier.get(on));
        if depends.is_some_and(Result::is_err) { Err(CommitError::DependencyFailed) } else { Ok(()) }
    }
}
