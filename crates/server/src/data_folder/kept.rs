//! The files of a data folder that a backup holds beside the store, and the way back. What else lies there is made
//! anew by a start.

use std::path::PathBuf;

use crypto::RsaPrivateKey;
use zeroize::Zeroizing;

use super::{
    DataFolder, FolderError, VERSION, VERSION_WORD,
    files::{read_secret, read_text, write_new},
};

/// What lies in a backup beside the store: both keys, the settings if there are any, and which bucket has people's
/// files if one has.
const KEPT: &[&str] = &[PRIVATE_KEY, MASTER_KEY, SETTINGS, BUCKET];
pub(super) const PRIVATE_KEY: &str = "server_private.pem";
pub(super) const MASTER_KEY: &str = "master.key";
const SETTINGS: &str = "merpati.toml";
const BUCKET: &str = "bucket";

type Kept = (&'static str, Zeroizing<Vec<u8>>);

impl DataFolder {
    /// Name and bytes of what a backup holds.
    pub(crate) fn kept_files(&self) -> Result<Vec<Kept>, FolderError> {
        let mut files = Vec::new();
        for name in [PRIVATE_KEY, MASTER_KEY] {
            files.extend(read_secret(&self.path.join(name))?.map(|bytes| (name, bytes)));
        }
        for name in [SETTINGS, BUCKET] {
            let text = read_text(&self.path.join(name))?;
            files.extend(text.map(|text| (name, Zeroizing::new(text.into_bytes()))));
        }
        Ok(files)
    }

    /// Which bucket has people's files, if one has.
    pub(crate) fn bucket(&self) -> Result<Option<String>, FolderError> {
        Ok(read_text(&self.bucket_note())?.map(|text| text.trim_end().to_owned()))
    }

    /// The file that says so.
    pub(crate) fn bucket_note(&self) -> PathBuf {
        self.path.join(BUCKET)
    }

    /// Notes which bucket has people's files from now on.
    pub(crate) fn note_bucket(&self, place: &str) -> Result<(), FolderError> {
        write_new(&self.bucket_note(), format!("{place}\n").as_bytes(), 0o600)
    }

    /// Writes one of them back. Other names are refused: a backup names no path.
    pub(crate) fn keep_file(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        if !KEPT.contains(&name) {
            return Err(FolderError::UnknownFile { name: name.to_owned() });
        }
        write_new(&self.path.join(name), bytes, 0o600)
    }

    /// Both keys, where they have to be there; writes the public half.
    pub(crate) fn keys(&self) -> Result<(RsaPrivateKey, Zeroizing<[u8; 32]>), FolderError> {
        let missing = |name: &str| FolderError::KeyMissing { path: self.path.join(name) };
        let rsa = self.read_rsa()?.ok_or_else(|| missing(PRIVATE_KEY))?;
        let master = self.read_master()?.ok_or_else(|| missing(MASTER_KEY))?;
        self.write_public(&rsa)?;
        Ok((rsa, master))
    }

    /// Marks the folder as one of this version.
    pub(crate) fn mark(&self) -> Result<(), FolderError> {
        let marker = format!("{VERSION_WORD}{VERSION}\n");
        write_new(&self.version(), marker.as_bytes(), 0o644)
    }
}
