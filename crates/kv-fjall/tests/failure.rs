//! Disks that fail, at each place where the engine asks something of them: what was answered stays, what was not
//! answered is never claimed, and the engine says what it can still do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread::sleep,
    time::Duration,
};

use kv::{CommitError, Engine, Epoch, Group, Op, Shard, contract::wait};
use kv_fjall::{Before, Config, Fjall, Health, Hooks};

const SHARD: Shard = Shard(1);
/// Of Linux: a disk that fails, and one that is full.
const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// A disk that works for so many calls, and then fails with a code; it counts its calls.
#[derive(Clone)]
struct Disk {
    left: Arc<AtomicUsize>,
    code: i32,
    calls: Arc<AtomicUsize>,
}

impl Disk {
    fn failing_after(calls: usize, code: i32) -> Disk {
        Disk { left: Arc::new(AtomicUsize::new(calls)), code, calls: Arc::default() }
    }

    fn works_for(&self, calls: usize) {
        self.left.store(calls, Ordering::SeqCst);
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    fn hook(&self) -> Option<Before> {
        let disk = self.clone();
        Some(Arc::new(move || {
            disk.calls.fetch_add(1, Ordering::SeqCst);
            let less = |left: usize| left.checked_sub(1);
            let works = disk.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less).is_ok();
            if works { Ok(()) } else { Err(io::Error::from_raw_os_error(disk.code)) }
        }))
    }
}

fn open(folder: &Path, hooks: Hooks) -> Fjall {
    // Small generations, so that a few dozen commits reach every place.
    let config = Config { generation_bytes: 32 << 10, reserve_bytes: 0, hooks, ..Config::new(folder) };
    Fjall::open(config).unwrap()
}

fn commit(engine: &Fjall, epoch: Epoch, at: usize) -> Result<(), CommitError> {
    let ops = vec![Op::Set { key: at.to_be_bytes().to_vec(), value: vec![at as u8; 1000] }];
    wait(engine.commit(vec![Group { shard: SHARD, epoch, ops, depends_on: None }])).remove(0)
}

fn has(engine: &Fjall, at: usize) -> bool {
    let found = wait(engine.get(SHARD, &at.to_be_bytes())).unwrap();
    found.is_some_and(|value| value == vec![at as u8; 1000])
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if done() {
            return;
        }
        sleep(Duration::from_millis(10));
    }
    panic!("{what} did not come");
}

/// Commits until one fails; gives how many were answered well and the error.
fn commit_until_failure(engine: &Fjall, from: usize) -> (usize, CommitError) {
    let epoch = wait(engine.claim(SHARD)).unwrap();
    for at in from..from + 5000 {
        if let Err(error) = commit(engine, epoch, at) {
            return (at, error);
        }
    }
    panic!("the disk never failed");
}

fn stops_for_good(make: impl Fn(Option<Before>) -> Hooks, calls: usize) {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::failing_after(calls, EIO);
    let engine = open(folder.path(), make(disk.hook()));
    let (answered, error) = commit_until_failure(&engine, 0);
    assert!(matches!(error, CommitError::Unknown(_) | CommitError::Stopped(_)), "{error}");
    let reason = engine.health();
    assert!(matches!(&reason, Health::Stopped(reason) if reason.contains("disk failed")), "{reason:?}");
    // A disk that answers again is not believed: nothing is written or synced any more.
    disk.works_for(usize::MAX);
    let before = disk.calls();
    assert!(wait(engine.claim(SHARD)).is_err());
    assert!(matches!(commit(&engine, Epoch(1), 1), Err(CommitError::Stopped(_))));
    assert_eq!(disk.calls(), before);
    assert!((0..answered).all(|at| has(&engine, at)), "reads go on");
    assert!(!has(&engine, answered), "nothing is shown that is not known to be on disk");
    engine.close();
    drop(engine);
    let engine = open(folder.path(), Hooks::default());
    assert!((0..answered).all(|at| has(&engine, at)), "{answered} were answered");
    let epoch = wait(engine.claim(SHARD)).unwrap();
    assert_eq!(commit(&engine, epoch, answered + 1), Ok(()));
}

