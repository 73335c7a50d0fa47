//! Photos: what somebody brought becomes pictures in sizes, made here, so that every viewer gets what every client
//! can show.

use picture::{Made, Wanted};
use store::{
    ids::{Owner, UserId},
    records::files::{File, FileKind, KeyOfBlob, PictureSize},
};

use super::{FileError, Files, Held, Upload};

/// Bytes of what should become a photo.
const PHOTO_BYTES_MAX: usize = 10 << 20;

impl Files {
    /// Makes a photo out of an upload; `user` refers to it from here on.
    ///
    /// # Errors
    /// Why it is none.
    pub async fn photo(&self, user: UserId, upload: &Upload) -> Result<i64, FileError> {
        self.pictured(user, upload, Wanted::Photo).await
    }

    /// Makes the photo of a profile or a chat out of an upload; `user` refers to it from here on.
    ///
    /// # Errors
    /// Why it is none.
    pub async fn avatar(&self, user: UserId, upload: &Upload) -> Result<i64, FileError> {
        self.pictured(user, upload, Wanted::Avatar).await
    }

    async fn pictured(&self, user: UserId, upload: &Upload, wanted: Wanted) -> Result<i64, FileError> {
        let what = if wanted == Wanted::Avatar { AVATAR } else { PHOTO };
        if let Some(id) = self.made_of(user, upload, what).await? {
            return Ok(id);
        }
        let bytes = self.look_into(user, upload, PHOTO_BYTES_MAX).await?;
        let bytes = bytes.ok_or(FileError::PhotoTooLarge { max: PHOTO_BYTES_MAX })?;
        let made = self.pictures.make(bytes, wanted).await.map_err(FileError::Picture)?;
        let id = self.free_id().await?;
        let _held = self.hold([id]);
        let (sizes, stripped, keys) = self.keep_sizes(id, made).await?;
        let file = photo(user, self.now(), sizes, stripped);
        self.add(Owner::User(user), id, file, keys).await?;
        self.remember_made(user, upload, what, id);
        self.let_go(user, upload).await?;
        Ok(id)
    }

    /// Makes a photo of the server's own out of the picture of a page; none where it is none. It is to stand on its page
    /// while what comes with it is there.
    ///
    /// # Errors
    /// The store's and the disk's.
    pub(crate) async fn page_photo(&self, bytes: Vec<u8>) -> Result<Option<(i64, Held)>, FileError> {
        let Ok(made) = self.pictures.make(bytes, Wanted::Photo).await else { return Ok(None) };
        let id = self.free_id().await?;
        let held = self.hold([id]);
        let (sizes, stripped, keys) = self.keep_sizes(id, made).await?;
        self.add(Owner::System, id, photo(UserId::SERVICE, self.now(), sizes, stripped), keys).await?;
        Ok(Some((id, held)))
    }

    /// Keeps pictures, from small to large.
    pub(super) async fn keep_sizes(
        &self,
        file: i64,
        made: Made,
    ) -> Result<(Vec<PictureSize>, Vec<u8>, Vec<KeyOfBlob>), FileError> {
        let mut sizes = Vec::with_capacity(made.sizes.len());
        let mut keys = Vec::with_capacity(made.sizes.len());
        let (about, pieces): (Vec<_>, Vec<_>) = made
            .sizes
            .into_iter()
            .map(|sized| ((sized.letter, sized.width, sized.height), sized.jpeg))
            .unzip();
        for ((letter, width, height), stored) in about.into_iter().zip(self.keep_bytes(file, pieces).await?) {
            let pixels = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
            sizes.push(PictureSize {
                letter: letter.to_string(),
                width: pixels(width),
                height: pixels(height),
                kept: stored.kept,
            });
            keys.push(stored.key);
        }
        Ok((sizes, made.stripped, keys))
    }
}

fn photo(creator: UserId, date: i32, sizes: Vec<PictureSize>, stripped: Vec<u8>) -> File {
    File {
        kind: FileKind::Photo,
        creator,
        date,
        mime_type: String::new(),
        attributes: None,
        main: None,
        sizes,
        stripped: Some(stripped),
        sticker: None,
    }
}

/// What was made of an upload.
const PHOTO: u8 = 1;
const AVATAR: u8 = 2;
pub(super) const DOCUMENT: u8 = 3;
