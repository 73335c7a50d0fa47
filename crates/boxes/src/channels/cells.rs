//! The channels in memory: a slot for each that is loaded or has commits on their way.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use store::ids::{Pts, SessionRef};
use tokio::sync::Notify;

use super::{loaded::Loaded, types::ChannelEntry};

/// All of them.
#[derive(Default)]
pub(crate) struct Cells {
    cells: Mutex<BTreeMap<i64, Arc<Cell>>>,
    sequence: AtomicU64,
}

/// One channel's.
pub(crate) struct Cell {
    pub(crate) channel: i64,
    slot: Mutex<Slot>,
    /// Told whenever a commit ended.
    pub(crate) changed: Notify,
    /// Held from reading to deciding by what rests on a message as it is.
    pub(crate) turn: tokio::sync::Mutex<()>,
    /// Reading into memory happens once at a time.
    pub(crate) loading: tokio::sync::Mutex<()>,
}

/// What the lock of a cell guards.
#[derive(Default)]
pub(crate) struct Slot {
    /// The box, while it is in memory. A commit that failed takes it away.
    pub(crate) loaded: Option<Box<Loaded>>,
    /// Commits that are not known to be durable.
    pub(crate) queue: VecDeque<Waiting>,
    /// Everything up to here is durable, since the box was read.
    pub(crate) durable: Pts,
    /// Durable, to be told to the listener.
    pub(crate) ready: VecDeque<Waiting>,
    /// Somebody is telling.
    pub(crate) publishing: bool,
    /// Asked for since the eviction hand passed.
    pub(crate) recent: bool,
}

/// One commit.
pub(crate) struct Waiting {
    pub(crate) sequence: u64,
    /// Where the box stands after it.
    pub(crate) pts: Pts,
    pub(crate) entries: Vec<Arc<ChannelEntry>>,
    pub(crate) except: Option<SessionRef>,
}

impl Cells {
    /// The cell of a channel.
    pub(crate) fn of(&self, channel: i64) -> Arc<Cell> {
        let mut cells = self.lock();
        let new = || {
            Arc::new(Cell {
                channel,
                slot: Mutex::default(),
                changed: Notify::new(),
                turn: tokio::sync::Mutex::default(),
                loading: tokio::sync::Mutex::default(),
            })
        };
        Arc::clone(cells.entry(channel).or_insert_with(new))
    }

    /// Every cell there is.
    pub(crate) fn all(&self) -> Vec<Arc<Cell>> {
        self.lock().values().cloned().collect()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.lock().len()
    }

    /// Lets go of a cell that nobody else holds and that holds nothing.
    pub(crate) fn forget(&self, channel: i64) {
        let mut cells = self.lock();
        let idle = cells.get(&channel).is_some_and(|cell| {
            let slot = cell.lock();
            Arc::strong_count(cell) == 1 && slot.loaded.is_none() && slot.is_quiet()
        });
        if idle {
            cells.remove(&channel);
        }
    }

    /// The number of the next commit.
    pub(crate) fn next_sequence(&self) -> u64 {
        self.sequence.fetch_add(1, Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, Arc<Cell>>> {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Cell {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nothing is on its way.
    pub(crate) async fn quiet(&self) {
        self.until(|slot| slot.queue.is_empty()).await;
    }

    /// Waits until the slot is as wanted.
    pub(crate) async fn until(&self, wanted: impl Fn(&Slot) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            // From here on a change is not missed, also one between the look and the wait.
            changed.as_mut().enable();
            if wanted(&self.lock()) {
                return;
            }
            changed.await;
        }
    }
}

impl Slot {
    /// Whether nothing is on its way or waits to be told.
    pub(crate) fn is_quiet(&self) -> bool {
        self.queue.is_empty() && self.ready.is_empty() && !self.publishing
    }

    /// The pts up to which everything is durable.
    pub(crate) fn durable_pts(&self, loaded: &Loaded) -> Pts {
        if self.queue.is_empty() { loaded.pts } else { self.durable }
    }
}
