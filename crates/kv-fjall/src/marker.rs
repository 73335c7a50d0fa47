//! The file that says which format the folder has, read before anything else is touched.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::Path,
};

use crate::error::OpenError;

/// The format that this program writes.
pub(crate) const FORMAT: u32 = 1;

/// Refuses a folder of a newer program; marks a new one.
pub(crate) fn check(folder: &Path) -> Result<(), OpenError> {
    let failed = |source| OpenError::Io { folder: folder.to_path_buf(), source };
    let path = folder.join("format");
    match fs::read_to_string(&path) {
        Ok(text) => {
            let found = text.strip_prefix(LABEL).and_then(|number| number.trim().parse().ok());
            match found {
                Some(found) if found > FORMAT => {
                    Err(OpenError::Newer { folder: folder.to_path_buf(), found, known: FORMAT })
                }
                Some(_) => Ok(()),
                None => Err(OpenError::Marker { folder: folder.to_path_buf() }),
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => write(folder, &path).map_err(failed),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(OpenError::Marker { folder: folder.to_path_buf() })
        }
        Err(error) => Err(failed(error)),
    }
}

fn write(folder: &Path, path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    // Under another name first: a half written marker would lock the owner out.
    let draft = folder.join("format.new");
    let mut file = File::create(&draft)?;
    file.write_all(format!("{LABEL}{FORMAT}\n").as_bytes())?;
    file.sync_all()?;
    fs::rename(&draft, path)?;
    File::open(folder)?.sync_all()
}

const LABEL: &str = "merpati kv-fjall ";
