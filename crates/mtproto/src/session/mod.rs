//! One session of an auth key: what was received, what was answered, what waits to leave.
//!
//! It is one object for each (auth_key_id, session_id), whatever number of connections carry it, so that a
//! packet replayed on a second connection is seen. It does no I/O: packets and the time go in, events and
//! sealed packets come out. Keep it for at least [`KEEP_SECONDS`] after the last packet: younger packets
//! could be replayed into a fresh object.

mod calls;
mod container;
mod event;
mod incoming;
mod notice;
mod outgoing;
mod packing;
mod waiting;
mod window;

use std::sync::Arc;

use world::{Chance, UnixMillis};

use crate::{
    auth_key::AuthKey,
    salts::Salts,
    service::{Put, id, rpc_error},
};
use incoming::Taking;
use notice::Notice;
use outgoing::Outgoing;
use packing::rpc_result;
use waiting::Waiting;
use window::{Status, Window};

pub use calls::SERVICE_IDS_MAX;
pub use container::CONTAINER_MESSAGES_MAX;
pub use event::{
    DISCONNECT_DELAY_SECONDS_MAX, Event, HTTP_WAIT_MILLIS_MAX, HttpWait, KeyDestruction, Request,
};
pub use waiting::{WAIT_MILLIS, WAITING_MAX};

/// How long a session without connections must at least be kept after its last packet, in seconds.
pub const KEEP_SECONDS: i64 = 360;

/// A msg_id may lie so far behind the server's time, in milliseconds.
pub const MSG_ID_BEHIND_MILLIS_MAX: i64 = 300_000;

/// A msg_id may lie so far ahead of the server's time, in milliseconds.
pub const MSG_ID_AHEAD_MILLIS_MAX: i64 = 30_000;

/// Codes of bad_msg_notification and bad_server_salt, from
/// core.telegram.org/mtproto/service_messages_about_messages.
const MSG_ID_TOO_LOW: i32 = 16;
const MSG_ID_TOO_HIGH: i32 = 17;
const MSG_ID_LOW_BITS: i32 = 18;
const CONTAINER_MSG_ID_KNOWN: i32 = 19;
const MESSAGE_TOO_OLD: i32 = 20;
const SEQNO_TOO_LOW: i32 = 32;
const SEQNO_TOO_HIGH: i32 = 33;
const SEQNO_NOT_EVEN: i32 = 34;
const SEQNO_NOT_ODD: i32 = 35;
const BAD_SALT: i32 = 48;
const BAD_CONTAINER: i32 = 64;

/// One session of an auth key. See the module's page.
pub struct Session {
    session_id: i64,
    unique_id: i64,
    /// new_session_created has been said.
    announced: bool,
    attached: bool,
    window: Window,
    waiting: Waiting,
    outgoing: Outgoing,
    /// When old entries are forgotten next; `None` while there are none.
    sweep_at: Option<UnixMillis>,
}

impl Session {
    /// A session that the client has just begun by naming `session_id`. `unique_id` is a fresh random number.
    pub fn new(session_id: i64, unique_id: i64) -> Self {
        Self {
            session_id,
            unique_id,
            announced: false,
            attached: true,
            window: Window::new(),
            waiting: Waiting::new(),
            outgoing: Outgoing::new(),
            sweep_at: None,
        }
    }

    /// The id that the client chose.
    pub fn session_id(&self) -> i64 {
        self.session_id
    }

    /// Answers a request: `result` is the TL form of its result or of an rpc_error. Gives requests that
    /// waited for this one (invokeAfterMsg).
    #[must_use = "requests that waited for this answer must be run"]
    pub fn answer(&mut self, msg_id: i64, result: &[u8], is_error: bool) -> Vec<Event> {
        let wanted = self.settle(msg_id, is_error);
        if wanted {
            self.outgoing.answer(msg_id, rpc_result(msg_id, result));
        }
        self.release()
    }

    /// Queues an update, the TL form of an Updates for this session's layer. Shared among sessions.
    pub fn push(&mut self, update: Arc<[u8]>) {
        self.outgoing.push(update, self.attached);
    }

    /// Answers [`Event::DestroySession`].
    pub fn session_destroyed(&mut self, session_id: i64, existed: bool) {
        self.outgoing.notify(Notice::SessionDestroyed { session_id, existed });
    }

    /// Answers [`Event::DestroyAuthKey`]: once as rpc_result, which Telegram Desktop waits for, once bare,
    /// which TDLib waits for. Each ignores the other's.
    pub fn auth_key_destroyed(&mut self, msg_id: i64, outcome: KeyDestruction) {
        let mut result = Vec::with_capacity(4);
        result.put_u32(outcome.constructor());
        self.settle(msg_id, false);
        self.outgoing.answer(msg_id, rpc_result(msg_id, &result));
        self.outgoing.notify(Notice::KeyDestroyed(outcome));
    }

