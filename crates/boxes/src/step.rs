//! A new life of the store: after a restore, devices know more of a box than the box itself. So that no pts means
//! two things, each box leaves out as many of them as the store says before anything else happens in it, and a
//! device that saw entries of the life that was lost is told that their messages are gone.
//!
//! qts need no step as long as nothing is counted by them.

use store::{
    ids::{MessageId, Pts},
    records::log::{LogRecord, Step},
    tables,
};

use crate::{boxes::Inner, cells::Loaded, error::BoxError, rows};

impl Inner {
    /// Moves a box forward that was just read and that nobody else sees yet, unless it has moved in this life.
    pub(crate) async fn enter_life(&self, loaded: &mut Loaded) -> Result<(), BoxError> {
        let incarnation = self.store.incarnation();
        if loaded.projection.incarnation >= incarnation {
            return Ok(());
        }
        let user = loaded.user();
        let count = self.store.step().max(1);
        let pts = loaded.projection.pts.checked_add(count).ok_or(BoxError::Full { user })?;
        let date = loaded.date(self.world.clock.now().seconds());
        let record = LogRecord::Step(Step { date, count, incarnation });
        let mut batch = self.store.batch();
        batch.under(&loaded.hold);
        batch.put::<tables::Log>(&rows::log(user, pts), &record);
        self.store.commit(batch).await?;
        loaded.projection.apply(pts, &record);
        Ok(())
    }
}

/// The messages of the lost life that a device may hold which stands at `seen`, where the step of `count` pts ends
/// at `pts`: the newest, if they are very many.
pub(crate) fn taken_back(pts: Pts, count: Pts, seen: Pts) -> Vec<MessageId> {
    let before = pts.saturating_sub(count).max(seen.saturating_sub(TAKEN_BACK_MAX));
    (before.saturating_add(1)..=seen.min(pts)).collect()
}

/// A device says by itself where it stands, so this is bounded.
const TAKEN_BACK_MAX: Pts = 10_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_the_kept_log_and_the_device_is_taken_back_and_no_more() {
        assert_eq!(taken_back(1_000_010, 1_000_000, 13), [11, 12, 13]);
        assert!(taken_back(1_000_010, 1_000_000, 10).is_empty());
        assert!(taken_back(1_000_010, 1_000_000, 3).is_empty());
        assert_eq!(taken_back(1_000_010, 1_000_000, 900_000).len(), 10_000);
    }
}
