//! Files: their bytes (kept once), what people see of them, and the keys of those who may.
//!
//! A file's bytes can be read with the key of their own alone. It stands, sealed by the owner's key, with each owner
//! who refers to the file, and once more sealed by the bytes themselves: who comes with the same bytes finds it.

use kv::Shard;
use minicbor::{Decode, Encode};

use crate::{
    ids::{Owner, UserId, spread},
    key::{Key, Row, push_long},
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
    /// How many files are made of them.
    #[n(2)]
    pub files: u32,
}

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

/// Bytes by their id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    let mut row = Vec::with_capacity(8);
    push_long(&mut row, file);
    (spread(file.cast_unsigned()), row)
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
