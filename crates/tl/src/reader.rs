//! Reads values from bytes that anybody may have sent: every length is checked before anything is allocated
//! for it.

use crate::error::{ALLOCATION_BASE, ALLOCATION_FACTOR, DEPTH_MAX};
use crate::writer::{BOOL_FALSE, BOOL_TRUE, VECTOR};
use crate::{Decode, DecodeError};

/// Reading failed; the reader holds why.
#[derive(Clone, Copy)]
pub struct Failed;

/// Bytes that are being read.
///
/// After the first error every further read gives zeros and the error stays, so generated code need not
/// look after each number.
pub struct Reader<'a> {
    all: &'a [u8],
    at: usize,
    depth: u32,
    budget: usize,
    error: Option<DecodeError>,
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        let budget = bytes.len().saturating_mul(ALLOCATION_FACTOR).saturating_add(ALLOCATION_BASE);
        Reader { all: bytes, at: 0, depth: 0, budget, error: None }
    }

    /// The same for bytes of one's own server: memory is not bounded beyond what the values need. Lists of short
    /// messages can take more than what a stranger's bytes may.
    pub fn trusting(bytes: &'a [u8]) -> Reader<'a> {
        Reader { budget: usize::MAX, ..Reader::new(bytes) }
    }

    /// Bytes read so far.
    pub fn position(&self) -> usize {
        self.at
    }

    /// What was not read yet.
    pub fn remaining(&self) -> &'a [u8] {
        self.all.get(self.at..).unwrap_or_default()
    }

    /// The id that comes next, without reading it.
    pub fn peek_id(&self) -> Option<u32> {
        self.remaining().first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
    }

    /// Checks that everything was read.
    ///
    /// # Errors
    /// An earlier error, or bytes left over.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        if self.error.is_none() && self.at < self.all.len() {
            return Err(DecodeError::Trailing { count: self.all.len() - self.at });
        }
        self.settle(Ok(()))
    }

    /// Turns an outcome into one with its reason.
    pub(crate) fn settle<T>(&mut self, outcome: Result<T, Failed>) -> Result<T, DecodeError> {
        match (outcome, &self.error) {
            (Ok(value), None) => Ok(value),
            (_, Some(error)) => Err(error.clone()),
            (Err(Failed), None) => Err(DecodeError::Allocation { input: self.all.len() }),
        }
    }

    #[cold]
    #[inline(never)]
    fn fail(&mut self, error: DecodeError) {
        if self.error.is_none() {
            self.error = Some(error);
        }
        self.at = self.all.len();
    }

    #[inline]
    fn take(&mut self, count: usize) -> &'a [u8] {
        match self.all.get(self.at..).and_then(|rest| rest.get(..count)) {
            Some(bytes) => {
                self.at += count;
                bytes
            }
            None => {
                let left = self.all.len() - self.at;
                self.fail(DecodeError::End { at: self.at, needed: count, left });
                &[]
            }
        }
    }

    /// `N` bytes as they are.
    #[inline]
    pub(crate) fn array<const N: usize>(&mut self) -> [u8; N] {
        match self.take(N).first_chunk() {
            Some(bytes) => *bytes,
            None => [0; N],
        }
    }

    /// 32 bits.
    #[inline(never)]
    pub(crate) fn id(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    /// `int`.
    #[inline(never)]
    pub(crate) fn i32(&mut self) -> i32 {
        i32::from_le_bytes(self.array())
    }

    /// `long`.
    #[inline(never)]
    pub(crate) fn i64(&mut self) -> i64 {
        i64::from_le_bytes(self.array())
    }

    /// `double`.
    #[inline(never)]
    pub(crate) fn f64(&mut self) -> f64 {
        f64::from_le_bytes(self.array())
    }

    /// `Bool`.
    #[inline(never)]
    pub(crate) fn boolean(&mut self) -> bool {
        match self.id() {
            BOOL_TRUE => true,
            BOOL_FALSE => false,
            id => {
                let _: Result<(), Failed> = self.unknown(id, "Bool");
                false
            }
        }
    }

    /// A word of flags of which those in `known` have a meaning.
    #[inline(never)]
    pub(crate) fn flags(&mut self, known: u32) -> u32 {
        let at = self.at;
        let word = self.id();
        if word & !known != 0 {
            self.fail(DecodeError::UnknownFlags { at, bits: word & !known });
            return 0;
        }
        word
    }

    /// Whether `bit` is set in `word`; reads nothing.
    #[inline]
    pub(crate) fn bit(&self, word: u32, bit: u32) -> bool {
        word & bit != 0
    }

    /// The bytes of a `string` or `bytes`.
    fn counted(&mut self) -> &'a [u8] {
        let (head, length) = match self.take(1).first() {
            Some(&254) => {
                let [a, b, c] = self.array();
                (4, u32::from_le_bytes([a, b, c, 0]) as usize)
            }
            Some(&255) => {
                self.fail(DecodeError::End { at: self.at, needed: 1 << 32, left: self.all.len() - self.at });
                return &[];
            }
            Some(&short) => (1, usize::from(short)),
            None => return &[],
        };
        let bytes = self.take(length);
        self.take((4 - (head + length) % 4) % 4);
        bytes
    }

    /// `bytes`.
    #[inline(never)]
    pub(crate) fn bytes(&mut self) -> Vec<u8> {
        let bytes = self.counted();
        self.charge(bytes.len());
        bytes.to_vec()
    }

    /// `string`.
    #[inline(never)]
    pub(crate) fn string(&mut self) -> String {
        let at = self.at;
        match std::str::from_utf8(self.counted()) {
            Ok(text) => {
                self.charge(text.len());
                text.to_owned()
            }
            Err(_) => {
                self.fail(DecodeError::Utf8 { at });
                String::new()
            }
        }
    }

    /// All that is left.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let rest = self.remaining();
        self.at = self.all.len();
        self.charge(rest.len());
        rest.to_vec()
    }

    /// `Vector`: id, count, elements.
    pub(crate) fn vector<T: Decode>(&mut self) -> Result<Vec<T>, Failed> {
        match self.id() {
            VECTOR => self.bare_vector(),
            id => self.unknown(id, "Vector"),
        }
    }

    /// `vector`: count, elements.
    pub(crate) fn bare_vector<T: Decode>(&mut self) -> Result<Vec<T>, Failed> {
        let count = self.count(T::MIN_BYTES, size_of::<T>())?;
        let mut values = Vec::with_capacity(count);
        for _ in 0..count {
            values.push(T::read(self)?);
        }
        Ok(values)
    }

    /// A count that fits what is left, paid for.
    #[inline(never)]
    fn count(&mut self, min_bytes: usize, size: usize) -> Result<usize, Failed> {
        let at = self.at;
        let count = self.i32();
        let left = self.all.len() - self.at;
        match usize::try_from(count) {
            Ok(length) if length <= left / min_bytes.max(1) => {
                self.charge(length.saturating_mul(size));
                if self.error.is_some() { Err(Failed) } else { Ok(length) }
            }
            _ => {
                self.fail(DecodeError::Count { at, count, left });
                Err(Failed)
            }
        }
    }

    /// A value in a box.
    pub(crate) fn boxed<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Failed>,
    ) -> Result<Box<T>, Failed> {
        self.charge(size_of::<T>());
        if self.error.is_some() {
            return Err(Failed);
        }
        Ok(Box::new(read(self)?))
    }

    /// A value that is there if `bit` is set in `word`.
    #[inline]
    pub(crate) fn optional<T: Decode>(&mut self, word: u32, bit: u32) -> Result<Option<T>, Failed> {
        if word & bit == 0 { Ok(None) } else { T::read(self).map(Some) }
    }

    /// `bytes` that are there if `bit` is set in `word`.
    pub(crate) fn optional_bytes(&mut self, word: u32, bit: u32) -> Option<Vec<u8>> {
        (word & bit != 0).then(|| self.bytes())
    }

    /// Goes one value deeper.
    pub(crate) fn enter(&mut self) -> Result<(), Failed> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            self.fail(DecodeError::Depth { at: self.at });
            return Err(Failed);
        }
        Ok(())
    }

    /// Comes back from there.
    pub(crate) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// This id is none that can stand here.
    #[cold]
    #[inline(never)]
    pub(crate) fn unknown<T>(&mut self, id: u32, expected: &'static str) -> Result<T, Failed> {
        self.fail(DecodeError::UnknownConstructor { id, expected });
        Err(Failed)
    }

    fn charge(&mut self, bytes: usize) {
        match self.budget.checked_sub(bytes) {
            Some(left) => self.budget = left,
            None => {
                self.budget = 0;
                self.fail(DecodeError::Allocation { input: self.all.len() });
            }
        }
    }
}
