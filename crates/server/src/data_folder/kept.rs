//! The files of a data folder that a backup holds beside the store, and the way back. What else lies there is made
//! anew by a start.

use crypto::RsaPrivateKey;
use zeroize::Zeroizing;

use super::{
    DataFolder, FolderError, VERSION, VERSION_WORD,
    files::{read_secret, read_text, write_new},
};

/// What lies in a backup beside the store: both keys, and the settings if there are any.
const KEPT: &[&str] = &[PRIVATE_KEY, MASTER_KEY, SETTINGS];
pub(super) const PRIVATE_KEY: &str = "server_private.pem";
pub(super) const MASTER_KEY: &str = "master.key";
const SETTINGS: &str = "merpati.toml";

type Kept = (&'static str, Zeroizing<Vec<u8>>);

impl DataFolder {
    /// Name and bytes of what a backup holds.
    pub(crate) fn kept_files(&self) -> Result<Vec<Kept>, FolderError> {
        let mut files = Vec::new();
        for name in [PRIVATE_KEY, MASTER_KEY] {
            files.extend(read_secret(&self.path.join(name))?.map(|bytes| (name, bytes)));
        }
        let settings = read_text(&self.path.join(SETTINGS))?;
        files.extend(settings.map(|text| (SETTINGS, Zeroizing::new(text.into_bytes()))));
        Ok(files)
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
