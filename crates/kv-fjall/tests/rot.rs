//! A disk that gives back other bytes than were written: a wrong value never passes for the right one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

use kv::{Direction, Engine, Group, Op, Shard, contract::wait};
use kv_fjall::{Config, Fjall, OpenError};

const SHARD: Shard = Shard(1);
const ROWS: u8 = 60;

fn row(at: u8) -> (Vec<u8>, Vec<u8>) {
    (vec![b'k', at], vec![at; 300])
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What a reader finds: right rows, or an error somewhere on the way.
fn wrong_rows(folder: &Path) -> Vec<String> {
    let Ok(engine) = Fjall::open(Config::new(folder)) else { return Vec::new() };
    let mut wrong = Vec::new();
    for at in 0..ROWS {
        let (key, value) = row(at);
        match wait(engine.get(SHARD, &key)) {
            Ok(Some(found)) if found == value => {}
            Ok(found) => wrong.push(format!("row {at}: {:?} bytes", found.map(|found| found.len()))),
            Err(_) => {}
        }
    }
    if let Ok(rows) = wait(engine.scan(SHARD, b"", b"~", 1000, Direction::Forward)) {
        let right: Vec<_> = (0..ROWS).map(row).collect();
        if rows != right {
            wrong.push(format!("a scan of {} rows", rows.len()));
        }
    }
    wrong
}

/// A copy of the folder in which one file holds other bytes.
fn copy_with(folder: &Path, changed: &Path, bytes: &[u8]) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in files(folder) {
        let target = copy.path().join(file.strip_prefix(folder).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        if file == changed {
            std::fs::write(target, bytes).unwrap();
        } else {
            std::fs::copy(&file, target).unwrap();
        }
    }
    copy
}

/// A folder whose log holds one batch a row, and that log without the room behind it.
fn log() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(folder.path()) }).unwrap();
    let epoch = wait(engine.claim(SHARD)).unwrap();
    for (key, value) in (0..ROWS).map(row) {
        let group = Group { shard: SHARD, epoch, ops: vec![Op::Set { key, value }], depends_on: None };
        assert_eq!(wait(engine.commit(vec![group])), [Ok(())]);
    }
    drop(engine);
    // A spare lies beside it.
    let log = files(&folder.path().join("log")).remove(0);
    let bytes = std::fs::read(&log).unwrap();
    (folder, log, bytes)
}

const BLOCK: usize = 4096;
/// The label, the number of the start, the rows.
const BLOCKS: usize = 2 + ROWS as usize;

#[test]
fn a_flipped_byte_in_the_log_is_refused_and_nothing_is_changed() {
    let (folder, log, bytes) = log();
    // The last batch is left out: a bad one at the very end looks like a torn write, and is one.
    for at in (0..BLOCKS - 1).flat_map(|block| [0, 13, 20, 31, 330].map(|at| block * BLOCK + at)) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        if at < BLOCK && at > 32 || at == BLOCK + 330 {
            // Zeros that fill a block are nobody's.
            continue;
        }
        let copy = copy_with(folder.path(), &log, &flipped);
        let opened = Fjall::open(Config::new(copy.path()));
        assert!(matches!(opened.err(), Some(OpenError::Journal { .. })), "at {at}");
        let kept = copy.path().join(log.strip_prefix(folder.path()).unwrap());
        assert_eq!(std::fs::read(kept).unwrap(), flipped);
    }
}

#[test]
fn a_torn_last_batch_is_left_out_whatever_is_torn_in_it() {
    let (folder, log, bytes) = log();
    for at in (0..340).step_by(7).map(|at| (BLOCKS - 1) * BLOCK + at) {
        let mut torn = bytes.clone();
        torn[at] ^= 0x10;
        let copy = copy_with(folder.path(), &log, &torn);
        for round in 0..3 {
            let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(copy.path()) }).unwrap();
            let here = |at| wait(engine.get(SHARD, &row(at).0)).unwrap() == Some(row(at).1);
            assert!((0..ROWS - 1).all(here) && !here(ROWS - 1), "at {at}");
            assert_eq!(wait(engine.get(SHARD, b"new")).unwrap().is_some(), round > 0);
            let epoch = wait(engine.claim(SHARD)).unwrap();
            let ops = vec![Op::Set { key: b"new".to_vec(), value: b"new".to_vec() }];
            let group = Group { shard: SHARD, epoch, ops, depends_on: None };
            assert_eq!(wait(engine.commit(vec![group])), [Ok(())]);
        }
    }
}

#[test]
fn a_flipped_byte_in_any_table_is_an_error_or_harmless() {
    let whole = tempfile::tempdir().unwrap();
    let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(whole.path()) }).unwrap();
    let epoch = wait(engine.claim(SHARD)).unwrap();
    let ops = (0..ROWS).map(row).map(|(key, value)| Op::Set { key, value }).collect();
    let group = Group { shard: SHARD, epoch, ops, depends_on: None };
    assert_eq!(wait(engine.commit(vec![group])), [Ok(())]);
    engine.close();
    drop(engine);
    let tables = whole.path().join("tree/tables");
    let mut flipped = 0;
    for table in files(&tables) {
        let bytes = std::fs::read(&table).unwrap();
        for at in (0..bytes.len()).step_by(211) {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x10;
            let copy = copy_with(whole.path(), &table, &bytes);
            assert_eq!(wrong_rows(copy.path()), Vec::<String>::new(), "{} at {at}", table.display());
            flipped += 1;
        }
    }
    assert!(flipped > 50, "{flipped}");
}
