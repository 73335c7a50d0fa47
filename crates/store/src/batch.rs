//! What is to be written together: groups of typed rows, put in clear and sealed when the batch is committed.

use std::sync::Arc;

use kv::{Epoch, Op, Shard};

use crate::{
    error::StoreError,
    ids::Owner,
    key::{self, Key},
    owners::OwnerKey,
    seal::Unsealed,
    table::{Rows, Table},
};

/// The right to write an owner's rows as they were decided: the shard's epoch and the owner's key. Taken
/// before the rows are read on which a decision rests, and kept with what was read. Cheap to clone.
#[derive(Clone)]
pub struct Hold {
    pub(crate) owner: Owner,
    pub(crate) shard: Shard,
    pub(crate) epoch: Epoch,
    pub(crate) key: Arc<OwnerKey>,
}

impl Hold {
    /// Whose.
    pub fn owner(&self) -> Owner {
        self.owner
    }

    /// Where the owner's rows lie.
    pub fn shard(&self) -> Shard {
        self.shard
    }

    /// Under which epoch.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }
}

/// A group of a batch; its place among the results of `Store::commit_groups`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupId(pub(crate) usize);

impl GroupId {
    /// The group's index in the batch.
    pub fn index(self) -> usize {
        self.0
    }
}

/// Rows to write. Those of one shard form one group, applied whole or not at all; groups are independent of
/// each other unless [`Batch::depends`] says otherwise.
#[derive(Clone, Default)]
pub struct Batch {
    pub(crate) groups: Vec<Draft>,
    pub(crate) holds: Vec<Hold>,
    /// The first thing that went wrong while it was filled; the commit answers with it.
    pub(crate) fault: Option<StoreError>,
}

#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) shard: Shard,
    /// `None`: whichever epoch is in force when the batch is committed.
    pub(crate) epoch: Option<Epoch>,
    pub(crate) writes: Vec<Write>,
    pub(crate) depends_on: Option<usize>,
}

#[derive(Clone)]
pub(crate) enum Write {
    /// To be sealed.
    Put { owner: Owner, key: Vec<u8>, version: u8, record: Unsealed },
    /// Goes to the engine as it is.
    Plain(Op),
}

impl Batch {
    /// Opens a group in the hold's shard, under its epoch; what is put for that shard from here on goes there.
    pub fn under(&mut self, hold: &Hold) -> GroupId {
        self.holds.push(hold.clone());
        self.open(hold.shard, Some(hold.epoch))
    }

    /// Adds a key at hand, without opening a group: a second owner of a shard that is written already.
    pub fn with(&mut self, hold: &Hold) {
        self.holds.push(hold.clone());
    }

    /// `group` is applied only if `on`, an earlier one, is.
    pub fn depends(&mut self, group: GroupId, on: GroupId) {
        if let Some(draft) = self.groups.get_mut(group.0) {
            draft.depends_on = Some(on.0);
        }
    }

    /// Each group is applied only if the one that was opened before it is.
    pub fn in_order(&mut self) {
        for (at, draft) in self.groups.iter_mut().enumerate().skip(1) {
            draft.depends_on = Some(at - 1);
        }
    }

    /// Writes a row, whatever stood there.
    pub fn put<T: Table>(&mut self, key: &T::Key, record: &T::Record) {
        match Unsealed::written(|bytes| minicbor::encode(record, bytes)) {
            Ok(record) => {
                let owner = key.owner();
                let write = Write::Put { owner, key: key::write(T::TAG, key), version: T::VERSION, record };
                self.group_of(key.shard()).writes.push(write);
            }
            Err(error) => {
                let fault = StoreError::Unwritable { table: T::NAME, reason: error.to_string() };
                self.fault.get_or_insert(fault);
            }
        }
    }

    /// Removes a row; it need not be there.
    pub fn delete<T: Table>(&mut self, key: &T::Key) {
        let op = Op::Delete { key: key::write(T::TAG, key) };
        self.group_of(key.shard()).writes.push(Write::Plain(op));
    }

    /// Removes all rows of a range.
    pub fn delete_rows<T: Table>(&mut self, rows: Rows<T>) {
        let op = Op::DeleteRange { from: rows.from, to: rows.to };
        self.group_of(rows.shard).writes.push(Write::Plain(op));
    }

    /// Takes in what another has. What that writes to a shard which is written here already is part of the group here,
    /// applied whole with it or not at all.
    pub fn join(&mut self, other: Batch) {
        let mut places: Vec<usize> = Vec::with_capacity(other.groups.len());
        for draft in other.groups {
            let here = self.groups.iter().rposition(|known| known.shard == draft.shard);
            match here.and_then(|at| self.groups.get_mut(at)) {
                Some(known) => known.writes.extend(draft.writes),
                None => {
                    let depends_on = draft.depends_on.and_then(|on| places.get(on).copied());
                    self.groups.push(Draft { depends_on, ..draft });
                }
            }
            places.push(here.unwrap_or(self.groups.len() - 1));
        }
        self.holds.extend(other.holds);
        self.fault = self.fault.take().or(other.fault);
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.groups.iter().all(|draft| draft.writes.is_empty())
    }

    fn group_of(&mut self, shard: Shard) -> &mut Draft {
        let at = match self.groups.iter().rposition(|draft| draft.shard == shard) {
            Some(at) => at,
            None => self.open(shard, None).0,
        };
        &mut self.groups[at]
    }

    fn open(&mut self, shard: Shard, epoch: Option<Epoch>) -> GroupId {
        self.groups.push(Draft { shard, epoch, writes: Vec::new(), depends_on: None });
        GroupId(self.groups.len() - 1)
    }
}
