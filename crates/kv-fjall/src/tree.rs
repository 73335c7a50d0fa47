//! The sorted tree below: fjall's, without fjall's journal and threads. It takes whole generations, sorted, and
//! holds at any moment exactly the first so many batches of the log.

use std::{
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use kv::{Direction, Op, SHARDS, Shard};
use lsm_tree::{
    AbstractTree, AnyIngestion, AnyTree, Cache, CompressionType, Config, Guard, SeqNo, SequenceNumberCounter,
    Slice,
    compaction::filter::{CompactionFilter, Context, Factory, ItemAccessor, Verdict},
    config::{CompressionPolicy, PinningPolicy},
};

use crate::{
    generation::{Generation, Rows},
    keys::{OWN, own, own_name, physical},
};

pub(crate) type TreeError = lsm_tree::Error;
/// A key and its value, as the tree holds them.
pub(crate) type TreePair = Result<(Slice, Slice), TreeError>;

pub(crate) struct Tree {
    pub(crate) inner: AnyTree,
    halt: Arc<AtomicBool>,
}

impl Tree {
    /// Opens the tree, or makes it.
    pub(crate) fn open(folder: &Path, cache_bytes: u64) -> Result<Tree, TreeError> {
        let (next, visible) = (SequenceNumberCounter::default(), SequenceNumberCounter::default());
        let halt = Arc::new(AtomicBool::new(false));
        let inner = Config::new(folder, next.clone(), visible.clone())
            .use_cache(Arc::new(Cache::with_capacity_bytes(cache_bytes)))
            // Values are sealed, hence noise: a block gains nothing by being compressed.
            .data_block_compression_policy(CompressionPolicy::all(CompressionType::None))
            .filter_block_pinning_policy(PinningPolicy::new(IN_MEMORY))
            .index_block_pinning_policy(PinningPolicy::new(IN_MEMORY))
            .with_compaction_filter_factory(Some(Arc::new(Halting(halt.clone()))))
            .open()?;
        let last = inner.get_highest_seqno().map_or(0, |last| last + 1);
        next.fetch_max(last);
        visible.fetch_max(last);
        Ok(Tree { inner, halt })
    }

    /// The number of the last batch of the log that it has.
    pub(crate) fn handed(&self) -> Result<u64, TreeError> {
        let mark = self.get(&own(HANDED))?;
        Ok(mark.and_then(|bytes| bytes.first_chunk().copied()).map_or(0, u64::from_be_bytes))
    }

    pub(crate) fn get(&self, key: &[u8]) -> Result<Option<Slice>, TreeError> {
        self.inner.get(key, SeqNo::MAX)
    }

    /// The rows of one moment. What is written or merged later does not show.
    pub(crate) fn range(
        &self,
        from: Vec<u8>,
        to: Vec<u8>,
    ) -> impl DoubleEndedIterator<Item = TreePair> + Send + use<> {
        self.inner.range(from..to, SeqNo::MAX, None).map(Guard::into_inner)
    }

    /// Takes a generation over: when this returns it is on disk, and all of it shows at once.
    pub(crate) fn take(&self, generation: &Generation) -> Result<(), TreeError> {
        let mark = Op::Set { key: own_name(HANDED), value: generation.last().to_be_bytes().to_vec() };
        generation.apply(Shard(OWN), vec![mark]);
        let mut ingestion = self.inner.ingestion()?;
        for shard in (0..SHARDS).chain([OWN]).map(Shard) {
            if let Some(rows) = generation.rows(shard) {
                self.take_rows(shard, &rows, &mut ingestion)?;
            }
        }
        ingestion.finish()
    }

    fn take_rows(&self, shard: Shard, rows: &Rows, to: &mut AnyIngestion<'_>) -> Result<(), TreeError> {
        // The tree knows no range deletes: each of its keys there is deleted, but those that were set again.
        let ranges = rows.deleted.iter();
        let mut dead =
            ranges.flat_map(|(from, to)| self.range(physical(shard, from), physical(shard, to))).peekable();
        for (key, value) in &rows.values {
            let key = physical(shard, key);
            while let Some(row) = dead.next_if(|row| row.as_ref().map_or(true, |(dead, _)| **dead <= *key)) {
                let (dead, _) = row?;
                if *dead != *key {
                    to.write_tombstone(dead)?;
                }
            }
            match value {
                Some(value) => to.write(key.as_slice(), &**value)?,
                // Written and deleted in the same generation: nobody below knows it.
                None if self.get(&key)?.is_none() => {}
                None => to.write_tombstone(key.as_slice())?,
            }
        }
        for row in dead {
            to.write_tombstone(row?.0)?;
        }
        Ok(())
    }

    /// Lets a merge that runs, and every later one, end at once with an error.
    pub(crate) fn halt(&self) {
        self.halt.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_halted(&self) -> bool {
        self.halt.load(Ordering::Relaxed)
    }
}

/// The rows of a range, from either end.
pub(crate) fn directed(
    rows: impl DoubleEndedIterator<Item = TreePair> + Send + 'static,
    direction: Direction,
) -> Box<dyn Iterator<Item = TreePair>> {
    match direction {
        Direction::Forward => Box::new(rows),
        Direction::Backward => Box::new(rows.rev()),
    }
}

/// Asked for every row of a merge: the one place from which a merge can be ended.
struct Halting(Arc<AtomicBool>);

impl Factory for Halting {
    fn name(&self) -> &str {
        "halting"
    }

    fn make_filter(&self, _: &Context) -> Box<dyn CompactionFilter> {
        Box::new(Halting(self.0.clone()))
    }
}

impl CompactionFilter for Halting {
    fn filter_item(&mut self, _: ItemAccessor<'_>, _: &Context) -> lsm_tree::Result<Verdict> {
        if self.0.load(Ordering::Relaxed) {
            return Err(io::Error::from(io::ErrorKind::Interrupted).into());
        }
        Ok(Verdict::Keep)
    }
}

/// Of which levels the filters and indexes stay in memory. A read asks the filter of each run, and nearly all
/// runs lie in levels 0 to 2, which are 84 generations at most: some 10 MB at ten bits a row, however much is
/// kept. Below, where it would grow with the store, they are read in parts as they are asked for.
const IN_MEMORY: [bool; 4] = [true, true, true, false];
/// The engine's own row that says how much of the log the tree has.
const HANDED: &str = "handed";
