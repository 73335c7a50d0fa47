//! Letting go of files. With an owner's last place goes his key, with the last owner the file, with its last file the
//! bytes. Each step is asked for by a row of the due queue that was written in the commit that makes it possible, and
//! goes when the step is done; all of it may be done over again, so a crash leaves nothing half.

use blob::BlobId;
use store::{
    Direction, Rows,
    ids::{Owner, UserId},
    key::{Hashed, Key, Numbered, OfUser},
    records::{
        channels::OfChannel,
        due::{Due, DueAt, DueWhat},
        files::{ByBlobFile, ByFileOwner, File, OfBlob, OfFile, owners_prefix, uses_prefix},
    },
    tables,
};

use super::{FileError, Files};

/// Files of one look at somebody who is gone.
const FILES_AT_ONCE: usize = 100;
/// Who goes is gone within so many seconds.
const GONE_SECONDS: i32 = 60;

impl Files {
    /// Does what a row of the due queue asks for and takes it away; leaves it where that has to wait.
    ///
    /// # Errors
    /// The store's and the disk's; it is to be asked again.
    pub async fn do_due(&self, row: DueAt) -> Result<(), FileError> {
        match row.what {
            DueWhat::FileOf(owner, file) => {
                if !self.see_to_file(owner, file, false).await? {
                    return Ok(());
                }
            }
            DueWhat::FilesOf(owner) if self.is_gone(owner).await? => {
                let rows = Rows::<tables::FileKeys>::of(owner);
                let found = self.store.scan(rows, FILES_AT_ONCE, Direction::Forward).await?;
                let last = found.len() < FILES_AT_ONCE;
                for (key, _) in found {
                    if !self.see_to_file(owner, key.file, true).await? {
                        return Ok(());
                    }
                }
                if !last {
                    return Ok(());
                }
            }
            // He is still there: it came to nothing.
            DueWhat::FilesOf(_) => {}
            DueWhat::BlobOf(blob, file) => {
                if !self.see_to_bytes(blob, file).await? {
                    return Ok(());
                }
            }
            DueWhat::Scheduled(_)
            | DueWhat::Expiry(_)
            | DueWhat::Seen(_)
            | DueWhat::PostTags(..)
            | DueWhat::ChannelHistory(..)
            | DueWhat::Publication(..)
            | DueWhat::PollEnd(_)
            | DueWhat::Discussion(..)
            | DueWhat::Migration(_)
            | DueWhat::Import(_)
            | DueWhat::AdminLog(_)
            | DueWhat::ChannelExpiry(..)
            | DueWhat::GroupExpiry(..) => {
                return Ok(());
            }
        }
        let mut batch = self.store.batch();
        batch.delete::<tables::DueQueue>(&row);
        Ok(self.store.commit(batch).await?)
    }

    /// Soon all that an owner refers to goes, if he is gone by then. To be called before he goes, so that no crash
    /// comes between.
    ///
    /// # Errors
    /// The store's.
    pub async fn leave(&self, owner: Owner) -> Result<(), FileError> {
        let at = self.now().saturating_add(GONE_SECONDS);
        let key = DueAt { at, user: UserId(0), what: DueWhat::FilesOf(owner) };
        let mut batch = self.store.batch();
        batch.put::<tables::DueQueue>(&key, &Due::default());
        let done = self.store.commit(batch).await;
        self.due.note(key.shard(), key.at);
        Ok(done?)
    }

    async fn is_gone(&self, owner: Owner) -> Result<bool, FileError> {
        Ok(match owner {
            Owner::User(user) => {
                let record = self.store.get::<tables::Users>(&OfUser(user)).await?;
                record.is_none_or(|record| record.deleted_at.is_some())
            }
            Owner::Channel(id) => {
                let record = self.store.get::<tables::Channels>(&OfChannel(id)).await?;
                match record {
                    Some(record) => record.deleted_at.is_some(),
                    None => {
                        let record = self.store.get::<tables::Communities>(&OfChannel(id)).await?;
                        record.is_none_or(|record| record.deleted_at.is_some())
                    }
                }
            }
            Owner::Group(_) | Owner::System => false,
        })
    }

