//! One bucket: what goes into it and out of it, each within a time. What its server says when it refuses is never
//! passed on, since it repeats keys and signatures.

use std::{
    fmt,
    future::Future,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use blob::{Disk, Folder};
use bytes::Bytes;
use object_store::{
    ObjectStoreExt, PutPayload, RetryConfig,
    aws::{AmazonS3, AmazonS3Builder},
    path::Path,
};
use world::World;
use zeroize::Zeroizing;

use crate::http::Http;

/// Where a bucket is and who may. No Debug: it holds a key.
#[derive(Clone)]
pub struct Place {
    /// `https://s3.example.org`, without the bucket.
    pub endpoint: String,
    /// As the endpoint names it.
    pub region: String,
    /// The bucket.
    pub name: String,
    /// What stands in front of the names in it; may be empty.
    pub prefix: String,
    /// The key's id.
    pub key_id: String,
    /// The key.
    pub secret: Zeroizing<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { endpoint, name, prefix, .. } = self;
        match prefix.as_str() {
            "" => write!(formatter, "{endpoint}/{name}"),
            prefix => write!(formatter, "{endpoint}/{name}/{prefix}"),
        }
    }
}

/// Why a bucket does not do what it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BucketError {
    /// There is nothing of that name, or no such bucket.
    #[error("the bucket, or what was asked for in it, is not there")]
    NotThere,
    /// The key does not open it.
    #[error("the bucket refuses the key")]
    Refused,
    /// No answer, or none within its time.
    #[error("the bucket does not answer")]
    Silent,
    /// It answers with something else.
    #[error("the bucket fails")]
    Fails,
    /// The settings make no bucket.
    #[error("the settings of the bucket are not understood")]
    Settings,
    /// Nobody is trusted.
    #[error("the system has no certificates, which https needs: install ca-certificates")]
    NoCertificates,
    /// A file of this machine's cannot be read.
    #[error("a file on its way into the bucket cannot be read")]
    Local,
    /// What was on its way in is not wanted any more.
    #[error("a file on its way into the bucket is not wanted any more")]
    Unwanted,
}

impl From<object_store::Error> for BucketError {
    fn from(error: object_store::Error) -> Self {
        use object_store::Error;
        match error {
            Error::NotFound { .. } => BucketError::NotThere,
            Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => BucketError::Refused,
            error if is_connection(&error) => BucketError::Silent,
            _ => BucketError::Fails,
        }
    }
}

