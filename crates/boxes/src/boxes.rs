//! The boxes: opening and closing them, and how every operation runs: decide in memory under the locks of the
//! shards, queue the commit under the locks, wait outside.

use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

use kv::CommitError;
use store::{
    Batch, GroupId, Hold, Store,
    ids::{Owner, Pts, SessionRef, UserId},
    records::log::LogRecord,
    tables,
};
use world::World;

use crate::{
    cells::{Cells, Loaded},
    channels::ChannelBoxes,
    defect::Defect,
    due::DueQueue,
    error::BoxError,
    flight::{Flight, Outbox, Part},
    groups::Groups,
    listener::{Gate, Listener},
    need::{Need, Refusal},
    plan::Done,
    rows,
    search::Index,
    turns::{Turn, Turns},
    types::{By, Entry},
};

/// The boxes of all users. Cheap to clone.
#[derive(Clone)]
pub struct Boxes {
    pub(crate) inner: Arc<Inner>,
}

/// Bounds that a host may set.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// So many users' boxes are kept in memory.
    pub loaded_max: usize,
    /// So many channels' boxes are kept in memory.
    pub channels_loaded_max: usize,
    /// After so many entries a box's projections are written.
    pub checkpoint_entries: u32,
    /// So many entries make a segment of the search index; fewer are looked through by each search.
    pub segment_entries: i32,
    /// Whether opening ends with [`Boxes::catch_up`]; else whoever opens calls it, while people are served.
    pub catch_up_at_open: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            loaded_max: 20_000,
            channels_loaded_max: 5_000,
            checkpoint_entries: 128,
            segment_entries: 2048,
            catch_up_at_open: true,
        }
    }
}

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) world: World,
    pub(crate) listener: Arc<dyn Listener>,
    pub(crate) gate: Arc<dyn Gate>,
    pub(crate) options: Options,
    pub(crate) defect: Option<Defect>,
    pub(crate) cells: Cells,
    pub(crate) groups: Groups,
    /// The server's own key, which seals the dirty lists.
    pub(crate) system: Hold,
    pub(crate) loaded: AtomicUsize,
    /// When what is due.
    pub(crate) due: Arc<DueQueue>,
    /// Where the search for a box to let go of goes on.
    pub(crate) hand: AtomicUsize,
    /// How many parts of commits have failed so far.
    pub(crate) failures: AtomicU64,
    /// Who waits to be indexed for searches.
    pub(crate) index: Index,
    /// Which changes wait for which.
    pub(crate) turns: Arc<Turns>,
    /// Reading rows into memory happens once at a time for a user.
    pub(crate) loading: Vec<tokio::sync::Mutex<()>>,
    /// The boxes of channels, which know nothing of users' boxes.
    pub(crate) channels: ChannelBoxes,
}

/// What an operation decided: an answer, and groups to write.
pub(crate) struct Decision<T> {
    pub(crate) answer: T,
    pub(crate) groups: Vec<GroupPlan>,
}

impl<T> Decision<T> {
    /// Nothing to write.
    pub(crate) fn answer(answer: T) -> Self {
        Decision { answer, groups: Vec::new() }
    }
}

/// What one box takes. The first group of a decision is that of who acts; the others depend on it.
pub(crate) struct GroupPlan {
    /// The place among the users of the decision.
    pub(crate) user: usize,
    pub(crate) done: Done,
    pub(crate) except: Option<SessionRef>,
    /// The sender's entry that this group delivers.
    pub(crate) delivers: Option<(UserId, Pts)>,
    /// From whose log an entry is brought over again.
    pub(crate) again: Option<Outbox>,
    /// The first of this group's entries that another box has to hear of.
    pub(crate) undelivered_from: Option<Pts>,
    /// Write the projections with it.
    pub(crate) checkpoint: bool,
}

impl GroupPlan {
    /// Rows and entries, and nothing for anybody else.
    pub(crate) fn new(user: usize, done: Done) -> Self {
        GroupPlan {
            user,
            done,
            except: None,
            delivers: None,
            again: None,
            undelivered_from: None,
            checkpoint: false,
        }
    }
}

impl Boxes {
    /// Opens the boxes of a store and, unless `options` say otherwise, works off its dirty lists: what was sent
    /// before the last end, and had not reached the other side, does.
    pub async fn open(
        store: Store,
        world: World,
        listener: Arc<dyn Listener>,
        gate: Arc<dyn Gate>,
        options: Options,
    ) -> Result<Boxes, BoxError> {
        Boxes::open_with_defect(store, world, listener, gate, options, None).await
    }

    /// Whether a test has this promise broken; for those above, who break theirs by the same switch.
    #[doc(hidden)]
    pub fn breaks(&self, defect: Defect) -> bool {
        self.inner.defect == Some(defect)
    }

