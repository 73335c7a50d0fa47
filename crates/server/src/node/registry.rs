//! The sessions that are held in memory, by auth key and by person, and the links that carry them.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use mtproto::session::Session;
use rpc::ClientInfo;
use rustc_hash::FxHashMap;
use store::ids::{SessionRef, UserId};
use tl::Layer;
use tokio::sync::Notify;

use super::{keys::KeyEntry, limits};

/// What a connection's task shares with those who have something for it.
pub struct Link {
    /// Wakes the connection's task.
    wake: Notify,
    /// Sessions that have something to send, or to be asked for their next deadline.
    ready: Mutex<Vec<Arc<SessionSlot>>>,
    /// Bytes queued since the task last collected.
    queued: AtomicUsize,
    /// Calls that run.
    pub(super) running: AtomicUsize,
    /// Whether this is an HTTP request, which ends with its calls.
    pub(super) request: bool,
    cut: AtomicBool,
    cut_wake: Notify,
}

/// One session and what it takes to serve it.
pub(super) struct SessionSlot {
    /// The key that the session's packets are sealed with.
    pub(super) key: Arc<KeyEntry>,
    /// The id that the client chose.
    pub(super) session_id: i64,
    state: Mutex<SessionState>,
}

/// What changes about a session.
pub(super) struct SessionState {
    /// The protocol's part.
    pub(super) session: Session,
    /// The connections that carry it, the one that spoke last at the end.
    links: Vec<Weak<Link>>,
    /// The layer that this session named last.
    pub(super) layer: Option<Layer>,
    /// What initConnection said in this session.
    pub(super) init: Option<Arc<ClientInfo>>,
    /// Who gets pushes here.
    pub(super) user: Option<UserId>,
    /// The permanent key, once it is known.
    pub(super) permanent: Option<i64>,
    /// Since when no connection carries it, as the clock's `elapsed`.
    silent_since: Option<Duration>,
    /// The registry has let go of it: whoever still has it must not put it back.
    gone: bool,
}

/// All sessions of a node.
#[derive(Default)]
pub(super) struct Registry {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    by_key: FxHashMap<i64, Vec<Arc<SessionSlot>>>,
    by_user: FxHashMap<UserId, Vec<Arc<SessionSlot>>>,
    count: usize,
}

impl Link {
    pub(super) fn new() -> Arc<Link> {
        Arc::new(Link::made(false))
    }

    /// The link of an HTTP request.
    pub(super) fn of_request() -> Arc<Link> {
        Arc::new(Link::made(true))
    }

    fn made(request: bool) -> Link {
        Link {
            wake: Notify::new(),
            ready: Mutex::default(),
            queued: AtomicUsize::new(0),
            running: AtomicUsize::new(0),
            request,
            cut: AtomicBool::new(false),
            cut_wake: Notify::new(),
        }
    }

    /// Completes when there is something to collect.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Ends the connection: its task sends nothing more.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::Release);
        self.cut_wake.notify_one();
        self.wake.notify_one();
    }

    /// Whether [`Link::cut`] was called.
    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Acquire)
    }

    /// Completes when the connection is cut.
    pub async fn until_cut(&self) {
        while !self.is_cut() {
            self.cut_wake.notified().await;
        }
    }

    pub(super) fn wake(&self) {
        self.wake.notify_one();
    }

    /// Counts bytes that wait; true when they are more than a connection may have.
    fn queue(&self, bytes: usize) -> bool {
        self.queued.fetch_add(bytes, Ordering::Relaxed) + bytes > limits::QUEUED_BYTES_MAX
    }

    pub(super) fn push_ready(&self, slot: Arc<SessionSlot>) {
        let mut ready = lock(&self.ready);
        if !ready.iter().any(|other| Arc::ptr_eq(other, &slot)) {
            ready.push(slot);
        }
        drop(ready);
        self.wake.notify_one();
    }

    /// The sessions that have something to send; counts anew from here.
    pub(super) fn take_ready(&self) -> Vec<Arc<SessionSlot>> {
        self.queued.store(0, Ordering::Relaxed);
        std::mem::take(&mut *lock(&self.ready))
    }
}

impl SessionSlot {
    /// Changes the session's state.
    pub(super) fn with<T>(&self, with: impl FnOnce(&mut SessionState) -> T) -> T {
        with(&mut lock(&self.state))
    }

