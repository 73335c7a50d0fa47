//! The seal of a backup: a key out of a passphrase (Argon2id) or a key file, and chunks of 64 KiB under it, each
//! bound to its place and to whether it is the last, so that no file can be cut, turned around or lengthened.
//!
//! The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015), as age uses it.

use std::{
    fmt,
    fs::File,
    io::{self, BufReader, Read, Write},
    path::{Path, PathBuf},
};

use aes_gcm_siv::{
    Aes256GcmSiv, KeyInit,
    aead::{AeadInOut, Nonce},
};
use argon2::{Algorithm, Argon2, Params, Version};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use world::Chance;
use zeroize::Zeroizing;

use super::BackupError;

/// What a backup is sealed with.
pub enum Secret {
    /// Words.
    Passphrase(Zeroizing<String>),
    /// 32 bytes of good chance.
    Key(Zeroizing<[u8; 32]>),
}

/// What kind of secret it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Words.
    Passphrase,
    /// A key file.
    Key,
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Lock::Passphrase => "passphrase",
            Lock::Key => "key",
        })
    }
}

impl Secret {
    fn lock(&self) -> Lock {
        match self {
            Secret::Passphrase(_) => Lock::Passphrase,
            Secret::Key(_) => Lock::Key,
        }
    }

    /// The key for one file, which `front` tells from all others.
    fn cipher(&self, front: &Front) -> io::Result<Aes256GcmSiv> {
        let mut root = Zeroizing::new([0; 32]);
        match self {
            Secret::Key(key) => root.copy_from_slice(&**key),
            Secret::Passphrase(words) => {
                let params =
                    Params::new(front.memory_kib, front.passes, 1, Some(32)).map_err(io::Error::other)?;
                let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
                argon
                    .hash_password_into(words.as_bytes(), &front.salt, &mut *root)
                    .map_err(io::Error::other)?;
            }
        }
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&*root).map_err(io::Error::other)?;
        mac.update(b"merpati: backup");
        mac.update(&front.bytes());
        let key = Zeroizing::new(<[u8; 32]>::from(mac.finalize().into_bytes()));
        Ok(Aes256GcmSiv::new((&*key).into()))
    }
}

/// What stands in front of the chunks, open for all to read.
struct Front {
    lock: Lock,
    memory_kib: u32,
    passes: u32,
    salt: [u8; 16],
}

impl Front {
    fn bytes(&self) -> [u8; FRONT_BYTES] {
        let mut bytes = [0; FRONT_BYTES];
        let lock = match self.lock {
            Lock::Passphrase => 1,
            Lock::Key => 2,
        };
        let parts: [&[u8]; 5] =
            [MAGIC, &[FORMAT, lock], &self.memory_kib.to_le_bytes(), &self.passes.to_le_bytes(), &self.salt];
        bytes.iter_mut().zip(parts.concat()).for_each(|(to, from)| *to = from);
        bytes
    }

    fn read(bytes: &[u8; FRONT_BYTES], path: &Path) -> Result<Front, BackupError> {
        let foreign = || BackupError::Foreign { path: path.to_owned() };
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(foreign)?;
        let (&[format, lock], rest) = rest.split_first_chunk().ok_or_else(foreign)?;
        if format > FORMAT {
            return Err(BackupError::Newer { path: path.to_owned(), found: format, known: FORMAT });
        }
        let lock = match lock {
            1 => Lock::Passphrase,
            2 => Lock::Key,
            _ => return Err(foreign()),
        };
        let (memory, rest) = rest.split_first_chunk().ok_or_else(foreign)?;
        let (passes, rest) = rest.split_first_chunk().ok_or_else(foreign)?;
        let salt = *rest.first_chunk().ok_or_else(foreign)?;
        let (memory_kib, passes) = (u32::from_le_bytes(*memory), u32::from_le_bytes(*passes));
        // A file may not make its reader spend whatever it says.
        if memory_kib > MEMORY_KIB_MAX || passes > PASSES_MAX {
            return Err(BackupError::Damaged { path: path.to_owned() });
        }
        Ok(Front { lock, memory_kib, passes, salt })
    }
}

/// Seals what is written to it. [`Sealer::finish`] writes the last chunk.
pub(super) struct Sealer<W> {
    to: W,
    cipher: Aes256GcmSiv,
    chunk: Zeroizing<Vec<u8>>,
    number: u64,
}

