//! AES-IGE, RSA, DH, key derivation: pure functions over proven crates.
