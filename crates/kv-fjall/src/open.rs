//! Opening a folder: the tree, then what the log has beyond it, then the threads.

use std::{
    fs::{self, File},
    path::Path,
    sync::Arc,
    thread::{Builder, JoinHandle},
};

use kv::{Op, ReadError, Shard};

use crate::{
    commit,
    config::Config,
    engine::{Shared, Threads},
    error::OpenError,
    generation::Generation,
    handover,
    health::Monitor,
    keys::{OWN, own_name},
    log::{Log, LogError, pool::Pool, replay::replay},
    marker,
    overlay::Overlay,
    queue::Queue,
    signal::Signal,
    tree::Tree,
    upgrade,
};

/// Opens the folder, or makes it, and starts its threads.
pub(crate) fn open(config: Config) -> Result<(Arc<Shared>, Threads), OpenError> {
    let folder = config.folder.clone();
    let failed = |source| OpenError::Io { folder: folder.clone(), source };
    let (lock, format) = marker::enter(&folder)?;
    let (at, logs) = (folder.join("tree"), folder.join("log"));
    if format < marker::FORMAT {
        upgrade::from_format_1(&folder, &at, config.cache_bytes)?;
    }
    let damaged = |error| OpenError::of(folder.clone(), error);
    let tree = Tree::open(&at, config.cache_bytes).map_err(damaged)?;
    let handed = tree.handed().map_err(damaged)?;
    make(&logs).map_err(failed)?;
    let replayed = Generation::new(1);
    let found = replay(&logs, handed, |parts| {
        parts.into_iter().for_each(|part| replayed.apply(part.shard, part.ops));
    })?;
    replayed.set_last(found.next - 1);
    let frozen = (replayed.bytes() > 0).then_some(replayed);
    let shared = Arc::new(Shared {
        tree,
        // What was read back goes to the tree at once: the next start has less to read.
        overlay: Overlay::new(Generation::new(2), frozen),
        pool: Arc::new(Pool::new(logs, found.files, found.next_name)),
        merging: Signal::default(),
        queue: Queue::new(),
        monitor: Monitor::new(),
        config,
        _lock: lock,
    });
    let start = next_start(&shared).map_err(|error| match error {
        ReadError::Io(reason) => failed(std::io::Error::other(reason)),
        other => OpenError::Damaged { folder: folder.clone(), reason: other.to_string() },
    })?;
    let mut log = Log::new(shared.pool.clone(), shared.config.hooks.clone(), start, found.next);
    note_start(&shared, &mut log, start).map_err(|error| match error {
        LogError::Full => failed(std::io::ErrorKind::StorageFull.into()),
        LogError::Failed(source) => failed(source),
    })?;
    let threads = threads(&shared, log, start).map_err(failed)?;
    Ok((shared, threads))
}

/// The log's folder, with its name on disk.
fn make(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    folder.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

/// The number of this start.
fn next_start(shared: &Shared) -> Result<u32, ReadError> {
    let last = match shared.get_any(Shard(OWN), &own_name(START))? {
        None => 0,
        Some(bytes) => u32::from_be_bytes(bytes.try_into().unwrap_or([0xff; 4])),
    };
    last.checked_add(1).ok_or_else(|| ReadError::Damaged("the number of starts is used up".into()))
}

/// Puts the number on disk, before it is used.
fn note_start(shared: &Shared, log: &mut Log, start: u32) -> Result<(), LogError> {
    let ops = vec![Op::Set { key: own_name(START), value: start.to_be_bytes().to_vec() }];
    log.append(std::iter::once((Shard(OWN), ops.as_slice())))?;
    let view = shared.overlay.view();
    view.active.apply(Shard(OWN), ops);
    view.active.set_last(log.last());
    Ok(())
}

fn threads(shared: &Arc<Shared>, log: Log, start: u32) -> std::io::Result<Threads> {
    let spawn = |name: &str, body: Box<dyn FnOnce() + Send>| -> std::io::Result<JoinHandle<()>> {
        Builder::new().name(name.into()).spawn(body)
    };
    let (committing, handing, merging) = (shared.clone(), shared.clone(), shared.clone());
    let threads = Threads {
        hand_over: Some(spawn("kv-hand-over", Box::new(move || handover::run(handing)))?),
        merge: Some(spawn("kv-merge", Box::new(move || handover::merge(merging)))?),
        commit: Some(spawn("kv-commit", Box::new(move || commit::run(committing, log, start)))?),
    };
    if !shared.overlay.view().frozen.is_empty() {
        shared.overlay.tell(|signs| signs.work = true);
    }
    // A merge that a crash has cut off is begun again.
    shared.merging.ask();
    Ok(threads)
}

const START: &str = "start";