#[test]
fn a_write_to_the_log_that_fails_stops_all_writing_for_good() {
    for calls in [1, 40, 100] {
        stops_for_good(|before_write| Hooks { before_write, ..Hooks::default() }, calls);
    }
}

#[test]
fn a_sync_of_the_log_that_fails_stops_all_writing_for_good() {
    for calls in [1, 40, 100] {
        stops_for_good(|before_sync| Hooks { before_sync, ..Hooks::default() }, calls);
    }
}

#[test]
fn a_hand_over_that_fails_stops_all_writing_for_good() {
    for calls in [0, 2] {
        stops_for_good(|before_hand_over| Hooks { before_hand_over, ..Hooks::default() }, calls);
    }
}

#[test]
fn a_merge_that_fails_is_told_and_all_else_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::failing_after(0, EIO);
    let engine = open(folder.path(), Hooks { before_merge: disk.hook(), ..Hooks::default() });
    let epoch = wait(engine.claim(SHARD)).unwrap();
    let mut at = 0;
    until("a merge", || {
        assert_eq!(commit(&engine, epoch, at), Ok(()));
        at += 1;
        engine.merging_failure().is_some()
    });
    for _ in 0..100 {
        assert_eq!(commit(&engine, epoch, at), Ok(()));
        at += 1;
    }
    assert_eq!(engine.health(), Health::Writing);
    assert!((0..at).all(|at| has(&engine, at)));
    assert_eq!(disk.calls(), 1, "it is not tried again");
}

#[test]
fn without_room_for_the_tree_writing_goes_on_in_memory_and_then_waits_for_room() {
    let folder = tempfile::tempdir().unwrap();
    let disk = Disk::failing_after(0, ENOSPC);
    let engine = open(folder.path(), Hooks { before_hand_over: disk.hook(), ..Hooks::default() });
    let (answered, error) = commit_until_failure(&engine, 0);
    assert_eq!(error, CommitError::Full);
    assert!(answered > 60, "two generations may wait, and one is written: {answered}");
    assert_eq!(engine.health(), Health::Full);
    assert!((0..answered).all(|at| has(&engine, at)) && !has(&engine, answered));
    disk.works_for(usize::MAX);
    until("room", || {
        let epoch = wait(engine.claim(SHARD)).unwrap();
        commit(&engine, epoch, answered).is_ok()
    });
    assert_eq!(engine.health(), Health::Writing);
    assert!((0..=answered).all(|at| has(&engine, at)));
    drop(engine);
    let engine = open(folder.path(), Hooks::default());
    assert!((0..=answered).all(|at| has(&engine, at)));
}

#[test]
fn a_disk_that_fills_up_refuses_writes_until_it_has_room_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let left = free.clone();
    let hooks =
        Hooks { free_bytes: Some(Arc::new(move || Ok(left.load(Ordering::SeqCst)))), ..Hooks::default() };
    let config =
        Config { generation_bytes: 32 << 10, reserve_bytes: 1 << 20, hooks, ..Config::new(folder.path()) };
    let engine = Fjall::open(config).unwrap();
    let mut at = 0;
    for _ in 0..3 {
        let epoch = wait(engine.claim(SHARD)).unwrap();
        for _ in 0..90 {
            assert_eq!(commit(&engine, epoch, at), Ok(()));
            at += 1;
        }
        free.store(1000, Ordering::SeqCst);
        assert_eq!(commit(&engine, epoch, at), Err(CommitError::Full));
        assert_eq!(commit(&engine, epoch, at), Err(CommitError::EarlierFailed));
        assert_eq!(engine.health(), Health::Full);
        assert!((0..at).all(|at| has(&engine, at)) && !has(&engine, at));
        free.store(u64::MAX, Ordering::SeqCst);
    }
    engine.close();
    drop(engine);
    let engine = open(folder.path(), Hooks::default());
    assert!((0..at).all(|at| has(&engine, at)) && !has(&engine, at));
}
