//! The keys of a data folder: the server's RSA key with its public half, and the master key that seals the store.
//! How they are used is not this file's business.

use crypto::{RsaError, RsaPrivateKey};
use zeroize::Zeroizing;

use super::{
    DataFolder, FolderError,
    files::{make_key, read_key, read_secret, read_text, write_new},
};

impl DataFolder {
    pub(super) fn read_rsa(&self) -> Result<Option<RsaPrivateKey>, FolderError> {
        let path = self.private_key();
        let Some(pem) = read_secret(&path)? else { return Ok(None) };
        let text = std::str::from_utf8(&pem)
            .map_err(|_| FolderError::BadKey { path: path.clone(), reason: "it is not text".to_owned() })?;
        RsaPrivateKey::from_pem(text).map(Some).map_err(|error| self.bad_key(&error))
    }

    fn bad_key(&self, error: &RsaError) -> FolderError {
        FolderError::BadKey { path: self.private_key(), reason: error.to_string() }
    }

    pub(super) fn read_master(&self) -> Result<Option<Zeroizing<[u8; 32]>>, FolderError> {
        read_key(&self.master())
    }

    /// Draws a master key and writes it.
    pub(super) fn make_master(&self, fill: crypto::Fill<'_>) -> Result<Zeroizing<[u8; 32]>, FolderError> {
        make_key(&self.master(), fill)
    }

    /// Draws an RSA key and writes it.
    pub(super) fn make_rsa(&self, fill: crypto::Fill<'_>) -> Result<RsaPrivateKey, FolderError> {
        let rsa = fresh_key(fill);
        let pem = rsa.to_pem().map_err(|error| self.bad_key(&error))?;
        write_new(&self.private_key(), pem.as_bytes(), 0o600)?;
        Ok(rsa)
    }

    /// Writes the public half of `rsa`, unless it stands there already.
    pub(super) fn write_public(&self, rsa: &RsaPrivateKey) -> Result<(), FolderError> {
        let public = rsa.public().to_pem().map_err(|error| self.bad_key(&error))?;
        if read_text(&self.public_key())?.as_deref() != Some(public.as_str()) {
            write_new(&self.public_key(), public.as_bytes(), 0o644)?;
        }
        Ok(())
    }
}

/// A key whose fingerprint starts with a digit other than 0: mtcute leaves leading zeros out when it compares.
fn fresh_key(fill: crypto::Fill<'_>) -> RsaPrivateKey {
    loop {
        let key = RsaPrivateKey::generate(fill);
        if (key.public().fingerprint() as u64) >> 60 != 0 {
            return key;
        }
    }
}
