//! Whose folder it is: the file that says which format it has, read before anything is touched, and the lock.

use std::{
    fs::{self, File, TryLockError},
    io::{ErrorKind, Write},
    path::Path,
};

use crate::error::OpenError;

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 2;

/// Refuses a folder of a newer program, and one that another process has open; marks a new one. The lock holds
/// as long as the file is open. Gives the folder's format.
pub(crate) fn enter(folder: &Path) -> Result<(File, u32), OpenError> {
    let failed = |source| OpenError::Io { folder: folder.to_path_buf(), source };
    let found = read(folder)?;
    fs::create_dir_all(folder).map_err(failed)?;
    let lock = File::options().create(true).truncate(false).write(true).open(folder.join("lock"));
    let lock = lock.map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(OpenError::Locked { folder: folder.to_path_buf() });
        }
        Err(TryLockError::Error(source)) => return Err(failed(source)),
    }
    if found.is_none() {
        write(folder).map_err(failed)?;
    }
    Ok((lock, found.unwrap_or(FORMAT)))
}

/// The format that the folder names, if it does, and if this program can follow.
fn read(folder: &Path) -> Result<Option<u32>, OpenError> {
    let unreadable = || OpenError::Marker { folder: folder.to_path_buf() };
    let text = match fs::read_to_string(folder.join("format")) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(unreadable()),
        Err(source) => return Err(OpenError::Io { folder: folder.to_path_buf(), source }),
    };
    let found = text.strip_prefix(LABEL).and_then(|number| number.trim().parse().ok());
    let found = found.ok_or_else(unreadable)?;
    if found > FORMAT {
        return Err(OpenError::Newer { folder: folder.to_path_buf(), found, known: FORMAT });
    }
    Ok(Some(found))
}

/// Names this program's format.
pub(crate) fn write(folder: &Path) -> std::io::Result<()> {
    // Under another name first: a half written marker would lock the owner out.
    let draft = folder.join("format.new");
    let mut file = File::create(&draft)?;
    file.write_all(format!("{LABEL}{FORMAT}\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, folder.join("format"))?;
    File::open(folder)?.sync_all()
}

const LABEL: &str = "merpati kv-fjall ";
