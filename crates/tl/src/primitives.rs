//! `Encode` and `Decode` of what the schema takes for granted: numbers, text, bytes, vectors.

use crate::{Decode, Encode, Failed, Reader, Writer};

/// Bytes as an element of a vector; as a field they are `Vec<u8>`.
#[derive(Clone, PartialEq, Default)]
pub struct Bytes(pub Vec<u8>);

/// What is left of the input, unread: the result of a wrapper is that of the query inside.
#[derive(Clone, PartialEq, Default)]
pub struct Raw(pub Vec<u8>);

macro_rules! primitive {
    ($ty:ty, $size:literal, $method:ident) => {
        impl Encode for $ty {
            #[inline]
            fn encode(&self, w: &mut Writer) {
                w.$method(*self);
            }
        }
        impl Decode for $ty {
            const MIN_BYTES: usize = $size;
            #[inline]
            fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
                Ok(r.$method())
            }
        }
    };
}

primitive!(i32, 4, i32);
primitive!(i64, 8, i64);
primitive!(f64, 8, f64);
primitive!(bool, 4, boolean);

impl<const N: usize> Encode for [u8; N] {
    #[inline]
    fn encode(&self, w: &mut Writer) {
        w.raw(self);
    }
}

impl<const N: usize> Decode for [u8; N] {
    const MIN_BYTES: usize = N;
    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        Ok(r.array())
    }
}

impl Encode for str {
    #[inline]
    fn encode(&self, w: &mut Writer) {
        w.string(self);
    }
}

impl Encode for String {
    #[inline]
    fn encode(&self, w: &mut Writer) {
        w.string(self);
    }
}

impl Decode for String {
    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        Ok(r.string())
    }
}

impl Encode for Bytes {
    #[inline]
    fn encode(&self, w: &mut Writer) {
        w.bytes(&self.0);
    }
}

impl Decode for Bytes {
    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        Ok(Bytes(r.bytes()))
    }
}

impl Encode for Raw {
    #[inline]
    fn encode(&self, w: &mut Writer) {
        w.raw(&self.0);
    }
}

impl Decode for Raw {
    const MIN_BYTES: usize = 0;
    #[inline]
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        Ok(Raw(r.rest()))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, w: &mut Writer) {
        w.vector(self);
    }
}

impl<T: Decode> Decode for Vec<T> {
    const MIN_BYTES: usize = 8;
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed> {
        r.vector()
    }
}
