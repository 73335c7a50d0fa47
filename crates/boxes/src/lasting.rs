//! Lasting changes without pts (blocks, notify settings, …): a table in which the latest of each name wins,
//! with an index by time, so that a difference can tell what changed while a device was away.

use store::{
    Batch, Direction, Rows, Store,
    ids::{Owner, UserId},
    records::{
        box_index::{ByName, ByTime, LastingMoment, LastingRecord},
        lasting::About,
    },
    tables,
};

use crate::{boxes::Boxes, defect::Defect, error::BoxError, queries::Lasting};

impl Boxes {
    /// Puts into the batch that changes something of `user` that his devices are told of it: both are on disk
    /// together, or neither is. It takes the place of what stood there about the same; `payload` is `domain`'s.
    pub async fn keep_lasting(
        &self,
        batch: &mut Batch,
        user: UserId,
        about: About,
        payload: Vec<u8>,
    ) -> Result<(), BoxError> {
        if self.inner.defect == Some(Defect::ArrangementNotKept) {
            return Ok(());
        }
        let now = self.inner.world.clock.now().seconds();
        keep_lasting(&self.inner.store, batch, user, about, payload, now).await
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
            // Two changes at once may leave a moment behind that is no longer the latest. One without a row is told as
            // well: the row may have gone with an older moment of the same name while this one came.
            let payload = match record {
                Some(record) if record.date == key.date => record.payload,
                Some(_) => return None,
                None => Vec::new(),
            };
            Some(Lasting { about: About::of_name(&key.name)?, date: key.date, payload })
        });
        let latest = latest.collect();
        let turn = i64::from(self.inner.world.clock.now().seconds()).wrapping_add(user.0);
        if turn.rem_euclid(TIDIED_ONE_IN) == 0 {
            // Nobody waits for that, and a disk that takes no writes is read all the same: what stays goes another time.
            let _kept = self.tidy_lasting(user).await;
        }
        Ok(latest)
    }

    /// Takes away changes that nobody can be told of any more, since so many came after them.
    async fn tidy_lasting(&self, user: UserId) -> Result<(), BoxError> {
        let store = &self.inner.store;
        let all = Rows::<tables::LastingMoments>::of(Owner::User(user));
        let newest = store.scan(all, LASTING_MAX + TIDIED_AT_ONCE, Direction::Backward).await?;
        let old: Vec<ByTime> = newest.into_iter().skip(LASTING_MAX).map(|(key, _)| key).collect();
        if old.is_empty() {
            return Ok(());
        }
        let keys: Vec<ByName> = old.iter().map(|key| ByName { user, name: key.name.clone() }).collect();
        let found = store.get_many::<tables::Lasting>(&keys).await?;
        let mut batch = store.batch();
        for ((moment, key), record) in old.iter().zip(&keys).zip(found) {
            batch.delete::<tables::LastingMoments>(moment);
            // What changed again since stands under a newer moment.
            if record.is_some_and(|record| record.date == moment.date) {
                batch.delete::<tables::Lasting>(key);
            }
        }
        Ok(store.commit(batch).await?)
    }
}

/// As [`Boxes::keep_lasting`], for whoever has to be there before the boxes are. `now` is in seconds since 1970.
pub async fn keep_lasting(
    store: &Store,
    batch: &mut Batch,
    user: UserId,
    about: About,
    payload: Vec<u8>,
    now: i32,
) -> Result<(), BoxError> {
    let before = store.get::<tables::Lasting>(&ByName { user, name: about.name() }).await?;
    put_lasting(batch, user, about, LastingRecord { date: now, payload }, before.map(|before| before.date));
    Ok(())
}

/// Puts a change in place of that of `before`.
pub(crate) fn put_lasting(
    batch: &mut Batch,
    user: UserId,
    about: About,
    record: LastingRecord,
    before: Option<i32>,
) {
    let (name, date) = (about.name(), record.date);
    if let Some(before) = before.filter(|before| *before != date) {
        batch.delete::<tables::LastingMoments>(&ByTime { user, date: before, name: name.clone() });
    }
    batch.put::<tables::LastingMoments>(&ByTime { user, date, name: name.clone() }, &LastingMoment {});
    batch.put::<tables::Lasting>(&ByName { user, name }, &record);
}

/// Clients' clocks and unsent answers: so much is told twice rather than not at all.
pub const LASTING_OVERLAP_SECONDS: i32 = 600;
/// Changes of one answer.
pub const LASTING_MAX: usize = 500;
/// Of so many differences of a person one looks for changes that are not told any more,
const TIDIED_ONE_IN: i64 = 16;
/// and takes so many away: two deletes each, which fit into one commit.
const TIDIED_AT_ONCE: usize = 400;