    /// Takes an owner's keys of a file away, where he refers to it nowhere (or is `gone`); with the last keys the
    /// file. False where it has to wait.
    async fn see_to_file(&self, owner: Owner, file: i64, gone: bool) -> Result<bool, FileError> {
        let _gate = self.gates.of(file).await;
        if self.held.has(file) {
            return Ok(false);
        }
        let key = OfFile { owner, file };
        let uses = || Rows::<tables::FileUses>::starting_with(owner.shard(), owner, &uses_prefix(file));
        if !gone {
            let used = self.store.scan(uses(), 1, Direction::Forward).await?;
            let traced = self.keys_of(owner, file).await?.is_none_or(|keys| keys.traced == Some(true));
            if !used.is_empty() || !traced {
                return Ok(true);
            }
        }
        {
            let _lock = self.opened.lock(&key).await;
            let mut batch = self.store.batch();
            batch.delete_rows::<tables::FileUses>(uses());
            batch.delete::<tables::FileKeys>(&key);
            batch.delete::<tables::FileOwners>(&ByFileOwner { file, owner });
            batch.in_order();
            self.opened.forget(&key);
            let done = self.store.commit(batch).await;
            self.opened.forget(&key);
            done?;
        }
        if !self.has_owner(file).await? {
            self.forget_file(file).await?;
        }
        Ok(true)
    }

    /// Whether anybody has keys of a file. Rows of owners without keys, which a crash can leave, go.
    async fn has_owner(&self, file: i64) -> Result<bool, FileError> {
        let (shard, prefix) = owners_prefix(file);
        loop {
            let rows = Rows::<tables::FileOwners>::starting_with(shard, Owner::System, &prefix);
            let found = self.store.scan(rows, 1, Direction::Forward).await?;
            let Some((key, _)) = found.into_iter().next() else { return Ok(false) };
            if self.store.get::<tables::FileKeys>(&OfFile { owner: key.owner, file }).await?.is_some() {
                return Ok(true);
            }
            let mut batch = self.store.batch();
            batch.delete::<tables::FileOwners>(&key);
            self.store.commit(batch).await?;
        }
    }

    /// Nobody has keys of it.
    async fn forget_file(&self, id: i64) -> Result<(), FileError> {
        let key = Numbered(id);
        let _lock = self.records.lock(&key).await;
        let Some(file) = self.store.get::<tables::Files>(&key).await? else { return Ok(()) };
        let mut due = Vec::new();
        let mut batch = self.store.batch();
        for blob in blobs_of(&file) {
            let row = DueAt { at: self.now(), user: UserId(0), what: DueWhat::BlobOf(blob, id) };
            batch.put::<tables::DueQueue>(&row, &Due::default());
            due.push(row);
        }
        // Before the file goes: nobody else knows which bytes it was made of.
        self.store.commit(batch).await?;
        let mut batch = self.store.batch();
        batch.delete::<tables::Files>(&key);
        self.records.forget(&key);
        let done = self.store.commit(batch).await;
        self.records.forget(&key);
        for row in due {
            self.due.note(row.shard(), row.at);
        }
        Ok(done?)
    }

    /// Lets bytes go where `file` was the last that is made of them. False where it has to wait.
    async fn see_to_bytes(&self, blob: OfBlob, file: i64) -> Result<bool, FileError> {
        let _gate = self.gates.of(file).await;
        if self.held.has(file) {
            return Ok(false);
        }
        let record = self.records.get(&Numbered(file)).await?;
        if record.is_some_and(|record| blobs_of(&record).any(|of| of == blob)) {
            return Ok(true);
        }
        let Some(hash) = self.store.get::<tables::Blobs>(&blob).await?.map(|record| record.hash) else {
            // They were moved to their place, and nothing was written of it.
            self.blobs.remove(BlobId(blob.0)).await?;
            return Ok(true);
        };
        let by_hash = Hashed(hash);
        let _lock = self.hashes.of(&by_hash.0).await;
        let mut batch = self.store.batch();
        batch.delete::<tables::BlobFiles>(&ByBlobFile { blob, file });
        self.store.commit(batch).await?;
        let mut prefix = Vec::new();
        blob.write_row(&mut prefix);
        let rows = Rows::<tables::BlobFiles>::starting_with(blob.shard(), Owner::System, &prefix);
        let others = self.store.scan(rows, 1, Direction::Forward).await?;
        let Some(record) = self.store.get::<tables::Blobs>(&blob).await? else { return Ok(true) };
        if !others.is_empty() || record.files != 0 {
            return Ok(true);
        }
        // Nobody finds them any more, then they go, then what is known of them.
        if self.store.get::<tables::BlobsByHash>(&by_hash).await?.is_some_and(|found| found.blob == blob.0) {
            let mut batch = self.store.batch();
            batch.delete::<tables::BlobsByHash>(&by_hash);
            self.store.commit(batch).await?;
        }
        self.blobs.remove(BlobId(blob.0)).await?;
        let mut batch = self.store.batch();
        batch.delete::<tables::Blobs>(&blob);
        self.store.commit(batch).await?;
        Ok(true)
    }
}

/// All bytes that a file is made of.
fn blobs_of(file: &File) -> impl Iterator<Item = OfBlob> {
    let kept = file.main.iter().chain(file.sizes.iter().map(|size| &size.kept));
    kept.map(|kept| OfBlob(kept.blob))
}
