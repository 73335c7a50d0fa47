//! Posts of public channels by what they are tagged with, for whoever looks for a hashtag over all of them. An index:
//! the posts themselves have the last word.

use kv::Shard;
use minicbor::{Decode, Encode};

use crate::{
    ids::{MessageId, Owner},
    key::{Hashed, Key, Row, push_int, push_long},
};

/// A row of the server by tag, then by date; in the shard of the tag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByTag {
    /// A keyed hash of the tag in lower case.
    pub tag: [u8; 16],
    /// Seconds since 1970 of the post.
    pub date: i32,
    /// Whose post.
    pub channel: i64,
    /// Which.
    pub id: MessageId,
}

impl Key for ByTag {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn shard(&self) -> Shard {
        Hashed(self.tag).shard()
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.tag);
        push_int(row, self.date);
        push_long(row, self.channel);
        push_int(row, self.id);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(ByTag { tag: row.bytes()?, date: row.int()?, channel: row.long()?, id: row.int()? })
    }
}

/// That a public post has a tag.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct TaggedPost {}

/// Under which tags a post may stand in the index; beside the post.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct PostTags {
    /// Seconds since 1970 of the post.
    #[n(0)]
    pub date: i32,
    /// Keyed hashes of the tags, one behind the other, rising.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub tags: Vec<u8>,
}

impl PostTags {
    /// The hashes.
    pub fn tags(&self) -> impl Iterator<Item = [u8; 16]> + '_ {
        self.tags.as_chunks::<16>().0.iter().copied()
    }
}
