//! Indexing in the background. The way of a message writes nothing and only tells, once in so many entries, that a
//! box has grown; here its log is read in parts and becomes segments. Small segments are joined, and those of which
//! much has gone are made anew, always from the log, so that what was deleted or edited leaves them. When there is
//! nothing to do no task runs.

use std::{
    collections::BTreeSet,
    future::poll_fn,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    task::Poll,
    time::Duration,
};

use store::{
    Hold,
    ids::{MessageId, Owner, Pts, UserId},
    records::{log::LogRecord, search::SearchSegment},
};
use world::Clock;

use super::{
    builder::Builder,
    segments::{Segment, Segments, number_after},
    terms::Terms,
    words::RULES,
};
use crate::{
    boxes::{Boxes, Inner},
    error::BoxError,
    plan::Done,
};

/// Who waits to be indexed, and what keeps readers and the worker apart.
pub(crate) struct Index {
    queue: Mutex<Queue>,
    /// One at a time works on a box's index.
    locks: Vec<tokio::sync::Mutex<()>>,
    /// Odd while segments of such a box change, and another number afterwards.
    turns: Vec<AtomicU64>,
}

#[derive(Default)]
struct Queue {
    waiting: BTreeSet<UserId>,
    /// A task is at it.
    running: bool,
}

impl Index {
    pub(crate) fn new() -> Index {
        Index {
            queue: Mutex::default(),
            locks: (0..LOCKS).map(|_| tokio::sync::Mutex::new(())).collect(),
            turns: (0..LOCKS).map(|_| AtomicU64::new(0)).collect(),
        }
    }

    pub(crate) async fn lock(&self, user: UserId) -> tokio::sync::MutexGuard<'_, ()> {
        self.locks[place(user)].lock().await
    }

    /// To be compared before and after reading: the same even number says that nothing was replaced.
    pub(crate) fn reading(&self, user: UserId) -> u64 {
        self.turns[place(user)].load(Ordering::SeqCst)
    }

    /// Segments of a box change until this is dropped.
    pub(crate) fn turn(&self, user: UserId) -> Turn<'_> {
        let turn = &self.turns[place(user)];
        turn.fetch_add(1, Ordering::SeqCst);
        Turn(turn)
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Queue> {
        // A set and a flag, each changed in one step.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next box; without one the task ends.
    fn next(&self) -> Option<UserId> {
        let mut queue = self.queue();
        let next = queue.waiting.pop_first();
        queue.running = next.is_some();
        next
    }
}

/// See [`Index::turn`].
pub(crate) struct Turn<'a>(&'a AtomicU64);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

fn place(user: UserId) -> usize {
    (user.0.unsigned_abs() % LOCKS as u64) as usize
}

impl Boxes {
    /// Brings a box's search index up to date, as the worker does by itself in its own time.
    #[doc(hidden)]
    pub async fn index(&self, user: UserId) -> Result<(), BoxError> {
        self.inner.index_now(user).await
    }
}

impl Inner {
    /// Tells the worker of a box that has taken so many entries that a segment is due.
    pub(crate) fn note_growth(self: &Arc<Self>, user: UserId, done: &Done) {
        let (Some(first), Some(last)) = (done.entries.first(), done.entries.last()) else { return };
        let step = |pts: Pts| pts / self.segment_pts();
        if step(first.pts.saturating_sub(first.pts_count)) != step(last.pts) {
            self.index_later(user);
        }
    }

    /// So many pts make a segment; fewer are looked through by the search itself.
    pub(crate) fn segment_pts(&self) -> Pts {
        self.options.segment_entries.max(1)
    }

    fn full_pts(&self) -> Pts {
        self.segment_pts().saturating_mul(FULL_SEGMENTS)
    }

    /// Puts a box in the worker's queue.
    pub(crate) fn index_later(self: &Arc<Self>, user: UserId) {
        let start = {
            let mut queue = self.index.queue();
            queue.waiting.insert(user);
            !std::mem::replace(&mut queue.running, true)
        };
        if start {
            let (inner, clock) = (Arc::downgrade(self), self.world.clock.clone());
            self.world.spawn.spawn(Box::pin(work(inner, clock)));
        }
    }

    /// Works on one box until nothing is left to do.
    pub(crate) async fn index_now(self: &Arc<Self>, user: UserId) -> Result<(), BoxError> {
        while self.index_step(user).await? {}
        Ok(())
    }

    /// One bounded piece of work on a box's index; false when there was none.
    async fn index_step(self: &Arc<Self>, user: UserId) -> Result<bool, BoxError> {
        let _lock = self.index.lock(user).await;
        let hold = self.store.hold(Owner::User(user)).await?;
        let mut segments = self.segments(user).await?;
        if let Some((at, count)) =
            to_join(&segments.good, self.full_pts()).or_else(|| to_renew(&segments.good))
        {
            self.rewrite(&hold, user, &segments, at, count).await?;
            return Ok(true);
        }
        self.extend(&hold, user, &mut segments).await
    }

