//! One session that is held in memory, what it takes to serve it, and the connections that carry it.

use std::{
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use mtproto::session::Session;
use rpc::ClientInfo;
use store::ids::{SessionRef, UserId};
use tl::Layer;

use super::{keys::KeyEntry, link::Link};

/// One session and what it takes to serve it.
pub(super) struct SessionSlot {
    /// The key that the session's packets are sealed with.
    pub(super) key: Arc<KeyEntry>,
    /// The id that the client chose.
    pub(super) session_id: i64,
    /// It has something to send, or is to be asked for its next deadline.
    ready: AtomicBool,
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
    pub(super) silent_since: Option<Duration>,
    /// The registry has let go of it: whoever still has it must not put it back.
    pub(super) gone: bool,
}

impl SessionSlot {
    /// A session of this key that nothing carries yet.
    pub(super) fn new(key: Arc<KeyEntry>, session: Session) -> Self {
        SessionSlot {
            key,
            session_id: session.session_id(),
            ready: AtomicBool::new(false),
            state: Mutex::new(SessionState {
                session,
                links: Vec::new(),
                layer: None,
                init: None,
                user: None,
                permanent: None,
                silent_since: None,
                gone: false,
            }),
        }
    }

    /// Changes the session's state.
    pub(super) fn with<T>(&self, with: impl FnOnce(&mut SessionState) -> T) -> T {
        with(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// How boxes name this session; none while its temporary key is not bound.
    pub(super) fn reference(&self) -> Option<SessionRef> {
        let auth_key_id = self.with(|state| state.permanent)?;
        Some(SessionRef { auth_key_id, session_id: self.session_id })
    }

    /// Tells the connection that speaks for this session that there is something to send: `bytes` more than
    /// before. Cuts it when too much waits; gives whether it did.
    pub(super) fn ready(&self, bytes: usize) -> bool {
        let Some(link) = self.with(|state| state.link()) else { return false };
        let slow = link.queue(bytes);
        if slow {
            link.cut();
        } else {
            self.mark_ready();
            link.wake();
        }
        slow
    }

    /// Its connection is to look at it when it collects next.
    pub(super) fn mark_ready(&self) {
        self.ready.store(true, Ordering::Release);
    }

    /// Whether there is something to look at, once.
    pub(super) fn take_ready(&self) -> bool {
        self.ready.swap(false, Ordering::AcqRel)
    }

    /// Whether `link` is the one that speaks for this session.
    pub(super) fn speaks(&self, link: &Arc<Link>) -> bool {
        self.with(|state| state.speaks(link))
    }

    /// Whether the registry has let go of it; a packet of its id begins a new one.
    pub(super) fn is_gone(&self) -> bool {
        self.with(|state| state.gone)
    }

    /// `link` brought a packet of this session: answers go there. True when it is new to the session.
    pub(super) fn attach(&self, link: &Arc<Link>) -> bool {
        self.with(|state| state.attach(link))
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
    pub(super) fn cut(&self) {
        for link in self.with(|state| state.links.clone()) {
            if let Some(link) = link.upgrade() {
                link.cut();
            }
        }
    }
}

impl SessionState {
    /// See [`SessionSlot::attach`].
    pub(super) fn attach(&mut self, link: &Arc<Link>) -> bool {
        let pointer = Arc::as_ptr(link);
        if self.links.last().is_some_and(|last| last.as_ptr() == pointer) {
            return false;
        }
        let known = self.links.iter().any(|other| other.as_ptr() == pointer);
        self.links.retain(|other| other.as_ptr() != pointer && other.strong_count() > 0);
        self.links.push(Arc::downgrade(link));
        self.silent_since = None;
        !known
    }

    /// Whether `link`, which is there, is the one that speaks for this session.
    pub(super) fn speaks(&self, link: &Arc<Link>) -> bool {
        let living = self.links.iter().rev().find(|other| other.strong_count() > 0);
        living.is_some_and(|speaking| speaking.as_ptr() == Arc::as_ptr(link))
    }

    pub(super) fn link(&self) -> Option<Arc<Link>> {
        self.links.iter().rev().find_map(Weak::upgrade)
    }

    /// Whether a connection carries the session.
    pub(super) fn connected(&self) -> bool {
        !self.links.is_empty()
    }
}
