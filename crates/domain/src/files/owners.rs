//! Who refers to a file: each owner has its keys, sealed by his own, for as long as he refers to it somewhere.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use store::{
    Batch, Direction, Rows,
    ids::{Owner, UserId},
    key::{Key, Numbered},
    records::{
        account::UserPhoto,
        due::{Due, DueAt, DueWhat},
        files::{
            ByFileOwner, ByFileUse, File, FileKeys, FileKind, FileOwner, FilePlace, FileUse, KeyOfBlob,
            OfFile, uses_prefix,
        },
    },
    tables,
};

use super::{FileError, Files, Origin};
use crate::Fault;

/// Who has keys of a file and has not put it anywhere for so long, loses them: a reference that he was given lasts as
/// long.
const UNUSED_SECONDS: i32 = 24 * 60 * 60;
/// Places of one look.
const PLACES_MAX: usize = 100;

/// Files that somebody is about to put somewhere: nobody's keys of them go meanwhile.
#[derive(Clone, Default)]
pub(super) struct HeldFiles(Arc<Mutex<BTreeMap<i64, usize>>>);

/// While it is there, nobody's keys of these files go. Taken before it is looked whether somebody has keys, and kept
/// until the place that refers to the file is durable.
pub struct Held {
    files: HeldFiles,
    ids: Vec<i64>,
}

impl HeldFiles {
    pub(super) fn hold(&self, ids: Vec<i64>) -> Held {
        let mut held = self.lock();
        for id in &ids {
            *held.entry(*id).or_default() += 1;
        }
        drop(held);
        Held { files: self.clone(), ids }
    }

    pub(super) fn has(&self, id: i64) -> bool {
        self.lock().contains_key(&id)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.files.lock();
        for id in &self.ids {
            if let Some(count) = held.get_mut(id) {
                *count -= 1;
                if *count == 0 {
                    held.remove(id);
                }
            }
        }
    }
}

impl Files {
    /// Nobody's keys of these files go until what this gives is dropped.
    pub fn hold(&self, ids: impl IntoIterator<Item = i64>) -> Held {
        self.held.hold(ids.into_iter().collect())
    }

    /// An id for a file that is about to be made.
    pub(super) async fn free_id(&self) -> Result<i64, FileError> {
        loop {
            let id = self.world.chance.long();
            if id != 0 && self.records.get(&Numbered(id)).await?.is_none() {
                return Ok(id);
            }
        }
    }

    /// Keeps a new file under the id that it was promised; `owner` is the first who refers to it.
    pub(super) async fn add(
        &self,
        owner: Owner,
        id: i64,
        file: File,
        keys: Vec<KeyOfBlob>,
    ) -> Result<(), FileError> {
        let (key, opened) = (Numbered(id), OfFile { owner, file: id });
        let _lock = self.records.lock(&key).await;
        let mut batch = self.store.batch();
        // What asks later whether the file is needed comes to disk first, and the file itself last.
        let due = self.unused_at(owner, id);
        batch.put::<tables::DueQueue>(&due, &Due::default());
        batch.put::<tables::FileKeys>(&opened, &FileKeys { keys, traced: Some(true) });
        batch.put::<tables::FileOwners>(&ByFileOwner { file: id, owner }, &FileOwner {});
        batch.put::<tables::Files>(&key, &file);
        batch.in_order();
        self.records.forget(&key);
        self.opened.forget(&opened);
        let done = self.store.commit(batch).await;
        self.due.note(due.shard(), due.at);
        self.records.forget(&key);
        self.opened.forget(&opened);
        Ok(done?)
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

    /// Where `user` refers to a file himself; the first ones, where they are many.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn places(&self, user: UserId, file: i64) -> Result<Vec<FilePlace>, Fault> {
        let owner = Owner::from(user);
        let rows = Rows::<tables::FileUses>::starting_with(owner.shard(), owner, &uses_prefix(file));
        let found = self.store.scan(rows, PLACES_MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, _)| key.place).collect())
    }

    /// Lets a chat refer to a picture that `user` refers to, which is to be the chat's own; gives how it is kept. To be
    /// called while the file is held.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`] where he does not, or where it is no photo.
    pub(crate) async fn lent(&self, id: i64, user: UserId, chat: Owner) -> Result<UserPhoto, FileError> {
        let file = self.record(id).await?.filter(|file| file.kind == FileKind::Photo);
        let stripped = file.ok_or(FileError::NoSuchFile)?.stripped.clone().unwrap_or_default();
        self.shared(id, user.into(), &[chat]).await?;
        Ok(UserPhoto { file: id, stripped })
    }

    /// Lets `others` refer to a file as `owner` does. To be called before they can see it, and while the file is
    /// held.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`] where `owner` does not refer to it himself.
    pub async fn shared(&self, id: i64, owner: Owner, others: &[Owner]) -> Result<(), FileError> {
        // What ships with the program is everybody's.
        if super::shipped(id).is_some() {
            return Ok(());
        }
        // Whoever takes keys away holds it from his look to the end.
        let _gate = self.gates.of(id).await;
        let Some(keys) = self.keys_of(owner, id).await? else { return Err(FileError::NoSuchFile) };
        for other in others.iter().copied().filter(|other| *other != owner) {
            let key = OfFile { owner: other, file: id };
            let _lock = self.opened.lock(&key).await;
            if self.opened.get_locked(&key).await?.is_some() {
                continue;
            }
            let keys = FileKeys { traced: Some(true), ..(*keys).clone() };
            let due = self.unused_at(other, id);
            let mut batch = self.store.batch();
            // In this order: keys of which the file does not know would be lost with it.
            batch.put::<tables::FileOwners>(&ByFileOwner { file: id, owner: other }, &FileOwner {});
            batch.put::<tables::FileKeys>(&key, &keys);
            batch.put::<tables::DueQueue>(&due, &Due::default());
            batch.in_order();
            self.opened.forget(&key);
            let done = self.store.commit(batch).await;
            self.due.note(due.shard(), due.at);
            done?;
            self.opened.keep(&key, Some(Arc::new(keys)));
        }
        Ok(())
    }

    /// Says in the batch that changes a place that `owner` has the files `after` there, where he had `before`; what this
    /// puts in the due queue is to be given to [`Files::note`] once it may be on disk.
    pub(crate) fn moved(
        &self,
        batch: &mut Batch,
        owner: Owner,
        place: FilePlace,
        before: &[i64],
        after: &[i64],
    ) -> Vec<DueAt> {
        let mut due = Vec::new();
        let ours = |file: &i64| super::shipped(*file).is_none();
        for file in before.iter().copied().filter(|file| !after.contains(file) && ours(file)) {
            let row = DueAt { at: self.now(), user: UserId(0), what: DueWhat::FileOf(owner, file) };
            batch.delete::<tables::FileUses>(&ByFileUse { owner, file, place });
            batch.put::<tables::DueQueue>(&row, &Due::default());
            due.push(row);
        }
        for file in after.iter().copied().filter(|file| !before.contains(file) && ours(file)) {
            batch.put::<tables::FileUses>(&ByFileUse { owner, file, place }, &FileUse {});
        }
        due
    }

    /// Rows of the due queue may be on disk.
    pub(crate) fn note(&self, rows: &[DueAt]) {
        rows.iter().for_each(|row| self.due.note(row.shard(), row.at));
    }

    fn unused_at(&self, owner: Owner, id: i64) -> DueAt {
        let at = self.now().saturating_add(UNUSED_SECONDS);
        DueAt { at, user: UserId(0), what: DueWhat::FileOf(owner, id) }
    }
}
