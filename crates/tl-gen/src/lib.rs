//! Parser of .tl and generator of Rust; build time only.
