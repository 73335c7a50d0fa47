//! Photos that a person gives to contacts for himself: nobody else sees them, and the contact does not learn of it.

use boxes::By;
use store::{
    Batch,
    ids::{Owner, UserId},
    key::Key,
    records::{
        account::UserPhoto,
        due::{Due, DueAt, DueWhat},
        files::{ByFileUse, FilePlace, FileUse},
    },
    tables,
};

use super::{ContactError, Contacts};

impl Contacts {
    /// Shows a contact with this photo, to the caller alone; none: with the contact's own. While it is done, the file is
    /// held.
    ///
    /// # Errors
    /// [`ContactError::NotAContact`], and faults.
    pub(crate) async fn set_photo(
        &self,
        by: By,
        other: UserId,
        photo: Option<UserPhoto>,
    ) -> Result<(), ContactError> {
        match self.amend(by, other, |contact| contact.photo = photo).await? {
            true => Ok(()),
            false => Err(ContactError::NotAContact),
        }
    }

    /// Says in the batch that changes a line which photo stands there now.
    pub(super) fn photo_moved(
        &self,
        batch: &mut Batch,
        (user, other): (UserId, UserId),
        before: Option<&UserPhoto>,
        after: Option<&UserPhoto>,
    ) -> Option<DueAt> {
        let file = |photo: Option<&UserPhoto>| photo.map(|photo| photo.file);
        let (before, after) = (file(before), file(after));
        if before == after {
            return None;
        }
        let (owner, place) = (Owner::User(user), FilePlace::Contact(other.0));
        if let Some(file) = after {
            batch.put::<tables::FileUses>(&ByFileUse { owner, file, place }, &FileUse {});
        }
        let file = before?;
        batch.delete::<tables::FileUses>(&ByFileUse { owner, file, place });
        let at = self.world.clock.now().seconds();
        let due = DueAt { at, user: UserId(0), what: DueWhat::FileOf(owner, file) };
        batch.put::<tables::DueQueue>(&due, &Due::default());
        Some(due)
    }

    /// A row of the due queue may be on disk.
    pub(super) fn note(&self, due: Option<DueAt>) {
        if let Some(due) = due {
            self.boxes.due_queue().note(due.shard(), due.at);
        }
    }
}
