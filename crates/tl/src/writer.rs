//! Appends values to bytes, for one layer.

use crate::{Encode, Layer};

/// Bytes in the making.
pub struct Writer {
    out: Vec<u8>,
    layer: i32,
}

pub(crate) const VECTOR: u32 = 0x1cb5_c415;
pub(crate) const BOOL_TRUE: u32 = 0x9972_75b5;
pub(crate) const BOOL_FALSE: u32 = 0xbc79_9737;

impl Writer {
    /// An empty writer for `layer`.
    pub fn new(layer: Layer) -> Writer {
        Writer { out: Vec::new(), layer: layer.number() }
    }

    /// A writer that appends to `out`, to use its room again.
    pub fn onto(out: Vec<u8>, layer: Layer) -> Writer {
        Writer { out, layer: layer.number() }
    }

    /// The layer written for.
    pub fn layer(&self) -> Layer {
        Layer::new(self.layer)
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// Bytes written so far.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// A constructor's id.
    #[inline]
    pub fn id(&mut self, id: u32) {
        self.u32(id);
    }

    /// 32 bits.
    #[inline]
    pub fn u32(&mut self, value: u32) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// `int`.
    #[inline]
    pub fn i32(&mut self, value: i32) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// `long`.
    #[inline]
    pub fn i64(&mut self, value: i64) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// `double`.
    #[inline]
    pub fn f64(&mut self, value: f64) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// `Bool`.
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.u32(if value { BOOL_TRUE } else { BOOL_FALSE });
    }

    /// `string`.
    #[inline]
    pub fn string(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    /// `bytes`: length, bytes, padding to a multiple of four. What is longer than 2^24 - 1 bytes is cut.
    pub fn bytes(&mut self, value: &[u8]) {
        let value = value.get(..0xff_ffff).unwrap_or(value);
        let head = match value.len() {
            short @ ..254 => {
                self.out.push(short as u8);
                1
            }
            long => {
                self.out.extend_from_slice(&((long as u32) << 8 | 254).to_le_bytes());
                4
            }
        };
        self.out.extend_from_slice(value);
        let padding = (4 - (head + value.len()) % 4) % 4;
        self.out.extend_from_slice(&[0; 3][..padding]);
    }

    /// Bytes as they are.
    pub fn raw(&mut self, value: &[u8]) {
        self.out.extend_from_slice(value);
    }

    /// `Vector`: id, count, elements.
    pub fn vector<T: Encode>(&mut self, values: &[T]) {
        self.u32(VECTOR);
        self.bare_vector(values);
    }

    /// `vector`: count, elements.
    pub fn bare_vector<T: Encode>(&mut self, values: &[T]) {
        self.i32(i32::try_from(values.len()).unwrap_or(i32::MAX));
        for value in values {
            value.encode(self);
        }
    }

    #[inline]
    pub(crate) fn optional<T: Encode>(&mut self, value: &Option<T>) {
        if let Some(value) = value {
            value.encode(self);
        }
    }

    pub(crate) fn optional_bytes(&mut self, value: &Option<Vec<u8>>) {
        if let Some(value) = value {
            self.bytes(value);
        }
    }

    /// Another field on the same flag is there, so this one must be, too.
    pub(crate) fn value_or_default<T: Encode + Default>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => value.encode(self),
            None => T::default().encode(self),
        }
    }

    /// Another field on the same flag is there, so these bytes must be, too.
    pub(crate) fn bytes_or_default(&mut self, value: &Option<Vec<u8>>) {
        self.bytes(value.as_deref().unwrap_or_default());
    }

    /// Writes without the id that `put` writes first.
    pub(crate) fn bare(&mut self, put: impl FnOnce(&mut Writer)) {
        let at = self.out.len();
        put(self);
        self.out.drain(at..(at + 4).min(self.out.len()));
    }
}
