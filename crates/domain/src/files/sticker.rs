//! Files of sets of stickers: made out of documents that people have, looked into, and the server's own, so that
//! everybody who sees the set sees them.

use picture::{NoSticker, STICKER_BYTES_MAX, StickerSides};
use store::{
    ids::{Owner, UserId},
    records::{
        files::{File, FileKind, PictureSize},
        stickers::{StickerKind, StickerOf},
    },
};

use super::{FileError, Files, Held, Location, Origin};

/// The letter of a thumbnail's size.
const THUMBNAIL: &str = "m";

/// What a document is to be in a set.
pub(crate) struct NewSticker {
    /// Which set.
    pub(crate) set: i64,
    /// What the set is made of.
    pub(crate) kind: StickerKind,
    /// Which sides are asked for, where it is a picture.
    pub(crate) sides: StickerSides,
    /// The emoji that it is known by.
    pub(crate) emoji: String,
    /// It takes the colour of the text.
    pub(crate) text_color: bool,
    /// Where a mask belongs.
    pub(crate) mask_coords: Option<Vec<u8>>,
}

impl Files {
    /// Makes the file of a sticker out of a document that `user` has. It is to stand in its set while what comes with it
    /// is there.
    ///
    /// # Errors
    /// [`FileError::Sticker`] where it is none, [`FileError::NoSuchFile`] where he has no such document.
    pub(crate) async fn sticker(
        &self,
        user: UserId,
        document: i64,
        new: NewSticker,
    ) -> Result<(i64, Held), FileError> {
        let source = self.record(document).await?.filter(|file| file.kind == FileKind::Document);
        let source = source.ok_or(FileError::NoSuchFile)?;
        if source.main.is_none_or(|main| main.size > STICKER_BYTES_MAX as u64) {
            return Err(FileError::Sticker(NoSticker::TooLarge));
        }
        let location = Location { id: document, size: "" };
        let read = self.read(user, Origin::Own, &location, 0, STICKER_BYTES_MAX).await?;
        let looked = self.pictures.sticker(read.bytes, source.mime_type.clone(), new.sides).await;
        let looked = looked.map_err(FileError::Sticker)?;
        let id = self.free_id().await?;
        let held = self.hold([id]);
        let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
        let small = looked.thumbnail.as_ref().map(|small| (side(small.width), side(small.height)));
        let pieces = std::iter::once(looked.bytes).chain(looked.thumbnail.map(|small| small.webp));
        let mut stored = self.keep_bytes(id, pieces.collect()).await?.into_iter();
        let main = stored.next().ok_or(FileError::NoSuchFile)?;
        let mut keys = vec![main.key];
        let mut sizes = Vec::new();
        for ((width, height), stored) in small.into_iter().zip(stored) {
            sizes.push(PictureSize { letter: THUMBNAIL.to_owned(), width, height, kept: stored.kept });
            keys.push(stored.key);
        }
        let file = File {
            kind: FileKind::Document,
            creator: user,
            date: self.now(),
            mime_type: looked.mime_type.to_owned(),
            attributes: None,
            main: Some(main.kept),
            sizes,
            stripped: None,
            sticker: Some(StickerOf {
                set: new.set,
                kind: new.kind,
                emoji: new.emoji,
                width: side(looked.width),
                height: side(looked.height),
                duration: looked.duration.and_then(|duration| i32::try_from(duration).ok()),
                text_color: new.text_color,
                mask_coords: new.mask_coords,
            }),
        };
        self.add(Owner::System, id, file, keys).await?;
        Ok((id, held))
    }
}
