//! The way back: a backup into an empty data folder, in a new life of the store. Everything is made beside and
//! moved into place at the end, so that a backup that does not open to its end leaves the folder as it was.

use std::{
    fs::{self, File},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use blob::{Disk, Folder};
use kv::{Engine, Group, Op, Shard};
use kv_fjall::{Config, Fjall};
use store::{MasterKey, Store};
use world::{UnixMillis, World};

use super::{
    BackupError, Contents,
    seal::{Opener, Sealed, Secret},
    stream::{Part, Reader},
};
use crate::{data_folder::DataFolder, last_time};

/// What was put back.
pub struct Restored {
    /// What the backup held.
    pub contents: Contents,
    /// When it was taken, in seconds since 1970.
    pub taken: i64,
    /// The life that the store begins.
    pub incarnation: u32,
}

/// Puts a backup into `folder`, which has to be empty or not to be there.
///
/// # Errors
/// [`BackupError`]; the folder is then as it was.
pub fn restore(
    sealed: Sealed,
    secret: &Secret,
    folder: &Path,
    world: World,
) -> Result<Restored, BackupError> {
    check_empty(folder)?;
    let opener = sealed.unseal(secret)?;
    let unfinished = Unfinished::make(folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| BackupError::io("start threads for", folder, &error))?;
    let restored = runtime.block_on(fill(opener, &unfinished.path, world))?;
    unfinished.move_into_place()?;
    Ok(restored)
}

fn check_empty(folder: &Path) -> Result<(), BackupError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(BackupError::NotEmpty { path: folder.to_owned() }),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(BackupError::io("open", folder, &error)),
    }
}

async fn fill(opener: Opener, folder: &Path, world: World) -> Result<Restored, BackupError> {
    let path = opener.path.clone();
    let damaged = |_: io::Error| BackupError::Damaged { path: path.clone() };
    let data = DataFolder::at(folder);
    let store = |error: &dyn std::fmt::Display| BackupError::Store(error.to_string());
    let engine = Arc::new(Fjall::open(Config::new(data.store())).map_err(|error| store(&error))?);
    let mut rows = Rows::new(Arc::clone(&engine));
    let mut contents = Contents { records: 0, files: Vec::new(), kept: 0 };
    let kept = Folder::new(data.files());
    let mut taken = None;
    let mut parts = Reader::new(opener);
    loop {
        match parts.next().map_err(damaged)? {
            Part::Head(head) => taken = Some(head.created),
            Part::File(name, bytes) => {
                data.keep_file(&name, &bytes)?;
                contents.files.push(name);
            }
            Part::Row(shard, key, value) => {
                rows.add(shard, key, value).await?;
                contents.records += 1;
            }
            Part::Piece(name, offset, bytes) => {
                put_piece(&kept, &name, offset, &bytes)
                    .map_err(|error| BackupError::io("write", &data.files(), &error))?;
                contents.kept += u64::from(offset == 0);
            }
            Part::End => break,
        }
    }
    for name in kept.kept().map_err(|error| BackupError::io("open", &data.files(), &error))? {
        kept.sync(&name).map_err(|error| BackupError::io("write", &data.files(), &error))?;
    }
    rows.flush().await?;
    let taken = taken.ok_or_else(|| BackupError::Damaged { path: path.clone() })?;
    let (_, master) = data.keys()?;
    let now = world.clock.now();
    let opened = Store::open(Arc::clone(&engine) as Arc<dyn Engine>, MasterKey::new(*master), world);
    let opened = opened.await.map_err(|error| store(&error))?;
    let since = now.0.saturating_sub(taken.saturating_mul(1000));
    let incarnation = opened.begin_incarnation(step(since)).await.map_err(|error| store(&error))?;
    drop(opened);
    engine.close();
    last_time::write(&data.last_time(), UnixMillis(taken.saturating_mul(1000)));
    Ok(Restored { contents, taken, incarnation })
}

/// A piece of somebody's file; its name leads nowhere else.
fn put_piece(kept: &Folder, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
    if !Folder::is_kept(name) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a name that no file has"));
    }
    kept.write(name, offset, bytes)
}

