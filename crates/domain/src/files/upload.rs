//! Parts that come up, and bytes that are kept once.

use std::sync::{Arc, PoisonError};

use blob::{BlobId, Finished};
use store::{
    ids::UserId,
    key::{Hashed, Key},
    records::{
        due::{Due, DueAt, DueWhat},
        files::{Blob, BlobByHash, BlobFile, ByBlobFile, Kept, KeyOfBlob, OfBlob},
    },
    tables,
};

use super::{FileError, Files};

/// Parts of a file; `help.getAppConfig` names it.
pub const PARTS_MAX: i32 = 8_000;

/// A file is made of bytes within so many seconds, or they go.
const MADE_WITHIN_SECONDS: i32 = 10 * 60;

/// What was brought part by part.
#[derive(Clone)]
pub struct Upload {
    /// As the client numbered it.
    pub file_id: i64,
    /// How many parts there should be.
    pub parts: i32,
    /// As its author named it.
    pub name: String,
}

/// Bytes that are kept, and what opens them.
pub(super) struct Stored {
    pub(super) kept: Kept,
    pub(super) key: KeyOfBlob,
}

impl Files {
    /// Keeps one part of a file that `user` brings. `total` is how many there will be, where the client says so.
    ///
    /// # Errors
    /// [`FileError::PartSize`], [`FileError::PartNumber`], [`FileError::Parts`], and the disk's.
    pub async fn save_part(
        &self,
        user: UserId,
        file_id: i64,
        part: i32,
        total: Option<i32>,
        bytes: Vec<u8>,
    ) -> Result<(), FileError> {
        // Some clients do not know yet how many there will be, and say so with −1.
        let total = total.filter(|total| *total != -1);
        if total.is_some_and(|total| !(1..=PARTS_MAX).contains(&total)) {
            return Err(FileError::Parts { parts: total.unwrap_or_default() });
        }
        let number = u32::try_from(part).ok().filter(|_| part < total.unwrap_or(PARTS_MAX));
        let number = number.ok_or(FileError::PartNumber { part })?;
        if bytes.is_empty() || bytes.len() > blob::SLOT_BYTES {
            return Err(FileError::PartSize { bytes: bytes.len() });
        }
        let name = self.upload_name(user, file_id);
        let (keys, chance) = (self.keys.clone(), Arc::clone(&self.world.chance));
        Ok(self.blobs.save_part(name, number, bytes, keys, chance).await?)
    }

    /// Takes an upload up as the bytes of a file that is about to be made.
    pub(super) async fn take_up(
        &self,
        user: UserId,
        upload: &Upload,
        file: i64,
    ) -> Result<Stored, FileError> {
        let (name, parts) = (self.upload_name(user, upload.file_id), parts(upload)?);
        let (keys, chance) = (self.keys.clone(), Arc::clone(&self.world.chance));
        let finished = self.blobs.finish(name, parts, keys, chance).await?;
        let id = BlobId::new(&*self.world.chance);
        self.intend(file, &[id]).await?;
        self.keep(file, finished, id).await
    }

    /// All bytes of an upload, if they are not more than `max`.
    pub(super) async fn look_into(
        &self,
        user: UserId,
        upload: &Upload,
        max: usize,
    ) -> Result<Option<Vec<u8>>, FileError> {
        let (name, parts) = (self.upload_name(user, upload.file_id), parts(upload)?);
        Ok(self.blobs.whole(name, parts, max, self.keys.clone()).await?)
    }

    /// An upload is not needed any more.
    pub(super) async fn let_go(&self, user: UserId, upload: &Upload) -> Result<(), FileError> {
        Ok(self.blobs.let_go(self.upload_name(user, upload.file_id)).await?)
    }

    /// Keeps bytes that the server made for a file that is about to be.
    pub(super) async fn keep_bytes(&self, file: i64, pieces: Vec<Vec<u8>>) -> Result<Vec<Stored>, FileError> {
        let ids: Vec<BlobId> = pieces.iter().map(|_| BlobId::new(&*self.world.chance)).collect();
        self.intend(file, &ids).await?;
        let mut stored = Vec::with_capacity(ids.len());
        for (bytes, id) in pieces.into_iter().zip(ids) {
            let chance = Arc::clone(&self.world.chance);
            let finished = self.blobs.store(bytes, self.keys.clone(), chance).await?;
            stored.push(self.keep(file, finished, id).await?);
        }
        Ok(stored)
    }

