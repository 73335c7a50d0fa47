//! Everything that is kept, as of one moment, while serving goes on: what a backup reads. It neither locks nor
//! delays anybody; what it still holds on to is freed when it is dropped.

use fjall::Readable;
use kv::{Pair, ReadError, SHARDS, Shard};

use crate::{
    engine::{Fjall, Shared},
    keys::{logical, shard_of},
    read::read_error,
};

/// Rows in the order of shard and key. After an error there is nothing more.
pub struct Export {
    rows: Box<dyn Iterator<Item = Result<(Shard, Pair), ReadError>> + Send>,
    ended: bool,
}

impl Fjall {
    /// Every row that is durable now. Rows that are written, changed or deleted later do not show; the engine's
    /// own rows are not among them.
    pub fn export(&self) -> Result<Export, ReadError> {
        Ok(Export { rows: rows(&self.shared), ended: false })
    }
}

impl Iterator for Export {
    type Item = Result<(Shard, Pair), ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.rows.next();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

fn rows(shared: &Shared) -> Box<dyn Iterator<Item = Result<(Shard, Pair), ReadError>> + Send> {
    let end = SHARDS.to_be_bytes().to_vec();
    let range = shared.database.snapshot().range(&shared.rows, Vec::new()..end);
    Box::new(range.map(|entry| {
        let (key, value) = entry.into_inner().map_err(read_error)?;
        let short = || ReadError::Damaged("a key without a shard".into());
        let shard = shard_of(&key).ok_or_else(short)?;
        Ok((shard, (logical(&key).ok_or_else(short)?, value.to_vec())))
    }))
}
