//! How often posts were seen and forwarded, in all and on each day, and to which public channels: counters outside of
//! message and log, merged in memory and written at most once a second. What a crash loses is a second of counting.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use boxes::{Message, MessageId, UserId};
use store::{
    Rows, Store, StoreError,
    ids::Owner,
    key::ByPts,
    records::{
        channels,
        figures::{ByDayAndStretch, ByForward, PublicForward, ViewsOfDay},
    },
    tables,
};
use world::World;

use super::{
    ChannelError, Channels,
    figures::{DAY_SECONDS, DAYS_KEPT, HOUR_SECONDS, day_of},
    members::WRITTEN_AT_ONCE,
};
use crate::{Fault, cache::Cache};

/// The counters of all channels. Cheap to clone.
#[derive(Clone)]
pub(super) struct Views(Arc<Inner>);

struct Inner {
    store: Store,
    world: World,
    counting: Mutex<Counting>,
    /// Only one at a time merges into rows.
    writing: tokio::sync::Mutex<()>,
}

struct Counting {
    /// Views and forwards that no row has yet.
    fresh: BTreeMap<(i64, MessageId), (i32, i32)>,
    /// Public forwards that no row has yet.
    reposts: BTreeSet<ByForward>,
    /// Who has seen what lately: a person counts once.
    seen: Cache<(UserId, i64, MessageId), ()>,
    /// Somebody will write.
    due: bool,
}

/// Views and forwards of posts.
type Counts = Vec<(MessageId, i32, i32)>;

/// Posts of one row.
const STRETCH: MessageId = 64;
/// Views remembered, so that they are not counted again (twice as many at most).
const SEEN_REMEMBERED: usize = 1 << 16;
const WRITE_EVERY: Duration = Duration::from_secs(1);

impl Views {
    pub(super) fn new(store: Store, world: World) -> Self {
        let counting = Counting {
            fresh: BTreeMap::new(),
            reposts: BTreeSet::new(),
            seen: Cache::new(SEEN_REMEMBERED),
            due: false,
        };
        let (counting, writing) = (Mutex::new(counting), tokio::sync::Mutex::default());
        Views(Arc::new(Inner { store, world, counting, writing }))
    }

    /// `user` has seen these posts.
    fn saw(&self, user: UserId, channel: i64, ids: &[MessageId]) {
        let mut counting = self.lock();
        for id in ids {
            if counting.seen.get(&(user, channel, *id)).is_none() {
                counting.seen.put((user, channel, *id), ());
                counting.fresh.entry((channel, *id)).or_default().0 += 1;
            }
        }
        self.will_write(counting);
    }

    /// These posts were forwarded.
    fn forwarded(&self, channel: i64, ids: &[MessageId]) {
        let mut counting = self.lock();
        for id in ids {
            counting.fresh.entry((channel, *id)).or_default().1 += 1;
        }
        self.will_write(counting);
    }

    /// A post was forwarded to a public channel.
    pub(super) fn reposted(&self, forward: ByForward) {
        let mut counting = self.lock();
        counting.reposts.insert(forward);
        self.will_write(counting);
    }

    /// Views and forwards, each in its place. A post has been seen by its author.
    pub(super) async fn of(&self, channel: i64, ids: &[MessageId]) -> Result<Vec<(i32, i32)>, StoreError> {
        let stretches: BTreeSet<MessageId> = ids.iter().map(|id| id.div_euclid(STRETCH)).collect();
        let keys: Vec<ByPts> = stretches.iter().map(|stretch| key(channel, *stretch)).collect();
        let rows = self.0.store.get_many::<tables::ChannelViews>(&keys).await?;
        let counting = self.lock();
        Ok(ids
            .iter()
            .map(|id| {
                let row = stretches.iter().position(|stretch| *stretch == id.div_euclid(STRETCH));
                let row = row.and_then(|at| rows.get(at)).and_then(Option::as_ref);
                let kept = row.and_then(|row| row.counts.iter().find(|(of, ..)| of == id));
                let (views, forwards) = kept.map_or((0, 0), |(_, views, forwards)| (*views, *forwards));
                let fresh = counting.fresh.get(&(channel, *id)).copied().unwrap_or_default();
                ((views + fresh.0).max(1), forwards + fresh.1)
            })
            .collect())
    }

    fn will_write(&self, mut counting: MutexGuard<'_, Counting>) {
        let nothing = counting.fresh.is_empty() && counting.reposts.is_empty();
        if nothing || std::mem::replace(&mut counting.due, true) {
            return;
        }
        drop(counting);
        let views = self.clone();
        self.0.world.spawn.spawn(Box::pin(async move {
            let clock = &views.0.world.clock;
            clock.sleep_until(clock.elapsed() + WRITE_EVERY).await;
            if let Err(error) = views.write().await {
                tracing::warn!(%error, "views of posts are not kept");
            }
        }));
    }

