//! The way to living sessions: box entries and notices are queued by person, rendered once for each layer (posts of
//! channels once for all who are shown the same), and handed to every session of that person but the one that caused
//! them.
//!
//! A person's queue is worked off by one task at a time, so that entries arrive in the order of their pts.

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque, hash_map},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak},
    task::{Context, Poll, Waker},
};

use boxes::{ChannelEntry, Entry};
use domain::{Domain, Fault, Live, Notice};
use render::ChannelPush;
use rustc_hash::FxHashMap;
use store::ids::{SessionRef, UserId};
use tl::{Layer, enums, types};
use world::World;

use super::{keys::Keys, registry::Registry, session_slot::SessionSlot};
use crate::metrics::Metrics;

/// Who is connected, and what waits for them.
pub struct Hub {
    /// The sessions.
    pub(super) registry: Registry,
    /// The counters.
    pub metrics: Arc<Metrics>,
    world: World,
    /// The floors above, which are built on this hub and so come later.
    later: OnceLock<Later>,
    queues: Mutex<FxHashMap<UserId, VecDeque<Push>>>,
    /// Which members of a channel may be connected; whoever is not goes with the next push.
    audiences: Mutex<BTreeMap<i64, BTreeSet<UserId>>>,
    this: Weak<Hub>,
}

struct Later {
    domain: Weak<Domain>,
    keys: Arc<Keys>,
}

/// One thing for the sessions of one person.
struct Push {
    what: What,
    except: Option<SessionRef>,
}

enum What {
    Entries(Vec<Arc<Entry>>),
    Channel(i64, Arc<ChannelPush>),
    Notice(Notice),
}

impl Hub {
    /// A hub that nobody is connected to.
    pub fn new(world: World, metrics: Arc<Metrics>) -> Arc<Hub> {
        Arc::new_cyclic(|this| Hub {
            registry: Registry::default(),
            metrics,
            world,
            later: OnceLock::new(),
            queues: Mutex::default(),
            audiences: Mutex::default(),
            this: this.clone(),
        })
    }

    /// Gives the hub what it renders with. Only the first call counts.
    pub(super) fn complete(&self, domain: &Arc<Domain>, keys: &Arc<Keys>) {
        // A second node on one hub would be a mistake of the caller's that changes nothing.
        let _ = self.later.set(Later { domain: Arc::downgrade(domain), keys: Arc::clone(keys) });
    }

    /// A session hears the pushes of `user` from now on, those of his channels among them. To be waited for before
    /// the session is told where anything stands.
    pub(super) async fn listen(&self, slot: &Arc<SessionSlot>, user: UserId) -> Result<(), Fault> {
        if !self.registry.listen(slot, user) {
            return Ok(());
        }
        let Some(domain) = self.later.get().and_then(|later| later.domain.upgrade()) else { return Ok(()) };
        let channels = Box::pin(domain.channels.of_user(user)).await?;
        let mut audiences = self.audiences();
        for channel in channels.iter() {
            audiences.entry(*channel).or_default().insert(user);
        }
        Ok(())
    }

    /// The members of a channel who are connected.
    fn audience(&self, channel: i64) -> Vec<UserId> {
        let mut audiences = self.audiences();
        let Some(members) = audiences.get_mut(&channel) else { return Vec::new() };
        // Under the lock: who has just come stands in the registry before he is put in here.
        members.retain(|user| self.registry.hears(*user, None));
        let connected = members.iter().copied().collect();
        if members.is_empty() {
            audiences.remove(&channel);
        }
        connected
    }

