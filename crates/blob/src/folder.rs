//! Files in a folder of the system's.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::{
    KEPT,
    disk::{Disk, Listed},
};

/// See the top of the file. Only the owner reads what is in it.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder need not be there.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Folder { path: path.into() }
    }

    /// The names of all finished files, for a backup; as [`Folder::is_kept`] knows them.
    ///
    /// # Errors
    /// The system's.
    pub fn kept(&self) -> io::Result<Vec<String>> {
        let shelves = match fs::read_dir(self.place(KEPT)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            shelves => shelves?,
        };
        let mut names = Vec::new();
        for shelf in shelves {
            let Ok(shelf) = shelf?.file_name().into_string() else { continue };
            let shelf = format!("{KEPT}/{shelf}");
            names.extend(self.list(&shelf)?.into_iter().map(|listed| format!("{shelf}/{}", listed.name)));
        }
        names.retain(|name| Folder::is_kept(name));
        names.sort();
        Ok(names)
    }

    /// A file, to be read to its end even if it goes meanwhile.
    ///
    /// # Errors
    /// The system's.
    pub fn open(&self, name: &str) -> io::Result<File> {
        File::open(self.place(name))
    }

    /// Whether there is such a file.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).exists()
    }

    /// Whether a name is one of a finished file.
    pub fn is_kept(name: &str) -> bool {
        let hex = |text: &str, digits| {
            text.len() == digits && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        };
        let parts: Vec<&str> = name.split('/').collect();
        matches!(parts[..], [KEPT, shelf, rest] if hex(shelf, 2) && hex(rest, 30))
    }

    fn place(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    fn make_folder_of(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(&self.path);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }

    fn for_writing(&self, path: &Path) -> io::Result<File> {
        let open = || OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(path);
        match open() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.make_folder_of(path)?;
                open()
            }
            opened => opened,
        }
    }
}

impl Disk for Folder {
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.for_writing(&self.place(name))?.write_all_at(bytes, offset)
    }

    fn write_both(&self, name: &str, offset: u64, head: &[u8], body: &[u8]) -> io::Result<()> {
        let file = self.for_writing(&self.place(name))?;
        file.write_all_at(body, offset + head.len() as u64)?;
        file.write_all_at(head, offset)
    }

    fn read(&self, name: &str, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        read_at(&File::open(self.place(name))?, offset, length)
    }

    fn read_both(
        &self,
        name: &str,
        one: (u64, usize),
        other: (u64, usize),
    ) -> io::Result<(Vec<u8>, Vec<u8>)> {
        let file = File::open(self.place(name))?;
        Ok((read_at(&file, one.0, one.1)?, read_at(&file, other.0, other.1)?))
    }

    fn sync(&self, name: &str) -> io::Result<()> {
        File::open(self.place(name))?.sync_data()
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (self.place(from), self.place(to));
        let shelf = to.parent().unwrap_or(&self.path);
        let fresh = !shelf.exists();
        self.make_folder_of(&to)?;
        fs::rename(&from, &to)?;
        // A new name is on disk once its folder is, and a new folder once its own is.
        File::open(shelf)?.sync_all()?;
        if fresh {
            for above in shelf.ancestors().skip(1).take_while(|above| above.starts_with(&self.path)) {
                File::open(above)?.sync_all()?;
            }
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.place(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn list(&self, folder: &str) -> io::Result<Vec<Listed>> {
        let entries = match fs::read_dir(self.place(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut listed = Vec::new();
        for entry in entries {
            let entry = entry?;
            let about = match entry.metadata() {
                // It went while the others were looked at, as what is moved or removed meanwhile does.
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                about => about?,
            };
            if let (true, Ok(name)) = (about.is_file(), entry.file_name().into_string()) {
                // How old by the disk's own clock; one that runs ahead makes nothing old.
                let idle_seconds = about.modified()?.elapsed().map_or(0, |idle| idle.as_secs());
                listed.push(Listed { name, length: about.len(), idle_seconds });
            }
        }
        Ok(listed)
    }
}

/// At most `length` bytes from `offset` on, as far as there are.
fn read_at(file: &File, offset: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let mut filled = 0;
    while let Some(rest) = bytes.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match file.read_at(rest, offset + filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}
