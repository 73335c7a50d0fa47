//! Access hashes: the proof that a viewer was once shown a peer.
//!
//! A hash is a keyed function of viewer, kind and id, so none is stored, nobody can use another's, and one
//! that was guessed tells nothing about the next (demand A-3).

use store::{Store, ids::UserId};
use subtle::ConstantTimeEq;

/// What a hash stands for; the hash of one kind opens nothing of another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PeerKind {
    /// A person or a bot.
    User,
    /// A channel or supergroup.
    Channel,
}

/// Makes and checks access hashes.
pub struct AccessHashes {
    store: Store,
}

impl AccessHashes {
    /// The hashes of this store: its keys make them.
    pub fn new(store: Store) -> Self {
        AccessHashes { store }
    }

    /// What `viewer` has to show for the peer `id`. Never 0, which some clients take for "none".
    pub fn of(&self, viewer: UserId, kind: PeerKind, id: i64) -> i64 {
        let mut subject = [0; 17];
        subject[..8].copy_from_slice(&viewer.0.to_le_bytes());
        subject[8] = match kind {
            PeerKind::User => 1,
            PeerKind::Channel => 2,
        };
        subject[9..].copy_from_slice(&id.to_le_bytes());
        let hash = self.store.keyed_hash("access hash", &subject);
        let half = hash.first_chunk::<8>().map_or(1, |half| i64::from_le_bytes(*half));
        if half == 0 { 1 } else { half }
    }

    /// Whether `shown` is the hash of this viewer for the peer `id`; takes the same time whatever it is.
    pub fn opens(&self, viewer: UserId, kind: PeerKind, id: i64, shown: i64) -> bool {
        self.of(viewer, kind, id).to_le_bytes().ct_eq(&shown.to_le_bytes()).into()
    }
}
