//! A world for tests of this crate: a clock that stands still, chance from a counter, no tasks.

use std::{
    future::{Future, ready},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};

use kv::memory::Memory;
use store::{MasterKey, Store, StoreError};
use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};

struct Still;

impl Clock for Still {
    fn now(&self) -> UnixMillis {
        UnixMillis::from_seconds(1_700_000_000)
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep_until(&self, _deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(ready(()))
    }
}

struct Counter(AtomicU64);

impl Chance for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let seed = self.0.fetch_add(1, Ordering::Relaxed).to_le_bytes();
        let hash = crypto::sha256(&[&seed]);
        bytes.iter_mut().zip(hash.iter().cycle()).for_each(|(to, from)| *to = *from);
    }
}

struct NoTasks;

impl Spawn for NoTasks {
    fn spawn(&self, _task: BoxFuture<'static, ()>) {}
}

/// A world that repeats itself.
pub(crate) fn world() -> World {
    World { clock: Arc::new(Still), chance: Arc::new(Counter(AtomicU64::new(1))), spawn: Arc::new(NoTasks) }
}

/// The master key of all tests.
pub(crate) fn master() -> MasterKey {
    MasterKey::new([42; 32])
}

/// Opens a store on this engine.
pub(crate) fn open(memory: &Memory) -> Result<Store, StoreError> {
    now(Store::open(Arc::new(memory.clone()), master(), world()))
}

/// Runs a future that has all it needs.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> T {
    poll(future).expect("the future waits for something that no one will do")
}

/// Polls a future once.
pub(crate) fn poll<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
