//! The data folder: who holds it, which version wrote it, and the key files beside the store.
//!
//! [`DataFolder::inspect`] only looks, so that a start that fails leaves everything as it was;
//! [`Inspected::take`] makes what is missing. The store itself lies in `store/` and is not this file's business.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crypto::{RsaError, RsaPrivateKey};
use zeroize::Zeroizing;

/// Why a data folder cannot be used; one sentence for the person who started the server.
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
    /// The master key is not one.
    #[error("{} does not hold a master key: 64 hexadecimal digits are expected", path.display())]
    BadMasterKey {
        /// The file.
        path: PathBuf,
    },
}

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
            Err(error) => return Err(failed("open", path, &error)),
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
        self.path.join("master.key")
    }

    fn private_key(&self) -> PathBuf {
        self.path.join("server_private.pem")
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
            Err(error) => Err(failed("open", &self.lock(), &error)),
        }
    }

    fn locked(&self, file: File) -> Result<File, FolderError> {
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(FolderError::Locked { path: self.path.clone() }),
            Err(TryLockError::Error(error)) => Err(failed("lock", &self.lock(), &error)),
        }
    }

    fn read_rsa(&self) -> Result<Option<RsaPrivateKey>, FolderError> {
        let path = self.private_key();
        let Some(pem) = read_secret(&path)? else { return Ok(None) };
        let text = std::str::from_utf8(&pem)
            .map_err(|_| FolderError::BadKey { path: path.clone(), reason: "it is not text".to_owned() })?;
        RsaPrivateKey::from_pem(text).map(Some).map_err(|error| self.bad_key(&error))
    }

    fn bad_key(&self, error: &RsaError) -> FolderError {
        FolderError::BadKey { path: self.private_key(), reason: error.to_string() }
    }

    fn read_master(&self) -> Result<Option<Zeroizing<[u8; 32]>>, FolderError> {
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
                .map_err(|error| failed("make the data folder", &folder.path, &error))?;
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
                    .map_err(|error| failed("write", &folder.lock(), &error))?;
                folder.locked(file)?
            }
        };
        if !folder.version().exists() {
            let marker = format!("{VERSION_WORD}{VERSION}\n");
            write_new(&folder.version(), marker.as_bytes(), 0o644)?;
        }
        let master = match master {
            Some(master) => master,
            None => {
                let mut key = Zeroizing::new([0; 32]);
                fill(&mut key[..]);
                let text =
                    Zeroizing::new(key.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n");
                write_new(&folder.master(), text.as_bytes(), 0o600)?;
                key
            }
        };
        let rsa = match rsa {
            Some(rsa) => rsa,
            None => {
                let rsa = fresh_key(fill);
                let pem = rsa.to_pem().map_err(|error| folder.bad_key(&error))?;
                write_new(&folder.private_key(), pem.as_bytes(), 0o600)?;
                rsa
            }
        };
        let public = rsa.public().to_pem().map_err(|error| folder.bad_key(&error))?;
        if read_text(&folder.public_key())?.as_deref() != Some(public.as_str()) {
            write_new(&folder.public_key(), public.as_bytes(), 0o644)?;
        }
        Ok(Held { folder, rsa, master, lock: FolderLock(lock) })
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

fn read_text(path: &Path) -> Result<Option<String>, FolderError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("read", path, &error)),
    }
}

/// Reads a file that nobody but its owner may be able to read.
fn read_secret(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, FolderError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", path, &error)),
    };
    let metadata = file.metadata().map_err(|error| failed("read", path, &error))?;
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(FolderError::Exposed { path: path.to_owned(), mode });
    }
    let mut bytes =
        Zeroizing::new(Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).min(1 << 16)));
    (&mut file).take(1 << 16).read_to_end(&mut bytes).map_err(|error| failed("read", path, &error))?;
    Ok(Some(bytes))
}

/// Writes a whole file and then gives it its name, so that a half-written one is never found.
fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), FolderError> {
    let unfinished = path.with_extension("new");
    let write = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(&unfinished)?;
        file.set_permissions(fs::Permissions::from_mode(mode))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)?;
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|error| failed("write", path, &error))
}

fn failed(doing: &'static str, path: &Path, error: &io::Error) -> FolderError {
    FolderError::Io { doing, path: path.to_owned(), reason: error.to_string() }
}

/// The format of what this program writes; a folder with a higher one is refused.
const VERSION: u32 = 1;

/// What the version marker starts with.
const VERSION_WORD: &str = "merpati data folder, format ";

/// `sun_path` has 108 bytes on Linux, the last of which is the closing zero.
const SOCKET_PATH_BYTES_MAX: usize = 107;
