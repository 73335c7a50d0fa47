//! What admins are shown of a channel in figures. Most of it is counted when somebody asks, out of rows that stand there
//! for other reasons, with a bound on the work; what nobody could count later (who came and went, what was seen on which
//! day) is kept by days, and costs neither a join nor a message a write of its own. Days are those of UTC.

mod days;
mod messages;
mod people;
mod posts;
mod tokens;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use boxes::{MessageId, UserId};
use store::{
    Direction, Rows,
    ids::Owner,
    records::{
        channels::Channel,
        figures::{ByDayAndStretch, ChannelFigures},
    },
    tables,
};

use super::{Action, ChannelError, Channels, Seen, is_broadcast, views::stretch_of};
use crate::{Fault, cache::Cache};

pub use days::Day;
pub use messages::{KINDS, Tally, TopPoster};
pub use posts::{PostFigures, ReactionsByDay};
pub use tokens::{GraphAsked, GraphTokenError};

/// Seconds of a day.
pub const DAY_SECONDS: i32 = 86_400;
/// Seconds of an hour.
pub const HOUR_SECONDS: i32 = 3_600;
/// Days of a graph.
const GRAPH_DAYS: i32 = 60;
/// For so long days are kept: a little longer than they are shown.
pub(super) const DAYS_KEPT: i32 = GRAPH_DAYS + 5;
/// Days of a period, which is compared with the one before.
pub(super) const PERIOD_DAYS: i32 = 7;
/// Rows of what was seen on a day that one look reads.
const VIEW_ROWS_MAX: usize = 20_000;
/// Figures stay for a second for so many entries that they were counted from, and for no longer than this.
const READ_FOR_A_SECOND: usize = 100;
const REMEMBERED_SECONDS_MAX: i32 = 300;
/// Channels whose figures are remembered (twice as many at most).
const REMEMBERED: usize = 64;

/// What keeps the work within its bounds.
pub(super) struct Counting {
    /// Figures that were counted lately, and until when they hold.
    lately: Mutex<Cache<i64, (i32, Arc<Figures>)>>,
    /// One channel at a time is counted.
    turn: tokio::sync::Mutex<()>,
    /// And deeds come to their days one after the other.
    deeds: tokio::sync::Mutex<()>,
}

impl Counting {
    pub(super) fn new() -> Self {
        let lately = Mutex::new(Cache::new(REMEMBERED));
        Counting { lately, turn: tokio::sync::Mutex::default(), deeds: tokio::sync::Mutex::default() }
    }
}

/// What was seen on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ViewsByDay {
    /// Days since 1970.
    pub day: i32,
    /// Views.
    pub views: i32,
    /// Forwards.
    pub forwards: i32,
}

/// A channel in figures. No Debug: it says who does what.
pub struct Figures {
    /// Seconds since 1970 at which they were counted.
    pub date: i32,
    /// Members at that moment.
    pub members: u32,
    /// Who came and went, a day after the other up to the present one, from the first that is known whole.
    pub days: Vec<Day>,
    /// What was seen, in the same way; of broadcast channels.
    pub views: Vec<ViewsByDay>,
    /// Views by the hour of the day, in the period and in the one before.
    pub view_hours: [[i32; 24]; 2],
    /// Views and forwards by the hour of single days.
    pub hours_of_days: BTreeMap<i32, [(i32, i32); 24]>,
    /// What was written.
    pub written: Tally,
    /// Of broadcast channels: the newest posts, the newest first.
    pub posts: Vec<PostFigures>,
    /// Of broadcast channels: for how many members it is not muted, and of how many that is known; of few members nothing.
    pub unmuted: (u32, u32),
    /// Of supergroups: how many members have read in the period; none where there are too many to look at.
    pub readers: Option<u32>,
}

impl Figures {
    /// The present day.
    pub fn today(&self) -> i32 {
        day_of(self.date)
    }

    /// The first day of the period that ends today; a later one where less is known.
    pub fn period_first(&self) -> i32 {
        let first = self.today().saturating_sub(PERIOD_DAYS - 1);
        first.max(self.written.first_day)
    }

