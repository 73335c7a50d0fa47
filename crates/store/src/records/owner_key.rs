//! An owner's data key, as it lies in the store.

/// The key under the master key. Whoever has it alone has nothing.
#[derive(minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct WrappedKey {
    /// Which master key wraps it; 1 is the first.
    #[n(0)]
    pub master: u32,
    /// 32 bytes of key and 16 of tag.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub wrapped: Vec<u8>,
}
