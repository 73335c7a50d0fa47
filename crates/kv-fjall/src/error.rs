//! Why a folder could not be opened.

use std::path::PathBuf;

/// Nothing was changed in the folder unless the variant says so.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error("{} is in use by another process", folder.display())]
    Locked {
        /// The engine's folder.
        folder: PathBuf,
    },
    /// A newer program wrote it.
    #[error("{} was written by a newer version (format {found}, this one knows {known})", folder.display())]
    Newer {
        /// The engine's folder.
        folder: PathBuf,
        /// The folder's format.
        found: u32,
        /// The newest that this program reads.
        known: u32,
    },
    /// The marker is not one.
    #[error("{} is no data folder: its format marker cannot be read", folder.display())]
    Marker {
        /// The engine's folder.
        folder: PathBuf,
    },
    /// The file system refused.
    #[error("{}: {source}", folder.display())]
    Io {
        /// The engine's folder.
        folder: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// Something that was answered cannot be read back, though later writes can: no power cut does that. A
    /// backup or the disk's own repair is needed; nothing has been cut off.
    #[error("{} is damaged at byte {at}: what was written there is not what is read", file.display())]
    Journal {
        /// The file of the log, or format 1's journal.
        file: PathBuf,
        /// Where the first batch begins that cannot be read.
        at: u64,
    },
    /// What lies there cannot be read back.
    #[error("{} is damaged: {reason}", folder.display())]
    Damaged {
        /// The engine's folder.
        folder: PathBuf,
        /// What was found.
        reason: String,
    },
}

impl OpenError {
    pub(crate) fn of(folder: PathBuf, error: lsm_tree::Error) -> Self {
        match error {
            lsm_tree::Error::Io(source) => OpenError::Io { folder, source },
            other => OpenError::Damaged { folder, reason: other.to_string() },
        }
    }
}
