//! What people report to those who look after the server: kept until an operator closes it, and some weeks longer. It
//! names chats, messages and people; words are only those that the person wrote about it.

use std::sync::Arc;

use boxes::UserId;
use store::{
    Direction, Rows, Shard, Store,
    ids::Peer,
    key::OfShard,
    records::reports::{Report, Reported},
    tables,
};
use tokio::sync::Mutex;
use world::World;

use crate::{Accounts, Alarm, Fault};

/// Where reports lie.
const SHARD: Shard = Shard(0);
/// Reports that are kept.
const REPORTS_MAX: usize = 10_000;
/// Open ones of one person.
const OF_ONE_MAX: usize = 100;
/// Who has made so many is asked to wait so long.
const WAIT_SECONDS: u32 = 3_600;
/// A closed report goes after so long.
const CLOSED_KEPT_SECONDS: i32 = 30 * 86_400;
/// Characters of what a person writes about it; what is longer is cut.
const COMMENT_CHARS_MAX: usize = 512;
/// People named in one report.
const PEOPLE_MAX: usize = 10;

/// A report that comes in.
pub struct NewReport {
    /// Which chat, or person.
    pub peer: Peer,
    /// What of it.
    pub what: Reported,
    /// Who wrote or did it.
    pub people: Vec<Peer>,
    /// Why, in one word.
    pub reason: String,
    /// What the person wrote about it.
    pub comment: String,
}

/// Why a report was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// There are too many that nobody has looked at.
    #[error("too many reports are open")]
    TooMany {
        /// To wait.
        seconds: u32,
    },
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// All reports.
pub struct Reports {
    store: Store,
    world: World,
    accounts: Arc<Accounts>,
    /// They come one by one.
    turn: Mutex<()>,
}

impl Reports {
    pub(crate) fn new(store: Store, world: World, accounts: Arc<Accounts>) -> Self {
        Reports { store, world, accounts, turn: Mutex::default() }
    }

    /// Takes a report of `by`; the same one again only renews it. Operators are told of the first that is open.
    ///
    /// # Errors
    /// [`ReportError::TooMany`], and where the store fails.
    pub async fn take(&self, by: UserId, new: NewReport) -> Result<(), ReportError> {
        let NewReport { peer, what, mut people, reason, comment } = new;
        people.sort_unstable();
        people.dedup();
        people.truncate(PEOPLE_MAX);
        let _turn = self.turn.lock().await;
        let date = self.world.clock.now().seconds();
        let (mut kept, mut batch) = (Vec::new(), self.store.batch());
        for (number, report) in self.all().await? {
            match report.closed_at {
                Some(at) if at < date.saturating_sub(CLOSED_KEPT_SECONDS) => {
                    batch.delete::<tables::Reports>(&key(number));
                }
                _ => kept.push((number, report)),
            }
        }
        let open = |report: &Report| report.closed_at.is_none();
        let same =
            |report: &Report| open(report) && report.by == by && report.peer == peer && report.what == what;
        let before = kept.iter().find(|(_, report)| same(report)).map(|(number, _)| *number);
        let own = kept.iter().filter(|(_, report)| open(report) && report.by == by).count();
        if before.is_none() && (own >= OF_ONE_MAX || kept.len() >= REPORTS_MAX) {
            if kept.len() >= REPORTS_MAX {
                tracing::warn!("no report is taken any more: there are {REPORTS_MAX} that nobody has closed");
            }
            return Err(ReportError::TooMany { seconds: WAIT_SECONDS });
        }
        let first = !kept.iter().any(|(_, report)| open(report));
        let next = kept.last().map_or(0, |(number, _)| *number).saturating_add(1);
        let comment = comment.trim().chars().take(COMMENT_CHARS_MAX).collect();
        let report = Report { date, by, peer, what, people, reason, comment, closed_at: None };
        batch.put::<tables::Reports>(&key(before.unwrap_or(next)), &report);
        self.store.commit(batch).await.map_err(Fault::from)?;
        if first {
            self.accounts.alarm(Alarm::Reported).await;
        }
        Ok(())
    }

    /// The reports that nobody has closed, by their numbers.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn open(&self) -> Result<Vec<(u64, Report)>, Fault> {
        let mut all = self.all().await?;
        all.retain(|(_, report)| report.closed_at.is_none());
        Ok(all)
    }

    /// Closes a report. False if none that is open has this number.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn close(&self, number: u64) -> Result<bool, Fault> {
        let _turn = self.turn.lock().await;
        let found = self.store.get::<tables::Reports>(&key(number)).await?;
        let Some(report) = found.filter(|report| report.closed_at.is_none()) else { return Ok(false) };
        let report = Report { closed_at: Some(self.world.clock.now().seconds()), ..report };
        let mut batch = self.store.batch();
        batch.put::<tables::Reports>(&key(number), &report);
        self.store.commit(batch).await?;
        Ok(true)
    }

    async fn all(&self) -> Result<Vec<(u64, Report)>, Fault> {
        let rows = Rows::<tables::Reports>::of_shard(SHARD);
        let found = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        let number = |row: &[u8]| row.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes));
        Ok(found.into_iter().map(|(key, report)| (number(&key.row), report)).collect())
    }
}

fn key(number: u64) -> OfShard {
    OfShard { shard: SHARD, row: number.to_be_bytes().to_vec() }
}
