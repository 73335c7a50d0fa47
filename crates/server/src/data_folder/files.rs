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
pub(crate) fn read_text(path: &Path) -> Result<Option<String>, FolderError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FolderError::io("read", path, &error)),
    }
}

/// Reads a file that nobody but its owner may be able to read.
pub(crate) fn read_secret(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, FolderError> {
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

/// A key of 64 hexadecimal digits, if its file is there.
pub(crate) fn read_key(path: &Path) -> Result<Option<Zeroizing<[u8; 32]>>, FolderError> {
    let Some(text) = read_secret(path)? else { return Ok(None) };
    let bad = || FolderError::BadKeyFile { path: path.to_owned() };
    let mut key = Zeroizing::new([0; 32]);
    let digits = text.trim_ascii();
    if digits.len() != 64 {
        return Err(bad());
    }
    for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
        let pair = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok());
        *byte = pair.ok_or_else(bad)?;
    }
    Ok(Some(key))
}

/// Draws such a key and writes it.
pub(crate) fn make_key(path: &Path, fill: crypto::Fill<'_>) -> Result<Zeroizing<[u8; 32]>, FolderError> {
    let mut key = Zeroizing::new([0; 32]);
    fill(&mut key[..]);
    let text = Zeroizing::new(key.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n");
    write_new(path, text.as_bytes(), 0o600)?;
    Ok(key)
}

/// Writes a whole file and then gives it its name, so that a half-written one is never found.
pub(crate) fn write_new(path: &Path, bytes: &[u8], mode: u32) -> Result<(), FolderError> {
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
