//! Reading a channel's box into memory, and letting go of it.

use std::sync::Arc;

use store::{
    Direction, Rows,
    ids::{MessageId, Owner, Pts},
    key::{ByPts, OfOwner},
    records::log::{LogRecord, Step},
    tables,
};

use super::{Held, Inner, cells::Slot, flight::log, loaded::Loaded, randoms::KEPT_SECONDS};
use crate::{defect::Defect, error::BoxError};

impl Inner {
    /// Runs something on a channel in memory, under its lock.
    pub(crate) async fn with<T>(
        self: &Arc<Self>,
        channel: i64,
        mut look: impl FnMut(&Held, &Slot, &Loaded) -> T,
    ) -> Result<T, BoxError> {
        self.decide(channel, |cell, slot| match slot.loaded.take() {
            None => Err(BoxError::Busy),
            Some(loaded) => {
                let answer = look(cell, slot, &loaded);
                slot.loaded = Some(loaded);
                Ok(answer)
            }
        })
        .await
    }

    /// Runs a decision on a channel in memory, under its lock.
    pub(crate) async fn decide<T>(
        self: &Arc<Self>,
        channel: i64,
        mut decision: impl FnMut(&Held, &mut Slot) -> Result<T, BoxError>,
    ) -> Result<T, BoxError> {
        let cell = self.cells.of(channel);
        for _ in 0..ROUNDS_MAX {
            {
                let mut slot = cell.lock();
                slot.recent = true;
                let current = slot.loaded.as_ref().map(|loaded| self.store.is_current(&loaded.hold));
                match current {
                    Some(true) => return decision(&cell, &mut slot),
                    // The shard was taken anew since: it has to be read again.
                    Some(false) => slot.loaded = None,
                    None => {}
                }
            }
            self.load(&cell).await?;
        }
        Err(BoxError::Busy)
    }

    async fn load(self: &Arc<Self>, cell: &Held) -> Result<(), BoxError> {
        {
            let _loading = cell.loading.lock().await;
            if cell.lock().loaded.is_some() {
                return Ok(());
            }
            // A commit whose outcome is not known yet would be missed.
            cell.quiet().await;
            let loaded = self.read(cell.channel).await?;
            let mut slot = cell.lock();
            slot.durable = loaded.pts;
            slot.loaded = Some(Box::new(loaded));
        }
        self.make_room(cell.channel).await
    }

    async fn read(&self, channel: i64) -> Result<Loaded, BoxError> {
        let owner = Owner::Channel(channel);
        let hold = self.store.hold(owner).await?;
        let head = self.store.get::<tables::ChannelHeads>(&OfOwner(owner)).await?.unwrap_or_default();
        let mut loaded = Loaded::new(hold, channel, &head);
        let rows = Rows::<tables::ChannelMarks>::of(owner);
        for (key, row) in self.store.scan(rows, usize::MAX, Direction::Forward).await? {
            loaded.marks.put(usize::try_from(key.pts).unwrap_or(0), &row.bits);
        }
        let rows = Rows::<tables::ChannelThreads>::of(owner);
        for (key, row) in self.store.scan(rows, usize::MAX, Direction::Forward).await? {
            loaded.threads.put(key.root, key.stretch, &row);
        }
        self.read_randoms(&mut loaded).await?;
        let from = head.as_of_pts.saturating_add(1);
        let mut next = from;
        while self.defect != Some(Defect::ChannelTailNotReplayed) {
            let rows = Rows::<tables::Log>::since(&log(channel, next));
            let part = self.store.scan(rows, TAIL_PART, Direction::Forward).await?;
            let last = part.len() < TAIL_PART;
            for (key, record) in part {
                next = key.pts.saturating_add(1);
                loaded.apply(key.pts, &record);
            }
            if last {
                break;
            }
        }
        self.enter_life(&mut loaded).await?;
        Ok(loaded)
    }

    /// What was sent in the last days; what is older goes.
    async fn read_randoms(&self, loaded: &mut Loaded) -> Result<(), BoxError> {
        let owner = Owner::Channel(loaded.channel);
        let oldest = self.world.clock.now().seconds().saturating_sub(KEPT_SECONDS);
        let mut before = ByPts { owner, pts: Pts::MAX };
        loop {
            let rows = Rows::<tables::ChannelRandomIds>::before(&before);
            let part = self.store.scan(rows, RANDOMS_PART, Direction::Backward).await?;
            let last = part.len() < RANDOMS_PART;
            for (key, row) in part {
                before = key;
                if row.date < oldest {
                    let mut batch = self.store.batch();
                    batch.under(&loaded.hold);
                    let behind = ByPts { owner, pts: before.pts.saturating_add(1) };
                    batch.delete_rows(Rows::<tables::ChannelRandomIds>::before(&behind));
                    return Ok(self.store.commit(batch).await?);
                }
                loaded.randoms.put(&row);
            }
            if last {
                return Ok(());
            }
        }
    }

    /// Moves a box forward into a new life of the store, as a user's.
    async fn enter_life(&self, loaded: &mut Loaded) -> Result<(), BoxError> {
        let incarnation = self.store.incarnation();
        if loaded.incarnation >= incarnation {
            return Ok(());
        }
        let count = self.store.step().max(1);
        let date = loaded.date(self.world.clock.now().seconds());
        let record = LogRecord::Step(Step { date, count, incarnation });
        let pts = loaded.next_pts(&record)?;
        let mut batch = self.store.batch();
        batch.under(&loaded.hold);
        batch.put::<tables::Log>(&log(loaded.channel, pts), &record);
        self.store.commit(batch).await?;
        loaded.apply(pts, &record);
        Ok(())
    }

    /// Keeps the number of channels in memory within its bound.
    async fn make_room(self: &Arc<Self>, but: i64) -> Result<(), BoxError> {
        if self.cells.count() <= self.loaded_max {
            return Ok(());
        }
        let mut evicted = 0;
        for cell in self.cells.all() {
            let idle = cell.channel != but && {
                let mut slot = cell.lock();
                !std::mem::take(&mut slot.recent) && slot.is_quiet()
            };
            if !idle {
                continue;
            }
            self.write_projections(&cell).await?;
            {
                let mut slot = cell.lock();
                let written = slot.loaded.as_ref().is_none_or(|loaded| loaded.unwritten == 0);
                if slot.is_quiet() && written && !slot.recent {
                    slot.loaded = None;
                }
            }
            let channel = cell.channel;
            drop(cell);
            self.cells.forget(channel);
            evicted += 1;
            if evicted >= EVICTED_AT_ONCE {
                break;
            }
        }
        Ok(())
    }

    /// Entries of the log that are messages, each in its place.
    pub(crate) async fn records(
        &self,
        channel: i64,
        ids: &[MessageId],
    ) -> Result<Vec<Option<LogRecord>>, BoxError> {
        let keys: Vec<ByPts> = ids.iter().map(|id| log(channel, *id)).collect();
        Ok(self.store.get_many::<tables::Log>(&keys).await?)
    }
}

const ROUNDS_MAX: usize = 1_000;
/// Entries read at once.
const TAIL_PART: usize = 512;
const RANDOMS_PART: usize = 64;
const EVICTED_AT_ONCE: usize = 64;
