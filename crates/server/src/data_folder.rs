//! The data folder: who holds it, which version wrote it, and the key files beside the store.
//!
//! [`DataFolder::inspect`] only looks, so that a start that fails leaves everything as it was;
//! [`Inspected::take`] makes what is missing. The store itself lies in `store/` and is not this file's business.

mod error;
pub(crate) mod files;
mod kept;
mod keys;
mod look;

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crypto::RsaPrivateKey;
use zeroize::Zeroizing;

pub use error::FolderError;
use files::read_text;
use kept::{MASTER_KEY, PRIVATE_KEY};

/// A folder that was looked at and can be used; nothing in it has changed yet.
pub struct Inspected {
    folder: DataFolder,
    lock: Option<File>,
    rsa: Option<RsaPrivateKey>,
    master: Option<Zeroizing<[u8; 32]>>,
}

/// What the folder's owner has: its keys, and the lock for as long as this lives.
pub struct Held {
    /// The paths.
    pub folder: DataFolder,
    /// The server's RSA key.
    pub rsa: RsaPrivateKey,
    /// What seals the store.
    pub master: Zeroizing<[u8; 32]>,
    /// Holds the folder; let go of it last.
    pub lock: FolderLock,
}

/// While it lives, no other server takes the folder.
pub struct FolderLock(#[expect(dead_code, reason = "the lock is held by the open file")] File);

/// The paths inside one data folder.
#[derive(Clone, Debug)]
pub struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// The folder at `path`, which need not exist.
    pub fn at(path: &Path) -> Self {
        DataFolder { path: path.to_owned() }
    }

    /// The admin socket.
    pub fn socket(&self) -> PathBuf {
        self.path.join("admin.sock")
    }

    /// The server's public key, PKCS#1 PEM.
    pub fn public_key(&self) -> PathBuf {
        self.path.join("server_public.pem")
    }

    /// The engine's folder.
    pub fn store(&self) -> PathBuf {
        self.path.join("store")
    }

    /// Where the bytes of files are.
    pub fn files(&self) -> PathBuf {
        self.path.join("files")
    }

    /// When the server last wrote, in milliseconds since 1970.
    pub fn last_time(&self) -> PathBuf {
        self.path.join("last-time")
    }

    /// Looks at everything that could forbid a start, and takes the lock of a folder that is already there.
    pub fn inspect(path: &Path) -> Result<Inspected, FolderError> {
        let folder = DataFolder::at(path);
        let socket = folder.socket();
        let length = socket.as_os_str().len();
        if length > SOCKET_PATH_BYTES_MAX {
            return Err(FolderError::SocketPathTooLong { path: socket, length, max: SOCKET_PATH_BYTES_MAX });
        }
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(_) => return Err(FolderError::NotAFolder { path: path.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                folder.check_parent()?;
                return Ok(Inspected { folder, lock: None, rsa: None, master: None });
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(FolderError::NotAFolder { path: path.parent().unwrap_or(path).to_owned() });
            }
            Err(error) => return Err(FolderError::io("open", path, &error)),
        }
        folder.check_version()?;
        let lock = folder.existing_lock()?;
        let rsa = folder.read_rsa()?;
        let master = folder.read_master()?;
        if master.is_none() && folder.store().exists() {
            return Err(FolderError::MasterKeyMissing { path: folder.master() });
        }
        Ok(Inspected { folder, lock, rsa, master })
    }

    fn lock(&self) -> PathBuf {
        self.path.join("lock")
    }

    fn version(&self) -> PathBuf {
        self.path.join("version")
    }

    fn master(&self) -> PathBuf {
        self.path.join(MASTER_KEY)
    }

    fn private_key(&self) -> PathBuf {
        self.path.join(PRIVATE_KEY)
    }

    /// The nearest folder above that exists must be a folder; whether it can be written shows when it is.
    fn check_parent(&self) -> Result<(), FolderError> {
        let existing =
            self.path.ancestors().skip(1).find(|above| above.exists() || above.as_os_str().is_empty());
        match existing {
            Some(above) if !above.as_os_str().is_empty() && !above.is_dir() => {
                Err(FolderError::NotAFolder { path: above.to_owned() })
            }
            _ => Ok(()),
        }
    }

    fn check_version(&self) -> Result<(), FolderError> {
        let path = self.version();
        let Some(text) = read_text(&path)? else { return Ok(()) };
        let found = text.strip_prefix(VERSION_WORD).and_then(|rest| rest.trim().parse::<u32>().ok());
        match found {
            Some(found) if found > VERSION => {
                Err(FolderError::Newer { path: self.path.clone(), found, known: VERSION })
            }
            Some(_) => Ok(()),
            None => Err(FolderError::NotAMarker { path }),
        }
    }

    fn existing_lock(&self) -> Result<Option<File>, FolderError> {
        match OpenOptions::new().read(true).write(true).open(self.lock()) {
            Ok(file) => self.locked(file).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(FolderError::io("open", &self.lock(), &error)),
        }
    }

    fn locked(&self, file: File) -> Result<File, FolderError> {
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(FolderError::Locked { path: self.path.clone() }),
            Err(TryLockError::Error(error)) => Err(FolderError::io("lock", &self.lock(), &error)),
        }
    }
}

impl Inspected {
    /// Makes the folder if it is not there, locks it, and makes the keys that are missing. `fill` gives random
    /// bytes.
    pub fn take(self, fill: crypto::Fill<'_>) -> Result<Held, FolderError> {
        let Inspected { folder, lock, rsa, master } = self;
        if !folder.path.exists() {
            fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&folder.path)
                .map_err(|error| FolderError::io("make the data folder", &folder.path, &error))?;
        }
        let lock = match lock {
            Some(lock) => lock,
            None => {
                let file = OpenOptions::new()
                    .create(true)
                    .truncate(false)
                    .write(true)
                    .mode(0o600)
                    .open(folder.lock())
                    .map_err(|error| FolderError::io("write", &folder.lock(), &error))?;
                folder.locked(file)?
            }
        };
        if !folder.version().exists() {
            folder.mark()?;
        }
        let master = match master {
            Some(master) => master,
            None => folder.make_master(fill)?,
        };
        let rsa = match rsa {
            Some(rsa) => rsa,
            None => folder.make_rsa(fill)?,
        };
        folder.write_public(&rsa)?;
        Ok(Held { folder, rsa, master, lock: FolderLock(lock) })
    }
}

/// The format of what this program writes; a folder with a higher one is refused.
const VERSION: u32 = 1;

/// What the version marker starts with.
const VERSION_WORD: &str = "merpati data folder, format ";

/// `sun_path` has 108 bytes on Linux, the last of which is the closing zero.
const SOCKET_PATH_BYTES_MAX: usize = 107;
