//! What can be wrong with bytes, and the limits that they are held to.

/// How deep values may lie in each other. (Clients nest rich text, replies and stories a few levels deep.)
pub(crate) const DEPTH_MAX: u32 = 64;

/// What a value may take in memory, on top of [`ALLOCATION_FACTOR`] times the input.
pub(crate) const ALLOCATION_BASE: usize = 64 * 1024;

/// Bytes of memory per byte of input that a value may take.
pub(crate) const ALLOCATION_FACTOR: usize = 16;

/// What is wrong with the bytes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The input ends within a value.
    #[error("{needed} bytes are needed at {at}, {left} are left")]
    End {
        /// Offset in the input.
        at: usize,
        /// Bytes that the value takes.
        needed: usize,
        /// Bytes that are there.
        left: usize,
    },
    /// No layer has a constructor of this type with this id.
    #[error("{id:#010x} is no constructor of {expected}")]
    UnknownConstructor {
        /// The id.
        id: u32,
        /// The type, or the function's name.
        expected: &'static str,
    },
    /// A bit of a flags word to which no field refers.
    #[error("unknown flags {bits:#x} at {at}")]
    UnknownFlags {
        /// Offset in the input.
        at: usize,
        /// The bits.
        bits: u32,
    },
    /// A vector whose elements cannot all be there.
    #[error("a vector at {at} counts {count} elements, {left} bytes are left")]
    Count {
        /// Offset in the input.
        at: usize,
        /// The count.
        count: i32,
        /// Bytes that are there.
        left: usize,
    },
    /// A string that is not UTF-8.
    #[error("the string at {at} is not UTF-8")]
    Utf8 {
        /// Offset in the input.
        at: usize,
    },
    /// Values lie too deep in each other.
    #[error("more than {DEPTH_MAX} values lie in each other at {at}")]
    Depth {
        /// Offset in the input.
        at: usize,
    },
    /// The value would take too much memory for its size on the wire.
    #[error("the value takes more than {ALLOCATION_FACTOR} times its {input} bytes")]
    Allocation {
        /// Length of the input.
        input: usize,
    },
    /// Bytes are left after the value.
    #[error("{count} bytes are left after the value")]
    Trailing {
        /// How many.
        count: usize,
    },
}
