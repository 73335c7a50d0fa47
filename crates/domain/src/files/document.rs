//! Documents: bytes as they were brought, what their author says of them, and his thumbnail, made anew.

use picture::Wanted;
use store::{
    ids::{Owner, UserId},
    records::files::{File, FileKind},
};

use super::{FileError, Files, Upload, photo::DOCUMENT};

/// What an author says of a document.
pub struct NewDocument {
    /// Its bytes.
    pub upload: Upload,
    /// A picture of it, which he made.
    pub thumbnail: Option<Upload>,
    /// What it is.
    pub mime_type: String,
    /// `Vector<DocumentAttribute>` in TL of the newest layer.
    pub attributes: Vec<u8>,
}

/// Bytes of a thumbnail as its author brings it.
const THUMBNAIL_BYTES_MAX: usize = 1 << 20;
/// Bytes of a picture that is sent as a file and gets a thumbnail here, where its author made none.
const PICTURE_BYTES_MAX: usize = 10 << 20;

impl Files {
    /// Makes a document; `user` refers to it from here on.
    ///
    /// # Errors
    /// Something about the parts, and the disk's.
    pub async fn document(&self, user: UserId, new: NewDocument) -> Result<i64, FileError> {
        if let Some(id) = self.made_of(user, &new.upload, DOCUMENT).await? {
            return Ok(id);
        }
        let picture = match &new.thumbnail {
            Some(thumbnail) => self.look_into(user, thumbnail, THUMBNAIL_BYTES_MAX).await?,
            None if new.mime_type.starts_with("image/") => {
                self.look_into(user, &new.upload, PICTURE_BYTES_MAX).await?
            }
            None => None,
        };
        // A thumbnail that cannot be made is none: the file is what matters.
        let made = match picture {
            Some(picture) => self.pictures.make(picture, Wanted::Thumbnail).await.ok(),
            None => None,
        };
        let id = self.free_id().await?;
        let _held = self.hold([id]);
        let stored = self.take_up(user, &new.upload, id).await?;
        let (sizes, stripped, mut keys) = match made {
            Some(made) => {
                let (sizes, stripped, keys) = self.keep_sizes(id, made).await?;
                (sizes, Some(stripped), keys)
            }
            None => (Vec::new(), None, Vec::new()),
        };
        keys.push(stored.key);
        let file = File {
            kind: FileKind::Document,
            creator: user,
            date: self.now(),
            mime_type: new.mime_type,
            attributes: Some(new.attributes),
            main: Some(stored.kept),
            sizes,
            stripped,
            sticker: None,
        };
        self.add(Owner::User(user), id, file, keys).await?;
        self.remember_made(user, &new.upload, DOCUMENT, id);
        if let Some(thumbnail) = &new.thumbnail {
            self.let_go(user, thumbnail).await?;
        }
        Ok(id)
    }
}