    /// How boxes name this session; none while its temporary key is not bound.
    pub(super) fn reference(&self) -> Option<SessionRef> {
        let auth_key_id = self.with(|state| state.permanent)?;
        Some(SessionRef { auth_key_id, session_id: self.session_id })
    }

    /// Tells the connection that speaks for this session that there is something to send: `bytes` more than
    /// before. Cuts it when too much waits; gives whether it did.
    pub(super) fn ready(self: &Arc<Self>, bytes: usize) -> bool {
        let Some(link) = self.with(|state| state.link()) else { return false };
        let slow = link.queue(bytes);
        if slow {
            link.cut();
        } else {
            link.push_ready(Arc::clone(self));
        }
        slow
    }

    /// Whether `link` is the one that speaks for this session.
    pub(super) fn speaks(&self, link: &Arc<Link>) -> bool {
        self.with(|state| state.link()).is_some_and(|speaking| Arc::ptr_eq(&speaking, link))
    }

    /// Whether the registry has let go of it; a packet of its id begins a new one.
    pub(super) fn is_gone(&self) -> bool {
        self.with(|state| state.gone)
    }

    /// `link` brought a packet of this session: answers go there. True when it is new to the session.
    pub(super) fn attach(&self, link: &Arc<Link>) -> bool {
        self.with(|state| {
            let pointer = Arc::as_ptr(link);
            if state.links.last().is_some_and(|last| last.as_ptr() == pointer) {
                return false;
            }
            let known = state.links.iter().any(|other| other.as_ptr() == pointer);
            state.links.retain(|other| other.as_ptr() != pointer && other.strong_count() > 0);
            state.links.push(Arc::downgrade(link));
            state.silent_since = None;
            !known
        })
    }

    /// `link` is gone. `elapsed` is the clock's.
    pub(super) fn detach(&self, link: &Arc<Link>, elapsed: Duration) {
        self.with(|state| {
            let pointer = Arc::as_ptr(link);
            state.links.retain(|other| other.as_ptr() != pointer && other.strong_count() > 0);
            if state.links.is_empty() {
                state.session.detached();
                state.silent_since = Some(elapsed);
            }
        });
    }

    /// Cuts every connection that carries this session.
    fn cut(&self) {
        for link in self.with(|state| state.links.clone()) {
            if let Some(link) = link.upgrade() {
                link.cut();
            }
        }
    }
}

impl SessionState {
    fn link(&self) -> Option<Arc<Link>> {
        self.links.iter().rev().find_map(Weak::upgrade)
    }

    /// Whether a connection carries the session.
    pub(super) fn connected(&self) -> bool {
        !self.links.is_empty()
    }
}

impl Registry {
    /// The session `session_id` of this key; `make` begins one that is not there.
    pub(super) fn session(
        &self,
        key: &Arc<KeyEntry>,
        session_id: i64,
        make: impl FnOnce() -> Session,
    ) -> Arc<SessionSlot> {
        let mut inner = lock(&self.inner);
        let of_key = inner.by_key.entry(key.key.id()).or_default();
        if let Some(slot) = of_key.iter().find(|slot| slot.session_id == session_id) {
            return Arc::clone(slot);
        }
        let crowded = of_key.len() >= limits::SESSIONS_PER_KEY_MAX;
        let oldest = crowded.then(|| oldest(of_key)).flatten();
        let slot = Arc::new(SessionSlot {
            key: Arc::clone(key),
            session_id,
            state: Mutex::new(SessionState {
                session: make(),
                links: Vec::new(),
                layer: None,
                init: None,
                user: None,
                permanent: None,
                silent_since: None,
                gone: false,
            }),
        });
        of_key.push(Arc::clone(&slot));
        inner.count += 1;
        if let Some(oldest) = oldest {
            inner.remove(&oldest);
            drop(inner);
            oldest.cut();
        }
        slot
    }

    /// Forgets a session of this key; true if there was one.
    pub(super) fn destroy(&self, auth_key_id: i64, session_id: i64) -> bool {
        let mut inner = lock(&self.inner);
        let slot = inner
            .by_key
            .get(&auth_key_id)
            .and_then(|of_key| of_key.iter().find(|slot| slot.session_id == session_id).cloned());
        if let Some(slot) = &slot {
            inner.remove(slot);
        }
        slot.is_some()
    }

