//! Rows that ride along with an entry: the dirty list, and now and then the projections.

use store::{Batch, records::box_index::Undelivered, tables};

use crate::{
    boxes::{GroupPlan, Inner},
    cells::{Held, Loaded},
    defect::Defect,
    projection::Checkpoint,
    rows,
};

impl Inner {
    /// The dirty list and, when it is time, the projections: rows that ride along with an entry.
    pub(crate) fn keep_lists(
        &self,
        batch: &mut Batch,
        held: &mut Held<'_>,
        state: &mut Loaded,
        group: &GroupPlan,
    ) {
        let due = group.checkpoint
            || state.projection.entries_since >= self.options.checkpoint_entries
            || (self.may_be_many(state, group) && state.projection.checkpoint_rows() > CHECKPOINT_ROWS_MAX);
        let mut mark = state.listed;
        if let Some(from) = group.undelivered_from {
            // The mark is written lazily: it only has to stand no higher than what is delivered.
            mark = mark.or(Some(state.delivered().min(from.saturating_sub(1))));
        }
        if due {
            let quiet = held.slot(state.user()).is_some_and(|slot| slot.flights.queue.is_empty());
            let delivered = match group.undelivered_from {
                Some(from) => state.delivered().min(from.saturating_sub(1)),
                None => state.delivered(),
            };
            let now = self.world.clock.now().seconds();
            let checkpoint = state.projection.checkpoint(now, delivered, quiet);
            write_checkpoint(batch, &checkpoint);
            state.version += 1;
            if quiet {
                state.bodies.clear();
            }
            mark = mark.filter(|_| delivered < state.projection.pts).map(|_| delivered);
        }
        if mark != state.listed {
            let key = rows::dirty(state.user());
            batch.with(&self.system);
            match mark {
                Some(delivered_pts) if self.defect != Some(Defect::NotListed) => {
                    batch.put::<tables::Dirty>(&key, &Undelivered { delivered_pts });
                }
                Some(_) => {}
                None => batch.delete::<tables::Dirty>(&key),
            }
            state.listed = mark;
        }
    }

    /// Counting what a checkpoint would write takes a look at every dialog, so it is done only after large
    /// changes and now and then.
    fn may_be_many(&self, state: &Loaded, group: &GroupPlan) -> bool {
        group.done.rows.len() > LARGE_GROUP_ROWS
            || state.projection.entries_since.is_multiple_of(COUNTED_EVERY)
    }
}

fn write_checkpoint(batch: &mut Batch, checkpoint: &Checkpoint) {
    let user = checkpoint.user;
    batch.put::<tables::OwnerHeads>(&rows::head(user), &checkpoint.head);
    for (peer, record) in &checkpoint.dialogs {
        batch.put::<tables::Dialogs>(&rows::dialog(user, *peer), record);
    }
    for (peer, number, page) in &checkpoint.pages {
        let key = rows::by_number(user, *peer, *number);
        match page {
            Some(page) => batch.put::<tables::HistoryPages>(&key, page),
            None => batch.delete::<tables::HistoryPages>(&key),
        }
    }
    for (peer, run, directory) in &checkpoint.directories {
        batch.put::<tables::HistoryDirectories>(&rows::by_number(user, *peer, *run), directory);
    }
    if let Some(random_ids) = &checkpoint.random_ids {
        batch.put::<tables::RandomIds>(&rows::log(user, checkpoint.head.as_of_pts), random_ids);
    }
    for pts in &checkpoint.expired_random_ids {
        batch.delete::<tables::RandomIds>(&rows::log(user, *pts));
    }
}

/// With what else a group writes, this stays below the engine's 1 000.
const CHECKPOINT_ROWS_MAX: usize = 300;
const LARGE_GROUP_ROWS: usize = 16;
const COUNTED_EVERY: u32 = 16;
