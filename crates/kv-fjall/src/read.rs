//! Reading: where it is asked for. What lies in memory is newest first; the tree, of which a block is in memory
//! or in the page cache, is below.
//!
//! Every answer is of one moment: a generation that is written is read once, under the lock of the shard, and
//! what the tree gives is taken only if nothing newer than those generations can have come into it meanwhile.

use std::{iter::Peekable, vec::IntoIter};

use kv::{Direction, Pair, ReadError, SHARDS, Shard};

use crate::{
    engine::Shared,
    generation::{Generation, Known, Rows},
    keys::{logical, physical},
    overlay::View,
    ranges::Ranges,
    tree::{TreeError, TreePair, directed},
};

impl Shared {
    pub(crate) fn get(&self, shard: Shard, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        check(shard)?;
        self.get_any(shard, key)
    }

    /// Also of the engine's own rows.
    pub(crate) fn get_any(&self, shard: Shard, key: &[u8]) -> Result<Option<Vec<u8>>, ReadError> {
        let view = self.overlay.view();
        for generation in generations(&view) {
            if let Some(known) = look(generation, shard, key) {
                return Ok(known);
            }
        }
        let found = self.tree.get(&physical(shard, key)).map_err(read_error)?;
        Ok(found.map(|value| value.to_vec()))
    }

    pub(crate) fn get_many(&self, shard: Shard, keys: &[Vec<u8>]) -> Result<Vec<Option<Vec<u8>>>, ReadError> {
        check(shard)?;
        loop {
            let view = self.overlay.view();
            let values = self.get_many_of(&view, shard, keys)?;
            if !self.overlay.is_past(&view) {
                return Ok(values);
            }
        }
    }

    fn get_many_of(
        &self,
        view: &View,
        shard: Shard,
        keys: &[Vec<u8>],
    ) -> Result<Vec<Option<Vec<u8>>>, ReadError> {
        let mut known = vec![None; keys.len()];
        for generation in generations(view) {
            // One lock for all of them.
            let Some(rows) = generation.rows(shard) else { continue };
            for (key, known) in keys.iter().zip(&mut known).filter(|(_, known)| known.is_none()) {
                *known = copied(rows.look(key));
            }
        }
        let mut values = Vec::with_capacity(keys.len());
        for (key, known) in keys.iter().zip(known) {
            values.push(match known {
                Some(value) => value,
                None => {
                    let found = self.tree.get(&physical(shard, key)).map_err(read_error)?;
                    found.map(|value| value.to_vec())
                }
            });
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
        check(shard)?;
        if from >= to || limit == 0 {
            return Ok(Vec::new());
        }
        loop {
            let view = self.overlay.view();
            // The one that is written comes first, and is locked once, for what it gives and what it hides.
            let above: Vec<Above<'_>> = generations(&view)
                .filter_map(|generation| Above::new(generation, shard, (from, to), limit, direction))
                .collect();
            let tree = directed(self.tree.range(physical(shard, from), physical(shard, to)), direction);
            // From here on the tree's rows are those of one moment, whatever comes.
            if !self.overlay.is_past(&view) {
                return merged(above, tree, limit, direction);
            }
        }
    }
}

/// A generation's part of a range.
struct Above<'a> {
    generation: &'a Generation,
    shard: Shard,
    direction: Direction,
    limit: usize,
    deleted: Ranges,
    /// In the order of the scan, with its deletes.
    rows: Peekable<IntoIter<Row>>,
    /// What stands behind those rows.
    rest: Option<(Vec<u8>, Vec<u8>)>,
}

/// A key and its value; none where it was deleted.
type Row = (Vec<u8>, Option<Vec<u8>>);

