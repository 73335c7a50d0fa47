//! Reading: where it is asked for, from memory or the page cache.

use fjall::Readable;
use kv::{Direction, Pair, ReadError, SHARDS, Shard};

use crate::{
    engine::Shared,
    keys::{logical, physical},
};

impl Shared {
    pub(crate) fn get(&self, shard: Shard, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let key = checked(shard, key)?;
        let found = self.rows.get(key).map_err(read_error)?;
        Ok(found.map(|value| value.to_vec()))
    }

    pub(crate) fn get_many(&self, shard: Shard, keys: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>, ReadError> {
        let moment = self.database.snapshot();
        let mut values = Vec::with_capacity(keys.len());
        for key in keys {
            let found = moment.get(&self.rows, checked(shard, key)?).map_err(read_error)?;
            values.push(found.map(|value| value.to_vec()));
        }
        Ok(values)
    }

    pub(crate) fn scan(
        &self,
        shard: Shard,
        from: &[u8],
        to: &[u8],
        limit: usize,
        direction: Direction,
    ) -> Result<Vec<Pair>, ReadError> {
        let (from, to) = (checked(shard, from)?, checked(shard, to)?);
        let mut pairs = Vec::new();
        if from >= to {
            return Ok(pairs);
        }
        let mut range = self.rows.range(from..to);
        while pairs.len() < limit {
            let entry = match direction {
                Direction::Forward => range.next(),
                Direction::Backward => range.next_back(),
            };
            let Some(entry) = entry else { break };
            let (key, value) = entry.into_inner().map_err(read_error)?;
            let short = || ReadError::Damaged("a key without a shard".into());
            pairs.push((logical(&key).ok_or_else(short)?, value.to_vec()));
        }
        Ok(pairs)
    }
}

fn checked(shard: Shard, key: &[u8]) -> Result<Vec<u8>, ReadError> {
    if shard.0 >= SHARDS { Err(ReadError::NoSuchShard(shard.0)) } else { Ok(physical(shard, key)) }
}

pub(crate) fn read_error(error: fjall::Error) -> ReadError {
    match error {
        fjall::Error::Io(error) => ReadError::Io(error.to_string()),
        // Everything below the tree comes wrapped, a disk that cannot be read like a block that fails its sum.
        other => ReadError::Damaged(other.to_string()),
    }
}
