//! What a connection's task shares with those who have something for it: a signal that wakes it, a count of what
//! waits, and the cut that ends it.

use std::{
    future::poll_fn,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    task::{Context, Poll},
};

use atomic_waker::AtomicWaker;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

use super::limits;

/// See the top of the file.
pub struct Link {
    waker: AtomicWaker,
    /// There is something to collect.
    signal: AtomicBool,
    /// Bytes queued since the task last collected.
    queued: AtomicUsize,
    /// Calls that run.
    pub(super) running: AtomicUsize,
    /// Whether this is an HTTP request, which ends with its calls.
    pub(super) request: bool,
    cut: AtomicBool,
    /// Made by the first call that answers with a part of a file.
    bulk: OnceLock<Box<Bulk>>,
}

/// Parts of files that go to one connection: the next is read when the last one is on its way, so that they take no
/// more memory the more are asked for at once.
struct Bulk {
    turn: Semaphore,
    /// A part waits to be collected.
    waits: AtomicBool,
    collected: Notify,
}

impl Link {
    pub(super) fn new() -> Arc<Link> {
        Arc::new(Link::made(false))
    }

    /// The link of an HTTP request.
    pub(super) fn of_request() -> Arc<Link> {
        Arc::new(Link::made(true))
    }

    fn made(request: bool) -> Link {
        Link {
            waker: AtomicWaker::new(),
            signal: AtomicBool::new(false),
            queued: AtomicUsize::new(0),
            running: AtomicUsize::new(0),
            request,
            cut: AtomicBool::new(false),
            bulk: OnceLock::new(),
        }
    }

    /// Completes when there is something to collect.
    pub async fn woken(&self) {
        poll_fn(|context| self.poll_woken(context)).await;
    }

    /// Ready once for each time that there was something to collect since the last time. Only the connection's
    /// task may ask: one waker is kept.
    pub fn poll_woken(&self, context: &mut Context<'_>) -> Poll<()> {
        if self.signal.swap(false, Ordering::AcqRel) {
            return Poll::Ready(());
        }
        self.waker.register(context.waker());
        // It may have come between the look and the registration.
        if self.signal.swap(false, Ordering::AcqRel) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Ready when the connection is cut. Only the connection's task may ask.
    pub fn poll_cut(&self, context: &mut Context<'_>) -> Poll<()> {
        self.waker.register(context.waker());
        if self.is_cut() { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Ends the connection: its task sends nothing more.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::Release);
        // Also where a signal is on its way: the task may be writing, and look for nothing but the cut.
        self.signal.store(true, Ordering::Release);
        self.waker.wake();
        self.bulk_collected();
    }

    /// Waits for the turn to read a part of a file; to be kept until its answer is queued by [`Link::queue_bulk`].
    pub(super) async fn bulk_turn(&self) -> Option<SemaphorePermit<'_>> {
        let bulk = self.bulk.get_or_init(|| {
            let (turn, collected) = (Semaphore::new(1), Notify::new());
            Box::new(Bulk { turn, waits: AtomicBool::new(false), collected })
        });
        let turn = bulk.turn.acquire().await.ok()?;
        while bulk.waits.load(Ordering::Acquire) && !self.is_cut() {
            // One permit is kept for whoever comes too late for the notice.
            bulk.collected.notified().await;
        }
        Some(turn)
    }

    /// A part of a file waits to be collected; it does not count as what a slow reader leaves.
    pub(super) fn queue_bulk(&self) {
        if let Some(bulk) = self.bulk.get() {
            bulk.waits.store(true, Ordering::Release);
        }
    }

    fn bulk_collected(&self) {
        if let Some(bulk) = self.bulk.get() {
            bulk.waits.store(false, Ordering::Release);
            bulk.collected.notify_one();
        }
    }

    /// Whether [`Link::cut`] was called.
    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Acquire)
    }

    /// Has the task collect.
    pub(super) fn wake(&self) {
        // Who finds it set leaves the waking to the one who set it.
        if !self.signal.swap(true, Ordering::AcqRel) {
            self.waker.wake();
        }
    }

    /// The task is at it, and will collect: nobody has to wake it until then.
    pub(super) fn begin_turn(&self) {
        self.signal.store(true, Ordering::Release);
    }

    /// Counts bytes that wait; true when they are more than a connection may have.
    pub(super) fn queue(&self, bytes: usize) -> bool {
        self.queued.fetch_add(bytes, Ordering::Relaxed) + bytes > limits::QUEUED_BYTES_MAX
    }

    /// The task looks at what waits: it counts anew from here, and what comes later wakes it.
    pub(super) fn collecting(&self) {
        self.queued.store(0, Ordering::Relaxed);
        self.signal.swap(false, Ordering::AcqRel);
        self.bulk_collected();
    }
}
