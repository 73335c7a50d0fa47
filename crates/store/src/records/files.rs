//! Files: their bytes (kept once), what people see of them, and the keys of those who may.
//!
//! A file's bytes can be read with the key of their own alone. It stands, sealed by the owner's key, with each owner
//! who refers to the file, and once more sealed by the bytes themselves: who comes with the same bytes finds it.

use kv::Shard;
use minicbor::{Decode, Encode};

use crate::{
    ids::{MessageId, Owner, Pts, UserId, spread},
    key::{Key, Row, push_long},
    records::stickers::StickerOf,
};

/// Bytes on the disk. By id; sealed by the server's key.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Blob {
    /// How many there are.
    #[n(0)]
    pub size: u64,
    /// The keyed hash by which they are found.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hash: [u8; 16],
    /// 0: each file that is made of them has its [`BlobFile`]. Any other number is of a time when there were no such
    /// rows; these bytes stay.
    #[n(2)]
    pub files: u32,
}

/// That a file is made of bytes; beside the bytes.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct BlobFile {}

/// Which bytes have a keyed hash.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct BlobByHash {
    /// Their id.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub blob: [u8; 16],
    /// Their key, hidden by what only the bytes themselves give.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub hidden_key: [u8; 32],
}

/// What people see of a file. No Debug: it holds names of files.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct File {
    /// Photo or document.
    #[n(0)]
    pub kind: FileKind,
    /// Who brought it.
    #[n(1)]
    pub creator: UserId,
    /// Seconds since 1970.
    #[n(2)]
    pub date: i32,
    /// As its author named it; photos have none.
    #[n(3)]
    pub mime_type: String,
    /// TL bytes of `Vector<DocumentAttribute>` at layer 230; photos have none.
    #[cbor(n(4), with = "minicbor::bytes")]
    pub attributes: Option<Vec<u8>>,
    /// The bytes of a document.
    #[n(5)]
    pub main: Option<Kept>,
    /// Pictures, from small to large: all there is of a photo, thumbnails of a document.
    #[n(6)]
    pub sizes: Vec<PictureSize>,
    /// A picture of a few hundred bytes, without the head that all of them share.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub stripped: Option<Vec<u8>>,
    /// What it is in the set of stickers for which it was made.
    #[n(8)]
    pub sticker: Option<StickerOf>,
}

/// Photo or document.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(index_only)]
pub enum FileKind {
    /// Pictures in sizes.
    #[n(0)]
    Photo,
    /// Anything.
    #[n(1)]
    Document,
}

/// Where bytes are.
#[derive(Encode, Decode, Clone, Copy, PartialEq)]
#[cbor(array)]
pub struct Kept {
    /// Which.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub blob: [u8; 16],
    /// How many.
    #[n(1)]
    pub size: u64,
}

/// A picture in one size.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct PictureSize {
    /// The letter that clients name it by.
    #[n(0)]
    pub letter: String,
    /// Pixels.
    #[n(1)]
    pub width: i32,
    /// Pixels.
    #[n(2)]
    pub height: i32,
    /// Its bytes.
    #[n(3)]
    pub kept: Kept,
}

/// The keys of all bytes of a file, for one owner who refers to it. Sealed by the owner's key.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct FileKeys {
    /// One for each of the file's bytes.
    #[n(0)]
    pub keys: Vec<KeyOfBlob>,
    /// Every place where the owner refers to the file has its [`FileUse`]: with the last of them the keys go. Not said
    /// by rows of a time when there were none; these stay.
    #[n(1)]
    pub traced: Option<bool>,
}

/// What opens bytes.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct KeyOfBlob {
    /// Which.
    #[cbor(n(0), with = "minicbor::bytes")]
    pub blob: [u8; 16],
    /// Their key.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub key: [u8; 32],
}

/// That an owner refers to a file; beside the file.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct FileOwner {}

/// That an owner refers to a file at one place. Sealed by the owner's key; it comes and goes in the commit that changes
/// the place.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct FileUse {}

