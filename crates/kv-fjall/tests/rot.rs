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

/// A folder whose journal holds one batch a row, and that journal without the room set aside in it.
fn journal() -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(folder.path()) }).unwrap();
    let epoch = wait(engine.claim(SHARD)).unwrap();
    for (key, value) in (0..ROWS).map(row) {
        let group = Group { shard: SHARD, epoch, ops: vec![Op::Set { key, value }], depends_on: None };
        assert_eq!(wait(engine.commit(vec![group])), [Ok(())]);
    }
    drop(engine);
    let journal = files(folder.path()).into_iter().find(|file| file.ends_with("0.jnl")).unwrap();
    let bytes = std::fs::read(&journal).unwrap();
    let used = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    (folder, journal, bytes[..used].to_vec())
}

#[test]
fn a_flipped_byte_in_the_journal_is_refused_and_nothing_is_cut_off() {
    let (folder, journal, bytes) = journal();
    // The last two batches are left out: one bad batch at the very end looks like a torn write, and is one.
    for at in (0..bytes.len() - 800).step_by(331) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x10;
        let copy = copy_with(folder.path(), &journal, &flipped);
        let opened = Fjall::open(Config::new(copy.path()));
        assert!(matches!(opened.err(), Some(OpenError::Journal { .. })), "at {at}");
        let kept = copy.path().join(journal.strip_prefix(folder.path()).unwrap());
        assert_eq!(std::fs::read(kept).unwrap(), flipped);
    }
}

#[test]
fn a_torn_last_batch_is_cut_off_whatever_is_torn_in_it() {
    let (folder, journal, bytes) = journal();
    let last = bytes.len() - 300;
    for at in (last..bytes.len()).step_by(7) {
        let mut torn = bytes.clone();
        torn[at] ^= 0x10;
        let copy = copy_with(folder.path(), &journal, &torn);
        let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(copy.path()) }).unwrap();
        let here = |at| wait(engine.get(SHARD, &row(at).0)).unwrap() == Some(row(at).1);
        assert!((0..ROWS - 1).all(here) && !here(ROWS - 1), "at {at}");
        let epoch = wait(engine.claim(SHARD)).unwrap();
        let ops = vec![Op::Set { key: b"new".to_vec(), value: b"new".to_vec() }];
        let group = Group { shard: SHARD, epoch, ops, depends_on: None };
        assert_eq!(wait(engine.commit(vec![group])), [Ok(())]);
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
    let tables = whole.path().join("fjall/keyspaces/1/tables");
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
