//! Generated types of the API: decode any known layer, encode for the client's.
//!
//! `types` holds a struct for each constructor of the newest layer, `enums` an enum for each type, `functions`
//! a struct for each method; `mtproto` holds the same for the service schema. Nothing here compresses,
//! encrypts or frames.

mod error;
mod layer;
mod names;
mod primitives;
mod reader;
mod rules;
mod writer;

pub use error::DecodeError;
pub use layer::Layer;
pub use names::{FUNCTIONS, function_name};
pub use primitives::{Bytes, Raw};
pub use reader::{Failed, Reader};
pub use writer::Writer;

/// What the generated code uses.
mod runtime {
    pub(crate) use crate::{Decode, Encode, Failed, Function, Reader, Writer};
}

/// A value that can be written.
pub trait Encode {
    /// Appends the value in the form of the writer's layer: enums and functions with their id, structs of
    /// `types` without.
    fn encode(&self, w: &mut Writer);
}

/// A value that can be read.
pub trait Decode: Sized {
    /// The fewest bytes that a value takes; a vector's count is held against it.
    #[doc(hidden)]
    const MIN_BYTES: usize = 4;

    /// Reads the value; why it failed stands in the reader.
    #[doc(hidden)]
    fn read(r: &mut Reader<'_>) -> Result<Self, Failed>;

    /// Reads the value.
    ///
    /// # Errors
    /// Whatever is wrong with the bytes, with its place.
    fn decode(r: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let value = Self::read(r);
        r.settle(value)
    }
}

/// A method: what it asks with and what it answers with.
pub trait Function: Encode + Decode {
    /// The answer.
    type Response: Encode + Decode;
    /// The name as published, such as `messages.sendMessage`.
    const NAME: &'static str;
    /// The id in the newest layer.
    const ID: u32;

    /// Writes the answer in the form that the writer's layer expects.
    fn encode_response(response: &Self::Response, w: &mut Writer) {
        response.encode(w);
    }
}

/// The bytes of `value` at `layer`.
pub fn encode<T: Encode + ?Sized>(value: &T, layer: Layer) -> Vec<u8> {
    let mut w = Writer::new(layer);
    value.encode(&mut w);
    w.into_bytes()
}

/// Reads a value from exactly these bytes.
///
/// # Errors
/// Whatever is wrong with the bytes, with its place; also bytes left over.
pub fn decode<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut r = Reader::new(bytes);
    let value = T::decode(&mut r)?;
    r.finish()?;
    Ok(value)
}

/// Reads an answer of one's own server from exactly these bytes: like [`decode`], without its bound of memory.
///
/// # Errors
/// Whatever is wrong with the bytes, with its place; also bytes left over.
pub fn decode_trusted<T: Decode>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut r = Reader::trusting(bytes);
    let value = T::decode(&mut r)?;
    r.finish()?;
    Ok(value)
}

/// A struct for each constructor that has fields.
#[allow(clippy::all, unused_parens, reason = "generated")]
pub mod types {
    use crate::runtime::*;
    include!(concat!(env!("OUT_DIR"), "/api_types.rs"));
}

/// An enum for each type.
#[allow(clippy::all, unused_parens, reason = "generated")]
pub mod enums {
    use crate::runtime::*;
    include!(concat!(env!("OUT_DIR"), "/api_enums.rs"));
}

/// A struct for each method.
#[allow(clippy::all, unused_parens, reason = "generated")]
pub mod functions {
    use crate::runtime::*;
    include!(concat!(env!("OUT_DIR"), "/api_functions.rs"));
}

/// Names that the newest layer lacks and that rules read and write. They always carry their id.
#[expect(dead_code, unreachable_pub, reason = "generated whole; rules use what they need")]
#[allow(clippy::all, unused_parens, reason = "generated")]
mod old {
    use crate::runtime::*;
    include!(concat!(env!("OUT_DIR"), "/api_old.rs"));
}

/// The service schema under the API; it has no layers.
#[allow(clippy::all, unused_parens, reason = "generated")]
pub mod mtproto {
    /// A struct for each constructor that has fields.
    pub mod types {
        use crate::runtime::*;
        include!(concat!(env!("OUT_DIR"), "/mtproto_types.rs"));
    }

    /// An enum for each type.
    pub mod enums {
        use crate::runtime::*;
        include!(concat!(env!("OUT_DIR"), "/mtproto_enums.rs"));
    }

    /// A struct for each method.
    pub mod functions {
        use crate::runtime::*;
        include!(concat!(env!("OUT_DIR"), "/mtproto_functions.rs"));
    }
}
