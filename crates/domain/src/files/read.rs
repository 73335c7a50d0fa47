//! Reading a range of a file.

use blob::{BlobId, FileKey};
use store::ids::UserId;

use super::{FileError, Files, Origin};

/// Which bytes.
#[derive(Clone, Copy)]
pub struct Location<'a> {
    /// Of which file.
    pub id: i64,
    /// The letter of a size; empty for a document itself.
    pub size: &'a str,
}

/// What was read.
pub struct Bytes {
    /// As many as were asked for, or as there are.
    pub bytes: Vec<u8>,
    /// Seconds since 1970 of the file.
    pub date: i32,
    /// Whether it is one of the pictures that are made here.
    pub jpeg: bool,
}

impl Files {
    /// The bytes of what was seen at `origin` from `offset` on, at most `limit`; none behind the end. That the viewer
    /// may see it there, whoever calls knows.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`] where there is no such size; [`FileError::ReferenceInvalid`] where it is no longer
    /// to be seen there.
    pub async fn read(
        &self,
        viewer: UserId,
        origin: Origin,
        location: &Location<'_>,
        offset: u64,
        limit: usize,
    ) -> Result<Bytes, FileError> {
        let Location { id, size } = *location;
        if let Some(shipped) = super::shipped(id)
            && let Some(whole) = shipped.bytes_of(size)
        {
            let from = usize::try_from(offset).unwrap_or(usize::MAX).min(whole.len());
            let bytes = whole.iter().skip(from).take(limit).copied().collect();
            return Ok(Bytes { bytes, date: shipped.file.date, jpeg: false });
        }
        let file = self.record(id).await?.ok_or(FileError::NoSuchFile)?;
        let keys = self.keys_of(origin.owner(viewer), id).await?.ok_or(FileError::ReferenceInvalid)?;
        let sized = file.sizes.iter().find(|sized| sized.letter == size);
        let kept = match (sized, file.main) {
            (Some(sized), _) => sized.kept,
            (None, Some(main)) if size.is_empty() => main,
            _ => return Err(FileError::NoSuchFile),
        };
        let key = keys.keys.iter().find(|key| key.blob == kept.blob).ok_or(FileError::ReferenceInvalid)?;
        let key = FileKey::new(key.key);
        let bytes = self.blobs.read(BlobId(kept.blob), key, kept.size, offset, limit).await?;
        Ok(Bytes { bytes, date: file.date, jpeg: sized.is_some() && file.sticker.is_none() })
    }
}
