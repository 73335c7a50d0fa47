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

    /// Writes `head` at an offset and `body` behind it, the body first: where the head is, there was a body.
    ///
    /// # Errors
    /// As [`Disk::write`].
    fn write_both(&self, name: &str, offset: u64, head: &[u8], body: &[u8]) -> io::Result<()> {
        self.write(name, offset + head.len() as u64, body)?;
        self.write(name, offset, head)
    }

    /// Reads from an offset, at most `length` bytes and as far as there are.
    ///
    /// # Errors
    /// `NotFound`, and the system's.
    fn read(&self, name: &str, offset: u64, length: usize) -> io::Result<Vec<u8>>;

    /// Reads two ranges, each an offset and a length as in [`Disk::read`], the second behind the first.
    ///
    /// # Errors
    /// As [`Disk::read`].
    fn read_both(
        &self,
        name: &str,
        one: (u64, usize),
        other: (u64, usize),
    ) -> io::Result<(Vec<u8>, Vec<u8>)> {
        Ok((self.read(name, one.0, one.1)?, self.read(name, other.0, other.1)?))
    }

    /// Whether reading a file waits for another machine.
    fn is_far(&self, _name: &str) -> bool {
        false
    }

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