/// Whether there was no answer at all.
fn is_connection(error: &(dyn std::error::Error + 'static)) -> bool {
    let http = error.downcast_ref::<object_store::client::HttpError>();
    http.is_some() || error.source().is_some_and(is_connection)
}

impl From<BucketError> for io::Error {
    fn from(error: BucketError) -> Self {
        let kind = match error {
            BucketError::NotThere => io::ErrorKind::NotFound,
            BucketError::Silent => io::ErrorKind::TimedOut,
            _ => io::ErrorKind::Other,
        };
        io::Error::new(kind, error)
    }
}

/// See the top of the file.
pub(crate) struct Bucket {
    store: AmazonS3,
    prefix: String,
    world: World,
    /// Until then nobody waits for a read, in milliseconds of the clock's.
    silent_until: AtomicU64,
}

/// A client waits for what is read.
const READ_WITHIN: Duration = Duration::from_secs(15);
/// When one read got no answer, others fail at once for so long: clients ask again.
const SILENT_FOR: Duration = Duration::from_secs(3);
const REMOVE_WITHIN: Duration = Duration::from_secs(30);
/// For each piece of a file, and for its ends: 8 MiB in it are about half a megabit a second.
const PIECE_WITHIN: Duration = Duration::from_secs(120);
/// More than the 5 MiB that pieces have to have, and few enough for the largest file.
const PIECE_BYTES: usize = 8 << 20;
/// What is retried within them is bounded by the times above.
const RETRIES: usize = 3;

impl Bucket {
    pub(crate) fn open(place: &Place, world: &World) -> Result<Bucket, BucketError> {
        let http = Http::new(place.endpoint.starts_with("https://")).ok_or(BucketError::NoCertificates)?;
        let retry =
            RetryConfig { max_retries: RETRIES, retry_timeout: READ_WITHIN, ..RetryConfig::default() };
        let store = AmazonS3Builder::new()
            .with_endpoint(&place.endpoint)
            .with_region(&place.region)
            .with_bucket_name(&place.name)
            .with_access_key_id(&place.key_id)
            .with_secret_access_key(place.secret.as_str())
            .with_allow_http(true)
            .with_retry(retry)
            .with_http_connector(http)
            .build()
            .map_err(|_| BucketError::Settings)?;
        Ok(Bucket {
            store,
            prefix: place.prefix.clone(),
            world: world.clone(),
            silent_until: AtomicU64::new(0),
        })
    }

    fn path(&self, name: &str) -> Path {
        Path::from(format!("{}/{name}", self.prefix))
    }

    /// Writes something, reads it and takes it away again: whether the settings hold.
    pub(crate) async fn prove(&self) -> Result<(), BucketError> {
        let path = self.path("proof");
        self.within(READ_WITHIN, async {
            self.store.put(&path, PutPayload::from_static(b"merpati")).await?;
            self.store.get_range(&path, 0..7).await?;
            self.store.delete(&path).await
        })
        .await
    }

    pub(crate) async fn read(&self, name: &str, offset: u64, length: usize) -> Result<Bytes, BucketError> {
        if length == 0 {
            return Ok(Bytes::new());
        }
        let elapsed = || self.world.clock.elapsed();
        if elapsed().as_millis() < u128::from(self.silent_until.load(Ordering::Relaxed)) {
            return Err(BucketError::Silent);
        }
        let range = offset..offset.saturating_add(length as u64);
        let read = self.within(READ_WITHIN, self.store.get_range(&self.path(name), range)).await;
        if let Err(BucketError::Silent) = read {
            let until = (elapsed() + SILENT_FOR).as_millis();
            self.silent_until.store(u64::try_from(until).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
        read
    }

    /// Removes a file; it need not be there.
    pub(crate) async fn remove(&self, name: &str) -> Result<(), BucketError> {
        match self.within(REMOVE_WITHIN, self.store.delete(&self.path(name))).await {
            Err(BucketError::NotThere) => Ok(()),
            removed => removed,
        }
    }

    /// Brings a file of `near` in, unless it gets `unwanted` meanwhile.
    pub(crate) async fn bring(
        &self,
        near: &Arc<Folder>,
        name: &str,
        unwanted: &AtomicBool,
    ) -> Result<(), BucketError> {
        let path = self.path(name);
        let first = piece(near, name, 0).await?;
        if first.len() < PIECE_BYTES {
            return self.within(PIECE_WITHIN, self.store.put(&path, first.into())).await.map(drop);
        }
        let mut upload = self.within(PIECE_WITHIN, self.store.put_multipart(&path)).await?;
        let mut brought = Ok(());
        let (mut next, mut offset) = (first, 0);
        while !next.is_empty() {
            offset += next.len() as u64;
            brought = self.within(PIECE_WITHIN, upload.put_part(next.into())).await;
            if unwanted.load(Ordering::Acquire) {
                brought = Err(BucketError::Unwanted);
            }
            if brought.is_err() {
                break;
            }
            next = match piece(near, name, offset).await {
                Ok(piece) => piece,
                Err(error) => {
                    brought = Err(error);
                    break;
                }
            };
        }
        if brought.is_ok() {
            brought = self.within(PIECE_WITHIN, upload.complete()).await.map(drop);
        }
        if brought.is_err() {
            // What is left of it costs room in the bucket until its own rules take it away.
            let _ = self.within(REMOVE_WITHIN, upload.abort()).await;
        }
        brought
    }

    async fn within<T>(
        &self,
        time: Duration,
        work: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, BucketError> {
        let clock = &self.world.clock;
        tokio::select! {
            biased;
            done = work => Ok(done?),
            () = clock.sleep_until(clock.elapsed() + time) => Err(BucketError::Silent),
        }
    }
}

async fn piece(near: &Arc<Folder>, name: &str, offset: u64) -> Result<Vec<u8>, BucketError> {
    let (near, name) = (Arc::clone(near), name.to_owned());
    let read = tokio::task::spawn_blocking(move || near.read(&name, offset, PIECE_BYTES)).await;
    match read {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(error)) if error.kind() == io::ErrorKind::NotFound => Err(BucketError::Unwanted),
        Ok(Err(_)) | Err(_) => Err(BucketError::Local),
    }
}