/// Where an owner can refer to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePlace {
    /// In a message of his log.
    Message(Pts),
    /// In a message that he has scheduled.
    Scheduled(MessageId),
    /// Among the photos of his page.
    Profile,
    /// In a set of stickers.
    StickerSet(i64),
    /// On a page of the web.
    Page(i64),
    /// In one of his lists: stickers that he likes, or used lately, or saved animations.
    List(i64),
    /// As a wallpaper.
    WallPaper(i64),
    /// As a theme.
    Theme(i64),
    /// As the photo that he gave to this contact, for himself.
    Contact(i64),
    /// In an import: its number for the text, a hash of the name for what the text names.
    Import(i64),
}

/// A place at which an owner refers to a file. All places of one file stand together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByFileUse {
    /// Who refers to it.
    pub owner: Owner,
    /// Which file.
    pub file: i64,
    /// Where.
    pub place: FilePlace,
}

/// A file that is made of some bytes; beside the bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByBlobFile {
    /// The bytes.
    pub blob: OfBlob,
    /// The file.
    pub file: i64,
}

/// Bytes by their id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfBlob(pub [u8; 16]);

/// A file as one owner has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfFile {
    /// Who refers to it.
    pub owner: Owner,
    /// Which.
    pub file: i64,
}

/// An owner who refers to a file; beside the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByFileOwner {
    /// The file.
    pub file: i64,
    /// Who refers to it.
    pub owner: Owner,
}

/// What all owners of a file begin with.
pub fn owners_prefix(file: i64) -> (Shard, Vec<u8>) {
    (spread(file.cast_unsigned()), uses_prefix(file))
}

/// What all places of a file begin with.
pub fn uses_prefix(file: i64) -> Vec<u8> {
    let mut row = Vec::with_capacity(8);
    push_long(&mut row, file);
    row
}

impl Key for ByFileUse {
    fn owner(&self) -> Owner {
        self.owner
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.file);
        let (kind, id) = match self.place {
            FilePlace::Message(pts) => (0, i64::from(pts)),
            FilePlace::Scheduled(id) => (1, i64::from(id)),
            FilePlace::Profile => (2, 0),
            FilePlace::StickerSet(id) => (3, id),
            FilePlace::List(list) => (4, list),
            FilePlace::Page(id) => (96, id),
            FilePlace::WallPaper(id) => (97, id),
            FilePlace::Theme(id) => (98, id),
            FilePlace::Contact(id) => (99, id),
            FilePlace::Import(id) => (156, id),
        };
        row.push(kind);
        push_long(row, id);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let (file, kind, id) = (row.long()?, row.byte()?, row.long()?);
        let place = match kind {
            0 => FilePlace::Message(Pts::try_from(id).ok()?),
            1 => FilePlace::Scheduled(MessageId::try_from(id).ok()?),
            2 => FilePlace::Profile,
            3 => FilePlace::StickerSet(id),
            4 => FilePlace::List(id),
            96 => FilePlace::Page(id),
            97 => FilePlace::WallPaper(id),
            98 => FilePlace::Theme(id),
            99 => FilePlace::Contact(id),
            156 => FilePlace::Import(id),
            _ => return None,
        };
        Some(ByFileUse { owner, file, place })
    }
}

impl Key for ByBlobFile {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        self.blob.shard()
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        self.blob.write_row(row);
        push_long(row, self.file);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByBlobFile { blob: OfBlob::read_row(owner, row)?, file: row.long()? })
    }
}

impl Key for OfBlob {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        spread(u64::from_le_bytes([a, b, c, d, e, f, g, h]))
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.bytes().map(OfBlob)
    }
}

impl Key for OfFile {
    fn owner(&self) -> Owner {
        self.owner
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.file);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(OfFile { owner, file: row.long()? })
    }
}

impl Key for ByFileOwner {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        spread(self.file.cast_unsigned())
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        let (kind, id) = self.owner.parts();
        push_long(row, self.file);
        row.push(kind);
        push_long(row, id);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let (file, kind, id) = (row.long()?, row.byte()?, row.long()?);
        Some(ByFileOwner { file, owner: Owner::of_parts(kind, id)? })
    }
}
