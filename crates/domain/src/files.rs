//! Files: parts that come up, photos and documents out of them, and who may read what.
//!
//! A file's bytes are kept once, whoever brings them, and opened by a key that each owner who refers to the file has
//! for himself. Nobody learns from bringing bytes that the server had them: the same work is done for both.

mod document;
mod owners;
mod photo;
mod read;
mod reference;
mod release;
mod ringtone;
mod shipped;
mod sound;
mod sticker;
mod upload;

use std::sync::Arc;

use blob::{BlobError, Blobs, FileKey, Keys};
use boxes::DueQueue;
use store::{
    HashKey, Store,
    ids::{Owner, UserId},
    key::Numbered,
    records::{
        files::{self, File, FileKind, OfFile},
        stickers::StickerKind,
    },
    tables,
};
use world::World;
use zeroize::Zeroizing;

use crate::{Fault, PageWorker, cache::Cache, cached::CachedRows, locks::Locks};

pub use blob::PartFault;
pub use document::NewDocument;
pub use owners::Held;
pub use picture::{NoSticker, Refused};
pub use read::{Bytes, Location};
pub(crate) use reference::sticker_set_hash;
pub use reference::{FileView, Origin, Shown};
pub use ringtone::{NoRingtone, RINGTONE_BYTES_MAX, RINGTONE_SECONDS_MAX};
pub(crate) use shipped::{
    DATE as SHIPPED_DATE, EMPTY as SHIPPED_EMPTY, GAMES as SHIPPED_GAMES,
    MOVING_EMOJI as SHIPPED_MOVING_EMOJI, SETS as SHIPPED_SETS, numbered as shipped_numbered,
    of_set as shipped_of, shipped,
};
pub(crate) use sticker::NewSticker;
pub use upload::{PARTS_MAX, Upload};

/// All files.
pub struct Files {
    store: Store,
    world: World,
    blobs: Blobs,
    pictures: Arc<dyn picture::Worker>,
    keys: Arc<ServerKeys>,
    records: CachedRows<tables::Files>,
    opened: CachedRows<tables::FileKeys>,
    /// Held by the hash of bytes while it is found out whether they are there.
    hashes: Locks,
    /// Held by a file's id while its keys are handed on or taken away.
    gates: Locks,
    held: owners::HeldFiles,
    due: Arc<DueQueue>,
    /// What became of uploads of late, for a request that comes again.
    made: std::sync::Mutex<Cache<(UserId, i64, u8), i64>>,
}

/// What files need from outside.
pub struct FileParts {
    /// Where the bytes are.
    pub blobs: Blobs,
    /// Who makes pictures.
    pub pictures: Arc<dyn picture::Worker>,
    /// Who looks at pages behind links; none: nobody does.
    pub pages: Option<Arc<dyn PageWorker>>,
}

impl FileParts {
    /// Bytes in memory, pictures made in place: for tests and simulations.
    pub fn in_memory() -> Self {
        FileParts { blobs: Blobs::in_memory(), pictures: Arc::new(picture::InPlace), pages: None }
    }
}

/// Why something with a file was refused.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// A part of no size that is taken.
    #[error("a part of {bytes} bytes")]
    PartSize {
        /// How large it is.
        bytes: usize,
    },
    /// A part whose number lies outside of what can be.
    #[error("part {part}")]
    PartNumber {
        /// Its number.
        part: i32,
    },
    /// So many parts make no file.
    #[error("{parts} parts")]
    Parts {
        /// How many.
        parts: i32,
    },
    /// Something about the parts that came.
    #[error(transparent)]
    Part(blob::PartFault),
    /// What should be a photo is none.
    #[error(transparent)]
    Picture(picture::Refused),
    /// What should be a sticker is none.
    #[error(transparent)]
    Sticker(picture::NoSticker),
    /// What should be a photo is too large a file.
    #[error("a photo of more than {max} bytes")]
    PhotoTooLarge {
        /// Bytes.
        max: usize,
    },
    /// There is no such file for the caller.
    #[error("no such file")]
    NoSuchFile,
    /// No reference was given.
    #[error("a file without its reference")]
    ReferenceEmpty,
    /// The reference is not the caller's, or the file's.
    #[error("the reference is not that of this file and person")]
    ReferenceInvalid,
    /// The reference is too old.
    #[error("the reference is too old")]
    ReferenceExpired,
    /// There is no room for more.
    #[error("the disk is full")]
    NoRoom,
    /// The disk failed.
    #[error("bytes cannot be kept or read")]
    Disk(#[source] BlobError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<store::StoreError> for FileError {
    fn from(error: store::StoreError) -> Self {
        FileError::Fault(Fault::Store(error))
    }
}