    /// Writes what was counted.
    pub(super) async fn write(&self) -> Result<(), StoreError> {
        let _writing = self.0.writing.lock().await;
        let (fresh, reposts) = {
            let mut counting = self.lock();
            counting.due = false;
            (counting.fresh.clone(), counting.reposts.iter().copied().collect::<Vec<_>>())
        };
        let now = self.0.world.clock.now().seconds();
        for part in reposts.chunks(WRITTEN_AT_ONCE) {
            let mut batch = self.0.store.batch();
            part.iter().for_each(|key| batch.put::<tables::PublicForwards>(key, &PublicForward {}));
            self.0.store.commit(batch).await?;
            let mut counting = self.lock();
            part.iter().for_each(|key| {
                counting.reposts.remove(key);
            });
        }
        let mut rows: BTreeMap<(i64, MessageId), Counts> = BTreeMap::new();
        for ((channel, id), (views, forwards)) in &fresh {
            rows.entry((*channel, id.div_euclid(STRETCH))).or_default().push((*id, *views, *forwards));
        }
        for ((channel, stretch), counted) in rows {
            let at = key(channel, stretch);
            let mut row = self.0.store.get::<tables::ChannelViews>(&at).await?.unwrap_or_default();
            for (id, views, forwards) in &counted {
                match row.counts.binary_search_by_key(id, |(of, ..)| *of) {
                    Ok(found) => {
                        if let Some(kept) = row.counts.get_mut(found) {
                            kept.1 = kept.1.saturating_add(*views);
                            kept.2 = kept.2.saturating_add(*forwards);
                        }
                    }
                    Err(found) => row.counts.insert(found, (*id, *views, *forwards)),
                }
            }
            let mut batch = self.0.store.batch();
            batch.put::<tables::ChannelViews>(&at, &channels::ChannelViews { counts: row.counts });
            // What is seen of a stretch on a day, in the same commit.
            let of_day = ByDayAndStretch { channel, day: day_of(now), stretch };
            let day = self.0.store.get::<tables::ChannelDayViews>(&of_day).await?;
            if day.is_none() {
                let oldest =
                    ByDayAndStretch { day: of_day.day.saturating_sub(DAYS_KEPT), stretch: 0, ..of_day };
                batch.delete_rows(Rows::<tables::ChannelDayViews>::before(&oldest));
            }
            let day = with_more(day.unwrap_or_default(), &counted, now);
            batch.put::<tables::ChannelDayViews>(&of_day, &day);
            self.0.store.commit(batch).await?;
            let mut counting = self.lock();
            for (id, views, forwards) in counted {
                if let Some(left) = counting.fresh.get_mut(&(channel, id)) {
                    left.0 -= views;
                    left.1 -= forwards;
                    if *left == (0, 0) {
                        counting.fresh.remove(&(channel, id));
                    }
                }
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Counting> {
        self.0.counting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was seen on a day, and more at `now`.
fn with_more(mut day: ViewsOfDay, counted: &Counts, now: i32) -> ViewsOfDay {
    let hour = u8::try_from(now.rem_euclid(DAY_SECONDS) / HOUR_SECONDS).unwrap_or(0);
    for (id, views, forwards) in counted {
        match day.counts.binary_search_by_key(id, |(of, ..)| *of) {
            Ok(at) => {
                if let Some(kept) = day.counts.get_mut(at) {
                    *kept = (*id, kept.1.saturating_add(*views), kept.2.saturating_add(*forwards));
                }
            }
            Err(at) => day.counts.insert(at, (*id, *views, *forwards)),
        }
        match day.hours.binary_search_by_key(&hour, |(of, ..)| *of) {
            Ok(at) => {
                if let Some(kept) = day.hours.get_mut(at) {
                    *kept = (hour, kept.1.saturating_add(*views), kept.2.saturating_add(*forwards));
                }
            }
            Err(at) => day.hours.insert(at, (hour, *views, *forwards)),
        }
    }
    day
}

/// The stretch in whose rows a post is counted.
pub(super) fn stretch_of(id: MessageId) -> MessageId {
    id.div_euclid(STRETCH)
}

fn key(channel: i64, stretch: MessageId) -> ByPts {
    ByPts { owner: Owner::Channel(channel), pts: stretch }
}

impl Channels {
    /// How often posts were seen and forwarded, each in its place; none for what is not there or not counted.
    /// `increment`: `user` has them before him now.
    ///
    /// # Errors
    /// As [`Channels::seen`].
    pub async fn views(
        &self,
        user: UserId,
        channel: i64,
        ids: &[MessageId],
        increment: bool,
    ) -> Result<Vec<Option<(i32, i32)>>, ChannelError> {
        let found = self.messages(user, channel, ids).await?;
        let counted = |message: &Message| message.posted.as_ref().is_some_and(|posted| posted.post);
        let there: Vec<bool> = found.iter().map(|message| message.as_ref().is_some_and(counted)).collect();
        if increment {
            let seen: Vec<MessageId> =
                ids.iter().zip(&there).filter(|(_, there)| **there).map(|(id, _)| *id).collect();
            self.views.saw(user, channel, &seen);
        }
        let counts = self.views.of(channel, ids).await?;
        Ok(counts.into_iter().zip(there).map(|(counts, there)| there.then_some(counts)).collect())
    }

    /// Posts of a channel were forwarded.
    pub fn note_forwards(&self, channel: i64, ids: &[MessageId]) {
        self.views.forwarded(channel, ids);
    }

    /// Puts the counters into posts.
    pub(super) async fn counted(&self, channel: i64, messages: &mut [Message]) -> Result<(), Fault> {
        let ids: Vec<MessageId> = messages
            .iter()
            .filter(|message| message.posted.as_ref().is_some_and(|posted| posted.post))
            .map(|message| message.id)
            .collect();
        if ids.is_empty() {
            return Ok(());
        }
        let counts = self.views.of(channel, &ids).await?;
        for (id, counts) in ids.iter().zip(counts) {
            let message = messages.iter_mut().find(|message| message.id == *id);
            if let Some(posted) = message.and_then(|message| message.posted.as_mut()) {
                posted.counted = Some(counts);
            }
        }
        Ok(())
    }
}
