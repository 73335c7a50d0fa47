//! What is promised of files: whatever comes in parts, in whatever order and across restarts, is read again byte for
//! byte by any range, under its key alone; what is missing or damaged is named.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use blob::{BlobError, BlobId, Blobs, FileKey, Finished, Folder, Keys, PartFault, SLOT_BYTES};
use world::Chance;

struct Mixed(AtomicU64);

impl Chance for Mixed {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            let mixed = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Not secret, but different for different bytes.
struct Simple;

impl Keys for Simple {
    fn upload_key(&self, name: &[u8; 16], salt: &[u8; 32]) -> FileKey {
        let mut key = *salt;
        key.iter_mut().zip(name).for_each(|(to, from)| *to ^= from);
        FileKey::new(key)
    }

    fn hash(&self, bytes: &[u8]) -> [u8; 16] {
        let mut hash = u128::MAX;
        for byte in bytes {
            hash = (hash ^ u128::from(*byte)).wrapping_mul(0x0100_0000_01b3_0000_0000_0000_0000_013b);
        }
        hash.to_le_bytes()
    }
}

struct Place {
    blobs: Blobs,
    chance: Arc<Mixed>,
}

const NAME: [u8; 16] = [3; 16];

impl Place {
    fn over(blobs: Blobs, seed: u64) -> Self {
        Place { blobs, chance: Arc::new(Mixed(AtomicU64::new(seed))) }
    }

    async fn part(&self, part: u32, bytes: &[u8]) {
        let chance = self.chance.clone();
        self.blobs.save_part(NAME, part, bytes.to_vec(), Arc::new(Simple), chance).await.unwrap();
    }

    async fn finish(&self, parts: u32) -> Result<Finished, BlobError> {
        self.blobs.finish(NAME, parts, Arc::new(Simple), self.chance.clone()).await
    }

    async fn kept(&self, finished: &Finished) -> BlobId {
        let id = BlobId::new(&*self.chance);
        self.blobs.keep(finished, id).await.unwrap();
        id
    }
}

fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| ((at * 131) >> 3) as u8).collect()
}

#[tokio::test]
async fn small_and_large_parts_in_any_order_give_the_same_file() {
    let data = bytes(2 * SLOT_BYTES + 5_000);
    let mut hashes = Vec::new();
    for size in [1024, 64 << 10, SLOT_BYTES] {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::over(Blobs::in_folder(Folder::new(folder.path())), 1);
        let parts: Vec<_> = data.chunks(size).collect();
        for (part, bytes) in parts.iter().enumerate().rev() {
            place.part(part as u32, bytes).await;
        }
        let finished = place.finish(parts.len() as u32).await.unwrap();
        assert_eq!(finished.size, data.len() as u64);
        hashes.push(finished.hash);
        let id = place.kept(&finished).await;
        for (offset, length) in
            [(0, data.len()), (1, 1), (65_535, 2), (SLOT_BYTES - 1, 70_000), (data.len() - 1, 9)]
        {
            let read = place.blobs.read(id, finished.key.clone(), finished.size, offset as u64, length);
            let end = (offset + length).min(data.len());
            assert!(read.await.unwrap() == data[offset..end], "{size} {offset} {length}");
        }
        let behind = place.blobs.read(id, finished.key.clone(), finished.size, data.len() as u64, 9).await;
        assert!(behind.unwrap().is_empty());
        let other = place.blobs.read(id, FileKey::new([1; 32]), finished.size, 0, 9).await;
        assert!(matches!(other, Err(BlobError::Damaged)));
        place.blobs.remove(id).await.unwrap();
        let gone = place.blobs.read(id, finished.key.clone(), finished.size, 0, 9).await;
        assert!(matches!(gone, Err(BlobError::Io(_))));
    }
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "the same bytes have another hash");
}

