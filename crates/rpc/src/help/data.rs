//! The data tables of this folder: how their lines are read, and the hash by which a client tells whether it has
//! one already.

/// The lines that are neither empty nor comments.
pub(crate) fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// A hash of a table, never 0 (FNV-1a): clients that have nothing send 0.
pub(crate) fn hash(parts: &[&str]) -> i32 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain(std::iter::once(0)));
    let hash = bytes.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash >> 1).max(1).cast_signed()
}
