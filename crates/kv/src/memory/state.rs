//! What the model's store holds, and what becomes of a group in it.

use std::{
    collections::{BTreeMap, VecDeque},
    ops::Bound,
};

use crate::{
    CommitError, Group, Op, ReadError, SHARDS, Shard,
    fence::Fence,
    memory::{Counts, Fault},
    reply::Sender,
};

/// Everything durable.
pub(super) type Data = BTreeMap<(Shard, Vec<u8>), Vec<u8>>;

pub(super) struct State {
    pub(super) data: Data,
    pub(super) fence: Fence,
    pub(super) start: u32,
    /// Batches that nobody has made durable yet. Unused when `at_once`.
    pub(super) queue: VecDeque<Queued>,
    pub(super) at_once: bool,
    pub(super) faults: Vec<(Option<Shard>, Fault)>,
    pub(super) delay: u32,
    pub(super) halt: Option<Halt>,
    pub(super) counts: Counts,
}

pub(super) struct Queued {
    pub(super) batch: Vec<Group>,
    pub(super) sender: Sender<Vec<Result<(), CommitError>>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    /// A sync failed: no more writes, reads go on.
    Writes,
    /// The process is gone.
    All,
}

impl State {
    pub(super) fn new(data: Data, start: u32, at_once: bool) -> Self {
        State {
            data,
            fence: Fence::new(start),
            start,
            queue: VecDeque::new(),
            at_once,
            faults: Vec::new(),
            delay: 0,
            halt: None,
            counts: Counts::default(),
        }
    }

    pub(super) fn count_read(&mut self, rows: usize) {
        self.counts.reads += 1;
        self.counts.rows_read += rows as u64;
    }

    pub(super) fn read(&self, shard: Shard) -> Result<&Data, ReadError> {
        if self.halt == Some(Halt::All) {
            return Err(ReadError::Closed);
        }
        if shard.0 >= SHARDS { Err(ReadError::NoSuchShard(shard.0)) } else { Ok(&self.data) }
    }

    /// Whether the front batch has to wait; counts one call of the wait down.
    pub(super) fn delayed(&mut self) -> bool {
        if self.delay == 0
            && let Some(front) = self.queue.front()
            && let Some(at) = self.faults.iter().position(|(shard, fault)| {
                matches!(fault, Fault::Delay(_)) && front.batch.iter().any(|group| strikes(*shard, group))
            })
            && let (_, Fault::Delay(calls)) = self.faults.remove(at)
        {
            self.counts.faults += 1;
            self.delay = calls;
        }
        let waits = self.delay > 0;
        self.delay = self.delay.saturating_sub(1);
        waits
    }

    pub(super) fn apply(&mut self, batch: Vec<Group>) -> Vec<Result<(), CommitError>> {
        let mut results = Vec::with_capacity(batch.len());
        for (index, group) in batch.into_iter().enumerate() {
            let result = self.apply_group(index, group, &results);
            if result.is_ok() {
                self.counts.applied += 1;
            } else {
                self.counts.refused += 1;
            }
            results.push(result);
        }
        results
    }

    fn apply_group(
        &mut self,
        index: usize,
        group: Group,
        earlier: &[Result<(), CommitError>],
    ) -> Result<(), CommitError> {
        if self.halt.is_some() {
            return Err(CommitError::Stopped("told to stop".into()));
        }
        self.fence.admit(index, &group, earlier)?;
        let (shard, epoch) = (group.shard, group.epoch);
        let result = match self.fault(&group) {
            None | Some(Fault::Delay(_)) => {
                self.write(group);
                return Ok(());
            }
            Some(Fault::Conflict) => Err(CommitError::StaleEpoch),
            Some(Fault::Full) => Err(CommitError::Full),
            Some(Fault::UnknownLost) => Err(CommitError::Unknown("told to lose it".into())),
            Some(Fault::UnknownApplied) => {
                self.write(group);
                Err(CommitError::Unknown("told to keep silent".into()))
            }
        };
        self.fence.break_off(shard, epoch);
        result
    }

    fn fault(&mut self, group: &Group) -> Option<Fault> {
        let fits = |(shard, fault): &(Option<Shard>, Fault)| {
            !matches!(fault, Fault::Delay(_)) && strikes(*shard, group)
        };
        let at = self.faults.iter().position(fits)?;
        self.counts.faults += 1;
        Some(self.faults.remove(at).1)
    }

    fn write(&mut self, group: Group) {
        let shard = group.shard;
        for op in group.ops {
            match op {
                Op::Set { key, value } => {
                    self.data.insert((shard, key), value);
                }
                Op::Delete { key } => {
                    self.data.remove(&(shard, key));
                }
                Op::DeleteRange { from, to } if from < to => {
                    let range = self.data.range(bounds(shard, &from, &to));
                    let gone: Vec<_> = range.map(|(key, _)| key.clone()).collect();
                    for key in gone {
                        self.data.remove(&key);
                    }
                }
                Op::DeleteRange { .. } => {}
            }
        }
    }
}

type Bounds = (Bound<(Shard, Vec<u8>)>, Bound<(Shard, Vec<u8>)>);

pub(super) fn bounds(shard: Shard, from: &[u8], to: &[u8]) -> Bounds {
    (Bound::Included((shard, from.to_vec())), Bound::Excluded((shard, to.to_vec())))
}

fn strikes(shard: Option<Shard>, group: &Group) -> bool {
    shard.is_none_or(|shard| shard == group.shard)
}