impl<'a> Above<'a> {
    /// `None` if there is nothing.
    fn new(
        generation: &'a Generation,
        shard: Shard,
        (from, to): (&[u8], &[u8]),
        limit: usize,
        direction: Direction,
    ) -> Option<Above<'a>> {
        let guard = generation.rows(shard)?;
        let deleted = guard.deleted.within(from, to);
        let (rows, rest) = (Vec::new().into_iter().peekable(), Some((from.to_vec(), to.to_vec())));
        let mut above = Above { generation, shard, direction, limit, deleted, rows, rest };
        above.gather(&guard);
        drop(guard);
        (above.rows.peek().is_some() || !above.deleted.is_empty()).then_some(above)
    }

    /// The next row. The generation that is written never has to be asked twice: nothing hides its values, and
    /// `limit` of them were taken at once. The others do not change.
    fn peek(&mut self) -> Option<&Row> {
        if self.rows.peek().is_none()
            && self.rest.is_some()
            && let Some(guard) = self.generation.rows(self.shard)
        {
            self.gather(&guard);
        }
        self.rows.peek()
    }

    fn gather(&mut self, from_rows: &Rows) {
        let Some((from, to)) = self.rest.take() else { return };
        let (mut rows, mut values) = (Vec::new(), 0);
        for (key, value) in from_rows.range(&from, &to, self.direction) {
            rows.push((key.to_vec(), value.map(<[u8]>::to_vec)));
            values += usize::from(value.is_some());
            if values == self.limit {
                let next = match self.direction {
                    Direction::Forward => ([key, &[0]].concat(), to),
                    Direction::Backward => (from, key.to_vec()),
                };
                self.rest = Some(next).filter(|(from, to)| from < to);
                break;
            }
        }
        self.rows = rows.into_iter().peekable();
    }
}

/// The newest word on each key, from all generations and the tree.
fn merged(
    mut above: Vec<Above<'_>>,
    tree: Box<dyn Iterator<Item = TreePair>>,
    limit: usize,
    direction: Direction,
) -> Result<Vec<Pair>, ReadError> {
    let mut tree = tree.map(logical_pair).peekable();
    let mut pairs = Vec::new();
    while pairs.len() < limit {
        let below = match tree.peek() {
            Some(Err(_)) => match tree.next() {
                Some(Err(error)) => return Err(error),
                _ => None,
            },
            Some(Ok((key, _))) => Some(key),
            None => None,
        };
        let keys = above.iter_mut().filter_map(|above| above.peek().map(|(key, _)| key)).chain(below);
        let next = match direction {
            Direction::Forward => keys.min(),
            Direction::Backward => keys.max(),
        };
        let Some(key) = next.cloned() else { break };
        // All of them step over the key; the first that knows it has the last word.
        let mut word = None;
        for above in &mut above {
            let here = above.rows.next_if(|row| row.0 == key).map(|(_, value)| value);
            if word.is_none() {
                word = here.or_else(|| above.deleted.contains(&key).then_some(None));
            }
        }
        let below = tree.next_if(|row| row.as_ref().is_ok_and(|row| row.0 == key));
        let word = word.unwrap_or_else(|| below.and_then(Result::ok).map(|(_, value)| value));
        pairs.extend(word.map(|value| (key, value)));
    }
    Ok(pairs)
}

fn logical_pair(row: TreePair) -> Result<Pair, ReadError> {
    let (key, value) = row.map_err(read_error)?;
    let short = || ReadError::Damaged("a key without a shard".into());
    Ok((logical(&key).ok_or_else(short)?, value.to_vec()))
}

fn generations(view: &View) -> impl Iterator<Item = &Generation> {
    std::iter::once(&view.active).chain(&view.frozen).map(|generation| &**generation)
}

fn look(generation: &Generation, shard: Shard, key: &[u8]) -> Option<Option<Vec<u8>>> {
    copied(generation.rows(shard)?.look(key))
}

fn copied(known: Known<'_>) -> Option<Option<Vec<u8>>> {
    match known {
        Known::Value(value) => Some(Some(value.to_vec())),
        Known::Deleted => Some(None),
        Known::Nothing => None,
    }
}

fn check(shard: Shard) -> Result<(), ReadError> {
    if shard.0 >= SHARDS { Err(ReadError::NoSuchShard(shard.0)) } else { Ok(()) }
}

pub(crate) fn read_error(error: TreeError) -> ReadError {
    match error {
        TreeError::Io(error) => ReadError::Io(error.to_string()),
        // A block that fails its sum, and all else that is not as it was written.
        other => ReadError::Damaged(other.to_string()),
    }
}
