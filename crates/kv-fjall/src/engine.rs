//! The handle: opening, reading, queueing, closing.

use std::{
    fs::File,
    future::ready,
    io,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::Duration,
};

use fjall::{CompressionType, Database, Keyspace, KeyspaceCreateOptions, PersistMode};
use kv::{
    BoxFuture, ClaimError, CommitError, Direction, Engine, Epoch, Group, Pair, ReadError, Shard, reply::reply,
};

use crate::{
    commit,
    config::Config,
    error::OpenError,
    health::{Health, Monitor, Stats},
    journal,
    keys::own,
    marker,
    queue::{Job, Queue},
};

/// An open folder. Dropped, it does what waits in its queue and closes; [`Fjall::close`] also makes the next
/// start quick.
pub struct Fjall {
    pub(crate) shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) database: Database,
    pub(crate) rows: Keyspace,
    pub(crate) queue: Queue,
    pub(crate) monitor: Monitor,
    /// Last, so that the folder is free only when all else is closed.
    _lock: File,
}

impl Fjall {
    /// Opens the folder, or makes it, and starts the commit thread. Blocks while the journal is read back.
    pub fn open(config: Config) -> Result<Fjall, OpenError> {
        let failed = |error| OpenError::of(config.folder.clone(), error);
        let lock = marker::enter(&config.folder)?;
        journal::check(&config.folder, DATABASE)?;
        let database = Database::builder(config.folder.join(DATABASE))
            .cache_size(config.cache_bytes)
            .worker_threads(WORKERS)
            .max_journaling_size(JOURNALS_BYTES)
            .open()
            .map_err(failed)?;
        let rows = database.keyspace("rows", options).map_err(failed)?;
        let start = next_start(&database, &rows).map_err(failed)?;
        let (queue, monitor) = (Queue::new(), Monitor::new());
        let shared = Arc::new(Shared { config, database, rows, queue, monitor, _lock: lock });
        let thread = thread::Builder::new().name("kv-commit".into()).spawn({
            let shared = shared.clone();
            // What the journal gave back lies in memory already.
            let in_memory = shared.database.write_buffer_size();
            move || commit::run(shared, start, in_memory)
        });
        let thread =
            thread.map_err(|source| OpenError::Io { folder: shared.config.folder.clone(), source })?;
        Ok(Fjall { shared, thread: Mutex::new(Some(thread)) })
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

    /// Does what waits in the queue, refuses what comes later, and writes the memory out sorted, so that the
    /// next start has no journal to read. Blocks. Everything answered was on disk before.
    pub fn close(&self) {
        let healthy = self.health() == Health::Writing;
        self.stop_thread();
        if healthy && self.write_out() {
            // It costs the next start a look at the journal if this fails, and nothing else.
            let _emptied = self.empty_journal();
        }
    }

    /// Merges everything into as few bytes as it takes. Blocks, for minutes on a large store.
    pub fn compact(&self) -> io::Result<()> {
        // Not written out in time, it waits for the next time.
        let _all = self.write_out();
        self.shared.rows.major_compact().map_err(io::Error::other)?;
        self.let_go()
    }

    /// Fjall 3.1 keeps tables that were merged away until later writes have been written out.
    fn let_go(&self) -> io::Result<()> {
        for round in 0..2u8 {
            let mut batch = self.shared.database.batch().durability(Some(PersistMode::SyncData));
            batch.insert(&self.shared.rows, own("compacted"), [round]);
            batch.commit().map_err(io::Error::other)?;
            let _out = self.write_out();
        }
        Ok(())
    }

    /// Whether everything in memory now also lies in sorted tables on disk.
    fn write_out(&self) -> bool {
        if self.shared.rows.rotate_memtable().is_err() {
            return false;
        }
        // Fjall's own wait has no end when the disk fails meanwhile; the journal has everything anyway.
        for _ in 0..WRITE_OUT_POLLS {
            if self.shared.rows.sealed_memtable_count() == 0 {
                return true;
            }
            thread::sleep(WRITE_OUT_POLL);
        }
        false
    }

    /// Drops the journal's bytes once the tables have them and nobody writes any more: fjall 3.1 would keep up
    /// to 64 MB, read at each start and counted on disk.
    fn empty_journal(&self) -> io::Result<()> {
        let journals = journal::files(&self.shared.config.folder.join(DATABASE))?;
        // An older one beside it still has something that is not in the tables.
        if let [journal] = journals.as_slice() {
            let file = File::options().write(true).open(journal)?;
            file.set_len(0)?;
            file.sync_all()?;
        }
        Ok(())
    }

    fn stop_thread(&self) {
        self.shared.queue.close();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // A panic of the thread has been told to every caller by then.
            let _ended = thread.join();
        }
    }
}

impl Drop for Fjall {
    fn drop(&mut self) {
        self.stop_thread();
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
    /// The room left where the folder lies.
    pub(crate) fn free_bytes(&self) -> io::Result<u64> {
        if let Some(free_bytes) = &self.config.hooks.free_bytes {
            return free_bytes();
        }
        free_on_disk(&self.config.folder)
    }
}

fn options() -> KeyspaceCreateOptions {
    // Values are sealed, hence noise: a block gains nothing by being compressed.
    let none = fjall::config::CompressionPolicy::all(CompressionType::None);
    // Owners lie all over the keys, so every merge of new runs rewrites the whole level below: fewer, larger ones.
    let merging = fjall::compaction::Leveled::default().with_l0_threshold(FRESH_RUNS_MAX);
    KeyspaceCreateOptions::default()
        .max_memtable_size(MEMTABLE_UNBOUND)
        .data_block_compression_policy(none)
        .compaction_strategy(Arc::new(merging))
}

/// Counts this start, on disk before it is used.
fn next_start(database: &Database, rows: &Keyspace) -> Result<u32, fjall::Error> {
    let key = own("start");
    let last = match rows.get(&key)? {
        None => 0,
        Some(bytes) => u32::from_be_bytes((*bytes).try_into().unwrap_or([0xff; 4])),
    };
    let start = last.checked_add(1).ok_or(fjall::Error::Unrecoverable)?;
    let mut batch = database.batch().durability(Some(PersistMode::SyncData));
    batch.insert(rows, key, start.to_be_bytes());
    batch.commit()?;
    Ok(start)
}

fn free_on_disk(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// One that writes memory out and merges. With two, fjall 3.1 lets one spin while the other merges.
const WORKERS: usize = 1;
/// So many runs that were written out of memory may wait to be merged.
const FRESH_RUNS_MAX: u8 = 8;
/// Never reached: the commit thread says when memory is written out. Left to itself, fjall 3.1 asks for it with
/// every commit until it is done, and with one worker the full queue of these asks ends in a deadlock.
const MEMTABLE_UNBOUND: u64 = 1 << 40;
/// Fjall's least: beyond this the memory is written out whatever it holds.
const JOURNALS_BYTES: u64 = 64 << 20;
/// Fjall's part of the folder.
const DATABASE: &str = "fjall";
const WRITE_OUT_POLL: Duration = Duration::from_millis(5);
const WRITE_OUT_POLLS: u32 = 1000;
