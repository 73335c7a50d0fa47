//! What can fail below every area: the records or the boxes.

use boxes::BoxError;
use store::StoreError;

/// A failure that is nobody's wrong input; the call may succeed later.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Fault {
    /// Records could not be read or written.
    #[error("the store failed")]
    Store(#[from] StoreError),
    /// A box could not be read or written.
    #[error("a box failed")]
    Box(#[from] BoxError),
}
