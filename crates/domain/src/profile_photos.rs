//! Photos of people's pages: the one that is shown, and those before it.

use std::sync::Arc;

use boxes::By;
use store::{
    Store,
    ids::UserId,
    key::OfUser,
    records::{
        account::{ProfilePhoto, ProfilePhotos as Record, UserPhoto},
        files::FilePlace,
    },
    tables,
};

use crate::{
    ContactError, Contacts, Fault, FileError, Files, Privacy, Users, cached::CachedRows, settings::PrivacyKey,
};

/// Photos that a person keeps; the oldest makes room.
pub const PROFILE_PHOTOS_MAX: usize = 200;

/// The photos of all people.
pub struct ProfilePhotos {
    store: Store,
    rows: CachedRows<tables::ProfilePhotos>,
    files: Arc<Files>,
    users: Arc<Users>,
    privacy: Arc<Privacy>,
    contacts: Arc<Contacts>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 12;

impl ProfilePhotos {
    pub(crate) fn new(
        store: Store,
        files: Arc<Files>,
        users: Arc<Users>,
        privacy: Arc<Privacy>,
        contacts: Arc<Contacts>,
    ) -> Self {
        let rows = CachedRows::new(store.clone(), REMEMBERED);
        ProfilePhotos { rows, store, files, users, privacy, contacts }
    }

    /// A person's photos, the newest first; none where `viewer` may not see them.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of(&self, viewer: UserId, user: UserId) -> Result<Vec<i64>, Fault> {
        if !self.privacy.allows(user, PrivacyKey::ProfilePhoto, viewer).await? {
            return Ok(Vec::new());
        }
        let row = self.rows.get(&OfUser(user)).await?;
        Ok(row.map(|row| row.photos.iter().map(|photo| photo.file).collect()).unwrap_or_default())
    }

    /// Shows a photo that the person refers to; one that was shown before comes to the front.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`], and faults.
    pub async fn show(&self, by: By, id: i64) -> Result<(), FileError> {
        // Until it stands in the row, nobody takes his keys away; he must have some.
        let _held = self.files.hold([id]);
        self.files.shared(id, by.user.into(), &[]).await?;
        let file = self.files.record(id).await?.ok_or(FileError::NoSuchFile)?;
        let photo = ProfilePhoto { file: id, date: file.date };
        let change = |photos: &mut Vec<ProfilePhoto>| {
            photos.retain(|photo| photo.file != id);
            photos.insert(0, photo);
            photos.truncate(PROFILE_PHOTOS_MAX);
        };
        self.change(by, change).await
    }

    /// Shows a contact with a photo that the caller refers to, to him alone; none: with the contact's own.
    ///
    /// # Errors
    /// [`ContactPhotoError`].
    pub async fn give(&self, by: By, other: UserId, id: Option<i64>) -> Result<(), ContactPhotoError> {
        let _held = self.files.hold(id);
        let photo = match id {
            Some(id) => {
                self.files.shared(id, by.user.into(), &[]).await?;
                let file =
                    self.files.record(id).await.map_err(FileError::from)?.ok_or(FileError::NoSuchFile)?;
                Some(UserPhoto { file: id, stripped: file.stripped.clone().unwrap_or_default() })
            }
            None => None,
        };
        Ok(self.contacts.set_photo(by, other, photo).await?)
    }

    /// Takes photos away, and gives which were there. `None`: the one that is shown.
    ///
    /// # Errors
    /// Faults.
    pub async fn remove(&self, by: By, ids: Option<&[i64]>) -> Result<Vec<i64>, FileError> {
        let before = self.of(by.user, by.user).await?;
        let gone: Vec<i64> = match ids {
            Some(ids) => before.iter().copied().filter(|id| ids.contains(id)).collect(),
            None => before.first().copied().into_iter().collect(),
        };
        if !gone.is_empty() {
            self.change(by, |photos| photos.retain(|photo| !gone.contains(&photo.file))).await?;
        }
        Ok(gone)
    }

    async fn change(
        &self,
        by: By,
        change: impl FnOnce(&mut Vec<ProfilePhoto>) + Send,
    ) -> Result<(), FileError> {
        let key = OfUser(by.user);
        let shown = {
            let _lock = self.rows.lock(&key).await;
            let before = self.rows.get_locked(&key).await?;
            let mut photos = before.map(|row| row.photos.clone()).unwrap_or_default();
            let before: Vec<i64> = photos.iter().map(|photo| photo.file).collect();
            change(&mut photos);
            let shown = photos.first().map(|photo| photo.file);
            let after: Vec<i64> = photos.iter().map(|photo| photo.file).collect();
            let mut batch = self.store.batch();
            let moved = self.files.moved(&mut batch, by.user.into(), FilePlace::Profile, &before, &after);
            let done = self.rows.write_locked_with(&key, Some(Record { photos }), batch).await;
            self.files.note(&moved);
            done?;
            shown
        };
        let photo = match shown {
            Some(id) => self
                .files
                .record(id)
                .await?
                .map(|file| UserPhoto { file: id, stripped: file.stripped.clone().unwrap_or_default() }),
            None => None,
        };
        Ok(self.users.show_photo(by, photo).await?)
    }
}

/// Why a contact is not shown with another photo.
#[derive(Debug, thiserror::Error)]
pub enum ContactPhotoError {
    /// Something about the file.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something about the contact.
    #[error(transparent)]
    Contact(#[from] ContactError),
}
