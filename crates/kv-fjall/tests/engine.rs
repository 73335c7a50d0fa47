//! The embedded engine passes the suite, survives what disks do, and says what it cannot do.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    io,
    path::Path,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use kv::{
    CommitError, Engine, Epoch, Group, Op, Shard,
    contract::{self, Subject, wait},
};
use kv_fjall::{Config, Fjall, Health, Hooks, OpenError};

const SHARD: Shard = Shard(1);

struct OnDisk {
    folder: tempfile::TempDir,
    engine: Option<Arc<Fjall>>,
    clean: bool,
}

impl OnDisk {
    fn new(clean: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let engine = Some(Arc::new(open(folder.path())));
        OnDisk { folder, engine, clean }
    }
}

impl Subject for OnDisk {
    fn engine(&self) -> Arc<dyn Engine> {
        self.engine.clone().unwrap()
    }

    fn reopen(&mut self) {
        let engine = self.engine.take().unwrap();
        if self.clean {
            engine.close();
        }
        drop(engine);
        self.engine = Some(Arc::new(open(self.folder.path())));
    }
}

fn open(folder: &Path) -> Fjall {
    Fjall::open(config(folder, Hooks::default())).unwrap()
}

fn config(folder: &Path, hooks: Hooks) -> Config {
    Config { reserve_bytes: 1 << 20, hooks, ..Config::new(folder) }
}

fn set(epoch: Epoch, key: &str, value: &[u8]) -> Vec<Group> {
    let ops = vec![Op::Set { key: key.into(), value: value.into() }];
    vec![Group { shard: SHARD, epoch, ops, depends_on: None }]
}

fn commit(engine: &Fjall, epoch: Epoch, key: &str) -> Result<(), CommitError> {
    wait(engine.commit(set(epoch, key, b"value"))).remove(0)
}

fn has(engine: &Fjall, key: &str) -> bool {
    wait(engine.get(SHARD, key.as_bytes())).unwrap().is_some()
}

#[test]
fn the_engine_passes_the_suite_with_clean_closes() {
    assert_eq!(contract::all(&mut OnDisk::new(true)), Vec::<String>::new());
}

#[test]
fn the_engine_passes_the_suite_when_only_the_log_is_left() {
    assert_eq!(contract::all(&mut OnDisk::new(false)), Vec::<String>::new());
}

#[test]
fn everything_that_waits_while_a_sync_runs_rides_in_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let gate = Arc::new((Mutex::new(true), Condvar::new()));
    let held = gate.clone();
    let before_take = Arc::new(move || {
        let mut shut = held.0.lock().unwrap();
        while *shut {
            shut = held.1.wait(shut).unwrap();
        }
    });
    let hooks = Hooks { before_take: Some(before_take), ..Hooks::default() };
    let engine = Fjall::open(config(folder.path(), hooks)).unwrap();
    // The thread stands at the first claim; all else queues up behind it.
    let claim = engine.claim(SHARD);
    *gate.0.lock().unwrap() = false;
    gate.1.notify_all();
    let epoch = wait(claim).unwrap();
    *gate.0.lock().unwrap() = true;
    let first = engine.commit(set(epoch, "first", b""));
    let commits: Vec<_> = (0..500).map(|at| engine.commit(set(epoch, &format!("k{at}"), b""))).collect();
    let before = engine.syncs();
    *gate.0.lock().unwrap() = false;
    gate.1.notify_all();
    assert_eq!(wait(first), [Ok(())]);
    for commit in commits {
        assert_eq!(wait(commit), [Ok(())]);
    }
    let syncs = engine.syncs() - before;
    assert!((1..=2).contains(&syncs), "{syncs} syncs for 501 commits");
    assert_eq!(engine.stats().groups, 501);
}

#[test]
fn a_failed_write_stops_all_writing_for_good_and_reads_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let broken = Arc::new(AtomicBool::new(false));
    let (breaks, tries) = (broken.clone(), Arc::new(AtomicU64::new(0)));
    let tried = tries.clone();
    let before_write = Arc::new(move || {
        tried.fetch_add(1, Ordering::Relaxed);
        // EIO once; a disk that then answers again must not be believed.
        if breaks.swap(false, Ordering::Relaxed) { Err(io::Error::from_raw_os_error(5)) } else { Ok(()) }
    });
    let hooks = Hooks { before_write: Some(before_write), ..Hooks::default() };
    let engine = Fjall::open(config(folder.path(), hooks)).unwrap();
    let epoch = wait(engine.claim(SHARD)).unwrap();
    commit(&engine, epoch, "before").unwrap();
    broken.store(true, Ordering::Relaxed);
    assert!(matches!(commit(&engine, epoch, "lost"), Err(CommitError::Unknown(_))));
    let writes = tries.load(Ordering::Relaxed);
    assert!(matches!(commit(&engine, epoch, "after"), Err(CommitError::Stopped(_))));
    assert!(wait(engine.claim(SHARD)).is_err());
    assert_eq!(tries.load(Ordering::Relaxed), writes, "nothing is written or synced again");
    assert!(matches!(engine.health(), Health::Stopped(reason) if reason.contains("disk failed")));
    assert!(has(&engine, "before") && !has(&engine, "lost") && !has(&engine, "after"));
    drop(engine);
    let engine = open(folder.path());
    assert!(has(&engine, "before") && !has(&engine, "after"));
    let epoch = wait(engine.claim(SHARD)).unwrap();
    commit(&engine, epoch, "again").unwrap();
}

