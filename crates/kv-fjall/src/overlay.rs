//! What lies above the tree: one generation that is written, and those that wait to be handed over. Readers take
//! the list as it is at one moment; the commit thread freezes, the hand-over thread removes what the tree has.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::generation::Generation;

pub(crate) struct Overlay {
    view: RwLock<Arc<View>>,
    /// The newest generation whose hand-over has begun: up to it the tree may have what is in memory too.
    begun: AtomicU64,
    signs: Mutex<Signs>,
    changed: Condvar,
}

/// The generations of one moment.
pub(crate) struct View {
    pub(crate) active: Arc<Generation>,
    /// Newest first.
    pub(crate) frozen: Vec<Arc<Generation>>,
}

/// What the threads tell each other.
#[derive(Clone, Copy, Default)]
pub(crate) struct Signs {
    /// The disk has no room for a hand-over.
    pub(crate) no_room: bool,
    /// How the hand-over thread should end, if it should.
    pub(crate) ending: Option<Ending>,
    /// Something is to be made or freed.
    pub(crate) work: bool,
    /// Nothing is handed over any more: it failed, or the thread has ended.
    pub(crate) halted: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// When everything frozen is in the tree.
    Empty,
    /// After the step that it is at.
    Now,
}

impl Overlay {
    /// `active` is the first to be written; what is `frozen` is handed over at once.
    pub(crate) fn new(active: Generation, frozen: Option<Generation>) -> Overlay {
        let frozen = frozen.into_iter().map(Arc::new).collect();
        Overlay {
            view: RwLock::new(Arc::new(View { active: Arc::new(active), frozen })),
            begun: AtomicU64::new(0),
            signs: Mutex::default(),
            changed: Condvar::new(),
        }
    }

    pub(crate) fn view(&self) -> Arc<View> {
        self.view.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether what is read of the tree now may hold more than the view that was taken before.
    pub(crate) fn is_past(&self, view: &View) -> bool {
        self.begun.load(Ordering::Acquire) >= view.active.number
    }

    /// From here on the tree may have this generation.
    pub(crate) fn begin(&self, generation: &Generation) {
        self.begun.store(generation.number, Ordering::Release);
    }

    /// Freezes what is written, and begins another. Gives its number.
    pub(crate) fn freeze(&self) -> u64 {
        let number = {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            let frozen = std::iter::once(&view.active).chain(&view.frozen).cloned().collect();
            let number = view.active.number;
            *view = Arc::new(View { active: Arc::new(Generation::new(number + 1)), frozen });
            number
        };
        self.tell(|signs| signs.work = true);
        number
    }

    /// The tree has this generation: readers find it there.
    pub(crate) fn remove(&self, number: u64) {
        let before = {
            let mut view = self.view.write().unwrap_or_else(PoisonError::into_inner);
            let frozen = view.frozen.iter().filter(|frozen| frozen.number != number).cloned().collect();
            let next = Arc::new(View { active: view.active.clone(), frozen });
            std::mem::replace(&mut *view, next)
        };
        // The rows are freed here if no reader has them, not under the lock.
        drop(before);
        self.tell(|signs| signs.no_room = false);
    }

    /// Changes a sign and wakes whoever waits for one.
    pub(crate) fn tell(&self, change: impl FnOnce(&mut Signs)) {
        change(&mut self.signs());
        self.changed.notify_all();
    }

    /// Waits until `done` gives something.
    pub(crate) fn wait<T>(&self, mut done: impl FnMut(&mut Signs) -> Option<T>) -> T {
        let mut signs = self.signs();
        loop {
            if let Some(found) = done(&mut signs) {
                return found;
            }
            signs = self.changed.wait(signs).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Waits for a while, or until something is told.
    pub(crate) fn pause(&self, time: Duration) {
        let signs = self.signs();
        if signs.ending.is_none() {
            // Woken early or late, the caller looks again.
            let _woken = self.changed.wait_timeout(signs, time);
        }
    }

    /// Waits until the tree has every generation up to `number`. Whether it will.
    pub(crate) fn wait_for(&self, number: u64) -> bool {
        self.wait(|signs| {
            let waits = self.view().frozen.iter().any(|frozen| frozen.number <= number);
            if !waits { Some(true) } else { signs.halted.then_some(false) }
        })
    }

    fn signs(&self) -> MutexGuard<'_, Signs> {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
