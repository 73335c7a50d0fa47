//! Backups: everything that a server keeps, as of one moment, sealed in one file, and the way back into an empty
//! folder. Where the bytes travel while the server runs is the admin socket's business.

mod key_file;
mod restore;
mod seal;
mod stream;

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use blob::Folder;
use kv_fjall::Fjall;
use world::Chance;

use crate::data_folder::{DataFolder, FolderError};

pub use restore::{Restored, restore};
use seal::Sealer;
pub use seal::{Lock, Sealed, Secret};
use stream::{Head, Part};

/// Why there is no backup, or why it was not put back; one sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Reading or writing failed.
    #[error("cannot {doing} {}: {reason}", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which file.
        path: PathBuf,
        /// The system's words.
        reason: String,
    },
    /// The server stopped in the middle, or said why it cannot go on.
    #[error("the server gave no whole backup: {0}")]
    Broken(String),
    /// A file of something else.
    #[error("{} is no backup of merpati", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Made by a program that knows more.
    #[error("{} was made by a newer version (format {found}, this program knows {known}); update merpati", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u8,
        /// The newest format that this program reads.
        known: u8,
    },
    /// Its first bytes do not open.
    #[error("{} does not open: the {lock} is another, or the file is damaged", path.display())]
    WrongSecret {
        /// The file.
        path: PathBuf,
        /// What it is sealed with.
        lock: Lock,
    },
    /// It begins well and does not end.
    #[error("{} is cut off or damaged; use another backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// There is something already.
    #[error("{} is not empty; a backup is put back into an empty or a new folder", path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A passphrase of nothing.
    #[error("the passphrase is empty")]
    EmptyPassphrase,
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The engine, or what stands on it.
    #[error("the store in the backup cannot be opened: {0}")]
    Store(String),
}

impl BackupError {
    fn io(doing: &'static str, path: &Path, error: &io::Error) -> Self {
        BackupError::Io { doing, path: path.to_owned(), reason: error.to_string() }
    }
}

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// Records of the store.
    pub records: u64,
    /// Names of the files beside it.
    pub files: Vec<String>,
    /// People's files.
    pub kept: u64,
}

/// Writes everything that `engine` and `folder` keep now, unsealed: to the owner's end of a socket alone. What
/// goes wrong in between is said in the stream.
pub(crate) fn pour(engine: &Fjall, folder: &DataFolder, seconds: i64, to: impl Write) -> io::Result<()> {
    let mut to = stream::Writer::new(BufWriter::with_capacity(BUFFER_BYTES, to));
    let poured = (|| {
        to.head(&Head { created: seconds })?;
        for (name, bytes) in folder.kept_files().map_err(io::Error::other)? {
            to.file(name, &bytes)?;
        }
        for row in engine.export().map_err(io::Error::other)? {
            let (shard, (key, value)) = row.map_err(io::Error::other)?;
            to.row(shard, &key, &value)?;
        }
        // Behind the rows: whatever a row names was on disk before it.
        pour_kept(folder, &mut to)?;
        to.end()
    })();
    poured.or_else(|error| to.failed(&error.to_string()))
}

/// People's files, piece by piece, sealed as they lie on the disk.
fn pour_kept(folder: &DataFolder, to: &mut stream::Writer<impl Write>) -> io::Result<()> {
    let files = Folder::new(folder.files());
    for name in files.kept()? {
        let file = match files.open(&name) {
            // It went while this was going on, for good or into the bucket.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            // What goes from here on is read to its end: half of it, put back, would take the place of the whole.
            file => file?,
        };
        let mut offset = 0;
        loop {
            let mut piece = Vec::new();
            (&file).take(PIECE_BYTES as u64).read_to_end(&mut piece)?;
            if piece.is_empty() {
                break;
            }
            to.piece(&name, offset, &piece)?;
            offset += piece.len() as u64;
        }
    }
    Ok(())
}

/// Seals what [`pour`] gives, in a new file at `path` that only its owner can read. Nothing is left of it if it
/// does not come whole.
///
/// # Errors
/// [`BackupError`].
pub fn seal(
    from: impl Read,
    secret: &Secret,
    path: &Path,
    chance: &dyn Chance,
) -> Result<Contents, BackupError> {
    let failed = |error: io::Error| BackupError::io("write", path, &error);
    if path.exists() {
        let there = io::Error::new(io::ErrorKind::AlreadyExists, "it is there already; name a new file");
        return Err(failed(there));
    }
    let unfinished = path.with_extension("unfinished");
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished);
    let file = file.map_err(|error| BackupError::io("write", &unfinished, &error))?;
    let sealed = sealed(from, secret, &file, path, chance).and_then(|contents| {
        file.sync_all().and_then(|()| fs::rename(&unfinished, path)).map_err(failed)?;
        sync_folder_of(path).map_err(failed)?;
        Ok(contents)
    });
    if sealed.is_err() {
        // What it is about has failed already.
        let _ = fs::remove_file(&unfinished);
    }
    sealed
}

fn sealed(
    from: impl Read,
    secret: &Secret,
    file: &File,
    path: &Path,
    chance: &dyn Chance,
) -> Result<Contents, BackupError> {
    let failed = |error: io::Error| BackupError::io("write", path, &error);
    let broken = |error: io::Error| BackupError::Broken(error.to_string());
    let sealer =
        Sealer::begin(BufWriter::with_capacity(BUFFER_BYTES, file), secret, chance).map_err(failed)?;
    let mut to = stream::Writer::new(sealer);
    let mut contents = Contents { records: 0, files: Vec::new(), kept: 0 };
    let mut from = stream::Reader::new(from);
    loop {
        match from.next().map_err(broken)? {
            Part::Head(head) => to.head(&head).map_err(failed)?,
            Part::File(name, bytes) => {
                to.file(&name, &bytes).map_err(failed)?;
                contents.files.push(name);
            }
            Part::Row(shard, key, value) => {
                to.row(shard, &key, &value).map_err(failed)?;
                contents.records += 1;
            }
            Part::Piece(name, offset, bytes) => {
                to.piece(&name, offset, &bytes).map_err(failed)?;
                contents.kept += u64::from(offset == 0);
            }
            Part::End => break,
        }
    }
    to.end().map_err(failed)?;
    to.into_inner().finish().and_then(|mut file| file.flush()).map_err(failed)?;
    Ok(contents)
}

/// A new name is on disk once its folder is.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

const BUFFER_BYTES: usize = 256 << 10;
const PIECE_BYTES: usize = 512 << 10;
