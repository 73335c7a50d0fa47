//! The boxes of channels and supergroups: one log each, and in memory while used what follows from it. A post is one
//! commit, whatever the number of members; what members keep is `domain`'s.
//!
//! A decision is made in memory under the channel's lock and its commit queued under the same lock, so commits stand
//! in the order of pts. What has to read a message first (an edit, a delete, a pin) does so in the channel's turn,
//! one at a time; posts wait for none of that.

mod cells;
mod change;
mod difference;
mod flight;
mod history;
mod line;
mod load;
mod loaded;
mod marks;
mod post;
mod randoms;
mod search;
mod threads;
mod types;

use std::sync::Arc;

use store::{Hold, Store};
use world::World;

pub use change::CHANNEL_DELETED_AT_ONCE_MAX;
pub use line::Part;
pub use types::*;

use crate::{defect::Defect, due::DueQueue, error::BoxError, listener::Listener};
use cells::{Cell, Cells};

/// The boxes of all channels. Cheap to clone.
#[derive(Clone)]
pub struct ChannelBoxes {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    store: Store,
    world: World,
    listener: Arc<dyn Listener>,
    cells: Cells,
    /// The server's own key, which seals the due queue.
    system: Hold,
    due: Arc<DueQueue>,
    /// So many channels are kept in memory.
    loaded_max: usize,
    /// After so many entries a channel's projections are written.
    checkpoint_entries: u32,
    defect: Option<Defect>,
}

impl ChannelBoxes {
    pub(crate) fn new(
        store: Store,
        world: World,
        listener: Arc<dyn Listener>,
        (system, due): (Hold, Arc<DueQueue>),
        loaded_max: usize,
        checkpoint_entries: u32,
        defect: Option<Defect>,
    ) -> Self {
        let cells = Cells::default();
        let inner =
            Inner { store, world, listener, cells, system, due, loaded_max, checkpoint_entries, defect };
        ChannelBoxes { inner: Arc::new(inner) }
    }

    /// Writes what follows from the logs of all channels in memory, so that the next start has nothing to do.
    pub(crate) async fn close(&self) -> Result<(), BoxError> {
        for cell in self.inner.cells.all() {
            self.inner.write_projections(&cell).await?;
        }
        Ok(())
    }

    /// Where a channel stands, as far as it is durable. Messages below `min_id` are not looked at.
    pub async fn state(&self, channel: i64) -> Result<ChannelState, BoxError> {
        self.inner
            .with(channel, |_, slot, loaded| ChannelState {
                pts: slot.durable_pts(loaded).max(1),
                date: loaded.date,
                top_message: loaded.marks.top().unwrap_or(0),
            })
            .await
    }
}

/// The cell of a channel, as its operations hold it.
type Held = Arc<Cell>;
