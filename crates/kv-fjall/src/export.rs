//! Everything that is kept, as of one moment, while serving goes on: what a backup reads. What it still holds on
//! to is freed when it is dropped.

use kv::{Pair, ReadError, SHARDS, Shard, contract::wait, reply::reply};

use crate::{
    engine::Fjall,
    keys::{logical, shard_of},
    queue::Job,
    read::read_error,
    tree::TreePair,
};

/// Rows in the order of shard and key. After an error there is nothing more.
pub struct Export {
    rows: Box<dyn Iterator<Item = TreePair> + Send>,
    ended: bool,
}

impl Fjall {
    /// Every row that was durable when this was called. Rows that are written, changed or deleted after it has
    /// returned do not show; the engine's own rows are not among them. Blocks, for a second perhaps, while what
    /// lies in memory is handed to the tree; nobody else waits for it.
    pub fn export(&self) -> Result<Export, ReadError> {
        self.hand_over_all()?;
        // The tree holds the first so many batches of the log, whenever one looks.
        let rows = self.shared.tree.range(Vec::new(), SHARDS.to_be_bytes().to_vec());
        Ok(Export { rows: Box::new(rows), ended: false })
    }

    /// Waits until all that is durable now is in the tree.
    pub(crate) fn hand_over_all(&self) -> Result<(), ReadError> {
        let (sender, frozen) = reply();
        let newest = if self.shared.queue.push(Job::Freeze { sender }).is_none() {
            wait(frozen)
        } else {
            // Closed: nothing is written any more.
            Some(self.shared.overlay.view().active.number - 1)
        };
        let stopped = || ReadError::Io("what lies in memory cannot be handed to the tree".into());
        let arrived = newest.is_some_and(|newest| self.shared.overlay.wait_for(newest));
        if arrived { Ok(()) } else { Err(stopped()) }
    }
}

impl Iterator for Export {
    type Item = Result<(Shard, Pair), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.rows.next().map(row);
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

fn row(pair: TreePair) -> Result<(Shard, Pair), ReadError> {
    let (key, value) = pair.map_err(read_error)?;
    let short = || ReadError::Damaged("a key without a shard".into());
    let shard = shard_of(&key).ok_or_else(short)?;
    Ok((shard, (logical(&key).ok_or_else(short)?, value.to_vec())))
}
