//! What waits to leave a session, and what left it and is kept until the client acknowledges it. How it is
//! packed stands in `packing`.
//!
//! What is kept is bounded in bytes. Where the bound bites, updates give way to one updatesTooLong and
//! answers are forgotten, which a client learns when it asks for the state of its request.

use std::{collections::VecDeque, sync::Arc};

use world::UnixMillis;

use super::notice::Notice;
use super::window::Window;
use crate::service::{Put, id};

/// Bytes that were sent but not acknowledged that are kept for a reconnection.
pub(super) const SENT_BYTES_MAX: usize = 256 << 10;
/// Bytes of updates that wait while a connection does not take them.
const READY_BYTES_MAX: usize = 1 << 20;
/// Bytes of updates that wait while there is no connection.
const DETACHED_BYTES_MAX: usize = 64 << 10;
/// A message older than this, in milliseconds, is not sent again under its msg_id: clients ignore msg_ids
/// 300 s behind and break the connection after a few of them.
const RESEND_MILLIS_MAX: i64 = 120_000;
/// A client on HTTP acknowledges with its next request; after so long, in milliseconds, it has not got it.
const MISSING_MILLIS: i64 = 20_000;
/// Acknowledgements leave by themselves once the oldest has waited this long, in milliseconds.
pub(super) const ACK_DUE_MILLIS: i64 = 1000;
/// An answer longer than this, in bytes, is announced and not repeated when its request is received again.
const REPEATED_BYTES_MAX: usize = 16 << 10;

/// Why a kept message is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// new_session_created.
    Created,
    /// rpc_result for this request.
    Answer(i64),
    /// An update.
    Update,
    /// updatesTooLong in place of updates that were let go.
    Gap,
}

pub(super) enum Body {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl Body {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Body::Own(bytes) => bytes,
            Body::Shared(bytes) => bytes,
        }
    }
}

/// A message that the client must acknowledge.
pub(super) struct Kept {
    /// 0 until it has been sent.
    pub(super) msg_id: i64,
    pub(super) seqno: i32,
    pub(super) kind: Kind,
    pub(super) body: Body,
}

/// Everything that goes to the client.
pub(super) struct Outgoing {
    /// To be sent, in order; those with a msg_id are sent again.
    pub(super) ready: VecDeque<Kept>,
    /// Sent and not acknowledged, by msg_id.
    pub(super) sent: VecDeque<Kept>,
    pub(super) notices: Vec<Notice>,
    pub(super) acks: Vec<i64>,
    pub(super) acks_since: UnixMillis,
    pub(super) last_msg_id: i64,
    pub(super) content_messages: i32,
    pub(super) ready_bytes: usize,
    pub(super) sent_bytes: usize,
    /// A [`Kind::Gap`] is in `ready`.
    pub(super) gap_waits: bool,
    /// The highest msg_id of a sent update that was let go without being acknowledged, or 0.
    pub(super) let_go: i64,
}

impl Outgoing {
    pub(super) fn new() -> Self {
        Self {
            ready: VecDeque::new(),
            sent: VecDeque::new(),
            notices: Vec::new(),
            acks: Vec::new(),
            acks_since: UnixMillis(0),
            last_msg_id: 0,
            content_messages: 0,
            ready_bytes: 0,
            sent_bytes: 0,
            gap_waits: false,
            let_go: 0,
        }
    }

    pub(super) fn notify(&mut self, notice: Notice) {
        self.notices.push(notice);
    }

    pub(super) fn acknowledge(&mut self, msg_id: i64, now: UnixMillis) {
        if self.acks.is_empty() {
            self.acks_since = now;
        }
        self.acks.push(msg_id);
    }

    /// Acknowledges a message that was received before.
    pub(super) fn acknowledge_again(&mut self, msg_id: i64, now: UnixMillis) {
        self.forget_ack(msg_id);
        self.acknowledge(msg_id, now);
    }

    /// An answer is on its way, which acknowledges its request.
    pub(super) fn forget_ack(&mut self, msg_id: i64) {
        if let Some(at) = self.acks.iter().rposition(|&ack| ack == msg_id) {
            self.acks.swap_remove(at);
        }
    }

