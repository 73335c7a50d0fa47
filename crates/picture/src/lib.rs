//! Pictures: sizes and thumbnails out of what somebody sent, under limits that a picture made to do harm does not
//! pass (demand O-4). Pure functions; who runs them, and where, is handed in as a [`Worker`].

mod decode;
mod jpeg;
mod make;
mod sticker;
mod webm;

use world::BoxFuture;

pub use make::{avatar, photo, thumbnail};
pub use sticker::{
    NoSticker, STICKER_BYTES_MAX, Sticker, StickerSides, StickerThumbnail, TGS_BYTES_MAX, WEBM_BYTES_MAX,
    sticker,
};

/// A picture in one size, as JPEG.
#[derive(Clone, PartialEq, Eq)]
pub struct Sized {
    /// The letter that clients name the size by.
    pub letter: char,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The file.
    pub jpeg: Vec<u8>,
}

/// What became of a picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Made {
    /// From small to large; one at least.
    pub sizes: Vec<Sized>,
    /// A picture of 40 pixels without the head that all clients know by heart.
    pub stripped: Vec<u8>,
}

/// What is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All sizes of a photo.
    Photo,
    /// The squares of a profile's photo.
    Avatar,
    /// A thumbnail of some other file.
    Thumbnail,
}

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// No picture of a kind that is read here, or a broken one.
    #[error("no picture that can be read")]
    Unreadable,
    /// Too large, or a stripe.
    #[error("a picture of {width} by {height} pixels")]
    Dimensions {
        /// Pixels.
        width: u32,
        /// Pixels.
        height: u32,
    },
    /// Whoever makes them is busy or failed.
    #[error("the picture could not be made now")]
    Failed,
}

/// Makes pictures somewhere, a few at a time.
pub trait Worker: Send + Sync {
    /// Makes what is wanted out of a file.
    fn make(&self, bytes: Vec<u8>, wanted: Wanted) -> BoxFuture<'_, Result<Made, Refused>>;

    /// Looks into a file that is to be a sticker.
    fn sticker(
        &self,
        bytes: Vec<u8>,
        mime_type: String,
        sides: StickerSides,
    ) -> BoxFuture<'_, Result<Sticker, NoSticker>>;
}

/// Makes them at once, where they are asked for: for tests and simulations.
pub struct InPlace;

impl Worker for InPlace {
    fn make(&self, bytes: Vec<u8>, wanted: Wanted) -> BoxFuture<'_, Result<Made, Refused>> {
        Box::pin(std::future::ready(make(&bytes, wanted)))
    }

    fn sticker(
        &self,
        bytes: Vec<u8>,
        mime_type: String,
        sides: StickerSides,
    ) -> BoxFuture<'_, Result<Sticker, NoSticker>> {
        Box::pin(std::future::ready(sticker(&bytes, &mime_type, sides)))
    }
}

/// Makes what is wanted out of a file, in the caller's thread.
///
/// # Errors
/// Why not.
pub fn make(bytes: &[u8], wanted: Wanted) -> Result<Made, Refused> {
    match wanted {
        Wanted::Photo => photo(bytes),
        Wanted::Avatar => avatar(bytes),
        Wanted::Thumbnail => thumbnail(bytes),
    }
}
