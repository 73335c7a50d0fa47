//! Watches the engine: counts what it does for the metrics page, says when the disk is full and when it has room
//! again, tells operators of it and of a disk that fills up, and ends the program when a write has failed, since only a new start knows what is on disk.

use std::{sync::Arc, time::Duration};

use domain::Alarm;
use kv_fjall::{Fjall, Health};
use world::Clock;

use crate::{doctor::ROOM_GOOD, metrics::Metrics};

/// Watches until the engine has stopped; gives the reason. `room` says how many bytes are free, `tell` tells
/// operators.
pub(crate) async fn until_stopped(
    engine: Arc<Fjall>,
    metrics: Arc<Metrics>,
    clock: Arc<dyn Clock>,
    room: impl Fn() -> Option<u64>,
    tell: impl Fn(Alarm),
) -> String {
    let (mut was_full, mut merges) = (false, true);
    let (mut is_low, mut looks) = (false, 0_u32);
    loop {
        if looks.is_multiple_of(LOOKS_PER_ROOM)
            && let Some(free) = room()
        {
            match is_low {
                false if free < ROOM_GOOD => {
                    is_low = true;
                    let megabytes = free >> 20;
                    tracing::warn!(megabytes, "the disk fills up; make room soon");
                    tell(Alarm::DiskLow { megabytes });
                }
                true if free > 2 * ROOM_GOOD => is_low = false,
                _ => {}
            }
        }
        looks = looks.wrapping_add(1);
        metrics.store_syncs_total.set(engine.syncs());
        if merges && let Some(reason) = engine.merging_failure() {
            merges = false;
            tracing::error!(
                reason,
                "a part of the store cannot be read, so it is not tidied up any more: see to the disk"
            );
        }
        match engine.health() {
            Health::Stopped(reason) => return reason,
            Health::Full if !was_full => {
                was_full = true;
                tracing::error!("the disk is full: nothing is acknowledged until there is room");
            }
            Health::Writing if was_full => {
                was_full = false;
                tracing::info!("the disk has room again");
                tell(Alarm::DiskWasFull);
            }
            Health::Full | Health::Writing => {}
        }
        clock.sleep_until(clock.elapsed() + EVERY).await;
    }
}

const EVERY: Duration = Duration::from_secs(1);
/// Room goes more slowly than writes fail.
const LOOKS_PER_ROOM: u32 = 60;

#[cfg(test)]
mod tests {
    use std::{
        future::poll_fn,
        io::{self, Write},
        pin::pin,
        sync::{
            Mutex,
            atomic::{AtomicBool, Ordering},
        },
        task::Poll,
    };

    use kv::{CommitError, Engine, Epoch, Group, Op, Shard};
    use kv_fjall::{Config, Hooks};
    use tracing_subscriber::fmt::MakeWriter;
    use world::{BoxFuture, UnixMillis};

    use super::*;

    /// A disk that the test fills and breaks.
    #[derive(Default)]
    struct Disk {
        full: AtomicBool,
        broken: AtomicBool,
    }

    impl Disk {
        fn engine(self: &Arc<Self>, folder: &std::path::Path) -> Arc<Fjall> {
            let (for_room, for_writes) = (self.clone(), self.clone());
            let hooks = Hooks {
                free_bytes: Some(Arc::new(move || {
                    Ok(if for_room.full.load(Ordering::Relaxed) { 0 } else { 1 << 40 })
                })),
                before_write: Some(Arc::new(move || match for_writes.broken.load(Ordering::Relaxed) {
                    true => Err(io::Error::other("the disk is broken")),
                    false => Ok(()),
                })),
                ..Hooks::default()
            };
            Arc::new(Fjall::open(Config { hooks, ..Config::new(folder) }).unwrap())
        }
    }

    /// Each sleep takes one look of the test.
    struct Looks;

    impl Clock for Looks {
        fn now(&self) -> UnixMillis {
            UnixMillis(0)
        }

        fn elapsed(&self) -> Duration {
            Duration::ZERO
        }