#[test]
fn a_full_disk_refuses_writes_by_name_and_heals_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let free = Arc::new(AtomicU64::new(u64::MAX));
    let left = free.clone();
    let free_bytes = Arc::new(move || Ok(left.load(Ordering::Relaxed)));
    let hooks = Hooks { free_bytes: Some(free_bytes), ..Hooks::default() };
    let engine = Fjall::open(config(folder.path(), hooks)).unwrap();
    let epoch = wait(engine.claim(SHARD)).unwrap();
    commit(&engine, epoch, "before").unwrap();
    free.store(1000, Ordering::Relaxed);
    assert_eq!(commit(&engine, epoch, "refused"), Err(CommitError::Full));
    assert_eq!(engine.health(), Health::Full);
    assert!(has(&engine, "before") && !has(&engine, "refused"));
    free.store(u64::MAX, Ordering::Relaxed);
    let epoch = wait(engine.claim(SHARD)).unwrap();
    commit(&engine, epoch, "healed").unwrap();
    assert_eq!(engine.health(), Health::Writing);
}

#[test]
fn a_clean_close_leaves_no_log_and_what_comes_later_is_newer() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..4u8 {
        let engine = open(folder.path());
        let epoch = wait(engine.claim(SHARD)).unwrap();
        let before = wait(engine.get(SHARD, b"counter")).unwrap();
        assert_eq!(before, round.checked_sub(1).map(|last| vec![last]));
        assert_eq!(wait(engine.commit(set(epoch, "counter", &[round]))), [Ok(())]);
        // Every other time only the log has the last word.
        if round % 2 == 0 {
            engine.close();
            assert_eq!(std::fs::read_dir(folder.path().join("log")).unwrap().count(), 0);
        }
    }
}

#[test]
fn a_folder_in_use_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let _first = open(folder.path());
    let second = Fjall::open(Config::new(folder.path()));
    assert!(matches!(second.err(), Some(OpenError::Locked { .. })));
}

#[test]
fn a_folder_of_a_newer_version_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("format"), "merpati kv-fjall 3\n").unwrap();
    let opened = Fjall::open(Config::new(folder.path()));
    assert!(matches!(opened.err(), Some(OpenError::Newer { found: 3, known: 2, .. })));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    std::fs::write(folder.path().join("format"), "something else").unwrap();
    assert!(matches!(Fjall::open(Config::new(folder.path())).err(), Some(OpenError::Marker { .. })));
}

#[test]
fn much_more_than_fits_in_memory_is_written_and_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let small = Config { generation_bytes: 256 << 10, ..config(folder.path(), Hooks::default()) };
    let engine = Fjall::open(small.clone()).unwrap();
    let epoch = wait(engine.claim(SHARD)).unwrap();
    let value = vec![7; 2000];
    let mut commits = Vec::new();
    for at in 0..2000 {
        commits.push(engine.commit(set(epoch, &format!("k{at:04}"), &value)));
        if at % 50 == 49 {
            commits.drain(..).for_each(|commit| assert_eq!(wait(commit), [Ok(())]));
        }
    }
    let range = Op::DeleteRange { from: b"k0000".to_vec(), to: b"k1000".to_vec() };
    let group = Group { shard: SHARD, epoch, ops: vec![range], depends_on: None };
    assert_eq!(wait(engine.commit(vec![group])), [Ok(())]);
    engine.compact().unwrap();
    engine.close();
    drop(engine);
    let engine = Fjall::open(small).unwrap();
    assert!((0..2000).all(|at| has(&engine, &format!("k{at:04}")) == (at >= 1000)));
}

#[test]
fn a_closed_engine_answers_and_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let engine = open(folder.path());
    let epoch = wait(engine.claim(SHARD)).unwrap();
    let waiting = engine.commit(set(epoch, "a", b""));
    engine.close();
    assert_eq!(wait(waiting), [Ok(())]);
    assert!(matches!(commit(&engine, epoch, "b"), Err(CommitError::Stopped(_))));
    assert!(wait(engine.claim(SHARD)).is_err());
    assert!(has(&engine, "a"));
}