    fn audiences(&self) -> MutexGuard<'_, BTreeMap<i64, BTreeSet<UserId>>> {
        self.audiences.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self, user: UserId, push: Push) {
        if !self.registry.hears(user, push.except) {
            return;
        }
        match self.lock().entry(user) {
            hash_map::Entry::Occupied(mut queue) => {
                queue.get_mut().push_back(push);
                return;
            }
            // An empty queue says that somebody is at it, with this push in hand.
            hash_map::Entry::Vacant(idle) => {
                idle.insert(VecDeque::new());
            }
        }
        self.drain_in_place(user, push);
    }

    /// Works off a person's queue on the spot, as far as everything that it takes is in memory, and leaves the rest to
    /// a task: most pushes need neither the task nor the room for it.
    fn drain_in_place(&self, user: UserId, first: Push) {
        let mut first = Some(first);
        while let Some(push) = first.take().or_else(|| self.next(user)) {
            let told = {
                let delivery = pin!(self.deliver(user, &push));
                delivery.poll(&mut Context::from_waker(Waker::noop()))
            };
            match told {
                Poll::Ready(told) => note(told),
                // Nothing has been handed out: that comes last. So the task begins anew with this push.
                Poll::Pending => {
                    let Some(hub) = self.this.upgrade() else { return };
                    self.world.spawn.spawn(Box::pin(async move { hub.drain(user, Some(push)).await }));
                    return;
                }
            }
        }
    }

    /// The same for many people: few are told in place, more by tasks, so that whoever has posted waits for none of
    /// them. Each person's queue keeps its order either way.
    fn queue_for_all(&self, users: &[UserId], except: Option<SessionRef>, push: impl Fn() -> Push) {
        if users.len() <= TOLD_IN_PLACE_MAX {
            users.iter().for_each(|user| self.queue(*user, push()));
            return;
        }
        let Some(hub) = self.this.upgrade() else { return };
        let hearing: Vec<UserId> =
            users.iter().copied().filter(|user| self.registry.hears(*user, except)).collect();
        let mut queues = self.lock();
        let mut idle = Vec::with_capacity(hearing.len());
        for user in hearing {
            if !queues.contains_key(&user) {
                idle.push(user);
            }
            queues.entry(user).or_default().push_back(push());
        }
        drop(queues);
        for part in idle.chunks(TOLD_BY_A_TASK) {
            let (hub, part) = (Arc::clone(&hub), part.to_vec());
            self.world.spawn.spawn(Box::pin(async move {
                for user in part {
                    hub.drain(user, None).await;
                }
            }));
        }
    }

    /// Works off a person's queue, behind a push that has not been put there.
    async fn drain(&self, user: UserId, mut first: Option<Push>) {
        while let Some(push) = first.take().or_else(|| self.next(user)) {
            note(self.deliver(user, &push).await);
        }
    }

    /// The next push for `user`; joins entries that wait behind each other. None ends the queue.
    fn next(&self, user: UserId) -> Option<Push> {
        let mut queues = self.lock();
        let queue = queues.get_mut(&user)?;
        let Some(mut push) = queue.pop_front() else {
            queues.remove(&user);
            return None;
        };
        if let What::Entries(entries) = &mut push.what {
            while let Some(Push { what: What::Entries(more), except }) = queue.front() {
                if *except != push.except || entries.len() + more.len() > JOINED_ENTRIES_MAX {
                    break;
                }
                entries.extend(more.iter().cloned());
                queue.pop_front();
            }
        }
        Some(push)
    }

    async fn deliver(&self, user: UserId, push: &Push) -> Result<(), Fault> {
        let mut sessions = self.registry.of_user(user);
        sessions.retain(|slot| push.except.is_none() || slot.reference() != push.except);
        if sessions.is_empty() {
            return Ok(());
        }
        let Some(domain) = self.later.get().and_then(|later| later.domain.upgrade()) else { return Ok(()) };
        let updates = match &push.what {
            What::Entries(entries) => Some(render::entries(&domain, user, entries).await?),
            What::Channel(channel, push) => {
                // Whoever was thrown out meanwhile hears nothing of what came after.
                let Ok(seen) = Box::pin(domain.channels.seen(*channel, user)).await else { return Ok(()) };
                if seen.standing.member {
                    // Boxed: what is delivered most are entries of people.
                    let told = Box::pin(push.to(&domain, user, &seen)).await?;
                    self.hand_out(&sessions, |layer| told.encoded(layer));
                }
                return Ok(());
            }
            What::Notice(notice) => {
                Box::pin(render::notice(&domain, user, notice, self.world.clock.now().seconds())).await?
            }
        };
        if let Some(updates) = updates {
            self.hand_out(&sessions, |layer| tl::encode(&updates, layer).into());
        }
        Ok(())
    }

    /// `encode` is asked once for each layer.
    fn hand_out(&self, sessions: &[Arc<SessionSlot>], encode: impl Fn(Layer) -> Arc<[u8]>) {
        let mut encoded: Vec<(Layer, Arc<[u8]>)> = Vec::new();
        for slot in sessions {
            let layer = super::layer_of(slot);
            let bytes = match encoded.iter().find(|(known, _)| *known == layer) {
                Some((_, bytes)) => Arc::clone(bytes),
                None => {
                    let bytes = encode(layer);
                    encoded.push((layer, Arc::clone(&bytes)));
                    bytes
                }
            };
            let length = bytes.len();
            slot.with(|state| state.session.push(bytes));
            self.metrics.pushes_total.add(1);
            if slot.ready(length) {
                self.metrics.slow_readers_total.add(1);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, FxHashMap<UserId, VecDeque<Push>>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Live for Hub {
    fn box_entries(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>) {
        self.queue(user, Push { what: What::Entries(entries.to_vec()), except });
    }

    fn notice(&self, to: UserId, notice: Notice, except: Option<SessionRef>) {
        self.queue(to, Push { what: What::Notice(notice), except });
    }

    fn channel_entries(&self, channel: i64, entries: &[Arc<ChannelEntry>], except: Option<SessionRef>) {
        let audience = self.audience(channel);
        let told = Arc::new(ChannelPush::new(channel, entries, audience.len()));
        let push = || Push { what: What::Channel(channel, Arc::clone(&told)), except };
        self.queue_for_all(&audience, except, push);
    }

    fn channel_notice(&self, channel: i64, notice: Notice, except: Option<SessionRef>) {
        let push = || Push { what: What::Notice(notice.clone()), except };
        self.queue_for_all(&self.audience(channel), except, push);
    }

    fn membership(&self, user: UserId, channel: i64, member: bool) {
        let mut audiences = self.audiences();
        if member && self.registry.hears(user, None) {
            audiences.entry(channel).or_default().insert(user);
        } else if let Some(members) = audiences.get_mut(&channel) {
            members.remove(&user);
        }
    }

    fn terminate(&self, auth_key_id: i64) {
        self.signed_in(auth_key_id, None);
        if let Some(later) = self.later.get() {
            for temporary in later.keys.drop_bound_to(auth_key_id, &[]) {
                self.registry.cut_key(temporary);
            }
        }
        self.registry.cut_key(auth_key_id);
    }

    fn signed_in(&self, auth_key_id: i64, user: Option<UserId>) {
        let Some(later) = self.later.get() else { return };
        if let Some(entry) = later.keys.in_memory(auth_key_id) {
            entry.with(|known| known.user = Some(user));
        }
        if user.is_none() {
            self.registry.silence(auth_key_id);
            for temporary in later.keys.bound_to(auth_key_id) {
                self.registry.silence(temporary);
            }
        }
    }

    fn login_token_accepted(&self, auth_key_id: i64) {
        let Some(later) = self.later.get() else { return };
        let mut sessions = self.registry.of_key(auth_key_id);
        for temporary in later.keys.bound_to(auth_key_id) {
            sessions.extend(self.registry.of_key(temporary));
        }
        let update =
            types::UpdateShort::new(enums::Update::UpdateLoginToken, self.world.clock.now().seconds());
        let updates: enums::Updates = update.into();
        self.hand_out(&sessions, |layer| tl::encode(&updates, layer).into());
    }

    fn is_online(&self, user: UserId) -> bool {
        self.registry.is_connected(user)
    }
}

impl boxes::Listener for Hub {
    fn committed(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>) {
        self.box_entries(user, entries, except);
    }

    fn channel_committed(&self, channel: i64, entries: &[Arc<ChannelEntry>], except: Option<SessionRef>) {
        self.channel_entries(channel, entries, except);
    }
}

/// A push that failed is not lost: the box has it, the next entry shows the gap, and clients ask for the difference.
fn note(told: Result<(), Fault>) {
    if let Err(error) = told {
        tracing::warn!(%error, "an update could not be rendered");
    }
}

/// So many people are told by whoever has something to tell.
const TOLD_IN_PLACE_MAX: usize = 32;
/// And so many by one task.
const TOLD_BY_A_TASK: usize = 512;
/// Entries that leave in one update when they wait behind each other.
const JOINED_ENTRIES_MAX: usize = 100;
