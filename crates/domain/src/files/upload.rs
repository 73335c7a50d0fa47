//! Parts that come up, and bytes that are kept once.

use std::sync::{Arc, PoisonError};

use blob::{BlobId, Finished};
use store::{
    ids::UserId,
    key::Hashed,
    records::files::{Blob, BlobByHash, Kept, KeyOfBlob, OfBlob},
    tables,
};

use super::{FileError, Files};

/// Parts of a file; `help.getAppConfig` names it.
pub const PARTS_MAX: i32 = 8_000;

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

    /// Takes an upload up as kept bytes.
    pub(super) async fn take_up(&self, user: UserId, upload: &Upload) -> Result<Stored, FileError> {
        let (name, parts) = (self.upload_name(user, upload.file_id), parts(upload)?);
        let (keys, chance) = (self.keys.clone(), Arc::clone(&self.world.chance));
        let finished = self.blobs.finish(name, parts, keys, chance).await?;
        self.keep(finished).await
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

    /// Keeps bytes that the server made.
    pub(super) async fn keep_bytes(&self, bytes: Vec<u8>) -> Result<Stored, FileError> {
        let finished = self.blobs.store(bytes, self.keys.clone(), Arc::clone(&self.world.chance)).await?;
        self.keep(finished).await
    }

    /// Finds out whether the bytes are there already; if not, they are from here on.
    async fn keep(&self, finished: Finished) -> Result<Stored, FileError> {
        let by_hash = Hashed(self.store.keyed_hash("file", &finished.hash));
        let _lock = self.hashes.of(&by_hash.0).await;
        if let Some(found) = self.store.get::<tables::BlobsByHash>(&by_hash).await? {
            self.count(&found.blob).await?;
            self.blobs.discard(&finished).await?;
            let key = self.hidden(&finished, &found.hidden_key);
            let kept = Kept { blob: found.blob, size: finished.size };
            return Ok(Stored { kept, key: KeyOfBlob { blob: found.blob, key } });
        }
        let id = BlobId::new(&*self.world.chance);
        self.blobs.keep(&finished, id).await?;
        let hidden_key = self.hidden(&finished, finished.key.bytes());
        let mut batch = self.store.batch();
        batch.put::<tables::Blobs>(&OfBlob(id.0), &Blob { size: finished.size, hash: by_hash.0, files: 1 });
        batch.put::<tables::BlobsByHash>(&by_hash, &BlobByHash { blob: id.0, hidden_key });
        self.store.commit(batch).await?;
        let kept = Kept { blob: id.0, size: finished.size };
        Ok(Stored { kept, key: KeyOfBlob { blob: id.0, key: *finished.key.bytes() } })
    }

    /// One more file is made of these bytes; whoever calls holds the lock of their hash.
    async fn count(&self, blob: &[u8; 16]) -> Result<(), FileError> {
        let key = OfBlob(*blob);
        if let Some(record) = self.store.get::<tables::Blobs>(&key).await? {
            let mut batch = self.store.batch();
            batch.put::<tables::Blobs>(&key, &Blob { files: record.files.saturating_add(1), ..record });
            self.store.commit(batch).await?;
        }
        Ok(())
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

    /// What was made of an upload of late: a request that comes again gets the same.
    pub(super) fn made_of(&self, user: UserId, upload: &Upload, what: u8) -> Option<i64> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.get(&(user, upload.file_id, what))
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