    /// Members at the end of the day before the period, where that is known.
    pub fn members_before(&self) -> Option<u32> {
        let before = self.period_first().saturating_sub(1);
        self.days.iter().find(|day| day.day == before).map(|day| day.members)
    }

    /// The days of the period.
    pub fn period(&self) -> impl Iterator<Item = &Day> {
        let first = self.period_first();
        self.days.iter().filter(move |day| day.day >= first)
    }
}

impl Channels {
    /// A channel or supergroup in figures, for its admins.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for who is no admin, and as [`Channels::seen`].
    pub async fn figures(&self, user: UserId, channel: i64) -> Result<(Seen, Arc<Figures>), ChannelError> {
        let seen = self.may_see_figures(user, channel).await?;
        if let Some(figures) = self.counted_lately(channel) {
            return Ok((seen, figures));
        }
        let _turn = self.counting.turn.lock().await;
        // Somebody else may have had it counted meanwhile.
        if let Some(figures) = self.counted_lately(channel) {
            return Ok((seen, figures));
        }
        let (figures, read) = self.count(channel, &seen.record).await?;
        let figures = Arc::new(figures);
        let seconds = i32::try_from(read / READ_FOR_A_SECOND).unwrap_or(i32::MAX).min(REMEMBERED_SECONDS_MAX);
        let until = figures.date.saturating_add(seconds);
        self.lately().put(channel, (until, Arc::clone(&figures)));
        Ok((seen, figures))
    }

    /// The channel, for one of its admins.
    pub(super) async fn may_see_figures(&self, user: UserId, channel: i64) -> Result<Seen, ChannelError> {
        self.allowed(channel, user, Action::SeeFigures).await
    }

    fn counted_lately(&self, channel: i64) -> Option<Arc<Figures>> {
        let (until, figures) = self.lately().get(&channel)?;
        (self.now() < until).then_some(figures)
    }

    fn lately(&self) -> std::sync::MutexGuard<'_, Cache<i64, (i32, Arc<Figures>)>> {
        self.counting.lately.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts, and gives how many entries and rows that took.
    async fn count(&self, channel: i64, record: &Channel) -> Result<(Figures, usize), ChannelError> {
        let date = self.now();
        let today = day_of(date);
        let first = today.saturating_sub(GRAPH_DAYS - 1);
        let known = self.count_deeds(channel).await?;
        // As it is now: who came meanwhile is counted among the deeds.
        let members = self.record(channel).await?.map_or(record.participants, |record| record.participants);
        let days = self.days(channel, (&known, record), (first, today), members).await?;
        let (written, read) = self.tally(channel, (first, today)).await?;
        let mut figures = Figures {
            date,
            members,
            days,
            views: Vec::new(),
            view_hours: [[0; 24]; 2],
            hours_of_days: BTreeMap::new(),
            written,
            posts: Vec::new(),
            unmuted: (0, 0),
            readers: None,
        };
        let mut rows = read;
        if is_broadcast(record) {
            rows += self.count_views(channel, (&known, record), first, &mut figures).await?;
            figures.posts = self.post_figures(channel, &figures.written.posts).await?;
            let (unmuted, looked_at) = self.unmuted(channel, date).await?;
            figures.unmuted = unmuted;
            rows += looked_at;
        } else {
            let since = figures.period_first().saturating_mul(DAY_SECONDS);
            let (readers, looked_at) = self.readers_since(channel, record, since).await?;
            figures.readers = readers;
            rows += looked_at;
        }
        Ok((figures, rows))
    }