#[tokio::test]
async fn parts_survive_a_restart_and_what_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let open = |seed| Place::over(Blobs::in_folder(Folder::new(folder.path())), seed);
    let data = bytes(3 * SLOT_BYTES);
    let before = open(1);
    before.part(0, &data[..SLOT_BYTES]).await;
    before.part(2, &data[2 * SLOT_BYTES..]).await;
    let after = open(2);
    let missing = after.finish(3).await.err();
    assert!(matches!(missing, Some(BlobError::Part(PartFault::Missing { part: 1 }))));
    after.part(1, &data[SLOT_BYTES..2 * SLOT_BYTES]).await;
    let finished = after.finish(3).await.unwrap();
    let id = after.kept(&finished).await;
    let read = after.blobs.read(id, finished.key.clone(), finished.size, 0, data.len()).await;
    assert!(read.unwrap() == data);
    let used_up = after.finish(3).await.err();
    assert!(matches!(used_up, Some(BlobError::Part(PartFault::Missing { part: 0 }))));
}

#[tokio::test]
async fn a_part_of_which_the_disk_has_only_some_is_named_and_can_come_again() {
    for size in [SLOT_BYTES, 4096] {
        let folder = tempfile::tempdir().unwrap();
        let open = |seed| Place::over(Blobs::in_folder(Folder::new(folder.path())), seed);
        let data = bytes(3 * size);
        let before = open(1);
        for (part, bytes) in data.chunks(size).enumerate() {
            before.part(part as u32, bytes).await;
        }
        // As after the power went: the head of the second part came to disk, and its last bytes did not.
        let coming = std::fs::read_dir(folder.path().join("coming")).unwrap().next().unwrap().unwrap().path();
        let mut sealed = std::fs::read(&coming).unwrap();
        let slot = 32 + 136 + SLOT_BYTES;
        sealed[slot + 136 + size - 100..slot + 136 + size].fill(0);
        std::fs::write(&coming, sealed).unwrap();
        let after = open(2);
        let missing = after.finish(3).await.err();
        assert!(matches!(missing, Some(BlobError::Part(PartFault::Missing { part: 1 }))), "{size}");
        after.part(1, &data[size..2 * size]).await;
        let finished = after.finish(3).await.unwrap();
        let id = after.kept(&finished).await;
        let read = after.blobs.read(id, finished.key.clone(), finished.size, 0, data.len()).await;
        assert!(read.unwrap() == data);
    }
}

#[tokio::test]
async fn a_flipped_bit_is_noticed_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::over(Blobs::in_folder(Folder::new(folder.path())), 1);
    place.part(0, &bytes(100_000)).await;
    let finished = place.finish(1).await.unwrap();
    let id = place.kept(&finished).await;
    let shelf = std::fs::read_dir(folder.path().join("kept")).unwrap().next().unwrap().unwrap();
    let file = std::fs::read_dir(shelf.path()).unwrap().next().unwrap().unwrap().path();
    let sound = std::fs::read(&file).unwrap();
    assert!(!sound.windows(64).any(|part| part == &bytes(64)[..]), "a file lies in clear");
    // The salt is wiped and the length follows from the record; all else is bound.
    for at in (40..sound.len()).step_by(997).filter(|at| !(72..168).contains(at)) {
        let mut flipped = sound.clone();
        flipped[at] ^= 1;
        std::fs::write(&file, &flipped).unwrap();
        let read = place.blobs.read(id, finished.key.clone(), finished.size, 0, 100_000).await;
        assert!(matches!(read, Err(BlobError::Damaged)), "{at}");
    }
}

#[tokio::test]
async fn a_disk_that_refuses_leaves_nothing_half_kept() {
    let folder = tempfile::tempdir().unwrap();
    // Where a folder should be made stands a file.
    std::fs::write(folder.path().join("coming"), b"in the way").unwrap();
    let blobs = Blobs::in_folder(Folder::new(folder.path()));
    let chance = Arc::new(Mixed(AtomicU64::new(1)));
    let refused = blobs.save_part(NAME, 0, vec![1], Arc::new(Simple), chance.clone()).await;
    assert!(matches!(refused, Err(BlobError::Io(_))));
    std::fs::remove_file(folder.path().join("coming")).unwrap();
    let place = Place { blobs, chance };
    place.part(0, b"all is well again").await;
    assert_eq!(place.finish(1).await.unwrap().size, 17);
}
