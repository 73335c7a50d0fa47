//! The files that a backup's secret comes from: a key that is made when it is not there, or a passphrase on the
//! first line. Only their owner may read them.

use std::path::Path;

use world::Chance;
use zeroize::Zeroizing;

use super::{BackupError, Secret};
use crate::data_folder::files::{make_key, read_key, read_secret};

impl Secret {
    /// The key in a file.
    ///
    /// # Errors
    /// [`BackupError::Folder`] where it is not there, is no key, or can be read by others.
    pub fn key_in(path: &Path) -> Result<Secret, BackupError> {
        let key = read_key(path)?;
        key.map(Secret::Key)
            .ok_or_else(|| BackupError::io("read", path, &std::io::ErrorKind::NotFound.into()))
    }

    /// The same; a file that is not there is made with a new key. Gives whether it was.
    ///
    /// # Errors
    /// As [`Secret::key_in`].
    pub fn key_in_or_new(path: &Path, chance: &dyn Chance) -> Result<(Secret, bool), BackupError> {
        match read_key(path)? {
            Some(key) => Ok((Secret::Key(key), false)),
            None => Ok((Secret::Key(make_key(path, &mut |bytes| chance.fill(bytes))?), true)),
        }
    }

    /// The passphrase on the first line of a file.
    ///
    /// # Errors
    /// As [`Secret::key_in`], and [`BackupError::EmptyPassphrase`].
    pub fn passphrase_in(path: &Path) -> Result<Secret, BackupError> {
        let bytes = read_secret(path)?;
        let bytes =
            bytes.ok_or_else(|| BackupError::io("read", path, &std::io::ErrorKind::NotFound.into()))?;
        let first = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        Secret::passphrase(String::from_utf8_lossy(first).trim_end_matches('\r').to_owned())
    }

    /// A passphrase as it was typed.
    ///
    /// # Errors
    /// [`BackupError::EmptyPassphrase`].
    pub fn passphrase(words: String) -> Result<Secret, BackupError> {
        let words = Zeroizing::new(words);
        if words.is_empty() { Err(BackupError::EmptyPassphrase) } else { Ok(Secret::Passphrase(words)) }
    }
}
