//! Sets of stickers and custom emoji, and what a person keeps of them. All that is about sets lies in one shard, so
//! that a set, its name and the places of its files change in one commit.

use minicbor::{Decode, Encode};

use crate::{
    ids::{Owner, UserId},
    key::{Key, Row, push_long},
};

/// What a set is made of.
#[derive(Encode, Decode, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cbor(index_only)]
pub enum StickerKind {
    /// Pictures that are sent by themselves.
    #[n(0)]
    Sticker,
    /// Pictures that are laid over photos.
    #[n(1)]
    Mask,
    /// Pictures that stand in texts.
    #[n(2)]
    Emoji,
}

/// A set. Sealed by the server's key: who knows its name or a sticker of it may see it.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct StickerSet {
    /// Who made it and may change it.
    #[n(0)]
    pub creator: UserId,
    /// As its creator called it.
    #[n(1)]
    pub title: String,
    /// As links name it.
    #[n(2)]
    pub short_name: String,
    /// What it is made of.
    #[n(3)]
    pub kind: StickerKind,
    /// Seconds since 1970.
    #[n(4)]
    pub date: i32,
    /// Rises with each change.
    #[n(5)]
    pub version: u32,
    /// The file that stands for the set; else its first sticker does.
    #[n(6)]
    pub thumb: Option<i64>,
    /// Custom emoji take the colour of the text.
    #[n(7)]
    pub text_color: bool,
    /// In order.
    #[n(8)]
    pub stickers: Vec<SetSticker>,
}

/// One sticker of a set.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct SetSticker {
    /// Its file.
    #[n(0)]
    pub file: i64,
    /// The emoji that it stands for, one after the other; the first is the one that it is known by.
    #[n(1)]
    pub emoji: Vec<String>,
    /// Words by which it is found.
    #[n(2)]
    pub keywords: Vec<String>,
}

/// What a file that stands in a set is there.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct StickerOf {
    /// Which set.
    #[n(0)]
    pub set: i64,
    /// What it is.
    #[n(1)]
    pub kind: StickerKind,
    /// The emoji that it is known by.
    #[n(2)]
    pub emoji: String,
    /// Pixels.
    #[n(3)]
    pub width: i32,
    /// Pixels.
    #[n(4)]
    pub height: i32,
    /// Milliseconds; videos have some.
    #[n(5)]
    pub duration: Option<i32>,
    /// It takes the colour of the text.
    #[n(6)]
    pub text_color: bool,
    /// Where a mask belongs: TL bytes of `MaskCoords` at layer 230.
    #[cbor(n(7), with = "minicbor::bytes")]
    pub mask_coords: Option<Vec<u8>>,
}

/// Which set has a short name.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct StickerName {
    /// The set.
    #[n(0)]
    pub set: i64,
}

/// That a person made a set.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct StickerSetOf {}

/// What a person keeps: sets, and single stickers and animations. Sealed by his key.
#[derive(Encode, Decode, Clone, PartialEq, Default)]
#[cbor(array)]
pub struct StickerLists {
    /// Sets of stickers, the topmost first; none: as it is for everybody.
    #[n(0)]
    pub stickers: Option<Vec<InstalledSet>>,
    /// Sets of masks.
    #[n(1)]
    pub masks: Option<Vec<InstalledSet>>,
    /// Sets of custom emoji.
    #[n(2)]
    pub emoji: Option<Vec<InstalledSet>>,
    /// Sets of all kinds that were put away, the newest first.
    #[n(3)]
    pub archived: Vec<InstalledSet>,
    /// Stickers that were used lately, the newest first.
    #[n(4)]
    pub recent: Vec<RecentSticker>,
    /// Masks that were used lately.
    #[n(5)]
    pub recent_masks: Vec<RecentSticker>,
    /// Stickers that he likes, the newest first.
    #[n(6)]
    pub faved: Vec<i64>,
    /// Animations that he keeps, the newest first.
    #[n(7)]
    pub gifs: Vec<i64>,
    /// Sounds that he keeps for notifications, the newest first.
    #[n(8)]
    pub ringtones: Option<Vec<i64>>,
}

/// A set that a person has.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct InstalledSet {
    /// Which.
    #[n(0)]
    pub set: i64,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// A sticker that was used.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
#[cbor(array)]
pub struct RecentSticker {
    /// Which.
    #[n(0)]
    pub file: i64,
    /// Seconds since 1970.
    #[n(1)]
    pub date: i32,
}

/// A set by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfStickerSet(pub i64);

/// A set by the keyed hash of its short name in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfStickerName(pub [u8; 16]);

/// A set by its creator; all sets of one person stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BySetCreator {
    /// Who made it.
    pub creator: UserId,
    /// Which.
    pub set: i64,
}

/// What all sets of a person begin with.
pub fn creator_prefix(creator: UserId) -> Vec<u8> {
    let mut row = Vec::with_capacity(8);
    push_long(&mut row, creator.0);
    row
}

impl Key for OfStickerSet {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.long().map(OfStickerSet)
    }
}

impl Key for OfStickerName {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.bytes().map(OfStickerName)
    }
}

impl Key for BySetCreator {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.creator.0);
        push_long(row, self.set);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        Some(BySetCreator { creator: UserId(row.long()?), set: row.long()? })
    }
}
