//! Where something is, as it stands in a message.

use minicbor::{Decode, Encode};

/// A point on the earth. No Debug: it says where people are.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Place {
    /// Degrees, north above 0.
    #[n(0)]
    pub latitude: f64,
    /// Degrees, east above 0.
    #[n(1)]
    pub longitude: f64,
    /// Metres by which it may be wrong.
    #[n(2)]
    pub accuracy: Option<i32>,
}
