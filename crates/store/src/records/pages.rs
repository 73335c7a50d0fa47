//! Pages of the web to which texts link, as previews show them. A page is one record, however many messages link to it.

use minicbor::{Decode, Encode};

use crate::{
    ids::Owner,
    key::{Key, Row, push_long},
};

/// A page by its id, a keyed hash of its address; in the server's shard, beside the place of its picture.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfPage(pub i64);

impl Key for OfPage {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(OfPage(row.long()?))
    }
}

/// What is known of an address. No Debug: it holds what people link to.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct WebPage {
    /// The address as it was asked for.
    #[n(0)]
    pub url: String,
    /// Seconds since 1970 at which it was last asked for, or found.
    #[n(1)]
    pub date: i32,
    /// Somebody is looking, or was when the server ended.
    #[n(2)]
    pub pending: bool,
    /// What was found last; absent where there is nothing to show.
    #[n(3)]
    pub found: Option<FoundPage>,
}

/// What a preview shows. No Debug, as above.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct FoundPage {
    /// Where it was found, redirections followed.
    #[n(0)]
    pub url: String,
    /// What it is, in the protocol's words: "article", "photo", "video" and the like.
    #[n(1)]
    pub kind: String,
    /// Whose site it is.
    #[n(2)]
    pub site_name: Option<String>,
    /// Its title.
    #[n(3)]
    pub title: Option<String>,
    /// What it says of itself.
    #[n(4)]
    pub description: Option<String>,
    /// Who wrote it.
    #[n(5)]
    pub author: Option<String>,
    /// Its picture: a file of the server's own.
    #[n(6)]
    pub photo: Option<i64>,
}
