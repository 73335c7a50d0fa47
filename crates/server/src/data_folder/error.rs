//! Why a data folder cannot be used: one sentence each for the person who started the server.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why a data folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The admin socket would not fit.
    #[error(
        "the path {} is too long for the admin socket: {length} bytes, {max} are possible; choose a shorter data folder",
        path.display()
    )]
    SocketPathTooLong {
        /// Where the socket would lie.
        path: PathBuf,
        /// Its length.
        length: usize,
        /// The most that the system takes.
        max: usize,
    },
    /// Something else stands where the folder should be.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// The path.
        path: PathBuf,
    },
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
    /// A second server.
    #[error("the data folder {} is in use by another running server", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// Written by a program that knows more than this one.
    #[error("the data folder {} was written by a newer version (format {found}, this program knows {known}); update merpati", path.display())]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The format written there.
        found: u32,
        /// The newest format that this program reads.
        known: u32,
    },
    /// The version marker is not one.
    #[error("{} is not a version marker of merpati; this folder belongs to something else", path.display())]
    NotAMarker {
        /// The marker.
        path: PathBuf,
    },
    /// A secret that others can read.
    #[error("{} can be read by others (mode {mode:04o}); run `chmod 600` on it, and make a new one if it may have been seen", path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// A private key that must not be used.
    #[error("the key in {} is refused: {reason}", path.display())]
    BadKey {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The master key is gone, but what it sealed is there.
    #[error("{} is missing, but the store that it seals is there; put it back from your backup", path.display())]
    MasterKeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// A key that is not one.
    #[error("{} does not hold a key: 64 hexadecimal digits are expected", path.display())]
    BadKeyFile {
        /// The file.
        path: PathBuf,
    },
    /// A key that has to be there.
    #[error("{} is missing", path.display())]
    KeyMissing {
        /// Where it should be.
        path: PathBuf,
    },
    /// A backup names a file that is none of a data folder's.
    #[error("the backup holds a file `{name}` that this version does not know; update merpati")]
    UnknownFile {
        /// As the backup calls it.
        name: String,
    },
}

impl FolderError {
    /// The system said no while `doing` something with `path`.
    pub(super) fn io(doing: &'static str, path: &Path, error: &io::Error) -> FolderError {
        FolderError::Io { doing, path: path.to_owned(), reason: error.to_string() }
    }
}