    /// From now on the session gets the pushes of `user`.
    pub(super) fn listen(&self, slot: &Arc<SessionSlot>, user: UserId) {
        if slot.with(|state| state.user == Some(user)) {
            return;
        }
        let mut inner = lock(&self.inner);
        let Some(before) = slot.with(|state| (!state.gone).then(|| state.user.replace(user))) else { return };
        if before == Some(user) {
            return;
        }
        if let Some(before) = before {
            inner.forget_user(slot, before);
        }
        inner.by_user.entry(user).or_default().push(Arc::clone(slot));
    }

    /// The sessions of `auth_key_id` get no pushes any more.
    pub(super) fn silence(&self, auth_key_id: i64) {
        let mut inner = lock(&self.inner);
        for slot in inner.by_key.get(&auth_key_id).cloned().unwrap_or_default() {
            if let Some(user) = slot.with(|state| state.user.take()) {
                inner.forget_user(&slot, user);
            }
        }
    }

    /// Forgets all sessions of this key and cuts what carries them.
    pub(super) fn cut_key(&self, auth_key_id: i64) {
        let slots = {
            let mut inner = lock(&self.inner);
            let slots = inner.by_key.get(&auth_key_id).cloned().unwrap_or_default();
            for slot in &slots {
                inner.remove(slot);
            }
            slots
        };
        for slot in slots {
            slot.cut();
        }
    }

    /// The sessions that get the pushes of `user`.
    pub(super) fn of_user(&self, user: UserId) -> Vec<Arc<SessionSlot>> {
        lock(&self.inner).by_user.get(&user).cloned().unwrap_or_default()
    }

    /// The sessions of this key.
    pub(super) fn of_key(&self, auth_key_id: i64) -> Vec<Arc<SessionSlot>> {
        lock(&self.inner).by_key.get(&auth_key_id).cloned().unwrap_or_default()
    }

    /// Whether any session gets the pushes of `user`.
    pub(super) fn hears(&self, user: UserId) -> bool {
        lock(&self.inner).by_user.contains_key(&user)
    }

    /// Whether a session of `user` is carried by a connection.
    pub(super) fn is_connected(&self, user: UserId) -> bool {
        self.of_user(user).iter().any(|slot| slot.with(|state| state.connected()))
    }

    /// Whether any session of this key is held.
    pub(super) fn holds_key(&self, auth_key_id: i64) -> bool {
        lock(&self.inner).by_key.contains_key(&auth_key_id)
    }

    /// Wakes every connection that carries a session.
    pub(super) fn wake_all(&self) {
        for slot in lock(&self.inner).by_key.values().flatten() {
            if let Some(link) = slot.with(|state| state.link()) {
                link.wake();
            }
        }
    }

    /// How many sessions are held.
    pub(super) fn count(&self) -> usize {
        lock(&self.inner).count
    }

    /// Lets go of sessions that no connection has carried for long enough. `elapsed` is the clock's.
    pub(super) fn sweep(&self, elapsed: Duration) {
        let mut inner = lock(&self.inner);
        let due: Vec<_> = inner
            .by_key
            .values()
            .flatten()
            .filter(|slot| {
                slot.with(|state| state.silent_since)
                    .is_some_and(|since| elapsed.saturating_sub(since) >= limits::SESSION_KEPT)
            })
            .cloned()
            .collect();
        for slot in due {
            inner.remove(&slot);
        }
    }
}

impl Inner {
    fn remove(&mut self, slot: &Arc<SessionSlot>) {
        let id = slot.key.key.id();
        if let Some(of_key) = self.by_key.get_mut(&id) {
            let before = of_key.len();
            of_key.retain(|other| !Arc::ptr_eq(other, slot));
            self.count -= before - of_key.len();
            if of_key.is_empty() {
                self.by_key.remove(&id);
            }
        }
        let user = slot.with(|state| {
            state.gone = true;
            state.user.take()
        });
        if let Some(user) = user {
            self.forget_user(slot, user);
        }
    }

    fn forget_user(&mut self, slot: &Arc<SessionSlot>, user: UserId) {
        if let Some(of_user) = self.by_user.get_mut(&user) {
            of_user.retain(|other| !Arc::ptr_eq(other, slot));
            if of_user.is_empty() {
                self.by_user.remove(&user);
            }
        }
    }
}

/// The session that no connection has carried for longest; one that is carried only if all are.
fn oldest(slots: &[Arc<SessionSlot>]) -> Option<Arc<SessionSlot>> {
    slots
        .iter()
        .min_by_key(|slot| {
            slot.with(|state| state.silent_since).map_or((1, Duration::ZERO), |since| (0, since))
        })
        .cloned()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
