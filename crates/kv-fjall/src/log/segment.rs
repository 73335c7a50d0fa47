//! One file of the log: made of zeros that are on disk before it is used, so that writing into it changes its
//! bytes and nothing else, and its first block, which says where it stands. Which segments there are is not
//! this file's.

use std::{
    fs::{self, File},
    io::{self, Write},
    os::unix::fs::{FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rustix::{fs::OFlags, io::Errno};
use xxhash_rust::xxh3::xxh3_64;

use crate::log::buffer::{BLOCK, Buffer};

/// A file that may be written into from its front.
pub(crate) struct Segment {
    pub(crate) path: PathBuf,
    pub(crate) file: File,
    pub(crate) bytes: u64,
}

impl Segment {
    /// Makes the file and puts it on disk, with its name.
    pub(crate) fn create(path: PathBuf, bytes: u64) -> io::Result<Segment> {
        let bytes = bytes.next_multiple_of(BLOCK as u64);
        let made = fill(&path, bytes).and_then(|()| open(&path));
        if made.is_err() {
            // What a full disk has left of it is in the way of others.
            let _gone = fs::remove_file(&path);
        }
        Ok(Segment { file: made?, path, bytes })
    }

    /// Writes the first block. The next sync of the file puts it on disk.
    pub(crate) fn label(&self, label: Label) -> io::Result<()> {
        let mut block = Buffer::default();
        let mut bytes = [0; LABEL_BYTES];
        bytes[8..16].copy_from_slice(&MAGIC);
        bytes[16..24].copy_from_slice(&label.first.to_le_bytes());
        bytes[24..32].copy_from_slice(&label.salt.to_le_bytes());
        let sum = xxh3_64(&bytes[8..]);
        bytes[..8].copy_from_slice(&sum.to_le_bytes());
        block.extend(&bytes);
        block.pad();
        self.file.write_all_at(block.as_slice(), 0)
    }
}

/// What the first block says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Label {
    /// The number of the first record.
    pub(crate) first: u64,
    /// What the checksums of this use of the file begin with.
    pub(crate) salt: u64,
}

/// What a first block may be.
#[derive(PartialEq, Eq, Debug)]
pub(crate) enum Labelled {
    /// Records may follow.
    Yes(Label),
    /// The file was made and not used.
    Never,
    /// The block is not what was written.
    Damaged,
}

impl Label {
    pub(crate) fn read(file: &File) -> io::Result<Labelled> {
        let mut bytes = [0; LABEL_BYTES];
        let length = file.metadata()?.len();
        if length < BLOCK as u64 {
            // Its making was cut short, or a power cut has taken all of it.
            return Ok(Labelled::Never);
        }
        file.read_exact_at(&mut bytes, 0)?;
        if bytes == [0; LABEL_BYTES] {
            return Ok(Labelled::Never);
        }
        let number = |from: usize| bytes.get(from..)?.first_chunk().copied().map(u64::from_le_bytes);
        let sum = xxh3_64(bytes.get(8..).unwrap_or_default());
        match (number(0), number(8), number(16), number(24)) {
            (Some(found), Some(magic), Some(first), Some(salt))
                if found == sum && magic.to_le_bytes() == MAGIC =>
            {
                Ok(Labelled::Yes(Label { first, salt }))
            }
            _ => Ok(Labelled::Damaged),
        }
    }
}

fn fill(path: &Path, bytes: u64) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(path)?;
    // A hole would be filled, and its blocks found, by the first write into it: exactly what has to be over.
    let zeros = vec![0; FILL_BYTES];
    let mut left = bytes;
    while left > 0 {
        let now = left.min(FILL_BYTES as u64);
        file.write_all(zeros.get(..now as usize).unwrap_or_default())?;
        left -= now;
    }
    file.sync_all()?;
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Past the page cache where the file system can: half the CPU of a write, and no page is read before it is
/// overwritten.
fn open(path: &Path) -> io::Result<File> {
    let flags = i32::try_from(OFlags::DIRECT.bits()).unwrap_or_default();
    match File::options().write(true).custom_flags(flags).open(path) {
        Err(error) if error.raw_os_error() == Some(Errno::INVAL.raw_os_error()) => {
            File::options().write(true).open(path)
        }
        opened => opened,
    }
}

const MAGIC: [u8; 8] = *b"MERPLOG1";
const LABEL_BYTES: usize = 32;
const FILL_BYTES: usize = 256 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_read_back_and_a_changed_one_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.log");
        let segment = Segment::create(path.clone(), 10_000).unwrap();
        assert_eq!(segment.bytes, 3 * BLOCK as u64);
        assert_eq!(fs::read(&path).unwrap(), vec![0; 3 * BLOCK]);
        assert_eq!(Label::read(&File::open(&path).unwrap()).unwrap(), Labelled::Never);
        let label = Label { first: 9, salt: 1234 };
        segment.label(label).unwrap();
        assert_eq!(Label::read(&File::open(&path).unwrap()).unwrap(), Labelled::Yes(label));
        let whole = fs::read(&path).unwrap();
        for at in 0..LABEL_BYTES {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x40;
            fs::write(&path, flipped).unwrap();
            assert_eq!(Label::read(&File::open(&path).unwrap()).unwrap(), Labelled::Damaged, "at {at}");
        }
    }
}
