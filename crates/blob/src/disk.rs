//! What bytes are put on: named files with ranges. Blocking; who calls sees to the threads.

use std::io;

/// A file of a folder.
pub struct Listed {
    /// Its name there.
    pub name: String,
    /// Bytes.
    pub length: u64,
    /// For how long nothing was written to it.
    pub idle_seconds: u64,
}

/// A place for files. Names are relative, of `/`, letters and digits alone.
pub trait Disk: Send + Sync {
    /// Writes at an offset; makes the file where there is none.
    ///
    /// # Errors
    /// The system's.
    fn write(&self, name: &str, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Reads from an offset, at most `length` bytes and as far as there are.
    ///
    /// # Errors
    /// `NotFound`, and the system's.
    fn read(&self, name: &str, offset: u64, length: usize) -> io::Result<Vec<u8>>;

    /// What was written is on disk.
    ///
    /// # Errors
    /// The system's.
    fn sync(&self, name: &str) -> io::Result<()>;

    /// Gives a file another name, durably; a file of that name goes.
    ///
    /// # Errors
    /// The system's.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file; it need not be there.
    ///
    /// # Errors
    /// The system's.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// The files of a folder; none where there is no such folder.
    ///
    /// # Errors
    /// The system's.
    fn list(&self, folder: &str) -> io::Result<Vec<Listed>>;
}
