//! Taking over a folder of format 1, in which fjall kept a journal of its own: its tree becomes the tree, and
//! what only the journal has is handed to it. Done again from any point at which it was cut off.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use kv::Op;

use crate::{
    error::OpenError,
    generation::Generation,
    journal,
    keys::{logical, shard_of},
    marker,
    tree::Tree,
};

/// Makes `folder` one of this format; `tree` is where its tree belongs.
pub(crate) fn from_format_1(folder: &Path, tree: &Path, cache_bytes: u64) -> Result<(), OpenError> {
    let failed = |source| OpenError::Io { folder: folder.to_path_buf(), source };
    let database = folder.join("fjall");
    let rows = database.join("keyspaces").join("1");
    if rows.is_dir() && !tree.exists() {
        take_journals(&database, &rows, cache_bytes)?;
        fs::rename(&rows, tree).map_err(failed)?;
        sync(folder).map_err(failed)?;
    }
    if database.exists() {
        fs::remove_dir_all(&database).map_err(failed)?;
    }
    marker::write(folder).map_err(failed)
}

fn take_journals(database: &Path, rows: &Path, cache_bytes: u64) -> Result<(), OpenError> {
    let generation = Generation::new(1);
    journal::read(database, |key, value| {
        if let (Some(shard), Some(key)) = (shard_of(key), logical(key)) {
            generation.apply(shard, vec![op(key, value)]);
        }
    })?;
    let damaged = |error| OpenError::of(database.to_path_buf(), error);
    let tree = Tree::open(rows, cache_bytes).map_err(damaged)?;
    if generation.bytes() > 0 { tree.take(&generation).map_err(damaged) } else { Ok(()) }
}

fn op(key: Vec<u8>, value: Option<&[u8]>) -> Op {
    match value {
        Some(value) => Op::Set { key, value: value.to_vec() },
        None => Op::Delete { key },
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
