//! Bringing into memory what a decision needs: boxes from their rows and the log's tail, dialogs, pages, log
//! entries.

use std::sync::{Arc, atomic::Ordering};

use store::{
    Direction, Rows,
    ids::{MessageId, Owner, Peer, Pts, UserId},
    records::{box_index::DialogRecord, log::LogRecord},
    tables,
};
use tokio::sync::MutexGuard;

use crate::{
    boxes::Inner,
    cells::Loaded,
    defect::Defect,
    error::BoxError,
    need::Need,
    projection::{Dialog, Page, PageNumber, Projection, dialog_from_rows},
    rows,
};

impl Inner {
    /// Brings what a decision found missing.
    pub(crate) async fn fetch(self: &Arc<Self>, need: Need) -> Result<(), BoxError> {
        match need {
            Need::Load(user) => self.load(user).await,
            Need::Dialog(user, peer) => self.bring_dialog(user, peer).await,
            Need::AllDialogs(user) => self.bring_all_dialogs(user).await,
            Need::Page(user, peer, number) => self.bring_page(user, peer, number).await,
            Need::Bodies(user, ids) => self.bring_bodies(user, ids).await,
            Need::Random(user, random_id) => self.bring_random(user, random_id).await,
            // The work waits for other boxes, which may wait for this one's: its future has to end somewhere.
            Need::Delivery(user) => Box::pin(self.work_off(user)).await,
            Need::Group(group) => self.load_group(group).await,
            Need::GroupBodies(group, ids) => self.bring_group_bodies(group, ids).await,
            Need::GroupDelivery(group) => Box::pin(self.work_off_group(group)).await,
            Need::Many(needs) => {
                for need in needs {
                    Box::pin(self.fetch(need)).await?;
                }
                Ok(())
            }
            Need::Arrival(user, pts) => {
                self.all_arrived(user, pts).await;
                Ok(())
            }
        }
    }

    /// Reads a box, unless it is in memory and good.
    async fn load(self: &Arc<Self>, user: UserId) -> Result<(), BoxError> {
        {
            let _loading = self.loading_lock(user).await;
            self.quiet(user).await;
            if self.is_loaded(user) {
                return Ok(());
            }
            let mut loaded = Box::new(self.read(user).await?);
            self.enter_life(&mut loaded).await?;
            let mut slots = self.cells.of(user).lock();
            let slot = slots.get_or_make(user, || self.cells.new_slot());
            self.drop_loaded(slot);
            slot.loaded = Some(loaded);
            slot.recent = true;
            self.loaded.fetch_add(1, Ordering::Relaxed);
        }
        self.make_room().await
    }

    fn is_loaded(&self, user: UserId) -> bool {
        let slots = self.cells.of(user).lock();
        let loaded = slots.get(&user).and_then(|slot| slot.loaded.as_ref());
        loaded.is_some_and(|loaded| self.store.is_current(&loaded.hold))
    }

    /// The box from its rows and the tail of its log.
    async fn read(&self, user: UserId) -> Result<Loaded, BoxError> {
        // Before anything is read: what somebody else writes from here on makes the hold worthless.
        let hold = self.store.hold(Owner::User(user)).await?;
        let head = self.store.get::<tables::OwnerHeads>(&rows::head(user)).await?;
        let listed = self.store.get::<tables::Dirty>(&rows::dirty(user)).await?;
        let mut projection = Projection::new(user, head);
        if head.is_some() {
            let kept = Rows::of(Owner::User(user));
            for (key, row) in
                self.store.scan::<tables::RandomIds>(kept, RANDOM_ROWS_MAX, Direction::Forward).await?
            {
                projection.randoms.load(key.pts, &row);
            }
        }
        if self.defect != Some(Defect::TailNotReplayed) {
            self.replay_tail(&mut projection).await?;
        }
        let skipped = self.defect == Some(Defect::OutboxSkippedAtStart);
        let listed = listed.filter(|_| !skipped).map(|row| row.delivered_pts);
        let beside = self.read_beside(user).await?;
        Ok(Loaded::new(hold, projection, listed, self.cells.next_sequence(), beside))
    }