    /// Notes that bytes are about to be kept under these ids: if no file comes of it, they go again.
    async fn intend(&self, file: i64, ids: &[BlobId]) -> Result<(), FileError> {
        let mut batch = self.store.batch();
        let rows: Vec<DueAt> = ids.iter().map(|id| self.needed_at(OfBlob(id.0), file)).collect();
        for row in &rows {
            batch.put::<tables::DueQueue>(row, &Due::default());
        }
        let done = self.store.commit(batch).await;
        rows.iter().for_each(|row| self.due.note(row.shard(), row.at));
        Ok(done?)
    }

    fn needed_at(&self, blob: OfBlob, file: i64) -> DueAt {
        let at = self.now().saturating_add(MADE_WITHIN_SECONDS);
        DueAt { at, user: UserId(0), what: DueWhat::BlobOf(blob, file) }
    }

    /// Finds out whether the bytes are there already; if not, they are from here on, under `id`.
    async fn keep(&self, file: i64, finished: Finished, id: BlobId) -> Result<Stored, FileError> {
        let by_hash = Hashed(self.store.keyed_hash("file", &finished.hash));
        let _lock = self.hashes.of(&by_hash.0).await;
        let mut batch = self.store.batch();
        if let Some(found) = self.store.get::<tables::BlobsByHash>(&by_hash).await? {
            let blob = OfBlob(found.blob);
            let row = self.needed_at(blob, file);
            batch.put::<tables::BlobFiles>(&ByBlobFile { blob, file }, &BlobFile {});
            batch.put::<tables::DueQueue>(&row, &Due::default());
            let done = self.store.commit(batch).await;
            self.due.note(row.shard(), row.at);
            done?;
            self.blobs.discard(&finished).await?;
            let key = self.hidden(&finished, &found.hidden_key);
            let kept = Kept { blob: found.blob, size: finished.size };
            return Ok(Stored { kept, key: KeyOfBlob { blob: found.blob, key } });
        }
        self.blobs.keep(&finished, id).await?;
        let hidden_key = self.hidden(&finished, finished.key.bytes());
        let blob = OfBlob(id.0);
        // What names the file that needs the bytes first, then what others find them by.
        batch.put::<tables::Blobs>(&blob, &Blob { size: finished.size, hash: by_hash.0, files: 0 });
        batch.put::<tables::BlobFiles>(&ByBlobFile { blob, file }, &BlobFile {});
        batch.put::<tables::BlobsByHash>(&by_hash, &BlobByHash { blob: id.0, hidden_key });
        batch.in_order();
        self.store.commit(batch).await?;
        let kept = Kept { blob: id.0, size: finished.size };
        Ok(Stored { kept, key: KeyOfBlob { blob: id.0, key: *finished.key.bytes() } })
    }

    /// Hides a key, or finds one that was hidden, with what the bytes alone give.
    fn hidden(&self, finished: &Finished, key: &[u8; 32]) -> [u8; 32] {
        let mut hidden = *key;
        for (half, place) in hidden.chunks_mut(16).zip(0u8..) {
            let mask = self.store.keyed_hash("file key", &[&finished.hash[..], &[place]].concat());
            half.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
        }
        hidden
    }

    /// What was made of an upload of late, while its author has it: a request that comes again gets the same.
    pub(super) async fn made_of(
        &self,
        user: UserId,
        upload: &Upload,
        what: u8,
    ) -> Result<Option<i64>, FileError> {
        let found = {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            made.get(&(user, upload.file_id, what))
        };
        let Some(id) = found else { return Ok(None) };
        Ok(self.keys_of(user.into(), id).await?.map(|_| id))
    }

    pub(super) fn remember_made(&self, user: UserId, upload: &Upload, what: u8, id: i64) {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.put((user, upload.file_id, what), id);
    }

    /// The same number of two people names two uploads.
    fn upload_name(&self, user: UserId, file_id: i64) -> [u8; 16] {
        let subject = [user.0.to_le_bytes(), file_id.to_le_bytes()].concat();
        self.store.keyed_hash("upload", &subject)
    }
}

fn parts(upload: &Upload) -> Result<u32, FileError> {
    let fits = u32::try_from(upload.parts).ok().filter(|_| (1..=PARTS_MAX).contains(&upload.parts));
    fits.ok_or(FileError::Parts { parts: upload.parts })
}
