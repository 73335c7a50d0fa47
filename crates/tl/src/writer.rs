//! Appends values to bytes, for one layer.

use crate::{Encode, Layer};

/// Bytes in the making.
pub struct Writer {
    out: Vec<u8>,
    layer: i32,
    /// Something was written that this layer does not know. Who can do without it takes it back: a vector its
    /// element, an optional field its value, a type with a fallback the whole.
    lost: bool,
    /// How many fallbacks lie in each other.
    falls: u32,
}

/// Fallbacks that lie in each other: as deep as values can, and an end for one that cannot be said itself.
const FALLS_MAX: u32 = 64;

/// What a new writer has room for.
const ROOM_BYTES: usize = 256;

/// Where a value began that may have to be taken back.
#[derive(Clone, Copy)]
pub(crate) struct Saved {
    at: usize,
    lost: bool,
}

pub(crate) const VECTOR: u32 = 0x1cb5_c415;
pub(crate) const BOOL_TRUE: u32 = 0x9972_75b5;
pub(crate) const BOOL_FALSE: u32 = 0xbc79_9737;

impl Writer {
    /// An empty writer for `layer`.
    pub fn new(layer: Layer) -> Writer {
        // Room for most of what is written at all: growing from nothing takes six steps to get there.
        Writer::onto(Vec::with_capacity(ROOM_BYTES), layer)
    }

    /// A writer that appends to `out`, to use its room again.
    pub fn onto(out: Vec<u8>, layer: Layer) -> Writer {
        Writer { out, layer: layer.number(), lost: false, falls: 0 }
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

    /// `vector`: count, elements. Elements that the layer cannot say are left out.
    pub fn bare_vector<T: Encode>(&mut self, values: &[T]) {
        let count_at = self.out.len();
        let mut count = 0i32;
        self.i32(0);
        for value in values {
            let saved = self.begin();
            value.encode(self);
            if !self.failed(saved) {
                count += 1;
            }
        }
        self.patch(count_at, count.to_le_bytes());
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

    /// A flags word; gives its place, so that a bit can be taken back.
    #[inline]
    pub(crate) fn flags(&mut self, word: u32) -> usize {
        let at = self.out.len();
        self.u32(word);
        at
    }

    /// An optional value that is left out, with its flag, when the layer cannot say it.
    pub(crate) fn optional_or_absent<T: Encode>(&mut self, value: &Option<T>, flags_at: usize, bit: u32) {
        if let Some(value) = value {
            let saved = self.begin();
            value.encode(self);
            if self.failed(saved)
                && let Some(word) = self.out.get(flags_at..).and_then(|rest| rest.first_chunk::<4>())
            {
                self.patch(flags_at, (u32::from_le_bytes(*word) & !bit).to_le_bytes());
            }
        }
    }

    /// A value that must be there.
    pub(crate) fn value_or_lose<T: Encode>(&mut self, value: &Option<T>) {
        match value {
            Some(value) => value.encode(self),
            None => self.lose(),
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

    /// The layer's number.
    #[inline]
    pub(crate) fn number(&self) -> i32 {
        self.layer
    }

    /// This layer cannot say what is being written.
    pub(crate) fn lose(&mut self) {
        self.lost = true;
    }

    /// What is being written came with layer `first`.
    #[inline]
    pub(crate) fn since(&mut self, first: i32) {
        if self.layer < first {
            self.lost = true;
        }
    }

    /// Begins a value that can be taken back.
    #[inline]
    pub(crate) fn begin(&mut self) -> Saved {
        let saved = Saved { at: self.out.len(), lost: self.lost };
        self.lost = false;
        saved
    }

    /// Ends it: whether it could not be said and was taken back.
    #[inline]
    pub(crate) fn failed(&mut self, saved: Saved) -> bool {
        let failed = self.lost;
        if failed {
            self.out.truncate(saved.at);
        }
        self.lost = saved.lost;
        failed
    }

    /// Writes what stands for a value that was taken back.
    pub(crate) fn fall(&mut self, write: impl FnOnce(&mut Writer)) {
        if self.falls >= FALLS_MAX {
            return self.lose();
        }
        self.falls += 1;
        write(self);
        self.falls -= 1;
    }

    fn patch(&mut self, at: usize, bytes: [u8; 4]) {
        if let Some(place) = self.out.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<4>()) {
            *place = bytes;
        }
    }

    /// Writes without the id that `put` writes first.
    pub(crate) fn bare(&mut self, put: impl FnOnce(&mut Writer)) {
        let at = self.out.len();
        put(self);
        self.out.drain(at..(at + 4).min(self.out.len()));
    }
}
