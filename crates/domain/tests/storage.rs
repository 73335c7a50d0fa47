//! A disk that is full, and uploads that nobody ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use blob::{Blobs, Disk, Listed, Memory as Bytes, PartFault};
use domain::{
    FileError, FileParts, Origin, Policy,
    files::{Location, NewDocument, Upload},
};
use kv::{Direction, memory::Memory};
use store::{Rows, ids::UserId, tables};
use support::{House, device};

/// A disk in memory that is full when it is told to be, and on which nothing was written for so long.
#[derive(Default)]
struct Refusing {
    bytes: Bytes,
    full: AtomicBool,
    idle_seconds: AtomicU64,
}

impl Refusing {
    fn room(&self) -> io::Result<()> {
        if self.full.load(Ordering::Relaxed) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

impl Disk for Refusing {
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.room().and_then(|()| self.bytes.write(name, offset, bytes))
    }

    fn read(&self, name: &str, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        self.bytes.read(name, offset, length)
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        self.bytes.sync(name)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.room().and_then(|()| self.bytes.rename(from, to))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.bytes.remove(name)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Listed>> {
        let idle_seconds = self.idle_seconds.load(Ordering::Relaxed);
        let listed = self.bytes.list(folder)?;
        Ok(listed.into_iter().map(|listed| Listed { idle_seconds, ..listed }).collect())
    }
}

async fn house(disk: &Arc<Refusing>) -> (House, UserId) {
    let memory = Memory::new();
    let blobs = Blobs::over_disk(Arc::clone(disk) as Arc<dyn Disk>);
    let files = FileParts { blobs, ..FileParts::in_memory() };
    let house = House::over_parts(Arc::new(memory.clone()), memory, Policy::default(), 0, files).await;
    let user = house.sign_up("+6281234567890", "Ayu", &device(1)).await.user;
    (house, user)
}

fn document(parts: i32) -> NewDocument {
    NewDocument {
        upload: Upload { file_id: 5, parts, name: "a".into() },
        thumbnail: None,
        mime_type: "text/plain".into(),
        attributes: Vec::new(),
    }
}

#[tokio::test]
async fn a_full_disk_is_told_keeps_nothing_half_and_takes_the_same_file_once_there_is_room() {
    for part_bytes in [blob::SLOT_BYTES, 1024] {
        let disk = Arc::<Refusing>::default();
        let (house, user) = house(&disk).await;
        let files = &house.domain.files;
        let part = |at: u8| vec![at; part_bytes];
        files.save_part(user, 5, 0, Some(2), part(0)).await.unwrap();
        disk.full.store(true, Ordering::Relaxed);
        let refused = files.save_part(user, 5, 1, Some(2), part(1)).await;
        assert!(matches!(refused, Err(FileError::NoRoom)));
        disk.full.store(false, Ordering::Relaxed);
        files.save_part(user, 5, 1, Some(2), part(1)).await.unwrap();

        disk.full.store(true, Ordering::Relaxed);
        assert!(matches!(files.document(user, document(2)).await, Err(FileError::NoRoom)));
        let keys = || Rows::<tables::FileKeys>::of(user.into());
        assert!(house.store.scan(keys(), 9, Direction::Forward).await.unwrap().is_empty());
        assert!(disk.list("kept").unwrap().is_empty());

        disk.full.store(false, Ordering::Relaxed);
        let id = files.document(user, document(2)).await.unwrap();
        let location = Location { id, size: "" };
        let read = files.read(user, Origin::Own, &location, 0, 2 * part_bytes).await.unwrap();
        assert!(read.bytes == [part(0), part(1)].concat());
        assert_eq!(disk.list("kept").unwrap().len(), 1);
        assert!(disk.list("coming").unwrap().is_empty(), "nothing is left of what was refused");
    }
}

#[tokio::test]
async fn an_upload_goes_after_a_day_without_news_and_not_before() {
    let disk = Arc::<Refusing>::default();
    let (house, user) = house(&disk).await;
    let files = &house.domain.files;
    files.save_part(user, 5, 0, Some(2), vec![1; blob::SLOT_BYTES]).await.unwrap();
    disk.idle_seconds.store(24 * 60 * 60 - 1, Ordering::Relaxed);
    assert_eq!(files.sweep().await.unwrap(), 0);
    disk.idle_seconds.store(24 * 60 * 60, Ordering::Relaxed);
    assert_eq!(files.sweep().await.unwrap(), 1);
    assert!(disk.list("coming").unwrap().is_empty());
    files.save_part(user, 5, 1, Some(2), vec![2; 100]).await.unwrap();
    let missing = files.document(user, document(2)).await;
    assert!(matches!(missing, Err(FileError::Part(PartFault::Missing { part: 0 }))));
}
