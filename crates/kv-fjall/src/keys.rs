//! Keys on disk: the shard in front, so that a shard is one range.

use kv::Shard;

/// The key as it lies on disk.
pub(crate) fn physical(shard: Shard, key: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 + key.len());
    bytes.extend_from_slice(&shard.0.to_be_bytes());
    bytes.extend_from_slice(key);
    bytes
}

/// The key without its shard.
pub(crate) fn logical(physical: &[u8]) -> Option<Vec<u8>> {
    physical.get(2..).map(<[u8]>::to_vec)
}

/// The shard in front of a key on disk.
pub(crate) fn shard_of(physical: &[u8]) -> Option<Shard> {
    physical.first_chunk().map(|number| Shard(u16::from_be_bytes(*number)))
}

/// A row of the engine's own, as it lies on disk.
pub(crate) fn own(name: &str) -> Vec<u8> {
    physical(Shard(OWN), &own_name(name))
}

/// Its key without the shard.
pub(crate) fn own_name(name: &str) -> Vec<u8> {
    name.as_bytes().to_vec()
}

/// The engine's own rows lie behind all shards.
pub(crate) const OWN: u16 = u16::MAX;
