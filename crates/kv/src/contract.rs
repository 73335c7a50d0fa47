//! The one suite that every engine passes. An engine's tests give a [`Subject`] and run [`all`] over it.
//!
//! Each case works in shards of its own, so that all can share one store; none needs a runtime.

use std::{
    future::Future,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use crate::{CommitError, Direction, Engine, Epoch, Group, Op, Shard};

mod cases;

pub use cases::CASES;

/// An engine under test.
pub trait Subject {
    /// The store as it is open now.
    fn engine(&self) -> Arc<dyn Engine>;
    /// Ends the process that holds the store, as far as the store can tell, and opens it again.
    fn reopen(&mut self);
}

/// One promise and what shows it.
pub struct Case {
    /// The promise, as a sentence.
    pub promise: &'static str,
    check: fn(&mut dyn Subject) -> Verdict,
}

type Verdict = Result<(), String>;

/// Runs every case; gives the promises that were broken, and how.
pub fn all(subject: &mut dyn Subject) -> Vec<String> {
    let mut broken = Vec::new();
    for case in CASES {
        if let Err(reason) = (case.check)(subject) {
            broken.push(format!("{}: {reason}", case.promise));
        }
    }
    broken
}

/// Runs a future on this thread, sleeping while it waits.
pub fn wait<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}

fn claim(engine: &dyn Engine, shard: Shard) -> Result<Epoch, String> {
    wait(engine.claim(shard)).map_err(|error| error.to_string())
}

fn commit(engine: &dyn Engine, shard: Shard, epoch: Epoch, ops: Vec<Op>) -> Verdict {
    result(engine, shard, epoch, ops).map_err(|error| error.to_string())
}

fn result(engine: &dyn Engine, shard: Shard, epoch: Epoch, ops: Vec<Op>) -> Result<(), CommitError> {
    let silent = || Err(CommitError::Unknown("no result".into()));
    wait(engine.commit(vec![group(shard, epoch, ops)])).pop().unwrap_or_else(silent)
}

fn get(engine: &dyn Engine, shard: Shard, key: &str) -> Result<Option<String>, String> {
    let found = wait(engine.get(shard, key.as_bytes())).map_err(|error| error.to_string())?;
    Ok(found.map(|value| String::from_utf8_lossy(&value).into_owned()))
}

fn scan(
    engine: &dyn Engine,
    shard: Shard,
    from: &str,
    to: &str,
    limit: usize,
    direction: Direction,
) -> Result<Vec<String>, String> {
    let found = wait(engine.scan(shard, from.as_bytes(), to.as_bytes(), limit, direction));
    let found = found.map_err(|error| error.to_string())?;
    Ok(found.into_iter().map(|(key, _)| String::from_utf8_lossy(&key).into_owned()).collect())
}

fn same<T: PartialEq + std::fmt::Debug>(found: T, expected: T) -> Verdict {
    if found == expected { Ok(()) } else { Err(format!("expected {expected:?}, found {found:?}")) }
}

fn group(shard: Shard, epoch: Epoch, ops: Vec<Op>) -> Group {
    Group { shard, epoch, ops, depends_on: None }
}

fn set(key: &str, value: &str) -> Op {
    Op::Set { key: key.into(), value: value.into() }
}

fn delete(key: &str) -> Op {
    Op::Delete { key: key.into() }
}

fn range(from: &str, to: &str) -> Op {
    Op::DeleteRange { from: from.into(), to: to.into() }
}

fn bytes(op: &Op) -> usize {
    match op {
        Op::Set { key, value } => key.len() + value.len(),
        Op::Delete { key } => key.len(),
        Op::DeleteRange { from, to } => from.len() + to.len(),
    }
}

fn strings(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| key.to_string()).collect()
}
