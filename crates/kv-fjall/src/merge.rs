//! Merging the tree's runs, in a thread of its own: rarely, and many at once, so that a row is written again as
//! few times as its neighbours allow.
//!
//! Fresh runs lie in level 0. So many of them become one run of level 2, so many of those one of level 4, and
//! so many of those are merged with everything older in level 6; the levels between are only passed through. A
//! level is merged together with the next older one when that is no larger. Fjall's own way keeps each level
//! one run and writes the level below again with every few runs: twice to four times the CPU for a message.

use std::sync::Arc;

use lsm_tree::{
    AbstractTree, SeqNo,
    compaction::{CompactionStrategy, MoveDown, PullDown},
};

use crate::{
    engine::Shared,
    tree::{Tree, TreeError},
};

/// Merges what is due, one step after the other, until there is nothing more.
pub(crate) fn settle(shared: &Shared) -> Result<(), TreeError> {
    loop {
        let Some(step) = step(&levels(&shared.tree)) else { return Ok(()) };
        if shared.tree.is_halted() || !shared.has_room(step.bytes) {
            // With more room it goes on after the next hand-over.
            return Ok(());
        }
        if let Some(before_merge) = &shared.config.hooks.before_merge {
            before_merge()?;
        }
        let strategy: Arc<dyn CompactionStrategy> = match step.kind {
            Kind::Move => Arc::new(MoveDown(step.from, step.to)),
            Kind::Merge => Arc::new(PullDown(step.from, step.to)),
        };
        // Readers hold what they read by itself: nothing below the newest is kept for them.
        shared.tree.inner.compact(strategy, SeqNo::MAX)?;
    }
}

/// Everything into one run.
pub(crate) fn all(tree: &Tree) -> Result<(), TreeError> {
    tree.inner.major_compact(TABLE_BYTES, SeqNo::MAX)
}

/// How many runs lie in a level, and how large it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Level {
    runs: usize,
    bytes: u64,
}

#[derive(Debug, PartialEq, Eq)]
struct Step {
    kind: Kind,
    from: u8,
    to: u8,
    /// What it reads and writes.
    bytes: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Move,
    Merge,
}

fn levels(tree: &Tree) -> [Level; LEVELS] {
    let version = tree.inner.current_version();
    std::array::from_fn(|number| match version.level(number) {
        Some(level) => Level { runs: level.run_count(), bytes: level.size() },
        None => Level::default(),
    })
}

/// What is to be done next.
fn step(levels: &[Level; LEVELS]) -> Option<Step> {
    let level = |number: u8| levels.get(usize::from(number)).copied().unwrap_or_default();
    let merge = |from: u8, to: u8| {
        Some(Step { kind: Kind::Merge, from, to, bytes: level(from).bytes + level(to).bytes })
    };
    if level(5).runs > 0 {
        return merge(5, 6);
    }
    // A run that was merged goes to those of its age; also after a crash in between.
    for from in [3, 1] {
        if level(from).runs > 0 {
            return Some(Step { kind: Kind::Move, from, to: from + 1, bytes: 0 });
        }
    }
    for (from, runs) in [(4, OLD_RUNS), (2, MIDDLE_RUNS), (0, FRESH_RUNS)] {
        if level(from).runs < runs {
            continue;
        }
        let older = (from + 1..=6).find(|older| level(*older).runs > 0).unwrap_or(6);
        let alone = from < 4 && level(older).bytes > level(from).bytes;
        return merge(from, if alone { from + 1 } else { older });
    }
    None
}

const LEVELS: usize = 7;
/// So many generations are merged at once.
pub(crate) const FRESH_RUNS: usize = 12;
const MIDDLE_RUNS: usize = 6;
const OLD_RUNS: usize = 4;
const TABLE_BYTES: u64 = 64 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_written_few_times_and_few_runs_are_kept_however_much_there_is() {
        let mut levels = [Level::default(); LEVELS];
        let (mut written, mut most) = (0, 0);
        for _ in 0..2000 {
            levels[0].runs += 1;
            levels[0].bytes += 16;
            while let Some(step) = step(&levels) {
                let from = std::mem::take(&mut levels[usize::from(step.from)]);
                let to = &mut levels[usize::from(step.to)];
                match step.kind {
                    Kind::Move => *to = Level { runs: to.runs + from.runs, bytes: to.bytes + from.bytes },
                    Kind::Merge => {
                        *to = Level { runs: 1, bytes: to.bytes + from.bytes };
                        assert_eq!(to.bytes, step.bytes);
                        written += to.bytes;
                    }
                }
                // Nothing newer may come to lie below something older.
                let between = usize::from(step.from) + 1..usize::from(step.to);
                assert!(levels[between].iter().all(|level| level.runs == 0));
            }
            most = most.max(levels.iter().map(|level| level.runs).sum());
        }
        let bytes: u64 = levels.iter().map(|level| level.bytes).sum();
        assert_eq!(bytes, 2000 * 16);
        assert!(written <= 5 * bytes, "{written} of {bytes}");
        assert!(most <= FRESH_RUNS + MIDDLE_RUNS + OLD_RUNS, "{most} runs");
    }

    #[test]
    fn what_fjall_has_left_in_any_level_is_taken_in() {
        for number in 0..LEVELS {
            let mut levels = [Level::default(); LEVELS];
            levels[number] = Level { runs: 1, bytes: 100 };
            for _ in 0..4 {
                let Some(step) = step(&levels) else { break };
                let from = std::mem::take(&mut levels[usize::from(step.from)]);
                levels[usize::from(step.to)] = from;
            }
            assert_eq!(step(&levels), None, "level {number}");
        }
    }
}
