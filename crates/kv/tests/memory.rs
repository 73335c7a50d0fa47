//! The model passes the suite, and its faults do what they say.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use kv::{
    CommitError, Engine, Epoch, Group, Op, Shard,
    contract::{self, Subject, wait},
    memory::{Fault, Memory},
};

struct Model(Memory);

impl Subject for Model {
    fn engine(&self) -> Arc<dyn Engine> {
        Arc::new(self.0.clone())
    }

    fn reopen(&mut self) {
        self.0 = self.0.kill(0);
    }
}

const SHARD: Shard = Shard(1);

fn set(epoch: Epoch, key: &str) -> Vec<Group> {
    let ops = vec![Op::Set { key: key.into(), value: key.into() }];
    vec![Group { shard: SHARD, epoch, ops, depends_on: None }]
}

fn has(memory: &Memory, key: &str) -> bool {
    wait(memory.get(SHARD, key.as_bytes())).unwrap().is_some()
}

#[test]
fn the_model_passes_the_suite() {
    assert_eq!(contract::all(&mut Model(Memory::new())), Vec::<String>::new());
}

#[test]
fn a_held_commit_is_neither_seen_nor_answered_before_it_is_settled() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = calls.clone();
    let memory = Memory::held(Arc::new(move || {
        counted.fetch_add(1, Ordering::Relaxed);
    }));
    let epoch = wait(memory.claim(SHARD)).unwrap();
    let commit = memory.commit(set(epoch, "a"));
    assert!(!has(&memory, "a"));
    assert_eq!((calls.load(Ordering::Relaxed), memory.queued()), (1, 1));
    assert_eq!(memory.settle(5), 1);
    assert_eq!(wait(commit), [Ok(())]);
    assert!(has(&memory, "a"));
}

#[test]
fn a_kill_keeps_what_was_durable_and_loses_the_rest() {
    let memory = Memory::held(Arc::new(|| {}));
    let epoch = wait(memory.claim(SHARD)).unwrap();
    let commits: Vec<_> = ["a", "b", "c"].map(|key| memory.commit(set(epoch, key))).into();
    memory.settle(1);
    let next = memory.kill(1);
    assert_eq!([has(&next, "a"), has(&next, "b"), has(&next, "c")], [true, true, false]);
    let results: Vec<_> = commits.into_iter().map(|commit| wait(commit).remove(0)).collect();
    assert_eq!(results[0], Ok(()));
    assert!(results[1..].iter().all(|result| matches!(result, Err(CommitError::Unknown(_)))));
    assert!(wait(memory.get(SHARD, b"a")).is_err(), "the dead process reads nothing");
    assert_eq!(next.counts().lost, 1);
}

#[test]
fn an_unknown_outcome_stops_the_epoch_whether_it_was_applied_or_not() {
    for (fault, applied) in [(Fault::UnknownApplied, true), (Fault::UnknownLost, false)] {
        let memory = Memory::new();
        let epoch = wait(memory.claim(SHARD)).unwrap();
        memory.fail_next(Some(SHARD), fault);
        assert!(matches!(wait(memory.commit(set(epoch, "a"))).remove(0), Err(CommitError::Unknown(_))));
        assert_eq!(wait(memory.commit(set(epoch, "b"))), [Err(CommitError::EarlierFailed)]);
        assert_eq!((has(&memory, "a"), has(&memory, "b")), (applied, false));
        assert_eq!(memory.counts().faults, 1);
    }
}

#[test]
fn a_fault_waits_for_its_shard() {
    let memory = Memory::new();
    let epoch = wait(memory.claim(SHARD)).unwrap();
    memory.fail_next(Some(Shard(2)), Fault::Full);
    assert_eq!(wait(memory.commit(set(epoch, "a"))), [Ok(())]);
    memory.fail_next(None, Fault::Conflict);
    assert_eq!(wait(memory.commit(set(epoch, "b"))), [Err(CommitError::StaleEpoch)]);
}

#[test]
fn a_delay_holds_the_batch_back_and_keeps_the_order() {
    let memory = Memory::held(Arc::new(|| {}));
    let epoch = wait(memory.claim(SHARD)).unwrap();
    let commits = ["a", "b"].map(|key| memory.commit(set(epoch, key)));
    memory.fail_next(Some(SHARD), Fault::Delay(2));
    assert_eq!([memory.settle(9), memory.settle(9), memory.settle(9)], [0, 0, 2]);
    assert_eq!(commits.map(wait), [[Ok(())], [Ok(())]]);
}

#[test]
fn a_stopped_model_still_reads() {
    let memory = Memory::new();
    let epoch = wait(memory.claim(SHARD)).unwrap();
    wait(memory.commit(set(epoch, "a"))).remove(0).unwrap();
    memory.stop_writes();
    assert!(matches!(wait(memory.commit(set(epoch, "b"))).remove(0), Err(CommitError::Stopped(_))));
    assert!(has(&memory, "a") && !has(&memory, "b"));
}
