//! Bytes of files by id, with ranges: parts that are on their way up, finished files, a folder or memory to keep
//! them in.
//!
//! What is kept is sealed in chunks under a key of the file's own ([`seal`]); which file that is, whose, and who may
//! read it is not known here. Work on a disk runs on threads of its own, a few at a time.

mod disk;
mod folder;
mod memory;
mod seal;
mod slots;
mod uploads;

use std::{io, sync::Arc};

use tokio::sync::Semaphore;
use world::Chance;

pub use disk::{Disk, Listed};
pub use folder::Folder;
pub use memory::Memory;
pub use seal::FileKey;
pub use slots::SLOT_BYTES;
pub use uploads::{Finished, Keys, PartFault};

use uploads::Uploads;

/// What names finished bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub [u8; 16]);

impl BlobId {
    /// A fresh one.
    pub fn new(chance: &dyn Chance) -> Self {
        BlobId(chance.bytes())
    }

    fn name(self) -> String {
        let hex = hex(&self.0);
        let (shelf, rest) = hex.split_at(2);
        format!("{KEPT}/{shelf}/{rest}")
    }
}

/// Why bytes are not there.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The disk failed, or is full.
    #[error("a file cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// The bytes are not those that were written.
    #[error("a file is damaged")]
    Damaged,
    /// Something about the parts that came up.
    #[error(transparent)]
    Part(#[from] PartFault),
}

/// All bytes of one server. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    inner: Arc<Inner>,
}

struct Inner {
    disk: Arc<dyn Disk>,
    /// None: the disk waits for nothing, so work is done in place.
    threads: Option<Semaphore>,
    /// For what waits for another machine, so that nobody else waits behind it.
    far: Semaphore,
    uploads: Uploads,
}

/// So many pieces of work on the disk run at a time; each holds half a MiB or so.
const THREADS: usize = 8;
/// So many wait for another machine at a time; each has a thread, idle most of the time.
const FAR_THREADS: usize = 48;
const KEPT: &str = "kept";
const COMING: &str = "coming";

impl Blobs {
    /// Over a folder, which is made when something is written.
    pub fn in_folder(folder: Folder) -> Self {
        Blobs::over(Arc::new(folder), Some(Semaphore::new(THREADS)))
    }

    /// Over another disk that has to be waited for.
    pub fn over_slow_disk(disk: Arc<dyn Disk>) -> Self {
        Blobs::over(disk, Some(Semaphore::new(THREADS)))
    }

    /// In memory, for tests and simulations.
    pub fn in_memory() -> Self {
        Blobs::over_disk(Arc::new(Memory::default()))
    }

    /// Over a disk that waits for nothing: work is done in place.
    pub fn over_disk(disk: Arc<dyn Disk>) -> Self {
        Blobs::over(disk, None)
    }

    fn over(disk: Arc<dyn Disk>, threads: Option<Semaphore>) -> Self {
        let far = Semaphore::new(FAR_THREADS);
        Blobs { inner: Arc::new(Inner { disk, threads, far, uploads: Uploads::default() }) }
    }