impl<W: Write> Sealer<W> {
    /// Writes the front.
    pub(super) fn begin(mut to: W, secret: &Secret, chance: &dyn Chance) -> io::Result<Self> {
        let mut salt = [0; 16];
        chance.fill(&mut salt);
        let (memory_kib, passes) = match secret.lock() {
            Lock::Passphrase => (MEMORY_KIB, PASSES),
            Lock::Key => (0, 0),
        };
        let front = Front { lock: secret.lock(), memory_kib, passes, salt };
        let cipher = secret.cipher(&front)?;
        to.write_all(&front.bytes())?;
        Ok(Sealer { to, cipher, chunk: Zeroizing::new(Vec::with_capacity(SEALED_BYTES)), number: 0 })
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.seal_chunk(true)?;
        Ok(self.to)
    }

    fn seal_chunk(&mut self, last: bool) -> io::Result<()> {
        let nonce = nonce(self.number, last);
        let tag = self.cipher.encrypt_inout_detached(&nonce, &[], self.chunk.as_mut_slice().into());
        let tag = tag.map_err(|_| io::Error::other("a chunk cannot be sealed"))?;
        self.to.write_all(&self.chunk)?;
        self.to.write_all(&tag)?;
        self.chunk.clear();
        self.number += 1;
        Ok(())
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.chunk.len() == CHUNK_BYTES {
            self.seal_chunk(false)?;
        }
        let taken = bytes.len().min(CHUNK_BYTES - self.chunk.len());
        self.chunk.extend_from_slice(bytes.get(..taken).unwrap_or_default());
        Ok(taken)
    }

    /// A chunk leaves when it is full.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A backup whose front was read.
pub struct Sealed {
    path: PathBuf,
    file: BufReader<File>,
    front: Front,
}

impl Sealed {
    /// Opens the file and reads what it says of itself.
    ///
    /// # Errors
    /// [`BackupError::Foreign`], [`BackupError::Newer`], [`BackupError::Io`].
    pub fn open(path: &Path) -> Result<Sealed, BackupError> {
        let failed = |error: io::Error| BackupError::io("read", path, &error);
        let mut file = BufReader::with_capacity(super::BUFFER_BYTES, File::open(path).map_err(failed)?);
        let mut bytes = [0; FRONT_BYTES];
        match file.read_exact(&mut bytes) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(BackupError::Foreign { path: path.to_owned() });
            }
            Err(error) => return Err(failed(error)),
        }
        let front = Front::read(&bytes, path)?;
        Ok(Sealed { path: path.to_owned(), file, front })
    }

    /// What opens it.
    pub fn lock(&self) -> Lock {
        self.front.lock
    }

    /// The first chunk tells whether `secret` is the one.
    pub(super) fn unseal(self, secret: &Secret) -> Result<Opener, BackupError> {
        let wrong = BackupError::WrongSecret { path: self.path.clone(), lock: self.front.lock };
        if secret.lock() != self.front.lock {
            return Err(wrong);
        }
        let cipher =
            secret.cipher(&self.front).map_err(|error| BackupError::io("open", &self.path, &error))?;
        let chunk = Zeroizing::new(Vec::new());
        let mut opener =
            Opener { from: self.file, cipher, chunk, read: 0, number: 0, ended: false, path: self.path };
        opener.open_chunk().map_err(|_| wrong)?;
        Ok(opener)
    }
}

/// Reads what a [`Sealer`] wrote. An error is a file that is cut off or damaged, or a disk that cannot be read.
pub(super) struct Opener {
    from: BufReader<File>,
    cipher: Aes256GcmSiv,
    chunk: Zeroizing<Vec<u8>>,
    read: usize,
    number: u64,
    ended: bool,
    pub(super) path: PathBuf,
}

impl Opener {
    fn open_chunk(&mut self) -> io::Result<()> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        self.chunk.clear();
        self.read = 0;
        (&mut self.from).take(SEALED_BYTES as u64).read_to_end(&mut self.chunk)?;
        let last = self.chunk.len() < SEALED_BYTES || self.is_at_the_end_of_file()?;
        let text = self.chunk.len().checked_sub(TAG_BYTES).ok_or_else(damaged)?;
        let tag: [u8; TAG_BYTES] =
            self.chunk.get(text..).and_then(|tag| tag.try_into().ok()).ok_or_else(damaged)?;
        self.chunk.truncate(text);
        let nonce = nonce(self.number, last);
        let opened =
            self.cipher.decrypt_inout_detached(&nonce, &[], self.chunk.as_mut_slice().into(), &tag.into());
        opened.map_err(|_| damaged())?;
        self.number += 1;
        self.ended = last;
        Ok(())
    }

    fn is_at_the_end_of_file(&mut self) -> io::Result<bool> {
        use std::io::BufRead;
        Ok(self.from.fill_buf()?.is_empty())
    }
}

