//! Histories that people bring from elsewhere: what an import is and how far it has come, and the files that it brings
//! along, in the importer's shard.

use minicbor::{Decode, Encode};

use super::log::Media;
use crate::{
    ids::{Owner, Peer, UserId},
    key::{Key, Row, push_long},
};

/// An import, by a number that was drawn for it.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Import {
    /// Into which chat.
    #[n(0)]
    pub peer: Peer,
    /// Seconds since 1970 at which it was prepared.
    #[n(1)]
    pub created_at: i32,
    /// The document that holds the text.
    #[n(2)]
    pub file: i64,
    /// Bytes of the text.
    #[n(3)]
    pub bytes: u64,
    /// Whether dates name the month before the day.
    #[n(4)]
    pub month_first: bool,
    /// How many files there may be.
    #[n(5)]
    pub files_max: i32,
    /// How many have come.
    #[n(6)]
    pub files: i32,
    /// Seconds since 1970 at which it was started; until then it is being prepared.
    #[n(7)]
    pub started_at: Option<i32>,
    /// Bytes of the text that have become messages; all of them once it has ended.
    #[n(8)]
    pub done: u64,
}

/// A file that an import brings along. Sealed by the importer's key.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct ImportedFile {
    /// As a message carries it.
    #[n(0)]
    pub media: Media,
}

/// A file of an import by what the text calls it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ByImportedName {
    /// Whose import.
    pub user: UserId,
    /// Which.
    pub import: i64,
    /// The keyed hash of the name.
    pub name: [u8; 16],
}

/// What all files of an import begin with.
pub fn imported_prefix(import: i64) -> Vec<u8> {
    let mut row = Vec::with_capacity(8);
    push_long(&mut row, import);
    row
}

impl Key for ByImportedName {
    fn owner(&self) -> Owner {
        Owner::User(self.user)
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.import);
        row.extend_from_slice(&self.name);
    }

    fn read_row(owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        let Owner::User(user) = owner else { return None };
        Some(ByImportedName { user, import: row.long()?, name: row.bytes()? })
    }
}