        fn sleep_until(&self, _deadline: Duration) -> BoxFuture<'static, ()> {
            Box::pin(tokio::task::yield_now())
        }
    }

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Log {
        fn count(&self, words: &str) -> usize {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap().matches(words).count()
        }
    }

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl<'a> MakeWriter<'a> for Log {
        type Writer = Log;

        fn make_writer(&'a self) -> Log {
            self.clone()
        }
    }

    async fn write(engine: &Fjall, epoch: Epoch) -> Result<(), CommitError> {
        let ops = vec![Op::Set { key: b"key".to_vec(), value: b"value".to_vec() }];
        let group = Group { shard: Shard(1), epoch, ops, depends_on: None };
        engine.commit(vec![group]).await.remove(0)
    }

    #[tokio::test]
    async fn a_full_disk_is_told_once_and_its_end_once_and_a_failed_write_ends_the_watch() {
        let log = Log::default();
        let subscriber = tracing_subscriber::fmt().with_writer(log.clone()).finish();
        let _heard = tracing::subscriber::set_default(subscriber);
        let folder = tempfile::tempdir().unwrap();
        let disk = Arc::new(Disk::default());
        let engine = disk.engine(folder.path());
        let metrics = Arc::new(Metrics::default());
        let told = Mutex::new(Vec::new());
        let tell = |alarm| told.lock().unwrap().push(alarm);
        let no_room = || None;
        let mut watch = pin!(until_stopped(engine.clone(), metrics.clone(), Arc::new(Looks), no_room, tell));
        let mut look = async || {
            let mut outcome = Poll::Pending;
            for _ in 0..3 {
                outcome = poll_fn(|context| Poll::Ready(watch.as_mut().poll(context))).await;
            }
            outcome
        };

        let epoch = engine.claim(Shard(1)).await.unwrap();
        write(&engine, epoch).await.unwrap();
        assert!(look().await.is_pending());
        assert_eq!(metrics.store_syncs_total.value(), engine.syncs());
        assert_eq!((log.count("the disk is full"), log.count("has room again")), (0, 0));

        disk.full.store(true, Ordering::Relaxed);
        assert_eq!(write(&engine, epoch).await, Err(CommitError::Full));
        assert!(look().await.is_pending());
        assert_eq!((log.count("the disk is full"), log.count("has room again")), (1, 0));

        disk.full.store(false, Ordering::Relaxed);
        let epoch = engine.claim(Shard(1)).await.unwrap();
        write(&engine, epoch).await.unwrap();
        assert!(look().await.is_pending());
        assert_eq!((log.count("the disk is full"), log.count("has room again")), (1, 1));
        assert_eq!(told.lock().unwrap().as_slice(), [Alarm::DiskWasFull]);

        disk.broken.store(true, Ordering::Relaxed);
        assert!(write(&engine, epoch).await.is_err());
        let mut ended = async || poll_fn(|context| Poll::Ready(watch.as_mut().poll(context))).await;
        assert!(matches!(ended().await, Poll::Ready(reason) if reason.contains("the disk is broken")));
    }

    #[tokio::test]
    async fn operators_hear_once_that_the_disk_fills_up_until_there_is_plenty_again() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Arc::new(Fjall::open(Config::new(folder.path())).unwrap());
        let rooms = Mutex::new([4_u64, 1, 1, 3, 1, 5, 1].map(|gigabytes| gigabytes << 30).into_iter());
        let room = || rooms.lock().unwrap().next();
        let told = Mutex::new(Vec::new());
        let tell = |alarm| told.lock().unwrap().push(alarm);
        let metrics = Arc::new(Metrics::default());
        let mut watch = pin!(until_stopped(engine, metrics, Arc::new(Looks), room, tell));
        // Each poll is a look; one in sixty looks for room.
        for _ in 0..8 * LOOKS_PER_ROOM {
            assert!(poll_fn(|context| Poll::Ready(watch.as_mut().poll(context))).await.is_pending());
        }
        let low = Alarm::DiskLow { megabytes: 1024 };
        assert_eq!(told.lock().unwrap().as_slice(), [low, low]);
    }
}
