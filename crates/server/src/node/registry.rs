//! The sessions that are held in memory, by auth key and by person.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use mtproto::session::Session;
use rustc_hash::FxHashMap;
use store::ids::{SessionRef, UserId};

use super::{keys::KeyEntry, limits, session_slot::SessionSlot};

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
        let slot = Arc::new(SessionSlot::new(Arc::clone(key), make()));
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

    /// From now on the session gets the pushes of `user`; false if it did before.
    pub(super) fn listen(&self, slot: &Arc<SessionSlot>, user: UserId) -> bool {
        if slot.with(|state| state.user == Some(user)) {
            return false;
        }
        let mut inner = lock(&self.inner);
        let Some(before) = slot.with(|state| (!state.gone).then(|| state.user.replace(user))) else {
            return false;
        };
        if before == Some(user) {
            return false;
        }
        if let Some(before) = before {
            inner.forget_user(slot, before);
        }
        inner.by_user.entry(user).or_default().push(Arc::clone(slot));
        true
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

    /// Whether any session but `except` gets the pushes of `user`.
    pub(super) fn hears(&self, user: UserId, except: Option<SessionRef>) -> bool {
        match lock(&self.inner).by_user.get(&user).map(Vec::as_slice) {
            None => false,
            Some([only]) if except.is_some() => only.reference() != except,
            Some(_) => true,
        }
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