impl From<BlobError> for FileError {
    fn from(error: BlobError) -> Self {
        match error {
            BlobError::Part(fault) => FileError::Part(fault),
            BlobError::Io(error) if full(&error) => FileError::NoRoom,
            error => FileError::Disk(error),
        }
    }
}

fn full(error: &std::io::Error) -> bool {
    use std::io::ErrorKind;
    matches!(error.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 13;
/// An upload that is left alone so long is not ended any more.
const UPLOAD_SECONDS: u64 = 24 * 60 * 60;
/// Uploads remembered at a time (twice as many at most).
const MADE_REMEMBERED: usize = 1 << 10;

impl Files {
    pub(crate) fn new(
        store: Store,
        world: World,
        due: Arc<DueQueue>,
        FileParts { blobs, pictures, .. }: FileParts,
    ) -> Self {
        Files {
            keys: Arc::new(ServerKeys::of(&store)),
            records: CachedRows::new(store.clone(), REMEMBERED),
            opened: CachedRows::new(store.clone(), REMEMBERED),
            hashes: Locks::new(),
            gates: Locks::new(),
            held: owners::HeldFiles::default(),
            due,
            made: std::sync::Mutex::new(Cache::new(MADE_REMEMBERED)),
            store,
            world,
            blobs,
            pictures,
        }
    }

    /// A file's record.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn record(&self, id: i64) -> Result<Option<Arc<File>>, Fault> {
        if let Some(shipped) = shipped(id) {
            return Ok(Some(Arc::clone(&shipped.file)));
        }
        Ok(self.records.get(&Numbered(id)).await?)
    }

    /// Whether a file is a custom emoji, which whoever knows its id may see.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_emoji(&self, id: i64) -> Result<bool, Fault> {
        let file = self.record(id).await?;
        let sticker = file.as_ref().and_then(|file| file.sticker.as_ref());
        Ok(sticker.is_some_and(|sticker| sticker.kind == StickerKind::Emoji))
    }

    /// A file's record was changed by others.
    pub(crate) fn forget(&self, id: i64) {
        self.records.forget(&Numbered(id));
    }

    /// Lets uploads go that nothing was added to for a day; gives how many.
    ///
    /// # Errors
    /// The disk's.
    pub async fn sweep(&self) -> Result<usize, FileError> {
        Ok(self.blobs.sweep(UPLOAD_SECONDS).await?)
    }

    /// The keys that an owner has of a file; none if he does not refer to it.
    async fn keys_of(&self, owner: Owner, file: i64) -> Result<Option<Arc<files::FileKeys>>, Fault> {
        Ok(self.opened.get(&OfFile { owner, file }).await?)
    }

    fn now(&self) -> i32 {
        self.world.clock.now().seconds()
    }
}

/// What a kind of file is called where it goes into a hash.
fn code(kind: FileKind) -> u8 {
    match kind {
        FileKind::Photo => 1,
        FileKind::Document => 2,
    }
}

/// The store's keys, as uploads and equal bytes need them.
struct ServerKeys {
    content: Zeroizing<[u8; 32]>,
    uploads: HashKey,
}

impl ServerKeys {
    fn of(store: &Store) -> Self {
        let mut content = Zeroizing::new([0; 32]);
        for (half, place) in content.chunks_mut(16).zip(0u8..) {
            half.copy_from_slice(&store.hash_key("file content", Owner::System).hash(&[place]));
        }
        ServerKeys { content, uploads: store.hash_key("upload key", Owner::System) }
    }
}

impl Keys for ServerKeys {
    fn upload_key(&self, name: &[u8; 16], salt: &[u8; 32]) -> FileKey {
        let mut key = [0; 32];
        for (half, place) in key.chunks_mut(16).zip(0u8..) {
            half.copy_from_slice(&self.uploads.hash(&[name.as_slice(), salt, &[place]].concat()));
        }
        FileKey::new(key)
    }

    fn hash(&self, bytes: &[u8]) -> [u8; 16] {
        // SHA-256, which the protocol takes over every byte already, would be a seventh of what an upload costs.
        let mut short = [0; 16];
        blake3::Hasher::new_keyed(&self.content).update(bytes).finalize_xof().fill(&mut short);
        short
    }
}
