//! Where an owner's log and what follows from it stand. A projection: the log's tail has the last word.

/// Written now and then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, minicbor::Encode, minicbor::Decode)]
#[cbor(array)]
pub struct OwnerHead {
    /// The pts up to which everything here holds; the log may go on behind it.
    #[n(0)]
    pub as_of_pts: i32,
    /// The last qts.
    #[n(1)]
    pub qts: i32,
    /// Entries up to this pts have been delivered to the other owners.
    #[n(2)]
    pub delivered_pts: i32,
    /// Entries up to this pts have been cut off the log; 0 when it is whole.
    #[n(3)]
    pub cut_pts: i32,
    /// Incoming messages that are not read, over all dialogs.
    #[n(4)]
    pub unread_count: Option<i32>,
    /// Seconds since 1970 of the last entry; the next is not dated before it.
    #[n(5)]
    pub date: Option<i32>,
    /// The life of the store in which the box last left pts out, after the first.
    #[n(6)]
    pub incarnation: Option<u32>,
}
