//! A folder of format 1, as fjall itself kept it, is taken over with every row.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use fjall::{Database, KeyspaceCreateOptions, PersistMode};
use kv::{Engine, Group, Op, Shard, contract::wait};
use kv_fjall::{Config, Fjall, OpenError};

const SHARD: Shard = Shard(258);

fn physical(key: &str) -> Vec<u8> {
    [&SHARD.0.to_be_bytes()[..], key.as_bytes()].concat()
}

/// As the engine wrote before: rows in tables, rows in both, rows in the journal alone.
fn format_1(folder: &Path) {
    std::fs::write(folder.join("format"), "merpati kv-fjall 1\n").unwrap();
    let database = Database::builder(folder.join("fjall")).worker_threads(1).open().unwrap();
    let rows = database.keyspace("rows", KeyspaceCreateOptions::default).unwrap();
    let write = |key: &str, value: Option<&str>| {
        let mut batch = database.batch().durability(Some(PersistMode::SyncData));
        match value {
            Some(value) => batch.insert(&rows, physical(key), value),
            None => batch.remove(&rows, physical(key)),
        }
        batch.commit().unwrap();
    };
    write("table", Some("1"));
    write("changed", Some("old"));
    write("deleted", Some("old"));
    rows.rotate_memtable_and_wait().unwrap();
    write("changed", Some("new"));
    write("deleted", None);
    write("journal", Some("1"));
    let mut batch = database.batch().durability(Some(PersistMode::SyncData));
    batch.insert(&rows, [&u16::MAX.to_be_bytes()[..], b"start"].concat(), 41u32.to_be_bytes());
    batch.commit().unwrap();
}

fn expect_all(engine: &Fjall) {
    let rows: Vec<_> = engine.export().unwrap().map(Result::unwrap).collect();
    let row = |key: &str, value: &str| (SHARD, (key.as_bytes().to_vec(), value.as_bytes().to_vec()));
    assert_eq!(rows, [row("changed", "new"), row("journal", "1"), row("table", "1")]);
}

#[test]
fn every_row_of_the_first_format_is_there_and_epochs_go_on() {
    let folder = tempfile::tempdir().unwrap();
    format_1(folder.path());
    for round in 0..2 {
        let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(folder.path()) }).unwrap();
        expect_all(&engine);
        let epoch = wait(engine.claim(SHARD)).unwrap();
        assert_eq!(epoch.0 >> 32, 42 + round);
    }
    assert!(!folder.path().join("fjall").exists());
    let format = std::fs::read_to_string(folder.path().join("format")).unwrap();
    assert_eq!(format, "merpati kv-fjall 2\n");
}

#[test]
fn taking_over_goes_on_wherever_it_was_cut_off() {
    for cut in 0..3 {
        let folder = tempfile::tempdir().unwrap();
        format_1(folder.path());
        let (tree, old) = (folder.path().join("tree"), folder.path().join("fjall/keyspaces/1"));
        if cut > 0 {
            drop(Fjall::open(Config { reserve_bytes: 0, ..Config::new(folder.path()) }).unwrap());
            std::fs::write(folder.path().join("format"), "merpati kv-fjall 1\n").unwrap();
        }
        if cut > 1 {
            // The tree has moved, and what is left of the old folder is not gone yet.
            std::fs::create_dir_all(old.parent().unwrap()).unwrap();
            std::fs::write(folder.path().join("fjall/0.jnl"), b"journal").unwrap();
        }
        assert_eq!(tree.exists(), cut > 0);
        let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(folder.path()) }).unwrap();
        expect_all(&engine);
    }
}

#[test]
fn a_torn_last_batch_of_the_journal_is_left_out_and_damage_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    format_1(folder.path());
    let journal = folder.path().join("fjall/0.jnl");
    let whole = std::fs::read(&journal).unwrap();
    let used = whole.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    let mut damaged = whole.clone();
    damaged[used / 2] ^= 1;
    std::fs::write(&journal, damaged).unwrap();
    let opened = Fjall::open(Config::new(folder.path()));
    assert!(matches!(opened.err(), Some(OpenError::Journal { .. })));
    assert!(folder.path().join("fjall/keyspaces/1").exists());
    let mut torn = whole;
    torn[used - 20] ^= 1;
    std::fs::write(&journal, torn).unwrap();
    let engine = Fjall::open(Config { reserve_bytes: 0, ..Config::new(folder.path()) }).unwrap();
    expect_all(&engine);
    let epoch = wait(engine.claim(SHARD)).unwrap();
    assert_eq!(epoch.0 >> 32, 1, "the number of the start was in the torn batch");
    let ops = vec![Op::Set { key: b"more".to_vec(), value: Vec::new() }];
    assert_eq!(wait(engine.commit(vec![Group { shard: SHARD, epoch, ops, depends_on: None }])), [Ok(())]);
}
