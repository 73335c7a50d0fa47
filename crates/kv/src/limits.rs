//! Every bound that the trait knows, and the one check that all engines call before they queue a batch.

use crate::{CommitError, Group, Op, SHARDS};

/// The longest key, without the shard.
pub const KEY_BYTES_MAX: usize = 4 * 1024;
/// The longest value.
pub const VALUE_BYTES_MAX: usize = 64 * 1024;
/// Keys and values of one group together.
pub const GROUP_BYTES_MAX: usize = 1024 * 1024;
/// The operations of one group.
pub const GROUP_WRITES_MAX: usize = 1000;

/// A bound that something passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A key is longer than [`KEY_BYTES_MAX`].
    KeyBytes,
    /// A key to write is empty.
    KeyEmpty,
    /// A value is longer than [`VALUE_BYTES_MAX`].
    ValueBytes,
    /// A group is larger than [`GROUP_BYTES_MAX`].
    GroupBytes,
    /// A group has more operations than [`GROUP_WRITES_MAX`].
    GroupWrites,
    /// A shard's number is not below [`SHARDS`].
    Shard,
    /// A group depends on itself, on a later group, or on one that is not there.
    DependsOn,
}

impl Limit {
    /// The greatest allowed count.
    pub fn max(self) -> usize {
        match self {
            Limit::KeyBytes => KEY_BYTES_MAX,
            Limit::KeyEmpty => 0,
            Limit::ValueBytes => VALUE_BYTES_MAX,
            Limit::GroupBytes => GROUP_BYTES_MAX,
            Limit::GroupWrites => GROUP_WRITES_MAX,
            Limit::Shard => usize::from(SHARDS) - 1,
            Limit::DependsOn => 0,
        }
    }

    /// The limit's name as an error shows it.
    pub fn name(self) -> &'static str {
        match self {
            Limit::KeyBytes => "KEY_BYTES_MAX",
            Limit::KeyEmpty => "KEY_EMPTY",
            Limit::ValueBytes => "VALUE_BYTES_MAX",
            Limit::GroupBytes => "GROUP_BYTES_MAX",
            Limit::GroupWrites => "GROUP_WRITES_MAX",
            Limit::Shard => "SHARDS",
            Limit::DependsOn => "DEPENDS_ON",
        }
    }

    fn passed(self, found: usize) -> CommitError {
        CommitError::LimitExceeded { limit: self, found }
    }
}

/// Checks the group that stands at `index` of its batch.
pub fn check(index: usize, group: &Group) -> Result<(), CommitError> {
    if group.shard.0 >= SHARDS {
        return Err(Limit::Shard.passed(group.shard.0.into()));
    }
    if let Some(on) = group.depends_on.filter(|on| *on >= index) {
        return Err(Limit::DependsOn.passed(on));
    }
    if group.ops.len() > GROUP_WRITES_MAX {
        return Err(Limit::GroupWrites.passed(group.ops.len()));
    }
    let mut bytes = 0usize;
    for op in &group.ops {
        let (one, other) = match op {
            Op::Set { key, value } => (written_key(key)?, checked_value(value)?),
            Op::Delete { key } => (written_key(key)?, 0),
            Op::DeleteRange { from, to } => (bounded_key(from)?, bounded_key(to)?),
        };
        bytes += one + other;
    }
    if bytes > GROUP_BYTES_MAX {
        return Err(Limit::GroupBytes.passed(bytes));
    }
    Ok(())
}

fn written_key(key: &[u8]) -> Result<usize, CommitError> {
    if key.is_empty() {
        return Err(Limit::KeyEmpty.passed(0));
    }
    bounded_key(key)
}

fn bounded_key(key: &[u8]) -> Result<usize, CommitError> {
    if key.len() > KEY_BYTES_MAX {
        return Err(Limit::KeyBytes.passed(key.len()));
    }
    Ok(key.len())
}

fn checked_value(value: &[u8]) -> Result<usize, CommitError> {
    if value.len() > VALUE_BYTES_MAX {
        return Err(Limit::ValueBytes.passed(value.len()));
    }
    Ok(value.len())
}
