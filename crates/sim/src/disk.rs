//! The disk: the in-memory engine, whose commits become durable after a time that the dice give.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use kv::memory::Memory;
use tokio::{sync::Notify, task::AbortHandle};

use crate::surroundings::Dice;

/// See the top of the file.
pub(crate) struct Disk {
    memory: Arc<Mutex<Memory>>,
    settling: AbortHandle,
}

impl Disk {
    /// A disk with these rows on it.
    pub(crate) async fn with(rows: &crate::town::Rows, dice: Arc<Dice>) -> Result<Disk, kv::CommitError> {
        let queued = Arc::new(Notify::new());
        let told = queued.clone();
        let memory = Memory::held(Arc::new(move || told.notify_one()));
        crate::town::restore(&memory, rows).await?;
        let memory = Arc::new(Mutex::new(memory));
        let settle = settle(memory.clone(), queued, dice);
        let settling = tokio::runtime::Handle::current().spawn(settle).abort_handle();
        Ok(Disk { memory, settling })
    }

    /// The engine as the living process knows it.
    pub(crate) fn memory(&self) -> Memory {
        current(&self.memory)
    }

    /// The process dies, and with it what was not durable.
    pub(crate) fn kill(&self, batches: usize, groups: usize) {
        let next = self.memory().kill_torn(batches, groups);
        *self.memory.lock().unwrap_or_else(PoisonError::into_inner) = next;
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        self.settling.abort();
    }
}

async fn settle(memory: Arc<Mutex<Memory>>, queued: Arc<Notify>, dice: Arc<Dice>) {
    loop {
        queued.notified().await;
        while current(&memory).queued() > 0 {
            tokio::time::sleep(Duration::from_micros(200 + dice.below(1500) as u64)).await;
            current(&memory).settle(1 + dice.below(4));
        }
    }
}

fn current(memory: &Mutex<Memory>) -> Memory {
    memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
