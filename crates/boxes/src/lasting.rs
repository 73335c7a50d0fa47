//! Lasting changes without pts (blocks, notify settings, …): a table in which the latest of each name wins,
//! with an index by time, so that a difference can tell what changed while a device was away.

use store::{
    Batch, Direction, Rows,
    ids::UserId,
    records::box_index::{ByName, ByTime, LastingMoment, LastingRecord},
    tables,
};

use crate::{boxes::Boxes, defect::Defect, error::BoxError, queries::Lasting};

impl Boxes {
    /// Keeps a change under its name, in place of the last one. `name` and `payload` are `domain`'s.
    pub async fn note_lasting(&self, user: UserId, name: &[u8], payload: Vec<u8>) -> Result<(), BoxError> {
        let mut batch = self.inner.store.batch();
        self.keep_lasting(&mut batch, user, name, payload).await?;
        self.inner.store.commit(batch).await?;
        Ok(())
    }

    /// As [`Boxes::note_lasting`], with whatever else a batch writes for the user: what changed and that it
    /// changed are on disk together, or neither is.
    pub async fn keep_lasting(
        &self,
        batch: &mut Batch,
        user: UserId,
        name: &[u8],
        payload: Vec<u8>,
    ) -> Result<(), BoxError> {
        if self.inner.defect == Some(Defect::ArrangementNotKept) {
            return Ok(());
        }
        let date = self.inner.world.clock.now().seconds();
        let key = ByName { user, name: name.to_vec() };
        let before = self.inner.store.get::<tables::Lasting>(&key).await?;
        if let Some(before) = before.filter(|before| before.date != date) {
            batch.delete::<tables::LastingMoments>(&ByTime { user, date: before.date, name: name.to_vec() });
        }
        batch.put::<tables::LastingMoments>(&ByTime { user, date, name: name.to_vec() }, &LastingMoment {});
        batch.put::<tables::Lasting>(&key, &LastingRecord { date, payload });
        Ok(())
    }

    /// The changes since `date` less ten minutes, oldest first, at most [`LASTING_MAX`] (then the newest).
    pub async fn lasting_since(&self, user: UserId, date: i32) -> Result<Vec<Lasting>, BoxError> {
        let store = &self.inner.store;
        let from = ByTime { user, date: date.saturating_sub(LASTING_OVERLAP_SECONDS), name: Vec::new() };
        let range = Rows::<tables::LastingMoments>::since(&from);
        let mut moments = store.scan(range, LASTING_MAX, Direction::Backward).await?;
        moments.reverse();
        let keys: Vec<ByName> =
            moments.iter().map(|(key, _)| ByName { user, name: key.name.clone() }).collect();
        let found = store.get_many::<tables::Lasting>(&keys).await?;
        let latest = moments.into_iter().zip(found).filter_map(|((key, _), record)| {
            // Two changes at once may leave a moment behind that is no longer the latest.
            let record = record.filter(|record| record.date == key.date)?;
            Some(Lasting { name: key.name, date: record.date, payload: record.payload })
        });
        Ok(latest.collect())
    }
}

/// Clients' clocks and unsent answers: so much is told twice rather than not at all.
pub const LASTING_OVERLAP_SECONDS: i32 = 600;
/// Changes of one answer.
pub const LASTING_MAX: usize = 500;
