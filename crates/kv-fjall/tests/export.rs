//! A backup's view: everything of one moment, whatever is written meanwhile.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use kv::{Engine, Epoch, Group, Op, Shard, contract::wait};
use kv_fjall::{Config, Fjall};

fn put(engine: &Fjall, shard: Shard, epoch: Epoch, key: &str, value: &str) {
    let ops = vec![Op::Set { key: key.into(), value: value.into() }];
    assert_eq!(wait(engine.commit(vec![Group { shard, epoch, ops, depends_on: None }])), [Ok(())]);
}

fn rows(engine: &Fjall) -> Vec<(u16, String, String)> {
    engine.export().unwrap().map(text).collect()
}

fn text(row: Result<(Shard, kv::Pair), kv::ReadError>) -> (u16, String, String) {
    let (shard, (key, value)) = row.unwrap();
    (shard.0, String::from_utf8(key).unwrap(), String::from_utf8(value).unwrap())
}

#[test]
fn an_export_gives_one_moment_while_writing_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Fjall::open(Config { reserve_bytes: 1 << 20, ..Config::new(folder.path()) }).unwrap();
    let (one, last) = (Shard(1), Shard(4095));
    let (first, second) = (wait(engine.claim(one)).unwrap(), wait(engine.claim(last)).unwrap());
    put(&engine, last, second, "z", "1");
    put(&engine, one, first, "b", "1");
    put(&engine, one, first, "a", "1");
    let row = |shard, key: &str, value: &str| (shard, key.to_owned(), value.to_owned());
    let then = vec![row(1, "a", "1"), row(1, "b", "1"), row(4095, "z", "1")];
    assert_eq!(rows(&engine), then);
    let mut export = engine.export().unwrap();
    assert_eq!(export.next().map(text), Some(then[0].clone()));
    put(&engine, one, first, "b", "2");
    put(&engine, one, first, "c", "1");
    let ops = vec![Op::Delete { key: b"z".to_vec() }];
    assert_eq!(
        wait(engine.commit(vec![Group { shard: last, epoch: second, ops, depends_on: None }])),
        [Ok(())]
    );
    engine.compact().unwrap();
    assert_eq!(export.map(text).collect::<Vec<_>>(), then[1..]);
    assert_eq!(rows(&engine), [row(1, "a", "1"), row(1, "b", "2"), row(1, "c", "1")]);
}
