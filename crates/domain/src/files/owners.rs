//! Who refers to a file: each owner has its keys, sealed by his own.

use store::{
    ids::{Owner, UserId},
    key::Numbered,
    records::{
        account::UserPhoto,
        files::{ByFileOwner, File, FileKeys, FileKind, FileOwner, KeyOfBlob, OfFile},
    },
    tables,
};

use super::{FileError, Files, Origin};

impl Files {
    /// Keeps a new file; `owner` is the first who refers to it.
    pub(super) async fn add(&self, owner: Owner, file: File, keys: Vec<KeyOfBlob>) -> Result<i64, FileError> {
        loop {
            let id = self.world.chance.long();
            let key = Numbered(id);
            let _lock = self.records.lock(&key).await;
            if id == 0 || self.records.get_locked(&key).await?.is_some() {
                continue;
            }
            let mut batch = self.store.batch();
            batch.put::<tables::Files>(&key, &file);
            batch.put::<tables::FileOwners>(&ByFileOwner { file: id, owner }, &FileOwner {});
            batch.put::<tables::FileKeys>(&OfFile { owner, file: id }, &FileKeys { keys });
            self.records.forget(&key);
            self.opened.forget(&OfFile { owner, file: id });
            self.store.commit(batch).await?;
            self.records.forget(&key);
            self.opened.forget(&OfFile { owner, file: id });
            return Ok(id);
        }
    }

    /// Lets a viewer refer to a file that he saw at `origin`.
    ///
    /// # Errors
    /// [`FileError::ReferenceInvalid`] where he may no longer see it there.
    pub async fn refer(&self, viewer: UserId, origin: Origin, id: i64) -> Result<(), FileError> {
        match self.shared(id, origin.owner(viewer), &[viewer.into()]).await {
            Err(FileError::NoSuchFile) => Err(FileError::ReferenceInvalid),
            done => done,
        }
    }

    /// Lets a chat refer to a picture that `user` refers to, which is to be the chat's own; gives how it is kept.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`] where he does not, or where it is no photo.
    pub(crate) async fn lent(&self, id: i64, user: UserId, chat: Owner) -> Result<UserPhoto, FileError> {
        let file = self.record(id).await?.filter(|file| file.kind == FileKind::Photo);
        let stripped = file.ok_or(FileError::NoSuchFile)?.stripped.clone().unwrap_or_default();
        self.shared(id, user.into(), &[chat]).await?;
        Ok(UserPhoto { file: id, stripped })
    }

    /// Lets `others` refer to a file as `owner` does. To be called before they can see it.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`] where `owner` does not refer to it himself.
    pub async fn shared(&self, id: i64, owner: Owner, others: &[Owner]) -> Result<(), FileError> {
        let Some(keys) = self.keys_of(owner, id).await? else { return Err(FileError::NoSuchFile) };
        for other in others.iter().copied().filter(|other| *other != owner) {
            let key = OfFile { owner: other, file: id };
            let _lock = self.opened.lock(&key).await;
            if self.opened.get_locked(&key).await?.is_some() {
                continue;
            }
            let mut batch = self.store.batch();
            batch.put::<tables::FileOwners>(&ByFileOwner { file: id, owner: other }, &FileOwner {});
            batch.put::<tables::FileKeys>(&key, &keys);
            self.opened.forget(&key);
            self.store.commit(batch).await?;
            self.opened.keep(&key, Some(keys.clone()));
        }
        Ok(())
    }
}
