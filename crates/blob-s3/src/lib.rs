//! Files in a bucket that speaks S3. What comes up lies in a folder of this machine, and is durable there when a file
//! is whole; from there it goes into the bucket in the background, and then the folder lets it go. So nobody waits for
//! the bucket who sends, and nothing is lost when it is away. What is read is looked for in the folder first.
//!
//! What is removed is noted in the folder before it is said to be gone, and taken out of the bucket in the background.
//!
//! The bytes are those that the folder would keep: sealed in chunks, under names that say nothing.

mod bucket;
mod http;
mod leaving;

use std::{
    future::Future,
    io,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use blob::{Blobs, Disk, Folder, Listed};
use rustc_hash::{FxHashMap, FxHashSet};
use tokio::{
    runtime::Handle,
    sync::Notify,
    task::{self, JoinSet},
};
use world::World;

pub use bucket::{BucketError, Place};

use bucket::Bucket;

/// A folder with a bucket behind it. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    near: Arc<Folder>,
    bucket: Bucket,
    world: World,
    runtime: Handle,
    /// What is on its way into the bucket, and whether it is not wanted any more.
    moving: Mutex<FxHashMap<String, Arc<AtomicBool>>>,
    /// Something has left `moving`.
    moved: Notify,
    /// Something whole lies in the folder.
    fresh: Notify,
    /// Something was noted that is to leave the bucket.
    left: Notify,
}

/// So many files are on their way into the bucket, or out of it, at a time; each holds a piece of 8 MiB at most.
const AT_ONCE: usize = 4;
/// What failed is tried again after this, then after twice as long, and so on.
const AGAIN_AFTER: Duration = Duration::from_secs(1);
const AGAIN_AFTER_MAX: Duration = Duration::from_secs(60);
/// Two ranges so far apart are read in one go.
const GAP_BYTES: u64 = 64 << 10;

impl Store {
    /// Asks nobody yet. To be called inside a runtime, which reads later go through.
    ///
    /// # Errors
    /// [`BucketError::Settings`] and [`BucketError::NoCertificates`].
    pub fn open(near: Folder, place: &Place, world: &World) -> Result<Store, BucketError> {
        let inner = Inner {
            near: Arc::new(near),
            bucket: Bucket::open(place, world)?,
            world: world.clone(),
            runtime: Handle::current(),
            moving: Mutex::default(),
            moved: Notify::new(),
            fresh: Notify::new(),
            left: Notify::new(),
        };
        Ok(Store { inner: Arc::new(inner) })
    }

    /// Writes, reads and removes something small: whether the bucket is there and the key opens it.
    ///
    /// # Errors
    /// What is wrong.
    pub async fn prove(&self) -> Result<(), BucketError> {
        self.inner.bucket.prove().await
    }

    /// The files of a server.
    pub fn blobs(&self) -> Blobs {
        Blobs::over_slow_disk(Arc::new(self.clone()))
    }

    /// Brings what is whole into the bucket, and takes out of it what is to leave, for ever; first what an earlier
    /// life of the server left over.
    pub async fn keep_moving(self) {
        let Inner { fresh, left, .. } = &*self.inner;
        let comes = self.keep_at(
            fresh,
            "files cannot go into the bucket; they stay on this disk until they can",
            || self.of_all(wanted, |store, name| async move { store.move_one(&name).await }),
        );
        let goes = self.keep_at(
            left,
            "files cannot be taken out of the bucket; they are noted until they can",
            || self.of_all(leaving::noted, |store, name| async move { store.take_out(&name).await }),
        );
        tokio::join!(comes, goes);
    }

    /// Does `all` whenever there is something new; again, after a pause that grows, when it fails.
    async fn keep_at<Done: Future<Output = Result<(), BucketError>>>(
        &self,
        new: &Notify,
        failing: &'static str,
        all: impl Fn() -> Done,
    ) {
        let clock = &self.inner.world.clock;
        let mut pause = None;
        loop {
            match all().await {
                Ok(()) => {
                    if pause.take().is_some() {
                        tracing::info!("the bucket does again what it is asked for");
                    }
                    new.notified().await;
                }
                Err(error) => {
                    if pause.is_none() {
                        tracing::warn!(%error, "{failing}");
                    }
                    let after = pause.map_or(AGAIN_AFTER, |pause: Duration| (pause * 2).min(AGAIN_AFTER_MAX));
                    pause = Some(after);
                    clock.sleep_until(clock.elapsed() + after).await;
                }
            }
        }
    }

