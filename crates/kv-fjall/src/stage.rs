//! What one write to the disk will hold: the last word on each key, over all groups that ride in it.

use std::{collections::BTreeMap, ops::Bound};

use kv::{Op, Shard};

use crate::keys::physical;

/// Sorted, one entry a key: `None` removes it.
#[derive(Default)]
pub(crate) struct Stage {
    writes: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    bytes: u64,
}

impl Stage {
    /// Adds a group's operations in order. `on_disk` has, for each range of the group that is deleted, the
    /// physical keys that stand there now.
    pub(crate) fn add(&mut self, shard: Shard, ops: Vec<Op>, on_disk: Vec<Vec<Vec<u8>>>) {
        let mut on_disk = on_disk.into_iter();
        for op in ops {
            match op {
                Op::Set { key, value } => self.put(physical(shard, &key), Some(value)),
                Op::Delete { key } => self.put(physical(shard, &key), None),
                Op::DeleteRange { from, to } => {
                    for key in on_disk.next().unwrap_or_default() {
                        self.put(key, None);
                    }
                    self.remove_staged(&physical(shard, &from), &physical(shard, &to));
                }
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Keys and values together.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many keys it has.
    pub(crate) fn rows(&self) -> u64 {
        self.writes.len() as u64
    }

    pub(crate) fn into_writes(self) -> impl Iterator<Item = (Vec<u8>, Option<Vec<u8>>)> {
        self.writes.into_iter()
    }

    fn put(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.bytes += (key.len() + value.as_ref().map_or(0, Vec::len)) as u64;
        self.writes.insert(key, value);
    }

    fn remove_staged(&mut self, from: &[u8], to: &[u8]) {
        if from < to {
            let range = (Bound::Included(from), Bound::Excluded(to));
            self.writes.range_mut::<[u8], _>(range).for_each(|(_, value)| *value = None);
        }
    }
}
