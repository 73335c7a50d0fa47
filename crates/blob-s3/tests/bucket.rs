//! What is promised of a bucket, held against a server that speaks S3: the bytes are those that a folder would keep,
//! nobody waits for a bucket that is away, and what is removed is gone there too.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on has failed")]

mod common;

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use blob::{BlobError, BlobId, Blobs, FileKey, Finished, Folder, Keys, SLOT_BYTES};
use blob_s3::{BucketError, Place, Store};
use common::{BUCKET, KEY_ID, Mood, SECRET, Speaker};
use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};
use zeroize::Zeroizing;

/// The machine's time and what a test adds to it, in milliseconds; numbers that differ.
struct Here(Instant, Arc<AtomicU64>);

/// Differs from life to life as well.
static DRAWN: AtomicU64 = AtomicU64::new(1);

impl Here {
    fn new() -> Arc<Here> {
        Arc::new(Here(Instant::now(), Arc::default()))
    }

    fn let_pass(&self, time: Duration) {
        self.1.fetch_add(time.as_millis() as u64, Ordering::Relaxed);
    }
}

impl Clock for Here {
    fn now(&self) -> UnixMillis {
        UnixMillis(0)
    }

    fn elapsed(&self) -> Duration {
        self.0.elapsed() + Duration::from_millis(self.1.load(Ordering::Relaxed))
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        let here = Here(self.0, Arc::clone(&self.1));
        Box::pin(async move {
            while here.elapsed() < deadline {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
    }
}

impl Chance for Here {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = DRAWN.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            let mixed = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

impl Spawn for Here {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::spawn(task);
    }
}

impl Keys for Here {
    fn upload_key(&self, _: &[u8; 16], salt: &[u8; 32]) -> FileKey {
        FileKey::new(*salt)
    }

    fn hash(&self, bytes: &[u8]) -> [u8; 16] {
        [bytes.len() as u8; 16]
    }
}

/// A server's files, at `near` and in the bucket of `speaker`.
struct Files {
    store: Store,
    blobs: Blobs,
    here: Arc<Here>,
    near: Folder,
}

fn place(endpoint: String) -> Place {
    Place {
        endpoint,
        region: "us-east-1".to_owned(),
        name: BUCKET.to_owned(),
        prefix: "one".to_owned(),
        key_id: KEY_ID.to_owned(),
        secret: Zeroizing::new(SECRET.to_owned()),
    }
}

fn open(near: &Path, place: &Place) -> Files {
    let here = Here::new();
    let world = World { clock: here.clone(), chance: here.clone(), spawn: here.clone() };
    let store = Store::open(Folder::new(near), place, &world).unwrap();
    Files { blobs: store.blobs(), store, here, near: Folder::new(near) }
}

impl Files {
    async fn kept(&self, data: &[u8]) -> (BlobId, Finished) {
        let name = self.here.bytes_of();
        for (part, bytes) in (0u32..).zip(data.chunks(SLOT_BYTES)) {
            let (keys, chance) = (self.here.clone(), self.here.clone());
            self.blobs.save_part(name, part, bytes.to_vec(), keys, chance).await.unwrap();
        }
        let parts = data.len().div_ceil(SLOT_BYTES) as u32;
        let finished = self.blobs.finish(name, parts, self.here.clone(), self.here.clone()).await.unwrap();
        let id = BlobId::new(&*self.here);
        self.blobs.keep(&finished, id).await.unwrap();
        (id, finished)
    }

    async fn read(
        &self,
        id: BlobId,
        of: &Finished,
        offset: u64,
        length: usize,
    ) -> Result<Vec<u8>, BlobError> {
        self.blobs.read(id, of.key.clone(), of.size, offset, length).await
    }

    fn waiting(&self) -> usize {
        self.near.kept().unwrap().len()
    }
}

impl Here {
    fn bytes_of(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        self.fill(&mut bytes);
        bytes
    }
}

async fn soon(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..3_000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never happened: {what}");
}

/// How many are noted that are to leave the bucket.
fn leaving(near: &Path) -> usize {
    std::fs::read_dir(near.join("leaving")).map_or(0, Iterator::count)
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| ((at * 131) >> 3) as u8).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_folder_would_keep_lies_in_the_bucket_and_is_read_by_ranges() {
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let speaker = Speaker::start(far.path(), "127.0.0.1:0");
    let files = open(near.path(), &place(speaker.endpoint()));
    files.store.prove().await.unwrap();
    assert!(speaker.objects().is_empty(), "the proof is left behind");
    // One goes in as it is, the other in pieces.
    let (small, large) = (bytes(70_001), bytes(17 * SLOT_BYTES + 5_000));
    let (small_id, small_kept) = files.kept(&small).await;
    let (large_id, large_kept) = files.kept(&large).await;
    assert_eq!(files.waiting(), 2, "a file is whole before it is in the bucket");
    let as_kept = std::fs::read(near.path().join(files.near.kept().unwrap().first().unwrap())).unwrap();
    tokio::spawn(files.store.clone().keep_moving());
    soon("all is in the bucket", || files.waiting() == 0).await;
    let objects: Vec<Vec<u8>> = speaker.objects().iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert!(objects.len() == 2 && objects.contains(&as_kept), "not the bytes of the folder");
    let read = files.read(small_id, &small_kept, 0, usize::MAX).await.unwrap();
    assert!(read == small);
    for (offset, length) in
        [(0, large.len()), (1, 1), (65_535, 2), (SLOT_BYTES - 1, 70_000), (400_000, 4_096)]
    {
        let read = files.read(large_id, &large_kept, offset as u64, length).await.unwrap();
        assert!(read == large[offset..(offset + length).min(large.len())], "{offset} {length}");
    }
    // The next start finds them there as well.
    let files = open(near.path(), &place(speaker.endpoint()));
    assert!(files.read(large_id, &large_kept, 0, large.len()).await.unwrap() == large);
    tokio::spawn(files.store.clone().keep_moving());
    files.blobs.remove(large_id).await.unwrap();
    soon("it has left the bucket", || speaker.objects().len() == 1).await;
    assert!(matches!(files.read(large_id, &large_kept, 0, 1).await, Err(BlobError::Io(_))));
    files.blobs.remove(large_id).await.unwrap();
    soon("nothing is noted any more", || leaving(near.path()) == 0).await;
    assert_eq!(speaker.objects().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_is_away_keeps_nobody_waiting_and_gets_all_at_the_next_start() {
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let speaker = Speaker::start(far.path(), "127.0.0.1:0");
    let (address, endpoint) = (speaker.address.to_string(), speaker.endpoint());
    let files = open(near.path(), &place(endpoint.clone()));
    let moving = tokio::spawn(files.store.clone().keep_moving());
    let data = bytes(600_000);
    let (there, _) = files.kept(&data).await;
    soon("it is in the bucket", || files.waiting() == 0).await;
    drop(speaker);
    assert_eq!(files.store.prove().await, Err(BucketError::Silent));
    let (id, kept) = files.kept(&data).await;
    assert!(files.read(id, &kept, 0, data.len()).await.unwrap() == data);
    let gone = files.kept(&data).await.0;
    for id in [gone, there] {
        files.blobs.remove(id).await.unwrap();
    }
    assert_eq!((files.waiting(), leaving(near.path())), (1, 2));
    moving.abort();
    let speaker = Speaker::start(far.path(), &address);
    let files = open(near.path(), &place(endpoint));
    tokio::spawn(files.store.clone().keep_moving());
    soon("all is where it belongs", || (files.waiting(), leaving(near.path())) == (0, 0)).await;
    assert_eq!(speaker.objects().len(), 1, "what was removed is there");
    assert!(files.read(id, &kept, 0, data.len()).await.unwrap() == data);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_that_fails_or_says_nothing_makes_clear_errors_and_holds_up_nothing_else() {
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let speaker = Speaker::start(far.path(), "127.0.0.1:0");
    let files = open(near.path(), &place(speaker.endpoint()));
    tokio::spawn(files.store.clone().keep_moving());
    let data = bytes(600_000);
    let (id, kept) = files.kept(&data).await;
    soon("it is in the bucket", || files.waiting() == 0).await;
    for mood in [Mood::Silent, Mood::Fails] {
        speaker.is(mood);
        // More than there are threads for: they wait, or hear at once that it is silent.
        let reads: Vec<_> = (0..64)
            .map(|_| {
                let (blobs, key, size) = (files.blobs.clone(), kept.key.clone(), kept.size);
                tokio::spawn(async move { blobs.read(id, key, size, 0, 1).await })
            })
            .collect();
        let (fresh, fresh_kept) = files.kept(&data).await;
        assert!(files.read(fresh, &fresh_kept, 0, data.len()).await.unwrap() == data);
        files.blobs.remove(fresh).await.unwrap();
        if mood == Mood::Silent {
            assert!(reads.iter().all(|read| !read.is_finished()), "the fresh file waited for the bucket");
        }
        // As long as anybody waits.
        files.here.let_pass(Duration::from_secs(200));
        for read in reads {
            assert!(matches!(read.await.unwrap(), Err(BlobError::Io(_))));
        }
        speaker.is(Mood::Well);
        files.here.let_pass(Duration::from_secs(200));
        soon("all is where it belongs", || (files.waiting(), leaving(near.path())) == (0, 0)).await;
        assert_eq!(speaker.objects().len(), 1);
        let mut read = files.read(id, &kept, 0, data.len()).await;
        while read.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
            read = files.read(id, &kept, 0, data.len()).await;
        }
        assert!(read.unwrap() == data);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_life_that_ends_behind_any_step_is_gone_on_with_by_the_next() {
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let speaker = Speaker::start(far.path(), "127.0.0.1:0");
    let place = place(speaker.endpoint());
    let data = bytes(600_000);
    let (id, kept, name) = {
        let files = open(near.path(), &place);
        let (id, kept) = files.kept(&data).await;
        let name = files.near.kept().unwrap().pop().unwrap();
        // The bucket has it, nobody heard of that.
        speaker.is(Mood::LosesAnswers);
        let moving = tokio::spawn(files.store.clone().keep_moving());
        soon("it is in the bucket", || speaker.objects().len() == 1).await;
        moving.abort();
        assert_eq!(files.waiting(), 1);
        (id, kept, name)
    };
    speaker.is(Mood::Well);
    let as_kept = std::fs::read(near.path().join(&name)).unwrap();
    let files = open(near.path(), &place);
    let moving = tokio::spawn(files.store.clone().keep_moving());
    soon("it went over again", || files.waiting() == 0).await;
    assert!(files.read(id, &kept, 0, data.len()).await.unwrap() == data);
    let (other, _) = files.kept(&data).await;
    soon("the other is in the bucket", || files.waiting() == 0).await;
    moving.abort();
    // It is noted that it leaves, and the file is here still.
    files.blobs.remove(id).await.unwrap();
    std::fs::write(near.path().join(&name), &as_kept).unwrap();
    let files = open(near.path(), &place);
    let moving = tokio::spawn(files.store.clone().keep_moving());
    soon("it has left", || (files.waiting(), leaving(near.path())) == (0, 0)).await;
    assert_eq!(speaker.objects().len(), 1);
    // The bucket has let go of it, nobody heard of that.
    speaker.is(Mood::LosesAnswers);
    files.blobs.remove(other).await.unwrap();
    soon("the other has left", || speaker.objects().is_empty()).await;
    moving.abort();
    assert_eq!(leaving(near.path()), 1);
    speaker.is(Mood::Well);
    let files = open(near.path(), &place);
    tokio::spawn(files.store.clone().keep_moving());
    soon("nothing is noted any more", || leaving(near.path()) == 0).await;
    assert_eq!((files.waiting(), speaker.objects().len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_removed_on_its_way_leaves_nothing_behind() {
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let speaker = Speaker::start(far.path(), "127.0.0.1:0");
    let files = open(near.path(), &place(speaker.endpoint()));
    tokio::spawn(files.store.clone().keep_moving());
    let data = bytes(18 * SLOT_BYTES);
    for waits in 0..6 {
        let (id, _) = files.kept(&data).await;
        // Wherever it is now.
        tokio::time::sleep(Duration::from_millis(waits * 20)).await;
        files.blobs.remove(id).await.unwrap();
        soon("nothing is noted any more", || leaving(near.path()) == 0).await;
        assert_eq!((files.waiting(), speaker.objects().len()), (0, 0), "{waits}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_refused_without_a_word_of_it_and_leaves_nothing_behind() {
    let (near, far) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let speaker = Speaker::start(far.path(), "127.0.0.1:0");
    let secret = Zeroizing::new("another".to_owned());
    let wrong = Place { secret, ..place(speaker.endpoint()) };
    let refused = open(near.path(), &wrong).store.prove().await.unwrap_err();
    assert_eq!(refused, BucketError::Refused);
    assert!(speaker.objects().is_empty());
    assert!(!wrong.to_string().contains("another") && !refused.to_string().contains(KEY_ID));
}
