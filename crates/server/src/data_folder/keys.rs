//! The keys of a data folder: the server's RSA key with its public half, and the master key that seals the store.
//! How they are used is not this file's business.

use crypto::{RsaError, RsaPrivateKey};
use zeroize::Zeroizing;

use super::{
    DataFolder, FolderError,
    files::{read_secret, read_text, write_new},
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
        let path = self.master();
        let Some(text) = read_secret(&path)? else { return Ok(None) };
        let mut key = Zeroizing::new([0; 32]);
        let digits = text.trim_ascii();
        if digits.len() != 64 {
            return Err(FolderError::BadMasterKey { path });
        }
        for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
            let pair = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
            *byte = pair.ok_or_else(|| FolderError::BadMasterKey { path: path.clone() })?;
        }
        Ok(Some(key))
    }

    /// Draws a master key and writes it.
    pub(super) fn make_master(&self, fill: crypto::Fill<'_>) -> Result<Zeroizing<[u8; 32]>, FolderError> {
        let mut key = Zeroizing::new([0; 32]);
        fill(&mut key[..]);
        let text = Zeroizing::new(key.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n");
        write_new(&self.master(), text.as_bytes(), 0o600)?;
        Ok(key)
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
