//! Wallpapers and themes that people bring, and what each person keeps of such things. Who knows the name at the end of a
//! link may see one, so their files are the server's own.

use minicbor::{Decode, Encode};

use crate::{
    ids::{Owner, UserId},
    key::{Key, Row, push_long},
};

/// A wallpaper with a picture.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct WallPaper {
    /// What links to it end with.
    #[n(0)]
    pub slug: String,
    /// Who brought it.
    #[n(1)]
    pub creator: UserId,
    /// Its picture.
    #[n(2)]
    pub file: i64,
    /// The picture is a pattern, drawn over colours.
    #[n(3)]
    pub pattern: bool,
    /// Made for one chat, so it stands in nobody's list by itself.
    #[n(4)]
    pub for_chat: bool,
    /// How it was meant: TL bytes of `WallPaperSettings` at layer 230.
    #[cbor(n(5), with = "minicbor::bytes")]
    pub settings: Option<Vec<u8>>,
}

/// A wallpaper as somebody has it up.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Debug)]
#[cbor(array)]
pub struct WornWallPaper {
    /// Which; of one without a picture, the number by which its author calls it.
    #[n(0)]
    pub id: i64,
    /// Colours alone.
    #[n(1)]
    pub plain: bool,
    /// Colours and the like: TL bytes of `WallPaperSettings` at layer 230.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub settings: Option<Vec<u8>>,
}

/// A theme.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct Theme {
    /// What links to it end with.
    #[n(0)]
    pub slug: String,
    /// Its name.
    #[n(1)]
    pub title: String,
    /// Who made it.
    #[n(2)]
    pub creator: UserId,
    /// A file of one client's own form.
    #[n(3)]
    pub document: Option<i64>,
    /// The same in colours, as all clients know them; one for each base.
    #[n(4)]
    pub settings: Vec<ThemeSettings>,
}

/// Colours of a theme.
#[derive(Encode, Decode, Clone, PartialEq, Eq)]
#[cbor(array)]
pub struct ThemeSettings {
    /// What it is painted over; numbered by `domain`.
    #[n(0)]
    pub base: u8,
    /// RGB.
    #[n(1)]
    pub accent_color: i32,
    /// RGB, of one's own messages.
    #[n(2)]
    pub outbox_accent_color: Option<i32>,
    /// RGB, of the bubbles.
    #[n(3)]
    pub message_colors: Vec<i32>,
    /// The bubbles' colours move.
    #[n(4)]
    pub animated: bool,
    /// What is behind.
    #[n(5)]
    pub wallpaper: Option<WornWallPaper>,
}

/// What the last part of a link leads to.
#[derive(Encode, Decode, Clone, Copy, PartialEq, Eq)]
pub enum LookSlug {
    /// A wallpaper.
    #[n(0)]
    WallPaper(#[n(0)] i64),
    /// A theme.
    #[n(1)]
    Theme(#[n(0)] i64),
}

/// Wallpapers, themes and music that a person keeps.
#[derive(Encode, Decode, Clone, PartialEq, Eq, Default)]
#[cbor(array)]
pub struct Collection {
    /// Wallpapers, the newest first.
    #[n(0)]
    pub wallpapers: Vec<WornWallPaper>,
    /// Wallpapers that ship with the program and that he has taken out of his list.
    #[n(1)]
    pub hidden_wallpapers: Vec<i64>,
    /// Themes, the newest first.
    #[n(2)]
    pub themes: Vec<i64>,
    /// Music of his page, the first one on top.
    #[n(3)]
    pub music: Vec<i64>,
    /// How many wallpapers and themes he has brought.
    #[n(4)]
    pub made: u32,
}

/// A wallpaper or a theme by its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfLook(pub i64);

/// Either by the keyed hash of what links to it end with, in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfLookSlug(pub [u8; 16]);

impl Key for OfLook {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        push_long(row, self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.long().map(OfLook)
    }
}

impl Key for OfLookSlug {
    fn owner(&self) -> Owner {
        Owner::System
    }

    fn write_row(&self, row: &mut Vec<u8>) {
        row.extend_from_slice(&self.0);
    }

    fn read_row(_owner: Owner, row: &mut Row<'_>) -> Option<Self> {
        row.bytes().map(OfLookSlug)
    }
}