    /// As `open`, with one promise broken, so that tests can see whether they would notice.
    #[doc(hidden)]
    pub async fn open_with_defect(
        store: Store,
        world: World,
        listener: Arc<dyn Listener>,
        gate: Arc<dyn Gate>,
        options: Options,
        defect: Option<Defect>,
    ) -> Result<Boxes, BoxError> {
        let system = store.hold(Owner::System).await?;
        let due = Arc::<DueQueue>::default();
        let channels = ChannelBoxes::new(
            store.clone(),
            world.clone(),
            Arc::clone(&listener),
            (system.clone(), Arc::clone(&due)),
            options.channels_loaded_max,
            options.checkpoint_entries,
            defect,
        );
        let inner = Inner {
            store,
            world,
            listener,
            gate,
            options,
            defect,
            cells: Cells::new(),
            groups: Groups::default(),
            system,
            loaded: AtomicUsize::new(0),
            due,
            hand: AtomicUsize::new(0),
            failures: AtomicU64::new(0),
            index: Index::new(),
            turns: Arc::new(Turns::new()),
            loading: (0..LOADING_LOCKS).map(|_| tokio::sync::Mutex::new(())).collect(),
            channels,
        };
        let boxes = Boxes { inner: Arc::new(inner) };
        if options.catch_up_at_open {
            boxes.catch_up().await?;
        }
        Ok(boxes)
    }

    /// Works off the dirty lists of all shards and looks what is due. People may be served meanwhile: whoever sends
    /// is caught up before, and whatever is late comes to the others as an update.
    pub async fn catch_up(&self) -> Result<(), BoxError> {
        if self.inner.defect != Some(Defect::OutboxSkippedAtStart) {
            self.inner.work_off_all().await?;
        }
        if self.inner.defect != Some(Defect::DueForgottenAtStart) {
            self.inner.fill_due().await?;
        }
        Ok(())
    }

    /// Writes the projections of all boxes in memory and clears the dirty lists, so that the next start has
    /// nothing to do. Operations that still run are not waited for.
    pub async fn close(&self) -> Result<(), BoxError> {
        self.inner.channels.close().await?;
        self.inner.let_all_go().await?;
        self.inner.let_groups_go().await
    }

    /// The boxes of channels and supergroups.
    pub fn channels(&self) -> &ChannelBoxes {
        &self.inner.channels
    }

    /// How many boxes are in memory.
    pub fn loaded(&self) -> usize {
        self.inner.loaded.load(Ordering::Relaxed)
    }
}

impl Inner {
    /// Runs an operation on the boxes of `users`, who are all different: `decide` is asked until it has what
    /// it needs, and changes nothing before. Gives the answer once what it rests on is durable.
    pub(crate) async fn run<T>(
        self: &Arc<Self>,
        users: &[UserId],
        decide: impl FnMut(&mut [Box<Loaded>]) -> Result<Decision<T>, Refusal>,
    ) -> Result<T, BoxError> {
        self.run_in_turn(users, decide, None).await
    }

    /// As `run`, for what a call changes: in the order in which the calls of its session began.
    pub(crate) async fn run_by<T>(
        self: &Arc<Self>,
        by: By,
        users: &[UserId],
        decide: impl FnMut(&mut [Box<Loaded>]) -> Result<Decision<T>, Refusal>,
    ) -> Result<T, BoxError> {
        let turn = self.turns.first(by).await;
        self.run_in_turn(users, decide, Some(turn)).await
    }

    /// As `run`; the turn ends with the decision, before it is durable.
    pub(crate) async fn run_in_turn<T>(
        self: &Arc<Self>,
        users: &[UserId],
        mut decide: impl FnMut(&mut [Box<Loaded>]) -> Result<Decision<T>, Refusal>,
        mut turn: Option<Turn>,
    ) -> Result<T, BoxError> {
        let mut pins = None;
        for _ in 0..ROUNDS_MAX {
            let failures = self.failures();
            match self.attempt(users, &mut decide) {
                Ok((answer, Some(flight))) if self.defect == Some(Defect::AnswerBeforeCommit) => {
                    drop(flight);
                    return Ok(answer);
                }
                Ok((answer, Some(flight))) => {
                    drop(turn);
                    return flight.land().await.map(|()| answer);
                }
                Ok((answer, None)) => {
                    drop(turn.take());
                    Box::pin(self.settled(users)).await?;
                    if self.failures() == failures {
                        return Ok(answer);
                    }
                    // What failed meanwhile may be what the answer rests on, in a box that is out of memory by now: so it
                    // is decided anew.
                }
                Err(Refusal::Error(error)) => return Err(error),
                Err(Refusal::Need(need)) => {
                    pins.get_or_insert_with(|| self.pin(users));
                    // Boxed: each call that waits for its commit keeps room for what it may wait in.
                    Box::pin(self.fetch(need)).await?;
                }
            }
        }
        Err(BoxError::Busy)
    }