    async fn replay_tail(&self, projection: &mut Projection) -> Result<(), BoxError> {
        loop {
            let from = rows::log(projection.user, projection.pts.saturating_add(1));
            let mut tail =
                self.store.scan::<tables::Log>(Rows::since(&from), TAIL_AT_ONCE, Direction::Forward).await?;
            let last = tail.len() < TAIL_AT_ONCE;
            if self.defect == Some(Defect::PtsReused) && last {
                tail.pop();
            }
            for (key, record) in tail {
                loop {
                    match projection.ready_for(&record) {
                        Ok(()) => break,
                        Err(need) => self.supply(projection, need).await?,
                    }
                }
                projection.apply(key.pts, &record);
            }
            if last {
                return Ok(());
            }
        }
    }

    /// As `fetch`, for a box that nobody else sees yet.
    async fn supply(&self, projection: &mut Projection, need: Need) -> Result<(), BoxError> {
        let user = projection.user;
        match need {
            Need::Dialog(_, peer) => {
                let dialog = self.read_dialog(user, peer).await?;
                projection.dialogs.insert(peer, Box::new(dialog.unwrap_or_default()));
                Ok(())
            }
            Need::Page(_, peer, number) => {
                let page = self.read_page(user, peer, number).await?;
                if let Some(dialog) = projection.dialogs.get_mut(&peer) {
                    dialog.supply(number, page);
                }
                Ok(())
            }
            _ => Err(BoxError::Damaged { user, what: "the tail of the log" }),
        }
    }

    async fn bring_dialog(&self, user: UserId, peer: Peer) -> Result<(), BoxError> {
        let _loading = self.loading_lock(user).await;
        let dialog = Box::new(self.read_dialog(user, peer).await?.unwrap_or_default());
        // Whoever is in memory has the last word: what is not there has not changed since it was written.
        self.with_loaded(user, |loaded| {
            loaded.projection.dialogs.entry(peer).or_insert(dialog);
        });
        Ok(())
    }

    async fn bring_all_dialogs(&self, user: UserId) -> Result<(), BoxError> {
        let _loading = self.loading_lock(user).await;
        let mut found = Vec::new();
        let mut rows = Rows::of(Owner::User(user));
        loop {
            let part = self.store.scan::<tables::Dialogs>(rows, DIALOGS_AT_ONCE, Direction::Forward).await?;
            let Some((last, _)) = part.last().filter(|_| part.len() == DIALOGS_AT_ONCE) else {
                found.extend(part);
                break;
            };
            rows = Rows::since(last);
            found.extend(part);
        }
        let mut dialogs = Vec::with_capacity(found.len());
        for (key, record) in found {
            let dialog = self.whole_dialog(user, key.peer, &record).await?;
            dialogs.push((key.peer, Box::new(dialog)));
        }
        self.with_loaded(user, |loaded| {
            for (peer, dialog) in dialogs {
                loaded.projection.dialogs.entry(peer).or_insert(dialog);
            }
            loaded.projection.all_dialogs = true;
        });
        Ok(())
    }

    async fn bring_page(&self, user: UserId, peer: Peer, number: PageNumber) -> Result<(), BoxError> {
        let _loading = self.loading_lock(user).await;
        let version = self.version(user);
        let page = self.read_page(user, peer, number).await?;
        self.with_loaded(user, |loaded| {
            if version == Some(loaded.version)
                && let Some(dialog) = loaded.projection.dialogs.get_mut(&peer)
            {
                dialog.supply(number, page);
            }
        });
        Ok(())
    }

    async fn bring_bodies(&self, user: UserId, ids: Vec<MessageId>) -> Result<(), BoxError> {
        let _loading = self.loading_lock(user).await;
        let version = self.version(user);
        // What is on its way cannot be read yet; if it fails, the box is gone and the next round finds that.
        let _failed = self.settled(&[user]).await;
        let found = self.bodies(user, &ids).await?;
        self.with_loaded(user, |loaded| {
            if version == Some(loaded.version) {
                for (id, body) in ids.into_iter().zip(found) {
                    loaded.bodies.entry(id).or_insert(body);
                }
            }
        });
        Ok(())
    }