/// How many pts each box leaves out, `since` milliseconds after the backup: more than happened in it since then, and
/// more the later the backup is put back, so that the same backup put back twice does not give the same numbers twice
/// either. In the first hour every millisecond counts, since a backup that was just put back may be put back again.
fn step(since: i64) -> i32 {
    let since = since.max(0);
    let soon = since.min(STEP_SOON_MILLISECONDS);
    let later = (since - soon) / 1000 * STEP_PER_SECOND_LATER;
    i32::try_from(STEP_LEAST + soon + later.min(STEP_LATER_MAX)).unwrap_or(i32::MAX)
}

const STEP_LEAST: i64 = 1_000_000;
/// An hour, with one pts a millisecond: faster than one box is ever written.
const STEP_SOON_MILLISECONDS: i64 = 3_600_000;
const STEP_PER_SECOND_LATER: i64 = 2;
/// `boxes` keeps room for a step of 2^24.
const STEP_LATER_MAX: i64 = 12_000_000;

/// Rows on their way to the engine, many in one write.
struct Rows {
    engine: Arc<Fjall>,
    groups: Vec<Group>,
    /// Of the last group.
    group_bytes: usize,
    bytes: usize,
}

impl Rows {
    fn new(engine: Arc<Fjall>) -> Self {
        Rows { engine, groups: Vec::new(), group_bytes: 0, bytes: 0 }
    }

    async fn add(&mut self, shard: Shard, key: Vec<u8>, value: Vec<u8>) -> Result<(), BackupError> {
        let bytes = key.len() + value.len();
        let fits = |group: &&mut Group| {
            group.shard == shard && group.ops.len() < OPS_MAX && self.group_bytes + bytes < GROUP_BYTES_MAX
        };
        match self.groups.last_mut().filter(fits) {
            Some(group) => {
                group.ops.push(Op::Set { key, value });
                self.group_bytes += bytes;
            }
            None => {
                let epoch = match self.groups.last() {
                    Some(group) if group.shard == shard => group.epoch,
                    _ => {
                        let claimed = self.engine.claim(shard).await;
                        claimed.map_err(|error| BackupError::Store(error.to_string()))?
                    }
                };
                let ops = vec![Op::Set { key, value }];
                self.groups.push(Group { shard, epoch, ops, depends_on: None });
                self.group_bytes = bytes;
            }
        }
        self.bytes += bytes;
        if self.bytes > BATCH_BYTES_MAX { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), BackupError> {
        self.bytes = 0;
        for result in self.engine.commit(std::mem::take(&mut self.groups)).await {
            result.map_err(|error| BackupError::Store(error.to_string()))?;
        }
        Ok(())
    }
}

const OPS_MAX: usize = kv::limits::GROUP_WRITES_MAX / 2;
const GROUP_BYTES_MAX: usize = kv::limits::GROUP_BYTES_MAX / 2;
const BATCH_BYTES_MAX: usize = 8 << 20;

/// The folder inside the data folder in which everything is made; it goes when this is dropped.
struct Unfinished {
    path: PathBuf,
    folder: PathBuf,
    made: bool,
}

impl Unfinished {
    fn make(folder: &Path) -> Result<Unfinished, BackupError> {
        let made = !folder.exists();
        let unfinished = Unfinished { path: folder.join("unfinished"), folder: folder.to_owned(), made };
        let mut builder = fs::DirBuilder::new();
        let made = builder.recursive(true).mode(0o700).create(&unfinished.path);
        made.map_err(|error| BackupError::io("make the folder", &unfinished.path, &error))?;
        Ok(unfinished)
    }

    /// The store first and the marker of the version last: half of it is not taken for a data folder.
    fn move_into_place(self) -> Result<(), BackupError> {
        let failed = |error: io::Error| BackupError::io("write into", &self.folder, &error);
        DataFolder::at(&self.path).mark()?;
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name());
        }
        names.sort_by_key(|name| (name == "version", name != "store", name.clone()));
        for name in names {
            fs::rename(self.path.join(&name), self.folder.join(&name)).map_err(failed)?;
        }
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What is left when this fails is seen by whoever looks: the folder is then not empty.
        let _ = fs::remove_dir_all(&self.path);
        if self.made {
            // Only when nothing was moved into it.
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_restore_of_the_same_backup_steps_further() {
        assert_eq!(step(-5), 1_000_000);
        assert_eq!(step(60), 1_000_060);
        let hour = 3_600_000;
        assert_eq!(step(hour + 2_000), 4_600_004);
        for since in [0, 1, hour - 1, hour, hour + 60_000, 86_400_000] {
            assert!(step(since + 1_000) > step(since));
        }
        assert!(step(i64::MAX) < 1 << 24);
    }
}