    /// Makes a segment of what the log holds above the last one.
    async fn extend(
        self: &Arc<Self>,
        hold: &Hold,
        user: UserId,
        segments: &mut Segments,
    ) -> Result<bool, BoxError> {
        let Some((mut draft, touched)) = self.gather(user, segments.as_of(), Pts::MAX).await? else {
            return Ok(false);
        };
        if draft.weight < self.segment_pts() {
            return Ok(false);
        }
        let (from, through) = (draft.from, draft.through);
        let mut others = BTreeSet::new();
        for (id, edited) in touched {
            if (from..=through).contains(&id) {
                draft.gone.insert(id);
                draft.changed.extend(Some(id).filter(|_| edited));
            } else if let Some(segment) = segments.of(id) {
                segment.gone.insert(id);
                segment.changed.extend(Some(id).filter(|_| edited));
                others.insert(segment.from);
            }
        }
        let touched: Vec<Segment> =
            segments.good.iter().filter(|segment| others.contains(&segment.from)).cloned().collect();
        let replaced: Vec<Segment> =
            segments.stale.iter().filter(|stale| stale.from <= through).cloned().collect();
        let made = draft.finish(&Terms::new(&self.store, user), number_after(segments));
        // Many at once, as when a long history went: in parts that a commit takes.
        let (early, late) = touched.split_at(touched.len().saturating_sub(TOUCHED_AT_ONCE));
        for part in early.chunks(TOUCHED_AT_ONCE) {
            self.write_touched(hold, user, part).await?;
        }
        self.write_segment(hold, user, made, &replaced, late).await?;
        Ok(true)
    }

    /// Makes one segment of `count` segments from `at` on.
    async fn rewrite(
        self: &Arc<Self>,
        hold: &Hold,
        user: UserId,
        segments: &Segments,
        at: usize,
        count: usize,
    ) -> Result<(), BoxError> {
        let replaced = segments.good.get(at..at + count).unwrap_or_default();
        let (Some(first), Some(last)) = (replaced.first(), replaced.last()) else { return Ok(()) };
        let through = last.record.through;
        let mut draft = Draft::new(user, first.from);
        let mut above = first.from.saturating_sub(1);
        loop {
            let part = self.log(user, above, through, ROWS_AT_ONCE).await?;
            for (pts, record) in &part {
                if let LogRecord::Message(message) = record {
                    draft.builder.add(*pts, message);
                }
            }
            match part.last() {
                Some((pts, _)) if part.len() == ROWS_AT_ONCE => above = *pts,
                _ => break,
            }
            give_way().await;
        }
        draft.through = through;
        let made = draft.finish(&Terms::new(&self.store, user), number_after(segments));
        self.write_segment(hold, user, made, replaced, &[]).await
    }

    /// Reads the log above `above` until a segment is full or the log ends: the messages, and those that were
    /// edited or deleted after they were made part of a segment, of this one or of an earlier one.
    async fn gather(
        &self,
        user: UserId,
        above: Pts,
        up_to: Pts,
    ) -> Result<Option<(Draft, Vec<(MessageId, bool)>)>, BoxError> {
        let mut draft: Option<Draft> = None;
        let mut touched = Vec::new();
        let mut above = above;
        loop {
            let part = self.log(user, above, up_to, ROWS_AT_ONCE).await?;
            let full = |draft: &Draft| {
                draft.weight >= self.full_pts() || draft.builder.text_bytes >= SEGMENT_TEXT_BYTES_FULL
            };
            // Read together with the entry that tells of its change, a message is as it is after it.
            let fresh = part.first().map_or(Pts::MAX, |(pts, _)| *pts);
            for (pts, record) in &part {
                let step = matches!(record, LogRecord::Step(_));
                if draft.as_ref().is_some_and(|draft| full(draft) || step) {
                    return Ok(draft.map(|draft| (draft, touched)));
                }
                let draft = draft.get_or_insert_with(|| Draft::new(user, *pts));
                draft.through = *pts;
                draft.weight += if step { 1 } else { record.pts_count() };
                match record {
                    LogRecord::Message(message) => draft.builder.add(*pts, message),
                    LogRecord::Edited(edited) if edited.id < fresh => touched.push((edited.id, true)),
                    LogRecord::Deleted(deleted) => {
                        let ids = deleted.dialogs.iter().flat_map(|dialog| &dialog.ids);
                        touched.extend(ids.filter(|id| **id < fresh).map(|id| (*id, false)));
                    }
                    _ => {}
                }
            }
            match part.last() {
                Some((pts, _)) if part.len() == ROWS_AT_ONCE => above = *pts,
                _ => return Ok(draft.map(|draft| (draft, touched))),
            }
            give_way().await;
        }
    }
}