impl Read for Opener {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.read == self.chunk.len() && !self.ended {
            self.open_chunk()?;
        }
        let left = self.chunk.get(self.read..).unwrap_or_default();
        let taken = left.len().min(to.len());
        to.iter_mut().zip(left).for_each(|(to, from)| *to = *from);
        self.read += taken;
        Ok(taken)
    }
}

fn nonce(number: u64, last: bool) -> Nonce<Aes256GcmSiv> {
    let mut nonce = Nonce::<Aes256GcmSiv>::default();
    let parts = number.to_be_bytes().into_iter().chain([0, 0, 0, u8::from(last)]);
    nonce.iter_mut().zip(parts).for_each(|(to, from)| *to = from);
    nonce
}

const MAGIC: &[u8] = b"merpati backup\n";
const FORMAT: u8 = 1;
const FRONT_BYTES: usize = 15 + 2 + 4 + 4 + 16;
const CHUNK_BYTES: usize = 64 << 10;
const TAG_BYTES: usize = 16;
const SEALED_BYTES: usize = CHUNK_BYTES + TAG_BYTES;
/// Argon2id as RFC 9106 recommends it where memory is scarce: 64 MiB and three passes.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const MEMORY_KIB_MAX: u32 = 1 << 20;
const PASSES_MAX: u32 = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::OsChance;

    fn key(byte: u8) -> Secret {
        Secret::Key(Zeroizing::new([byte; 32]))
    }

    fn sealed(folder: &Path, bytes: &[u8], secret: &Secret) -> PathBuf {
        let path = folder.join("backup");
        let mut sealer = Sealer::begin(File::create(&path).unwrap(), secret, &OsChance).unwrap();
        sealer.write_all(bytes).unwrap();
        sealer.finish().unwrap();
        path
    }

    fn opened(path: &Path, secret: &Secret) -> Result<Vec<u8>, BackupError> {
        let mut bytes = Vec::new();
        let mut opener = Sealed::open(path)?.unseal(secret)?;
        opener.read_to_end(&mut bytes).map_err(|_| BackupError::Damaged { path: path.to_owned() })?;
        Ok(bytes)
    }

    #[test]
    fn what_was_sealed_opens_whatever_its_length() {
        let folder = tempfile::tempdir().unwrap();
        for length in [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 200_000] {
            let bytes: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let path = sealed(folder.path(), &bytes, &key(1));
            assert!(opened(&path, &key(1)).unwrap() == bytes, "{length}");
            assert!(matches!(opened(&path, &key(2)), Err(BackupError::WrongSecret { .. })));
        }
    }

    #[test]
    fn a_passphrase_opens_what_it_sealed_and_another_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let words = |words: &str| Secret::Passphrase(Zeroizing::new(words.to_owned()));
        let path = sealed(folder.path(), b"something", &words("merpati pos"));
        assert_eq!(Sealed::open(&path).unwrap().lock(), Lock::Passphrase);
        assert!(opened(&path, &words("merpati pos")).unwrap() == b"something");
        assert!(matches!(opened(&path, &words("merpati")), Err(BackupError::WrongSecret { .. })));
        assert!(matches!(opened(&path, &key(1)), Err(BackupError::WrongSecret { .. })));
    }

    #[test]
    fn a_file_that_was_cut_changed_or_lengthened_does_not_open_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let bytes = vec![7; 3 * CHUNK_BYTES];
        let path = sealed(folder.path(), &bytes, &key(1));
        let whole = std::fs::read(&path).unwrap();
        let mut wrong: Vec<Vec<u8>> =
            (1..=3).map(|n| whole[..FRONT_BYTES + n * SEALED_BYTES - 1].to_vec()).collect();
        wrong.extend((0..3).map(|n| whole[..FRONT_BYTES + n * SEALED_BYTES].to_vec()));
        wrong.push([&whole[..], b"x"].concat());
        for at in [MAGIC.len() + 2, FRONT_BYTES, FRONT_BYTES + SEALED_BYTES + 5, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            wrong.push(changed);
        }
        for (case, bytes) in wrong.into_iter().enumerate() {
            std::fs::write(&path, bytes).unwrap();
            assert!(opened(&path, &key(1)).is_err(), "{case}");
        }
        std::fs::write(&path, b"-----BEGIN PGP MESSAGE-----\n and so on, for a while").unwrap();
        assert!(matches!(Sealed::open(&path), Err(BackupError::Foreign { .. })));
        std::fs::write(&path, b"").unwrap();
        assert!(matches!(Sealed::open(&path), Err(BackupError::Foreign { .. })));
    }
}
