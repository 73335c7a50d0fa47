//! What can be told about a data folder without taking it: for whoever asks how it stands.

use super::{DataFolder, FolderError};

impl DataFolder {
    /// The version that wrote it, in words.
    pub(crate) fn version_found(&self) -> Result<String, FolderError> {
        self.check_version()?;
        let written = if self.version().exists() { "of this version" } else { "not used yet" };
        Ok(format!("{}: {written}", self.path.display()))
    }

    /// Whether nobody but the owner can read the keys.
    pub(crate) fn rights(&self) -> Result<(), FolderError> {
        self.kept_files().map(drop)
    }

    /// The fingerprint of the server's key, if it has one; the key is read as a start would.
    pub(crate) fn fingerprint(&self) -> Result<Option<u64>, FolderError> {
        if self.read_master()?.is_none() && self.store().exists() {
            return Err(FolderError::MasterKeyMissing { path: self.master() });
        }
        Ok(self.read_rsa()?.map(|rsa| rsa.public().fingerprint() as u64))
    }
}
