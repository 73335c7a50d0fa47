//! Reading and writing the small files of a data folder: texts, secrets that only their owner may read, and
//! whole files that get their name last. What stands in them is not this file's business.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

use zeroize::Zeroizing;

use super::FolderError;

/// The text of a file, if it is there.
pub(super) fn read_text(path: &Path) -> Result<Option<String>, FolderError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FolderError::io("read", path, &error)),
    }
}

/// Reads a file that nobody but its owner may be able to read.
pub(super) fn read_secret(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, FolderError> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FolderError::io("read", path, &error)),
    };
    let metadata = file.metadata().map_err(|error| FolderError::io("read", path, &error))?;
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(FolderError::Exposed { path: path.to_owned(), mode });
    }
    let mut bytes =
        Zeroizing::new(Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0).min(1 << 16)));
    (&mut file)
        .take(1 << 16)
        .read_to_end(&mut bytes)
        .map_err(|error| FolderError::io("read", path, &error))?;
    Ok(Some(bytes))
}

/// Writes a whole file and then gives it its name, so that a half-written one is never found.
pub(super) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), FolderError> {
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
    write().map_err(|error| FolderError::io("write", path, &error))
}
