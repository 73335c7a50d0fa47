//! The number of a schema's version.

/// A layer, clamped to those that are known: what is older is served as the oldest, what is newer as the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Layer(i32);

impl Layer {
    /// The oldest layer that is known.
    pub const OLDEST: Layer = Layer(144);
    /// The newest layer that is known.
    pub const NEWEST: Layer = Layer(230);

    /// The layer that a client named, or the nearest that is known.
    pub fn new(number: i32) -> Layer {
        Layer(number.clamp(Layer::OLDEST.0, Layer::NEWEST.0))
    }

    /// The number.
    pub fn number(self) -> i32 {
        self.0
    }
}