    /// A sealed packet with what is ready, at most about 1 MiB; call again until `None`.
    pub fn flush(
        &mut self,
        key: &AuthKey,
        salts: &Salts,
        now: UnixMillis,
        chance: &dyn Chance,
    ) -> Option<Vec<u8>> {
        let packet = self.outgoing.flush(self.session_id, &mut self.window, (key, salts), now, chance)?;
        self.sweep_later(now);
        Some(packet)
    }

    /// A sealed packet that says nothing, for a client that can be told only by answering it.
    pub fn nothing(&mut self, key: &AuthKey, salts: &Salts, now: UnixMillis, chance: &dyn Chance) -> Vec<u8> {
        self.outgoing.nothing(self.session_id, (key, salts), now, chance)
    }

    /// Does what is due by `now`. Flush afterwards.
    pub fn tick(&mut self, now: UnixMillis) -> Vec<Event> {
        if self.sweep_at.is_some_and(|at| at <= now) {
            self.sweep_at = None;
            let oldest = (now.0 - MSG_ID_BEHIND_MILLIS_MAX - 1000).div_euclid(1000) << 32;
            self.window.forget_below(oldest);
            self.outgoing.let_old_go(now, &mut self.window, self.attached);
            if !self.window.is_empty() || !self.outgoing.keeps_nothing() {
                self.sweep_later(now);
            }
        }
        self.expire(now)
    }

    /// When [`tick`](Self::tick) and [`flush`](Self::flush) want to be called next, if nothing happens before.
    pub fn next_deadline(&self) -> Option<UnixMillis> {
        // Without a connection nothing leaves, and a time that stays due would be asked for again and again.
        let acks = self.outgoing.acks_due().filter(|_| self.attached);
        [self.sweep_at, self.waiting.next_deadline(), acks].into_iter().flatten().min()
    }

    /// A (new) connection carries the session from now on: what the client has not acknowledged is sent again.
    /// Call it before `receive` of the connection's first packet.
    pub fn attached(&mut self, now: UnixMillis) {
        self.attached = true;
        self.outgoing.resend_all(now);
    }

    /// An HTTP request carries the session from now on. Each is a connection of its own, so only what the client
    /// has had the time to acknowledge and did not is sent again. Call it after `receive`.
    pub fn carried(&mut self, now: UnixMillis) {
        self.attached = true;
        self.outgoing.resend_missing(now);
    }

    /// No connection carries the session now; what is pushed is kept, within bounds.
    pub fn detached(&mut self) {
        self.attached = false;
    }

    /// Whether something waits for a flush that does not wait for anything else.
    pub fn is_ready(&self) -> bool {
        self.outgoing.is_ready()
    }

    /// Bytes that wait for a flush.
    pub fn unsent_bytes(&self) -> usize {
        self.outgoing.unsent_bytes()
    }

    /// Whether updates were let go for which the client is still to be told updatesTooLong.
    pub fn updates_let_go(&self) -> bool {
        self.outgoing.updates_let_go()
    }

    /// Notes that a request is answered; false if nobody wants the answer any more.
    fn settle(&mut self, msg_id: i64, is_error: bool) -> bool {
        self.outgoing.forget_ack(msg_id);
        let Some(seen) = self.window.get_mut(msg_id) else { return true };
        let wanted = seen.status != Status::Dropped;
        seen.status = if is_error { Status::Failed } else { Status::Done };
        wanted
    }

    /// Answers a request from here.
    fn answer_here(&mut self, msg_id: i64, result: &[u8], is_error: bool) {
        self.settle(msg_id, is_error);
        self.outgoing.answer(msg_id, rpc_result(msg_id, result));
    }

    fn refuse_request(&mut self, msg_id: i64, error: &str) {
        self.answer_here(msg_id, &rpc_error(400, error), true);
    }

    /// Says new_session_created, once, before anything of the session is answered.
    fn announce(&mut self, taking: &Taking<'_>) {
        if !std::mem::replace(&mut self.announced, true) {
            let mut body = Vec::with_capacity(28);
            body.put_u32(id::NEW_SESSION_CREATED);
            body.put_i64(taking.first_msg_id);
            body.put_i64(self.unique_id);
            body.put_i64(taking.salts.current(taking.now));
            self.outgoing.created(body);
        }
    }

    fn sweep_later(&mut self, now: UnixMillis) {
        if self.sweep_at.is_none() {
            self.sweep_at = Some(UnixMillis(now.0 + SWEEP_MILLIS));
        }
    }
}

/// How long after the first thing that is kept the session looks for what has grown old.
const SWEEP_MILLIS: i64 = 120_000;
