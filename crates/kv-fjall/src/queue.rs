//! What waits for the commit thread.

use std::sync::{Condvar, Mutex, PoisonError};

use kv::{ClaimError, CommitError, Epoch, Group, Shard, reply::Sender};

pub(crate) enum Job {
    Commit {
        batch: Vec<Group>,
        sender: Sender<Vec<Result<(), CommitError>>>,
    },
    Claim {
        shard: Shard,
        sender: Sender<Result<Epoch, ClaimError>>,
    },
    /// What is in memory goes to the tree; gives the number of the generation that has to arrive.
    Freeze {
        sender: Sender<u64>,
    },
}

/// Jobs in the order in which they were asked for.
pub(crate) struct Queue {
    inner: Mutex<Inner>,
    ready: Condvar,
}

struct Inner {
    jobs: Vec<Job>,
    closed: bool,
}

impl Queue {
    pub(crate) fn new() -> Self {
        Queue { inner: Mutex::new(Inner { jobs: Vec::new(), closed: false }), ready: Condvar::new() }
    }

    /// Gives the job back when the queue is closed.
    pub(crate) fn push(&self, job: Job) -> Option<Job> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if inner.closed {
            return Some(job);
        }
        inner.jobs.push(job);
        if inner.jobs.len() == 1 {
            self.ready.notify_one();
        }
        None
    }

    /// Everything that waits; sleeps while there is nothing. `None` once closed and empty.
    pub(crate) fn take(&self) -> Option<Vec<Job>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        while inner.jobs.is_empty() {
            if inner.closed {
                return None;
            }
            inner = self.ready.wait(inner).unwrap_or_else(PoisonError::into_inner);
        }
        Some(std::mem::take(&mut inner.jobs))
    }

    /// Takes no more; what waits is still done.
    pub(crate) fn close(&self) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.ready.notify_all();
    }
}