    /// What was seen, by days and by hours.
    async fn count_views(
        &self,
        channel: i64,
        known: (&ChannelFigures, &Channel),
        first: i32,
        figures: &mut Figures,
    ) -> Result<usize, Fault> {
        // What was counted a moment ago as well.
        self.views.write().await?;
        let today = figures.today();
        let from = ByDayAndStretch { channel, day: first, stretch: 0 };
        let rows = Rows::<tables::ChannelDayViews>::since(&from);
        let mut rows = self.store.scan(rows, VIEW_ROWS_MAX, Direction::Backward).await?;
        let read = rows.len();
        if read == VIEW_ROWS_MAX {
            // The oldest day may not be whole.
            let oldest = rows.last().map_or(first, |(key, _)| key.day);
            rows.retain(|(key, _)| key.day > oldest);
        }
        let mut begins = self.views_known_from(channel, known).await?.unwrap_or(today).max(first);
        if read == VIEW_ROWS_MAX {
            begins = rows.last().map_or(today, |(key, _)| key.day).max(begins);
        }
        let mut days: BTreeMap<i32, ViewsByDay> =
            (begins..=today).map(|day| (day, ViewsByDay { day, ..ViewsByDay::default() })).collect();
        let current = today.saturating_sub(PERIOD_DAYS - 1);
        for (key, row) in rows {
            let Some(day) = days.get_mut(&key.day) else { continue };
            let hours = figures.hours_of_days.entry(key.day).or_insert([(0, 0); 24]);
            for (hour, views, forwards) in row.hours {
                day.views = day.views.saturating_add(views);
                day.forwards = day.forwards.saturating_add(forwards);
                if let Some(of_day) = hours.get_mut(usize::from(hour)) {
                    *of_day = (of_day.0.saturating_add(views), of_day.1.saturating_add(forwards));
                }
                let period = match key.day {
                    day if day >= current => 0,
                    day if day >= current.saturating_sub(PERIOD_DAYS) => 1,
                    _ => continue,
                };
                let of_period =
                    figures.view_hours.get_mut(period).and_then(|hours| hours.get_mut(usize::from(hour)));
                if let Some(of_period) = of_period {
                    *of_period = of_period.saturating_add(views);
                }
            }
        }
        figures.views = days.into_values().collect();
        Ok(read)
    }

    /// The first day of which all views are known; none where nothing is.
    async fn views_known_from(
        &self,
        channel: i64,
        (known, record): (&ChannelFigures, &Channel),
    ) -> Result<Option<i32>, Fault> {
        if known.since <= record.date {
            return Ok(Some(day_of(record.date)));
        }
        let rows = Rows::<tables::ChannelDayViews>::of(Owner::Channel(channel));
        let first = self.store.scan(rows, 1, Direction::Forward).await?;
        // Counting began on that day.
        Ok(first.first().map(|(key, _)| key.day.saturating_add(1)))
    }

    /// What was seen of one post, day after day, and the day on which it was posted; none where it is not counted.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchMessage`], and as [`Channels::figures`].
    pub async fn views_of(
        &self,
        user: UserId,
        channel: i64,
        id: MessageId,
    ) -> Result<Option<(Vec<ViewsByDay>, i32)>, ChannelError> {
        let seen = self.may_see_figures(user, channel).await?;
        let post = self.post_of_figures(&seen, id).await?;
        if !is_broadcast(&seen.record) {
            return Ok(None);
        }
        self.views.write().await?;
        let known = self.count_deeds(channel).await?;
        let today = day_of(self.now());
        let Some(begins) = self.views_known_from(channel, (&known, &seen.record)).await? else {
            return Ok(None);
        };
        let posted = day_of(post.record.date);
        let first = today.saturating_sub(GRAPH_DAYS - 1).max(posted).max(begins);
        let stretch = stretch_of(id);
        let keys: Vec<_> = (first..=today).map(|day| ByDayAndStretch { channel, day, stretch }).collect();
        let rows = self.store.get_many::<tables::ChannelDayViews>(&keys).await?;
        let of_day = |(key, row): (&ByDayAndStretch, Option<store::records::figures::ViewsOfDay>)| {
            let counts = row.map(|row| row.counts).unwrap_or_default();
            let (views, forwards) = counts
                .into_iter()
                .find(|(of, ..)| *of == id)
                .map_or((0, 0), |(_, views, forwards)| (views, forwards));
            ViewsByDay { day: key.day, views, forwards }
        };
        Ok(Some((keys.iter().zip(rows).map(of_day).collect(), posted)))
    }
}

/// The day of a moment, both since 1970.
pub(super) fn day_of(date: i32) -> i32 {
    date.div_euclid(DAY_SECONDS)
}
