//! The handle: reading, queueing, closing. How a folder is opened is `open`'s.

use std::{
    fs::File,
    future::ready,
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use kv::{
    BoxFuture, ClaimError, CommitError, Direction, Engine, Epoch, Group, Pair, ReadError, Shard, reply::reply,
};

use crate::{
    config::Config,
    error::OpenError,
    health::{Health, Monitor, Stats},
    log::pool::Pool,
    merge, open,
    overlay::{Ending, Overlay},
    queue::{Job, Queue},
    signal::Signal,
    tree::Tree,
};

/// An open folder. Dropped, it does what waits in its queue and closes; [`Fjall::close`] also makes the next
/// start quick.
pub struct Fjall {
    pub(crate) shared: Arc<Shared>,
    threads: Mutex<Threads>,
}

pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) tree: Tree,
    pub(crate) overlay: Overlay,
    pub(crate) pool: Arc<Pool>,
    /// Asks for a look at what is to be merged.
    pub(crate) merging: Signal,
    pub(crate) queue: Queue,
    pub(crate) monitor: Monitor,
    /// Last, so that the folder is free only when all else is closed.
    pub(crate) _lock: File,
}

/// Each is taken when it is joined.
#[derive(Default)]
pub(crate) struct Threads {
    pub(crate) commit: Option<JoinHandle<()>>,
    pub(crate) hand_over: Option<JoinHandle<()>>,
    pub(crate) merge: Option<JoinHandle<()>>,
}

impl Fjall {
    /// Opens the folder, or makes it, and starts the engine's threads. Blocks while the log is read back.
    pub fn open(config: Config) -> Result<Fjall, OpenError> {
        let (shared, threads) = open::open(config)?;
        Ok(Fjall { shared, threads: Mutex::new(threads) })
    }

    /// Whether writes are taken.
    pub fn health(&self) -> Health {
        self.shared.monitor.health()
    }

    /// What has been done since the folder was opened.
    pub fn stats(&self) -> Stats {
        self.shared.monitor.stats()
    }

    /// Calls of `fdatasync` for commits since the folder was opened.
    pub fn syncs(&self) -> u64 {
        self.stats().syncs
    }

    /// Why runs of the tree are not merged any more, if they are not: some of it cannot be read. Everything else
    /// goes on, and slowly becomes slower.
    pub fn merging_failure(&self) -> Option<String> {
        self.shared.monitor.merging_failure()
    }

    /// Does what waits in the queue, refuses what comes later, and hands everything to the tree, so that the
    /// next start has no log to read. Blocks. Everything answered was on disk before.
    pub fn close(&self) {
        let healthy = self.health() == Health::Writing;
        self.stop(if healthy { Ending::Empty } else { Ending::Now });
    }

    /// Merges everything into as few bytes as it takes. Blocks, for minutes on a large store.
    pub fn compact(&self) -> io::Result<()> {
        self.hand_over_all().map_err(io::Error::other)?;
        merge::all(&self.shared.tree).map_err(io::Error::other)
    }

    fn stop(&self, ending: Ending) {
        self.shared.queue.close();
        let mut threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let threads = std::mem::take(&mut *threads);
        let Some(commit) = threads.commit else { return };
        // A panic of a thread has been told to everyone who waits by then.
        let _ended = commit.join();
        self.shared.tree.halt();
        self.shared.merging.end();
        if ending == Ending::Empty && self.shared.overlay.view().active.bytes() > 0 {
            self.shared.overlay.freeze();
        }
        self.shared.overlay.tell(|signs| signs.ending = Some(ending));
        for thread in [threads.hand_over, threads.merge].into_iter().flatten() {
            let _ended = thread.join();
        }
        let view = self.shared.overlay.view();
        if ending == Ending::Empty && view.frozen.is_empty() && view.active.bytes() == 0 {
            // The next start looks at what is left of it, and it costs that start a moment.
            let _cleared = self.shared.pool.clear();
        }
    }
}

impl Drop for Fjall {
    fn drop(&mut self) {
        self.stop(Ending::Now);
    }
}

impl Engine for Fjall {
    fn get<'a>(&'a self, shard: Shard, key: &'a [u8]) -> BoxFuture<'a, Result<Option<Vec<u8>>, ReadError>> {
        Box::pin(ready(self.shared.get(shard, key)))
    }

    fn get_many<'a>(
        &'a self,
        shard: Shard,
        keys: &'a [Vec<u8>],
    ) -> BoxFuture<'a, Result<Vec<Option<Vec<u8>>>, ReadError>> {
        Box::pin(ready(self.shared.get_many(shard, keys)))
    }

    fn scan<'a>(
        &'a self,
        shard: Shard,
        from: &'a [u8],
        to: &'a [u8],
        limit: usize,
        direction: Direction,
    ) -> BoxFuture<'a, Result<Vec<Pair>, ReadError>> {
        Box::pin(ready(self.shared.scan(shard, from, to, limit, direction)))
    }

    fn commit(&self, batch: Vec<Group>) -> BoxFuture<'static, Vec<Result<(), CommitError>>> {
        let groups = batch.len();
        let (sender, outcome) = reply();
        if self.shared.queue.push(Job::Commit { batch, sender }).is_some() {
            let stopped = CommitError::Stopped("closed".into());
            return Box::pin(ready(vec![Err(stopped); groups]));
        }
        Box::pin(async move {
            let lost = || vec![Err(CommitError::Unknown("the commit thread has ended".into())); groups];
            outcome.await.unwrap_or_else(lost)
        })
    }

    fn claim(&self, shard: Shard) -> BoxFuture<'_, Result<Epoch, ClaimError>> {
        let (sender, outcome) = reply();
        // Given back or dropped, the job's sender says so through the outcome.
        drop(self.shared.queue.push(Job::Claim { shard, sender }));
        Box::pin(async move { outcome.await.unwrap_or_else(|| Err(ClaimError::Stopped("closed".into()))) })
    }
}

impl Shared {
    /// Whether the disk has so many bytes left. Whoever cannot ask does not know that it is full; the write
    /// itself will tell.
    pub(crate) fn has_room(&self, bytes: u64) -> bool {
        let free = match &self.config.hooks.free_bytes {
            Some(free_bytes) => free_bytes(),
            None => free_on_disk(&self.config.folder),
        };
        free.map_or(true, |free| free >= bytes)
    }
}

fn free_on_disk(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}
