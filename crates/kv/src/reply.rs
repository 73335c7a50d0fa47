//! A value that one side gives once and the other awaits. It needs no runtime, so that an engine's thread and
//! a simulation can use it alike.

use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

/// Makes both ends.
pub fn reply<T>() -> (Sender<T>, Reply<T>) {
    let slot = Arc::new(Mutex::new(Slot { value: None, gone: false, waker: None }));
    (Sender { slot: Some(slot.clone()) }, Reply { slot })
}

/// Gives the value. Dropped without one, the other side gets `None`.
pub struct Sender<T> {
    /// Taken when the value is given.
    slot: Option<Arc<Mutex<Slot<T>>>>,
}

/// Awaits the value.
pub struct Reply<T> {
    slot: Arc<Mutex<Slot<T>>>,
}

struct Slot<T> {
    value: Option<T>,
    gone: bool,
    waker: Option<Waker>,
}

impl<T> Sender<T> {
    /// Gives the value and wakes who waits.
    pub fn send(mut self, value: T) {
        self.end(Some(value));
    }

    fn end(&mut self, value: Option<T>) {
        let Some(slot) = self.slot.take() else { return };
        let waker = {
            let mut slot = lock(&slot);
            slot.value = value;
            slot.gone = true;
            slot.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        self.end(None);
    }
}

impl<T> Future for Reply<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let mut slot = lock(&self.slot);
        if let Some(value) = slot.value.take() {
            return Poll::Ready(Some(value));
        }
        if slot.gone {
            return Poll::Ready(None);
        }
        slot.waker = Some(context.waker().clone());
        Poll::Pending
    }
}

fn lock<T>(slot: &Mutex<Slot<T>>) -> MutexGuard<'_, Slot<T>> {
    // A slot is whole between any two statements, so a panic elsewhere cannot have left it half written.
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