    async fn bring_random(&self, user: UserId, random_id: i64) -> Result<(), BoxError> {
        let _loading = self.loading_lock(user).await;
        let version = self.version(user);
        // As for bodies: a row that is on its way cannot be read yet.
        let _failed = self.settled(&[user]).await;
        let kept = Rows::of(Owner::User(user));
        let found = self.store.scan::<tables::RandomIds>(kept, RANDOM_ROWS_MAX, Direction::Backward).await?;
        let sent = found.iter().flat_map(|(_, row)| &row.sends).find(|(drawn, _)| *drawn == random_id);
        let id = sent.map(|(_, id)| *id);
        self.with_loaded(user, |loaded| {
            if version == Some(loaded.version) {
                loaded.projection.randoms.settle(random_id, id);
            }
        });
        Ok(())
    }

    async fn read_dialog(&self, user: UserId, peer: Peer) -> Result<Option<Dialog>, BoxError> {
        match self.store.get::<tables::Dialogs>(&rows::dialog(user, peer)).await? {
            Some(record) => self.whole_dialog(user, peer, &record).await.map(Some),
            None => Ok(None),
        }
    }

    async fn whole_dialog(
        &self,
        user: UserId,
        peer: Peer,
        record: &DialogRecord,
    ) -> Result<Dialog, BoxError> {
        let runs = if record.closed == 0 {
            Vec::new()
        } else {
            let (from, to) = (rows::by_number(user, peer, 0), rows::by_number(user, peer, u32::MAX));
            let found = self
                .store
                .scan::<tables::HistoryDirectories>(Rows::between(&from, &to), RUNS_MAX, Direction::Forward)
                .await?;
            found.into_iter().map(|(_, run)| run).collect()
        };
        dialog_from_rows(record, runs).ok_or(BoxError::Damaged { user, what: "a dialog" })
    }

    async fn read_page(&self, user: UserId, peer: Peer, number: PageNumber) -> Result<Page, BoxError> {
        let row = self.store.get::<tables::HistoryPages>(&rows::by_number(user, peer, number)).await?;
        let page = row.and_then(|row| Page::from_bytes(&row.entries));
        page.ok_or(BoxError::Damaged { user, what: "a page of a history" })
    }

    /// Entries of a log, in the order of the ids; a group's messages with what they say.
    pub(crate) async fn bodies(
        &self,
        user: UserId,
        ids: &[MessageId],
    ) -> Result<Vec<Option<LogRecord>>, BoxError> {
        let keys: Vec<_> = ids.iter().map(|id| rows::log(user, *id)).collect();
        let mut found = self.store.get_many::<tables::Log>(&keys).await?;
        self.resolve_found(user, &mut found).await?;
        Ok(found)
    }

    /// Entries of a log that end in `above + 1 ..= up_to`, at most `limit`.
    pub(crate) async fn log(
        &self,
        user: UserId,
        above: Pts,
        up_to: Pts,
        limit: usize,
    ) -> Result<Vec<(Pts, LogRecord)>, BoxError> {
        let (from, to) = (rows::log(user, above.saturating_add(1)), rows::log(user, up_to.saturating_add(1)));
        let found =
            self.store.scan::<tables::Log>(Rows::between(&from, &to), limit, Direction::Forward).await?;
        let mut found: Vec<_> = found.into_iter().map(|(key, record)| (key.pts, record)).collect();
        self.resolve_log(user, &mut found).await?;
        Ok(found)
    }

    pub(crate) fn with_loaded<T>(&self, user: UserId, with: impl FnOnce(&mut Loaded) -> T) -> Option<T> {
        let mut slots = self.cells.of(user).lock();
        slots.get_mut(&user).and_then(|slot| slot.loaded.as_deref_mut()).map(with)
    }

    fn version(&self, user: UserId) -> Option<u64> {
        self.with_loaded(user, |loaded| loaded.version)
    }

    async fn loading_lock(&self, user: UserId) -> MutexGuard<'_, ()> {
        let at = (user.0.unsigned_abs() % self.loading.len() as u64) as usize;
        self.loading[at].lock().await
    }
}

const TAIL_AT_ONCE: usize = 256;
const DIALOGS_AT_ONCE: usize = 500;
/// Rows of the directory of one dialog: 256 pages of 96 messages each.
const RUNS_MAX: usize = 100_000;
/// One row for each checkpoint of the last days.
const RANDOM_ROWS_MAX: usize = 100_000;