    /// Does something with each name that `list` gives, a few at a time. One that fails does not hold up the others,
    /// unless the bucket does not answer at all; the first failure is told.
    async fn of_all<Done: Future<Output = Result<(), BucketError>> + Send + 'static>(
        &self,
        list: impl FnOnce(&Folder) -> io::Result<Vec<String>> + Send + 'static,
        each: impl Fn(Store, String) -> Done,
    ) -> Result<(), BucketError> {
        let mut names = self.nearby(list).await?.into_iter();
        let mut going = JoinSet::new();
        let mut outcome = Ok(());
        loop {
            while going.len() < AT_ONCE && outcome != Err(BucketError::Silent) {
                let Some(name) = names.next() else { break };
                going.spawn(each(self.clone(), name));
            }
            match going.join_next().await {
                None => return outcome,
                Some(Ok(Ok(()) | Err(BucketError::Unwanted))) => {}
                Some(Ok(Err(BucketError::Silent))) => outcome = Err(BucketError::Silent),
                Some(Ok(failed)) => outcome = outcome.and(failed),
                Some(Err(_)) => outcome = outcome.and(Err(BucketError::Local)),
            }
        }
    }

    async fn move_one(&self, name: &str) -> Result<(), BucketError> {
        let inner = &*self.inner;
        let unwanted = Arc::new(AtomicBool::new(false));
        inner.moving().insert(name.to_owned(), Arc::clone(&unwanted));
        let moved = async {
            inner.bucket.bring(&inner.near, name, &unwanted).await?;
            // It is in the bucket for good, so the folder may let it go; who takes it out waits until here.
            let name = name.to_owned();
            self.nearby(move |near| near.remove(&name)).await
        }
        .await;
        inner.moving().remove(name);
        inner.moved.notify_waiters();
        moved
    }

    /// All of it may be done over again, and is, after a crash.
    async fn take_out(&self, name: &str) -> Result<(), BucketError> {
        let inner = &*self.inner;
        // First here, so that it does not set out again; then there, once nothing is on its way.
        let near = name.to_owned();
        self.nearby(move |folder| folder.remove(&near)).await?;
        inner.still(name).await;
        inner.bucket.remove(name).await?;
        let near = name.to_owned();
        self.nearby(move |folder| leaving::strike(folder, &near)).await
    }

    async fn nearby<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static,
    ) -> Result<T, BucketError> {
        let near = Arc::clone(&self.inner.near);
        let done = task::spawn_blocking(move || work(&near)).await;
        done.ok().and_then(Result::ok).ok_or(BucketError::Local)
    }
}

/// What lies in the folder and is to go into the bucket.
fn wanted(near: &Folder) -> io::Result<Vec<String>> {
    let mut names = near.kept()?;
    let leaving: FxHashSet<String> = leaving::noted(near)?.into_iter().collect();
    names.retain(|name| !leaving.contains(name));
    Ok(names)
}

impl Inner {
    fn moving(&self) -> MutexGuard<'_, FxHashMap<String, Arc<AtomicBool>>> {
        self.moving.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until a file is not on its way into the bucket, which is told to give it up.
    async fn still(&self, name: &str) {
        loop {
            let mut moved = std::pin::pin!(self.moved.notified());
            // From here on nothing is missed.
            moved.as_mut().enable();
            match self.moving().get(name) {
                None => return,
                Some(unwanted) => unwanted.store(true, Ordering::Release),
            }
            moved.await;
        }
    }
}

/// Its calls run on threads that may wait.
impl Disk for Store {
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.inner.near.write(name, offset, bytes)
    }

    fn write_both(&self, name: &str, offset: u64, head: &[u8], body: &[u8]) -> io::Result<()> {
        self.inner.near.write_both(name, offset, head, body)
    }

    fn read(&self, name: &str, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        match self.inner.near.read(name, offset, length) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && Folder::is_kept(name) => {
                let read = self.inner.bucket.read(name, offset, length);
                Ok(self.inner.runtime.block_on(read)?.to_vec())
            }
            read => read,
        }
    }

    fn read_both(
        &self,
        name: &str,
        one: (u64, usize),
        other: (u64, usize),
    ) -> io::Result<(Vec<u8>, Vec<u8>)> {
        match self.inner.near.read_both(name, one, other) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && Folder::is_kept(name) => {}
            read => return read,
        }
        let bucket = &self.inner.bucket;
        let one_ends = one.0 + one.1 as u64;
        let gap = other.0.checked_sub(one_ends).filter(|gap| *gap <= GAP_BYTES);
        let Some(gap) = gap else {
            let both =
                async { tokio::join!(bucket.read(name, one.0, one.1), bucket.read(name, other.0, other.1)) };
            let (one, other) = self.inner.runtime.block_on(both);
            return Ok((one?.to_vec(), other?.to_vec()));
        };
        // At most 64 KiB: it fits.
        let gap = gap as usize;
        let mut all = self.inner.runtime.block_on(bucket.read(name, one.0, one.1 + gap + other.1))?;
        let mut rest = all.split_off(one.1.min(all.len()));
        let other = rest.split_off(gap.min(rest.len()));
        Ok((all.to_vec(), other.to_vec()))
    }

    fn is_far(&self, name: &str) -> bool {
        Folder::is_kept(name) && !self.inner.near.has(name)
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        self.inner.near.sync(name)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.inner.near.rename(from, to)?;
        if Folder::is_kept(to) {
            self.inner.fresh.notify_one();
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let near = &self.inner.near;
        if !Folder::is_kept(name) {
            return near.remove(name);
        }
        // From here on it goes, whatever breaks; nobody waits for the bucket.
        leaving::note(near, name)?;
        near.remove(name)?;
        if let Some(unwanted) = self.inner.moving().get(name) {
            unwanted.store(true, Ordering::Release);
        }
        self.inner.left.notify_one();
        Ok(())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Listed>> {
        self.inner.near.list(folder)
    }
}
