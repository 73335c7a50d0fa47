//! The commit thread: takes whatever waits while the last sync ran, writes it as one, syncs once, answers.
//!
//! It never waits for a timer, and never tries a failed write or sync again: what the disk then holds, only a
//! new start can tell.

use std::{io, sync::Arc};

use fjall::PersistMode;
use kv::{ClaimError, CommitError, Epoch, Group, Op, Shard, fence::Fence, reply::Sender};

use crate::{engine::Shared, health::Health, keys::physical, queue::Job, stage::Stage};

/// Ends when the queue is closed and empty.
pub(crate) fn run(shared: Arc<Shared>, start: u32, in_memory: u64) {
    let _guard = StopOnEnd(shared.clone());
    let mut thread = Thread { shared, fence: Fence::new(start), in_memory };
    while let Some(jobs) = thread.shared.queue.take() {
        thread.work(jobs);
        // Those who were answered have the next thing to write: on a busy machine they get the core first, and
        // what they bring rides in one sync.
        std::thread::yield_now();
    }
}

/// Results of one batch, given out once the write has ended.
type Results = Vec<Result<(), CommitError>>;
/// What a claim gave.
type Claimed = Result<Epoch, ClaimError>;

struct Thread {
    shared: Arc<Shared>,
    fence: Fence,
    /// About what fjall holds in memory that is not written out sorted.
    in_memory: u64,
}

/// What rides in one write.
#[derive(Default)]
struct Ride {
    stage: Stage,
    commits: Vec<(Sender<Results>, Results)>,
    claims: Vec<(Sender<Claimed>, Claimed)>,
}

impl Thread {
    fn work(&mut self, jobs: Vec<Job>) {
        let mut ride = Ride::default();
        let mut full = None;
        for job in jobs {
            if let Some(before_take) = &self.shared.config.hooks.before_take {
                before_take();
            }
            match job {
                Job::Commit { batch, sender } => {
                    let full = *full.get_or_insert_with(|| self.is_full());
                    let mut results = Vec::with_capacity(batch.len());
                    for (index, group) in batch.into_iter().enumerate() {
                        results.push(self.admit(index, group, &results, full, &mut ride.stage));
                    }
                    ride.commits.push((sender, results));
                }
                Job::Claim { shard, sender } => {
                    let claimed = self.fence.claim(shard);
                    ride.claims.push((sender, claimed));
                }
            }
            if ride.stage.bytes() > RIDE_BYTES_MAX {
                self.finish(std::mem::take(&mut ride));
            }
        }
        self.finish(ride);
    }

    fn admit(
        &mut self,
        index: usize,
        group: Group,
        earlier: &[Result<(), CommitError>],
        full: bool,
        stage: &mut Stage,
    ) -> Result<(), CommitError> {
        if let Health::Stopped(reason) = self.shared.monitor.health() {
            return Err(CommitError::Stopped(reason));
        }
        self.fence.admit(index, &group, earlier)?;
        let refused = if full {
            CommitError::Full
        } else {
            match self.deleted_ranges(group.shard, &group.ops) {
                Ok(on_disk) => {
                    stage.add(group.shard, group.ops, on_disk);
                    return Ok(());
                }
                Err(error) => CommitError::Stopped(format!("a range to delete cannot be read: {error}")),
            }
        };
        self.fence.break_off(group.shard, group.epoch);
        Err(refused)
    }

    /// The keys on disk in each range that is to be deleted. Fjall 3.1 has no range deletes of its own.
    fn deleted_ranges(&self, shard: Shard, ops: &[Op]) -> Result<Vec<Vec<Vec<u8>>>, fjall::Error> {
        let mut ranges = Vec::new();
        for op in ops {
            let Op::DeleteRange { from, to } = op else { continue };
            let mut keys = Vec::new();
            if from < to {
                for entry in self.shared.rows.range(physical(shard, from)..physical(shard, to)) {
                    keys.push(entry.key()?.to_vec());
                }
            }
            ranges.push(keys);
        }
        Ok(ranges)
    }

    /// Writes, syncs, and answers.
    fn finish(&mut self, mut ride: Ride) {
        let (bytes, rows) = (ride.stage.bytes(), ride.stage.rows());
        let failure = if ride.stage.is_empty() { None } else { self.write(ride.stage).err() };
        match &failure {
            None if bytes > 0 => self.shared.monitor.written(bytes),
            None => {}
            Some(error) => {
                self.shared.monitor.set(Health::Stopped(reason(error)));
                let applied = ride.commits.iter_mut().flat_map(|(_, results)| results);
                applied.filter(|result| result.is_ok()).for_each(|result| *result = Err(outcome(error)));
            }
        }
        for (sender, results) in ride.commits {
            let failed = results.iter().filter(|result| result.is_err()).count() as u64;
            self.shared.monitor.count(results.len() as u64 - failed, failed);
            sender.send(results);
        }
        for (sender, claimed) in ride.claims {
            sender.send(match self.shared.monitor.health() {
                Health::Stopped(reason) => Err(ClaimError::Stopped(reason)),
                _ => claimed,
            });
        }
        self.in_memory += bytes + rows * ROW_OVERHEAD_BYTES;
        if failure.is_none() && self.in_memory > self.shared.config.memtable_bytes {
            self.in_memory = 0;
            // The answers are out: nobody waits for this, and what fails here the next write will hear of.
            let _asked = self.shared.rows.rotate_memtable();
        }
    }

    fn write(&self, stage: Stage) -> Result<(), fjall::Error> {
        if let Some(before_write) = &self.shared.config.hooks.before_write {
            before_write()?;
        }
        let mut batch = self.shared.database.batch().durability(Some(PersistMode::SyncData));
        for (key, value) in stage.into_writes() {
            match value {
                Some(value) => batch.insert(&self.shared.rows, key, value),
                None => batch.remove(&self.shared.rows, key),
            }
        }
        batch.commit()
    }

    /// Asked before each write: fjall takes no more writes once one has failed, so it must not come to that.
    fn is_full(&self) -> bool {
        let free = self.shared.free_bytes();
        // Whoever cannot ask does not know that it is full; the write itself will tell.
        let full = free.is_ok_and(|free| free < self.shared.config.reserve_bytes);
        self.shared.monitor.set(if full { Health::Full } else { Health::Writing });
        full
    }
}

/// A thread that ends, for whatever reason, leaves nobody waiting.
struct StopOnEnd(Arc<Shared>);

impl Drop for StopOnEnd {
    fn drop(&mut self) {
        self.0.monitor.set(Health::Stopped("closed".into()));
        self.0.queue.close();
        // What was pushed in between: dropping it tells the callers.
        drop(self.0.queue.take());
    }
}

/// What the caller hears of a group that rode in a write that failed.
fn outcome(error: &fjall::Error) -> CommitError {
    match error {
        // Fjall looked before it touched the journal.
        fjall::Error::Poisoned => CommitError::Stopped(reason(error)),
        _ => CommitError::Unknown(reason(error)),
    }
}

fn reason(error: &fjall::Error) -> String {
    match error {
        fjall::Error::Io(error) if error.kind() == io::ErrorKind::StorageFull => "the disk is full".into(),
        fjall::Error::Io(error) => format!("the disk failed: {error}"),
        fjall::Error::Poisoned => "an earlier write to the disk failed".into(),
        other => format!("writing failed: {other}"),
    }
}

/// A write is cut here, so that one long queue does not become one long wait.
const RIDE_BYTES_MAX: u64 = 4 << 20;
/// A row's share of the tree in memory beside its bytes, about.
const ROW_OVERHEAD_BYTES: u64 = 64;
