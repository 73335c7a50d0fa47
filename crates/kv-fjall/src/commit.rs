//! The commit thread: takes whatever waits while the last sync ran, writes it as one, syncs once, shows it to
//! readers, answers.
//!
//! It never waits for a timer, and never tries a failed write or sync again: what the disk then holds, only a
//! new start can tell.

use std::{io, sync::Arc};

use kv::{ClaimError, CommitError, Epoch, Group, Op, fence::Fence, reply::Sender};

use crate::{
    engine::Shared,
    health::Health,
    log::{Log, LogError},
    queue::Job,
};

/// Ends when the queue is closed and empty.
pub(crate) fn run(shared: Arc<Shared>, log: Log, start: u32) {
    let guard = StopOnEnd(shared.clone());
    let mut thread = Thread { shared, log, fence: Fence::new(start), logged: 0 };
    while let Some(jobs) = thread.shared.queue.take() {
        thread.wait_for_room();
        thread.work(jobs);
        // Those who were answered have the next thing to write: on a busy machine they get the core first, and
        // what they bring rides in one sync.
        std::thread::yield_now();
    }
    thread.log.end();
    drop(guard);
}

/// Results of one batch, given out once the write has ended.
type Results = Vec<Result<(), CommitError>>;
/// What a claim gave.
type Claimed = Result<Epoch, ClaimError>;

struct Thread {
    shared: Arc<Shared>,
    log: Log,
    fence: Fence,
    /// Bytes of the log since the last freeze.
    logged: u64,
}

/// What rides in one write.
#[derive(Default)]
struct Ride {
    groups: Vec<Group>,
    /// Keys and values together.
    bytes: u64,
    commits: Vec<(Sender<Results>, Results)>,
    claims: Vec<(Sender<Claimed>, Claimed)>,
    freezes: Vec<Sender<u64>>,
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
                        results.push(self.admit(index, group, &results, full, &mut ride));
                    }
                    ride.commits.push((sender, results));
                }
                Job::Claim { shard, sender } => {
                    let claimed = self.fence.claim(shard);
                    ride.claims.push((sender, claimed));
                }
                Job::Freeze { sender } => ride.freezes.push(sender),
            }
            if ride.bytes > RIDE_BYTES_MAX {
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
        ride: &mut Ride,
    ) -> Result<(), CommitError> {
        if let Health::Stopped(reason) = self.shared.monitor.health() {
            return Err(CommitError::Stopped(reason));
        }
        self.fence.admit(index, &group, earlier)?;
        if full {
            self.fence.break_off(group.shard, group.epoch);
            return Err(CommitError::Full);
        }
        ride.bytes += group.ops.iter().map(bytes).sum::<u64>();
        ride.groups.push(group);
        Ok(())
    }

    /// Writes, syncs, shows, and answers.
    fn finish(&mut self, mut ride: Ride) {
        let groups = std::mem::take(&mut ride.groups);
        if !groups.is_empty()
            && let Err(error) = self.write(groups, ride.bytes)
        {
            let applied = ride.commits.iter_mut().flat_map(|(_, results)| results);
            applied.filter(|result| result.is_ok()).for_each(|result| *result = Err(error.clone()));
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
        if self.log.wants_spare() {
            self.shared.overlay.tell(|signs| signs.work = true);
        }
        // The answers are out: nobody waits for this.
        if !ride.freezes.is_empty() || self.is_due() && self.may_freeze() {
            let frozen = self.freeze();
            ride.freezes.into_iter().for_each(|sender| sender.send(frozen));
        }
    }

    fn write(&mut self, groups: Vec<Group>, bytes: u64) -> Result<(), CommitError> {
        let written = self.log.append(groups.iter().map(|group| (group.shard, group.ops.as_slice())));
        match written {
            Ok(logged) => {
                self.logged += logged;
                self.shared.monitor.written(bytes);
                let view = self.shared.overlay.view();
                groups.into_iter().for_each(|group| view.active.apply(group.shard, group.ops));
                view.active.set_last(self.log.last());
                Ok(())
            }
            Err(LogError::Full) => {
                // Nothing was written, so nothing is unknown; all of the ride is refused.
                groups.iter().for_each(|group| self.fence.break_off(group.shard, group.epoch));
                self.shared.monitor.set(Health::Full);
                Err(CommitError::Full)
            }
            Err(LogError::Failed(error)) => {
                let reason = reason(&error);
                self.shared.monitor.set(Health::Stopped(reason.clone()));
                Err(CommitError::Unknown(reason))
            }
        }
    }

    /// Whether what is in memory or in the log should go to the tree.
    fn is_due(&self) -> bool {
        let config = &self.shared.config;
        let bytes = self.shared.overlay.view().active.bytes();
        bytes >= config.generation_bytes || self.logged >= config.log_bytes && bytes > 0
    }

    fn may_freeze(&self) -> bool {
        self.shared.overlay.view().frozen.len() < FROZEN_MAX
    }

    /// Gives the number of the newest generation that is frozen.
    fn freeze(&mut self) -> u64 {
        let view = self.shared.overlay.view();
        if view.active.bytes() == 0 {
            return view.active.number - 1;
        }
        self.logged = 0;
        self.shared.overlay.freeze()
    }

    /// Memory has its bound: when the tree cannot keep up, those who write wait.
    fn wait_for_room(&mut self) {
        if !self.is_due() {
            return;
        }
        let may_freeze = self.shared.overlay.wait(|signs| match self.may_freeze() {
            true => Some(true),
            // Nobody may wait for what may never come; writes are refused then.
            false => (signs.halted || signs.no_room).then_some(false),
        });
        if may_freeze {
            self.freeze();
        }
    }

    /// Asked before each write: handing over and merging need room, and must not come to the end of it.
    fn is_full(&self) -> bool {
        let full = !self.shared.has_room(self.shared.config.reserve_bytes)
            || self.is_due() && self.shared.overlay.wait(|signs| Some(signs.no_room));
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

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".into(),
        _ => format!("the disk failed: {error}"),
    }
}

fn bytes(op: &Op) -> u64 {
    let (one, other) = match op {
        Op::Set { key, value } => (key.len(), value.len()),
        Op::Delete { key } => (key.len(), 0),
        Op::DeleteRange { from, to } => (from.len(), to.len()),
    };
    (one + other) as u64
}

/// A write is cut here, so that one long queue does not become one long wait.
const RIDE_BYTES_MAX: u64 = 4 << 20;
/// So many generations may wait to be handed over.
const FROZEN_MAX: usize = 2;
