//! Sounds for notifications: which may be one, and those made out of voice messages.

use store::{
    ids::{Owner, UserId},
    records::files::{File, FileKind},
};

use super::{FileError, Files, Location, Origin, Upload, sound};

/// Bytes of one.
pub const RINGTONE_BYTES_MAX: usize = 300 << 10;
/// Seconds that one plays.
pub const RINGTONE_SECONDS_MAX: i32 = 5;

/// Why something is no sound for notifications.
#[derive(Debug, thiserror::Error)]
pub enum NoRingtone {
    /// No sound of a kind that can be looked into.
    #[error("no sound of a known kind")]
    Kind,
    /// More bytes than one may have.
    #[error("too many bytes")]
    TooLarge,
    /// It plays too long.
    #[error("{seconds} seconds")]
    TooLong {
        /// For how long.
        seconds: f64,
    },
    /// Something about the file.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Files {
    /// Seconds that a sound plays which `user` brings.
    ///
    /// # Errors
    /// Why it is none.
    pub async fn brought_ringtone(
        &self,
        user: UserId,
        upload: &Upload,
        mime_type: &str,
    ) -> Result<i32, NoRingtone> {
        let bytes = self.look_into(user, upload, RINGTONE_BYTES_MAX).await?.ok_or(NoRingtone::TooLarge)?;
        played(&bytes, mime_type)
    }

    /// Seconds that a document of `user` plays.
    ///
    /// # Errors
    /// Why it is no sound for notifications.
    pub async fn ringtone(&self, user: UserId, id: i64) -> Result<i32, NoRingtone> {
        let (file, bytes) = self.whole_sound(user, id).await?;
        played(&bytes, &file.mime_type)
    }

    /// Makes a file of its own out of a sound that `user` has, of which these attributes are said.
    ///
    /// # Errors
    /// As [`Files::ringtone`].
    pub async fn made_ringtone(&self, user: UserId, id: i64, attributes: Vec<u8>) -> Result<i64, NoRingtone> {
        let (source, bytes) = self.whole_sound(user, id).await?;
        let id = self.free_id().await?;
        let _held = self.hold([id]);
        let stored = self.keep_bytes(id, vec![bytes]).await?;
        let stored = stored.into_iter().next().ok_or(FileError::NoSuchFile)?;
        let file = File {
            kind: FileKind::Document,
            creator: user,
            date: self.now(),
            mime_type: source.mime_type.clone(),
            attributes: Some(attributes),
            main: Some(stored.kept),
            sizes: Vec::new(),
            stripped: None,
            sticker: None,
        };
        self.add(Owner::User(user), id, file, vec![stored.key]).await?;
        Ok(id)
    }

    async fn whole_sound(
        &self,
        user: UserId,
        id: i64,
    ) -> Result<(std::sync::Arc<File>, Vec<u8>), NoRingtone> {
        let file = self.record(id).await.map_err(FileError::from)?.filter(|file| file.sticker.is_none());
        let file = file.ok_or(FileError::NoSuchFile)?;
        if file.main.is_none_or(|main| main.size > RINGTONE_BYTES_MAX as u64) {
            return Err(NoRingtone::TooLarge);
        }
        let location = Location { id, size: "" };
        let read = self.read(user, Origin::Own, &location, 0, RINGTONE_BYTES_MAX).await?;
        Ok((file, read.bytes))
    }
}

fn played(bytes: &[u8], mime_type: &str) -> Result<i32, NoRingtone> {
    let seconds = sound::seconds(bytes, mime_type).ok_or(NoRingtone::Kind)?;
    if seconds > f64::from(RINGTONE_SECONDS_MAX) {
        return Err(NoRingtone::TooLong { seconds });
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most a few")]
    Ok(seconds.ceil() as i32)
}
