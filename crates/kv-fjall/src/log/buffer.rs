//! Bytes on their way to the disk, at an address that the disk takes as it is: without a copy into the page
//! cache, memory has to begin where a block may begin.

/// What the disk takes at once: every record begins and ends on such a border.
pub(crate) const BLOCK: usize = 4096;

/// Grows like a `Vec`; its first byte lies on a border of [`BLOCK`].
#[derive(Default)]
pub(crate) struct Buffer {
    bytes: Vec<u8>,
    /// What lies before the border.
    start: usize,
}

impl Buffer {
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() - self.start
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        self.bytes.get(self.start..).unwrap_or_default()
    }

    /// The byte range `from..from + bytes.len()`, which must have been written before, gets new bytes.
    pub(crate) fn patch(&mut self, from: usize, bytes: &[u8]) {
        let from = self.start + from;
        if let Some(place) = self.bytes.get_mut(from..from + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    }

    pub(crate) fn extend(&mut self, more: &[u8]) {
        if self.bytes.capacity() - self.bytes.len() < more.len() {
            self.grow(more.len());
        }
        self.bytes.extend_from_slice(more);
    }

    /// Zeros up to the next border.
    pub(crate) fn pad(&mut self) {
        let missing = self.len().next_multiple_of(BLOCK) - self.len();
        self.extend(&ZEROS[..missing]);
    }

    /// Empty again. One that has once been very large gives its memory back.
    pub(crate) fn clear(&mut self) {
        if self.bytes.capacity() > KEPT_BYTES_MAX {
            *self = Buffer::default();
        }
        self.bytes.truncate(self.start);
    }

    fn grow(&mut self, more: usize) {
        let room = (self.len() + more).next_power_of_two().max(LEAST_BYTES);
        let mut bytes: Vec<u8> = Vec::with_capacity(room + BLOCK);
        let start = bytes.as_ptr().align_offset(BLOCK).min(BLOCK);
        bytes.resize(start, 0);
        bytes.extend_from_slice(self.as_slice());
        *self = Buffer { bytes, start };
    }
}

static ZEROS: [u8; BLOCK] = [0; BLOCK];
const LEAST_BYTES: usize = 64 << 10;
const KEPT_BYTES_MAX: usize = 1 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buffer_lies_on_a_border_however_it_grew() {
        let mut buffer = Buffer::default();
        for round in 0..3u8 {
            for _ in 0..5000 {
                buffer.extend(&[round; 77]);
                assert_eq!(buffer.as_slice().as_ptr().align_offset(BLOCK), 0);
            }
            buffer.patch(77, &[9; 3]);
            buffer.pad();
            assert_eq!(buffer.len(), (77 * 5000usize).next_multiple_of(BLOCK));
            let (written, padding) = buffer.as_slice().split_at(77 * 5000);
            assert!(padding.iter().all(|byte| *byte == 0));
            assert_eq!(written.iter().filter(|byte| **byte == 9).count(), 3);
            buffer.clear();
            assert_eq!(buffer.len(), 0);
        }
    }
}
