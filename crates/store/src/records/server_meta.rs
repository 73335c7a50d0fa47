//! What the server knows of itself.

/// One row for the whole store, written when it is made.
#[derive(minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct ServerMeta {
    /// The layout of the key space; a server that knows only lower ones does not open the store.
    #[n(0)]
    pub format: u32,
    /// When the store was made, in seconds since 1970.
    #[n(1)]
    pub created: i64,
    /// Counts the lives of the store: one more after each restore, so that no pts means two things.
    #[n(2)]
    pub incarnation: u32,
    /// So many pts each box leaves out in this life; absent in the first.
    #[n(3)]
    pub step: Option<i32>,
}