    /// How many parts of commits have failed so far.
    pub(crate) fn failures(&self) -> u64 {
        self.failures.load(Ordering::SeqCst)
    }

    /// One try. Under the locks; nothing here waits.
    pub(crate) fn attempt<T>(
        self: &Arc<Self>,
        users: &[UserId],
        decide: &mut impl FnMut(&mut [Box<Loaded>]) -> Result<Decision<T>, Refusal>,
    ) -> Result<(T, Option<Flight>), Refusal> {
        let mut held = self.cells.lock(users);
        let mut states = held.take(users)?;
        let stale = states.iter().find(|state| !self.store.is_current(&state.hold)).map(|state| state.user());
        let decided = match stale {
            // The shard was taken anew since: its heads have to be read again.
            Some(user) => Err(Need::Load(user).into()),
            None => decide(&mut states),
        };
        let result = decided.map(|decision| {
            let flight =
                (!decision.groups.is_empty()).then(|| self.enqueue(&mut held, &mut states, decision.groups));
            (decision.answer, flight)
        });
        held.put_back(states);
        result
    }

    fn enqueue(
        self: &Arc<Self>,
        held: &mut crate::cells::Held<'_>,
        states: &mut [Box<Loaded>],
        groups: Vec<GroupPlan>,
    ) -> Flight {
        let mut batch = self.store.batch();
        let parts = self.put_groups(&mut batch, held, states, groups, None);
        Flight::new(self.clone(), self.store.commit_groups(batch), parts)
    }

    /// Puts what boxes take into a batch: each after `first`, or after the first of them.
    pub(crate) fn put_groups(
        self: &Arc<Self>,
        batch: &mut Batch,
        held: &mut crate::cells::Held<'_>,
        states: &mut [Box<Loaded>],
        groups: Vec<GroupPlan>,
        mut first: Option<GroupId>,
    ) -> Vec<Part> {
        let mut parts = Vec::with_capacity(groups.len());
        for group in groups {
            let Some(state) = states.get_mut(group.user) else { continue };
            let id = batch.under(&state.hold);
            match first {
                None => first = Some(id),
                Some(first) => batch.depends(id, first),
            }
            for (pts, record) in &group.done.rows {
                batch.put::<tables::Log>(&rows::log(state.user(), *pts), record);
            }
            let due = self.keep_beside(batch, state.user(), &group.done);
            self.keep_lists(batch, held, state, &group);
            self.note_growth(state.user(), &group.done);
            let sequence = self.cells.next_sequence();
            let (user, delivers, again) = (state.user(), group.delivers, group.again);
            if let Some(slot) = held.slot(user) {
                slot.flights.queue.push_back(crate::cells::Waiting {
                    sequence,
                    entries: group.done.entries,
                    except: group.except,
                });
            }
            parts.push(Part { user, sequence, delivers, again, due });
        }
        for part in &parts {
            if let Some((sender, pts)) = part.delivers
                && let Some(state) = states.iter_mut().find(|state| state.user() == sender)
            {
                *state.arriving.entry(pts).or_default() += 1;
            }
        }
        parts
    }
}

/// The outcome for who acts: that of the first groups, as many as he waits for.
pub(crate) fn first_outcome(
    outcome: &Result<Vec<Result<(), CommitError>>, store::StoreError>,
    waits_for: usize,
) -> Result<(), BoxError> {
    match outcome {
        Err(error) => Err(error.clone().into()),
        Ok(results) => match results.iter().take(waits_for).find_map(|result| result.as_ref().err()) {
            Some(error) => Err(error.clone().into()),
            None => Ok(()),
        },
    }
}

/// Entries of one group, as the answer gives them.
pub(crate) fn entries_of(done: &Done) -> Vec<Arc<Entry>> {
    done.entries.clone()
}

/// The bytes of a record, roughly, to be refused before anything is decided.
pub(crate) fn is_too_large(record: &LogRecord) -> Option<usize> {
    let LogRecord::Message(message) = record else { return None };
    let content = &message.content;
    let quote = match &message.elsewhere {
        Some(elsewhere) => elsewhere.quote.as_ref(),
        None => message.reply.as_ref().and_then(|reply| reply.quote.as_ref()),
    };
    let bytes = content.text.len()
        + content.entities.as_ref().map_or(0, Vec::len)
        + content.reply_markup.as_ref().map_or(0, Vec::len)
        + quote.map_or(0, |quote| quote.text.len() + quote.entities.as_ref().map_or(0, Vec::len));
    (bytes > MESSAGE_BYTES_MAX).then_some(bytes)
}

/// A message's text, entities and markup together; the engine takes 64 KiB a value.
pub const MESSAGE_BYTES_MAX: usize = 60 * 1024;
/// Each round brings one missing thing, so this many mean that others throw it out as fast.
const ROUNDS_MAX: usize = 10_000;
const LOADING_LOCKS: usize = 256;