    /// Keeps one part of what comes up under `name`. Not durable yet; a part that came before is replaced.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn save_part(
        &self,
        name: [u8; 16],
        part: u32,
        bytes: Vec<u8>,
        keys: Arc<dyn Keys>,
        chance: Arc<dyn Chance>,
    ) -> Result<(), BlobError> {
        let open = self.inner.uploads.open(name);
        self.on_disk(move |disk| uploads::save(disk, &open, name, part, bytes, &*keys, &*chance)).await
    }

    /// Puts the parts `0..parts` together: durable bytes that have no id yet. The upload is used up.
    ///
    /// # Errors
    /// [`BlobError::Part`] says which part is missing or wrong.
    pub async fn finish(
        &self,
        name: [u8; 16],
        parts: u32,
        keys: Arc<dyn Keys>,
        chance: Arc<dyn Chance>,
    ) -> Result<Finished, BlobError> {
        let open = self.inner.uploads.open(name);
        let finished =
            self.on_disk(move |disk| uploads::finish(disk, &open, name, parts, &*keys, &*chance)).await?;
        self.inner.uploads.forget(name);
        Ok(finished)
    }

    /// All bytes of an upload, for what the server has to look into; none if there are more than `max`. The upload
    /// stays.
    ///
    /// # Errors
    /// As [`Blobs::finish`].
    pub async fn whole(
        &self,
        name: [u8; 16],
        parts: u32,
        max: usize,
        keys: Arc<dyn Keys>,
    ) -> Result<Option<Vec<u8>>, BlobError> {
        let open = self.inner.uploads.open(name);
        self.on_disk(move |disk| uploads::whole(disk, &open, name, parts, max, &*keys)).await
    }

    /// Lets an upload go.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn let_go(&self, name: [u8; 16]) -> Result<(), BlobError> {
        self.inner.uploads.forget(name);
        self.on_disk(move |disk| Ok(disk.remove(&uploads::file_of(name))?)).await
    }

    /// Durable bytes that the server made itself; they have no id yet.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn store(
        &self,
        bytes: Vec<u8>,
        keys: Arc<dyn Keys>,
        chance: Arc<dyn Chance>,
    ) -> Result<Finished, BlobError> {
        self.on_disk(move |disk| uploads::store(disk, &bytes, &*keys, &*chance)).await
    }

    /// Gives finished bytes their id.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn keep(&self, finished: &Finished, id: BlobId) -> Result<(), BlobError> {
        let staged = finished.staged.clone();
        self.on_disk(move |disk| Ok(disk.rename(&staged, &id.name())?)).await
    }

    /// Lets finished bytes go that are not needed after all.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn discard(&self, finished: &Finished) -> Result<(), BlobError> {
        let staged = finished.staged.clone();
        self.on_disk(move |disk| Ok(disk.remove(&staged)?)).await
    }

    /// The bytes from `offset` on, at most `length` and as far as there are; `size` is what [`Finished`] said.
    ///
    /// # Errors
    /// [`BlobError::Damaged`] where they are not what was kept under this key.
    pub async fn read(
        &self,
        id: BlobId,
        key: FileKey,
        size: u64,
        offset: u64,
        length: usize,
    ) -> Result<Vec<u8>, BlobError> {
        let name = id.name();
        let far = self.inner.disk.is_far(&name);
        let work = move |disk: &dyn Disk| slots::read_range(disk, &name, &key, size, offset, length);
        if far { self.on_threads(&self.inner.far, work).await } else { self.on_disk(work).await }
    }

    /// Lets kept bytes go; they need not be there.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn remove(&self, id: BlobId) -> Result<(), BlobError> {
        self.on_disk(move |disk| Ok(disk.remove(&id.name())?)).await
    }

    /// Lets uploads go that nothing was added to for `seconds`. Gives how many.
    ///
    /// # Errors
    /// [`BlobError::Io`].
    pub async fn sweep(&self, seconds: u64) -> Result<usize, BlobError> {
        let gone = self
            .on_disk(move |disk| {
                let mut gone = Vec::new();
                for listed in disk.list(COMING)? {
                    if listed.idle_seconds >= seconds {
                        disk.remove(&format!("{COMING}/{}", listed.name))?;
                        gone.push(listed.name);
                    }
                }
                Ok(gone)
            })
            .await?;
        // What is remembered of their parts would pass for bytes that are there.
        self.inner.uploads.forget_files(&gone);
        Ok(gone.len())
    }

    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Disk) -> Result<T, BlobError> + Send + 'static,
    ) -> Result<T, BlobError> {
        match &self.inner.threads {
            Some(threads) => self.on_threads(threads, work).await,
            None => work(&*self.inner.disk),
        }
    }

    async fn on_threads<T: Send + 'static>(
        &self,
        threads: &Semaphore,
        work: impl FnOnce(&dyn Disk) -> Result<T, BlobError> + Send + 'static,
    ) -> Result<T, BlobError> {
        let _turn = threads.acquire().await.map_err(io::Error::other)?;
        let disk = Arc::clone(&self.inner.disk);
        let done = tokio::task::spawn_blocking(move || work(&*disk)).await;
        done.map_err(io::Error::other)?
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
