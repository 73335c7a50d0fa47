//! The real world behind `world`'s traits: the machine's clock, the system's random numbers, tokio's tasks, and
//! the threads for heavy work. The one place where the bans on ambient time and chance are lifted.

use std::{
    cell::RefCell,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use world::{
    BoxFuture, Chance, Clock, Spawn, UnixMillis, World,
    heavy::{Busy, Heavy, Job},
};
use zeroize::Zeroize;

/// The world of a real server.
pub fn world() -> World {
    World { clock: Arc::new(SystemClock::start()), chance: Arc::new(OsChance), spawn: Arc::new(TokioSpawn) }
}

/// The machine's clock.
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// A clock whose `elapsed` starts at zero now.
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in")]
    pub fn start() -> Self {
        SystemClock { start: Instant::now() }
    }
}

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that is handed in")]
    fn now(&self) -> UnixMillis {
        let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_millis()).map(|millis| -millis).unwrap_or(i64::MIN)
            }
        };
        UnixMillis(millis)
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep_until((self.start + deadline).into()))
    }
}

/// The system's random numbers. A few bytes come from what a thread has drawn ahead: every packet wants some, and
/// asking the system each time costs more than the bytes.
pub struct OsChance;

impl Chance for OsChance {
    fn fill(&self, bytes: &mut [u8]) {
        if bytes.len() > AHEAD_BYTES / 4 || AHEAD.try_with(|ahead| ahead.borrow_mut().give(bytes)).is_err() {
            draw(bytes);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the chance that is handed in")]
fn draw(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        // Keys drawn from anything else would be worse than no server.
        tracing::error!("the system gives no random numbers; stopping");
        std::process::abort();
    }
}

thread_local! {
    static AHEAD: RefCell<Ahead> = RefCell::new(Ahead { bytes: Box::new([0; AHEAD_BYTES]), left: 0 });
}

/// Random bytes that nobody has had yet: the first `left` of `bytes`.
struct Ahead {
    bytes: Box<[u8; AHEAD_BYTES]>,
    left: usize,
}

impl Ahead {
    /// Fills `to`, which is shorter than what is drawn at once. What was given is wiped here.
    fn give(&mut self, to: &mut [u8]) {
        if self.left < to.len() {
            draw(&mut *self.bytes);
            self.left = AHEAD_BYTES;
        }
        self.left -= to.len();
        if let Some(from) = self.bytes.get_mut(self.left..self.left + to.len()) {
            to.copy_from_slice(from);
            from.zeroize();
        }
    }
}

const AHEAD_BYTES: usize = 1024;

/// Tasks of tokio's current runtime.
pub struct TokioSpawn;

impl Spawn for TokioSpawn {
    #[expect(clippy::disallowed_methods, reason = "this is the spawn that is handed in")]
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::spawn(task);
    }
}

/// A few threads for work that would hold up a task for milliseconds, with a bounded queue before them.
pub struct HeavyThreads {
    queue: SyncSender<Job>,
}

impl HeavyThreads {
    /// Starts `threads` threads that take from a queue of at most `waiting_max` jobs. They end with the pool.
    #[expect(clippy::disallowed_methods, reason = "this is the pool that is handed in")]
    pub fn start(threads: usize, waiting_max: usize) -> Self {
        let (queue, jobs) = sync_channel::<Job>(waiting_max);
        let jobs = Arc::new(Mutex::new(jobs));
        for _ in 0..threads.max(1) {
            let jobs = Arc::clone(&jobs);
            std::thread::spawn(move || {
                while let Some(job) = next(&jobs) {
                    // A job that panics has answered nobody; whoever waits for it sees its answer missing.
                    let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(job));
                }
            });
        }
        HeavyThreads { queue }
    }
}

impl Heavy for HeavyThreads {
    fn run(&self, job: Job) -> Result<(), Busy> {
        self.queue.try_send(job).map_err(|_| Busy)
    }
}

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    jobs.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_drawn_ahead_is_given_once_and_wiped() {
        let mut ahead = Ahead { bytes: Box::new([0; AHEAD_BYTES]), left: 0 };
        let (mut first, mut second) = ([0; 32], [0; 32]);
        ahead.give(&mut first);
        ahead.give(&mut second);
        assert!(first != second && first != [0; 32]);
        assert!(ahead.bytes.ends_with(&[0; 64]) && ahead.left == AHEAD_BYTES - 64);
        for _ in 0..AHEAD_BYTES {
            ahead.give(&mut first);
            assert_ne!(first, [0; 32]);
        }
    }
}