    pub(super) fn created(&mut self, body: Vec<u8>) {
        self.enqueue(Kind::Created, Body::Own(body));
    }

    pub(super) fn answer(&mut self, request: i64, body: Vec<u8>) {
        self.enqueue(Kind::Answer(request), Body::Own(body));
    }

    pub(super) fn push(&mut self, update: Arc<[u8]>, attached: bool) {
        if self.gap_waits && !attached {
            return; // The difference that the client is told to ask for holds it.
        }
        let bytes_max = if attached { READY_BYTES_MAX } else { DETACHED_BYTES_MAX };
        if self.ready_bytes + update.len() > bytes_max {
            self.replace_updates();
        } else {
            self.enqueue(Kind::Update, Body::Shared(update));
        }
    }

    /// Lets all waiting updates go for one updatesTooLong.
    fn replace_updates(&mut self) {
        self.ready.retain(|kept| !matches!(kept.kind, Kind::Update | Kind::Gap));
        self.ready_bytes = self.ready.iter().map(|kept| kept.body.bytes().len()).sum();
        let mut body = Vec::with_capacity(4);
        body.put_u32(id::UPDATES_TOO_LONG);
        self.enqueue(Kind::Gap, Body::Own(body));
        self.gap_waits = true;
    }

    /// The client has these messages.
    pub(super) fn acknowledged(&mut self, msg_ids: impl Iterator<Item = i64>) {
        for msg_id in msg_ids {
            if let Ok(at) = self.sent.binary_search_by_key(&msg_id, |kept| kept.msg_id)
                && let Some(kept) = self.sent.remove(at)
            {
                self.sent_bytes = self.sent_bytes.saturating_sub(kept.body.bytes().len());
                // It came after the ones that were let go, on the same ordered connection.
                if msg_id > self.let_go {
                    self.let_go = 0;
                }
            }
        }
        if self.sent.is_empty() && self.sent.capacity() > 8 {
            self.sent = VecDeque::new();
        }
    }

    /// A new connection: everything that was not acknowledged leaves again, if it is young enough.
    pub(super) fn resend_all(&mut self, now: UnixMillis) {
        let young = now.0 - RESEND_MILLIS_MAX;
        let stale_update = self
            .sent
            .iter()
            .any(|kept| matches!(kept.kind, Kind::Update | Kind::Gap) && millis(kept.msg_id) < young);
        while let Some(mut kept) = self.sent.pop_back() {
            if millis(kept.msg_id) < young {
                kept.msg_id = 0;
            }
            self.ready_bytes += kept.body.bytes().len();
            self.ready.push_front(kept);
        }
        self.sent_bytes = 0;
        if stale_update || self.let_go != 0 {
            self.replace_updates();
            self.let_go = 0;
        }
    }

    /// What was sent a while ago and not acknowledged leaves again: the HTTP answer with it may be lost.
    pub(super) fn resend_missing(&mut self, now: UnixMillis) {
        let due = now.0 - MISSING_MILLIS;
        let missing = self.sent.partition_point(|kept| millis(kept.msg_id) < due);
        for at in (0..missing).rev() {
            if let Some(kept) = self.sent.get_mut(at)
                && millis(kept.msg_id) < now.0 - RESEND_MILLIS_MAX
            {
                kept.msg_id = 0;
            }
            self.make_ready(at);
        }
    }

    /// Sends the message `msg_id` again, if it is still kept.
    pub(super) fn resend(&mut self, msg_id: i64) -> bool {
        let Ok(at) = self.sent.binary_search_by_key(&msg_id, |kept| kept.msg_id) else {
            return self.ready.iter().any(|kept| kept.msg_id == msg_id);
        };
        self.make_ready(at);
        true
    }

