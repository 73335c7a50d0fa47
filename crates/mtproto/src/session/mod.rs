//! One session of an auth key: what was received, what was answered, what waits to leave.
//!
//! It is one object for each (auth_key_id, session_id), whatever number of connections carry it, so that a
//! packet replayed on a second connection is seen. It does no I/O: packets and the time go in, events and
//! sealed packets come out. Keep it for at least [`KEEP_SECONDS`] after the last packet: younger packets
//! could be replayed into a fresh object.

mod event;

use std::sync::Arc;

use world::{Chance, UnixMillis};

use crate::{auth_key::AuthKey, envelope::Opened, salts::Salts};

pub use event::{DISCONNECT_DELAY_SECONDS_MAX, Event, KeyDestruction, Request};

/// How long a session without connections must at least be kept after its last packet, in seconds.
pub const KEEP_SECONDS: i64 = 360;

/// One session of an auth key. See the module's page.
pub struct Session {
    session_id: i64,
}

impl Session {
    /// A session that the client has just begun by naming `session_id`. `unique_id` is a fresh random number.
    pub fn new(session_id: i64, unique_id: i64) -> Self {
        let _ = unique_id;
        Self { session_id }
    }

    /// The id that the client chose.
    pub fn session_id(&self) -> i64 {
        self.session_id
    }

    /// Takes a packet of this session, already opened, and says what is to be done about it. Call
    /// [`flush`](Self::flush) afterwards: some answers are given here.
    pub fn receive(&mut self, opened: &Opened<'_>, now: UnixMillis, salts: &Salts) -> Vec<Event> {
        let _ = (opened, now, salts);
        Vec::new()
    }

    /// Answers a request: `result` is the TL form of its result or of an rpc_error. Gives requests that
    /// waited for this one (invokeAfterMsg).
    #[must_use = "requests that waited for this answer must be run"]
    pub fn answer(&mut self, msg_id: i64, result: &[u8], is_error: bool) -> Vec<Event> {
        let _ = (msg_id, result, is_error);
        Vec::new()
    }

    /// Queues an update, the TL form of an Updates for this session's layer. Shared among sessions.
    pub fn push(&mut self, update: Arc<[u8]>) {
        let _ = update;
    }

    /// Answers [`Event::DestroySession`].
    pub fn session_destroyed(&mut self, session_id: i64, existed: bool) {
        let _ = (session_id, existed);
    }

    /// Answers [`Event::DestroyAuthKey`].
    pub fn auth_key_destroyed(&mut self, msg_id: i64, outcome: KeyDestruction) {
        let _ = (msg_id, outcome);
    }

    /// A sealed packet with what is ready, at most about 1 MiB; call again until `None`.
    pub fn flush(
        &mut self,
        key: &AuthKey,
        salts: &Salts,
        now: UnixMillis,
        chance: &dyn Chance,
    ) -> Option<Vec<u8>> {
        let _ = (key, salts, now, chance);
        None
    }

    /// Does what is due by `now`. Flush afterwards.
    pub fn tick(&mut self, now: UnixMillis) -> Vec<Event> {
        let _ = now;
        Vec::new()
    }

    /// When [`tick`](Self::tick) and [`flush`](Self::flush) want to be called next, if nothing happens before.
    pub fn next_deadline(&self) -> Option<UnixMillis> {
        None
    }

    /// A (new) connection carries the session from now on: what the client has not acknowledged is sent again.
    /// Call it before `receive` of the connection's first packet.
    pub fn attached(&mut self, now: UnixMillis) {
        let _ = now;
    }

    /// No connection carries the session now; what is pushed is kept, within bounds.
    pub fn detached(&mut self) {}

    /// Bytes that wait for a flush.
    pub fn unsent_bytes(&self) -> usize {
        0
    }
}