/// Lets others run that wait for the thread: an engine whose reads never wait would keep it for the whole segment.
async fn give_way() {
    let mut given = false;
    poll_fn(|context| {
        if std::mem::replace(&mut given, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// A segment in the making.
struct Draft {
    builder: Builder,
    from: Pts,
    through: Pts,
    /// The pts that its entries take, without those that a new life of the store left out.
    weight: Pts,
    gone: BTreeSet<MessageId>,
    changed: BTreeSet<MessageId>,
}

impl Draft {
    fn new(user: UserId, from: Pts) -> Draft {
        let builder = Builder::new(user, from);
        Draft { builder, from, through: from, weight: 0, gone: BTreeSet::new(), changed: BTreeSet::new() }
    }

    fn finish(self, terms: &Terms, number: i32) -> (Segment, super::builder::Packed) {
        let builder = self.builder;
        let (messages, first_date, last_date) = (builder.messages, builder.first_date, builder.last_date);
        let text_bytes = u32::try_from(builder.text_bytes).unwrap_or(u32::MAX);
        let packed = builder.pack(terms);
        let record = SearchSegment {
            through: self.through,
            number,
            rules: RULES,
            word_groups: packed.word_groups,
            mark_groups: packed.mark_groups,
            messages,
            text_bytes,
            first_date,
            last_date,
            gone: Vec::new(),
            changed: Vec::new(),
        };
        (Segment { from: self.from, record, gone: self.gone, changed: self.changed }, packed)
    }
}

/// The task. It holds the boxes only while it works, so that they can be let go of.
async fn work(inner: Weak<Inner>, clock: Arc<dyn Clock>) {
    // What grows together is told together.
    let mut pause = PAUSE_FIRST;
    loop {
        clock.sleep_until(clock.elapsed() + pause).await;
        let Some(inner) = inner.upgrade() else { return };
        let Some(user) = inner.index.next() else { return };
        let began = clock.elapsed();
        // A box that cannot be read or written now is told of again when it grows or is searched.
        if inner.index_step(user).await == Ok(true) {
            inner.index.queue().waiting.insert(user);
        }
        // A fifth of a processor at most.
        pause = (clock.elapsed().saturating_sub(began) * 4).clamp(PAUSE_MIN, PAUSE_MAX);
    }
}

/// Small segments at the end that are worth joining: where they begin, and how many.
fn to_join(segments: &[Segment], full_pts: Pts) -> Option<(usize, usize)> {
    let small = |segment: &&Segment| {
        segment.span() < full_pts.cast_unsigned() / 2
            && (segment.record.text_bytes as usize) < SEGMENT_TEXT_BYTES_FULL / 4
    };
    let mut at = segments.len() - segments.iter().rev().take_while(small).count();
    while let Some(first) = segments.get(at) {
        let (mut count, mut bytes, mut full) = (0, 0, false);
        for segment in segments.get(at..).unwrap_or_default() {
            // Across the step of a new life nothing is joined: that would be a range of numbers without use.
            let pts = segment.record.through.saturating_sub(first.from);
            bytes += segment.record.text_bytes as usize;
            full = pts > full_pts.saturating_add(full_pts / 4) || bytes > SEGMENT_TEXT_BYTES_FULL;
            if full {
                break;
            }
            count += 1;
        }
        if count >= JOINED_MIN || (full && count >= 2) {
            return Some((at, count));
        }
        if !full {
            return None;
        }
        at += count.max(1);
    }
    None
}

/// A segment of which so much has gone that it is made anew.
fn to_renew(segments: &[Segment]) -> Option<(usize, usize)> {
    let worn = |segment: &Segment| {
        let gone_max = GONE_MIN.max(segment.record.messages as usize / 8);
        segment.gone.len() > gone_max || segment.changed.len() > CHANGED_MAX
    };
    if let Some(at) = segments.iter().position(worn) {
        return Some((at, 1));
    }
    let changed: usize = segments.iter().map(|segment| segment.changed.len()).sum();
    if changed <= CHANGED_IN_ALL_MAX {
        return None;
    }
    let most = (0..segments.len()).max_by_key(|at| segments.get(*at).map(|segment| segment.changed.len()))?;
    Some((most, 1))
}

/// A segment takes the pts of so many that are just worth making.
const FULL_SEGMENTS: Pts = 8;
/// Nor more text than this, which bounds the memory that making it takes.
const SEGMENT_TEXT_BYTES_FULL: usize = 4 * 1024 * 1024;
/// So many small segments become one.
const JOINED_MIN: usize = 7;
/// Messages gone from a segment that nobody minds.
const GONE_MIN: usize = 256;
/// Edited messages have to be read by each search: of one segment, and of all.
const CHANGED_MAX: usize = 256;
const CHANGED_IN_ALL_MAX: usize = 1024;
const ROWS_AT_ONCE: usize = 128;
const TOUCHED_AT_ONCE: usize = 16;
const LOCKS: usize = 64;
const PAUSE_FIRST: Duration = Duration::from_secs(1);
const PAUSE_MIN: Duration = Duration::from_millis(2);
const PAUSE_MAX: Duration = Duration::from_secs(2);