    /// Sends the answer to `request` again, or tells of it when it is long. False if it is not kept.
    pub(super) fn resend_answer(&mut self, request: i64, announce_long: bool) -> bool {
        if self.ready.iter().any(|kept| kept.kind == Kind::Answer(request)) {
            return true;
        }
        let Some(at) = self.sent.iter().position(|kept| kept.kind == Kind::Answer(request)) else {
            return false;
        };
        let long = self.sent.get(at).map(|kept| (kept.msg_id, kept.body.bytes().len()));
        match long {
            Some((answer_msg_id, bytes)) if announce_long && bytes > REPEATED_BYTES_MAX => {
                self.notify(Notice::DetailedInfo { msg_id: request, answer_msg_id, bytes });
            }
            _ => self.make_ready(at),
        }
        true
    }

    /// Lets the answer to `request` go. Its (msg_id, seqno, bytes) if it had been sent.
    pub(super) fn drop_answer(&mut self, request: i64) -> Option<(i64, i32, usize)> {
        if let Some(at) = self.ready.iter().position(|kept| kept.kind == Kind::Answer(request)) {
            let kept = self.ready.remove(at)?;
            self.ready_bytes = self.ready_bytes.saturating_sub(kept.body.bytes().len());
            return Some((kept.msg_id, kept.seqno, kept.body.bytes().len()));
        }
        let at = self.sent.iter().position(|kept| kept.kind == Kind::Answer(request))?;
        let kept = self.sent.remove(at)?;
        self.sent_bytes = self.sent_bytes.saturating_sub(kept.body.bytes().len());
        Some((kept.msg_id, kept.seqno, kept.body.bytes().len()))
    }

    /// Lets go of what was sent too long ago to be sent again, and of updates that wait for a connection.
    pub(super) fn let_old_go(&mut self, now: UnixMillis, window: &mut Window, attached: bool) {
        let young = now.0 - 2 * RESEND_MILLIS_MAX;
        while self.sent.front().is_some_and(|kept| millis(kept.msg_id) < young) {
            self.let_first_go(window);
        }
        if !attached && self.ready.iter().any(|kept| kept.kind == Kind::Update) {
            self.replace_updates();
        }
        if self.sent.is_empty() {
            self.sent = VecDeque::new();
        }
        self.ready.shrink_to(self.ready.len());
        self.notices.shrink_to(self.notices.len());
        self.acks.shrink_to(self.acks.len());
    }

    pub(super) fn unsent_bytes(&self) -> usize {
        self.ready_bytes + self.notices.iter().map(Notice::bytes_max).sum::<usize>()
    }

    pub(super) fn updates_let_go(&self) -> bool {
        self.gap_waits || self.let_go != 0
    }

    pub(super) fn keeps_nothing(&self) -> bool {
        self.sent.is_empty() && self.ready.is_empty()
    }

    pub(super) fn acks_due(&self) -> Option<UnixMillis> {
        (!self.acks.is_empty()).then_some(UnixMillis(self.acks_since.0 + ACK_DUE_MILLIS))
    }

    fn enqueue(&mut self, kind: Kind, body: Body) {
        self.ready_bytes += body.bytes().len();
        self.ready.push_back(Kept { msg_id: 0, seqno: 0, kind, body });
    }

    fn make_ready(&mut self, at: usize) {
        if let Some(kept) = self.sent.remove(at) {
            let bytes = kept.body.bytes().len();
            self.sent_bytes = self.sent_bytes.saturating_sub(bytes);
            self.ready_bytes += bytes;
            self.ready.push_front(kept);
        }
    }

    pub(super) fn let_first_go(&mut self, window: &mut Window) {
        let Some(kept) = self.sent.pop_front() else { return };
        self.sent_bytes = self.sent_bytes.saturating_sub(kept.body.bytes().len());
        match kept.kind {
            Kind::Answer(request) => {
                if let Some(seen) = window.get_mut(request) {
                    seen.answer_lost = true;
                }
            }
            Kind::Update | Kind::Gap => self.let_go = self.let_go.max(kept.msg_id),
            Kind::Created => {}
        }
    }
}

/// The time in a msg_id, in milliseconds since 1970.
pub(super) fn millis(msg_id: i64) -> i64 {
    (msg_id >> 32) * 1000 + (((msg_id & 0xffff_ffff) * 1000) >> 32)
}
