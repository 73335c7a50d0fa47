//! Work that would hold up a task for milliseconds: powers of large numbers. Who runs it is handed in, so that a
//! simulation does it in place and a server in a few threads of its own.

/// One piece of work.
pub type Job = Box<dyn FnOnce() + Send>;

/// All threads are busy and the queue before them is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the queue for heavy work is full")]
pub struct Busy;

/// Runs heavy work, or refuses it at once.
pub trait Heavy: Send + Sync {
    /// Runs `job` soon, or says that there is too much to do.
    ///
    /// # Errors
    /// [`Busy`].
    fn run(&self, job: Job) -> Result<(), Busy>;
}

impl dyn Heavy + '_ {
    /// Runs `work` and waits for what it gives.
    ///
    /// # Errors
    /// [`Busy`], also when it came to nothing.
    pub async fn done<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Busy> {
        let (give, result) = tokio::sync::oneshot::channel();
        self.run(Box::new(move || {
            // Whoever waited may be gone.
            let _ = give.send(work());
        }))?;
        result.await.map_err(|_| Busy)
    }
}

/// Runs every job at once, where it is handed in.
pub struct InPlace;

impl Heavy for InPlace {
    fn run(&self, job: Job) -> Result<(), Busy> {
        job();
        Ok(())
    }
}
