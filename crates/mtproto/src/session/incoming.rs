//! Receiving: which packets and messages are taken, which are refused with which notice, and what the taken
//! ones are. A message is remembered before anything of it is done, so nothing is ever done twice.

use std::borrow::Cow;

use world::UnixMillis;

use super::container::{Message, messages};
use super::notice::Notice;
use super::outgoing::millis;
use super::window::{Place, Status};
use super::{
    BAD_CONTAINER, BAD_SALT, CONTAINER_MSG_ID_KNOWN, Event, MESSAGE_TOO_OLD, MSG_ID_AHEAD_MILLIS_MAX,
    MSG_ID_BEHIND_MILLIS_MAX, MSG_ID_LOW_BITS, MSG_ID_TOO_HIGH, MSG_ID_TOO_LOW, Request, SEQNO_NOT_EVEN,
    SEQNO_NOT_ODD, Session, calls,
};
use crate::{
    envelope::Opened,
    invocation::{Invocation, open_gzip},
    salts::Salts,
    service::{Cursor, id},
};

impl Session {
    /// Takes a packet of this session, already opened, and says what is to be done about it. Call
    /// [`flush`](Self::flush) afterwards: some answers are given here.
    pub fn receive(&mut self, opened: &Opened<'_>, now: UnixMillis, salts: &Salts) -> Vec<Event> {
        let mut events = Vec::new();
        let header = &opened.header;
        let message = Message { msg_id: header.msg_id, seqno: header.seqno, body: opened.body };
        if let Err(code) = judge_msg_id(message.msg_id, now) {
            self.refuse(&message, code);
        } else if !salts.accepts(header.salt, now) {
            self.refuse(&message, BAD_SALT);
        } else if Cursor(message.body).u32() == Some(id::MSG_CONTAINER) {
            self.receive_container(&message, now, salts, &mut events);
        } else {
            let taking = Taking { now, salts, first_msg_id: message.msg_id };
            self.receive_message(&message, &taking, &mut events);
        }
        if !self.waiting.is_empty() {
            events.append(&mut self.release());
        }
        self.sweep_later(now);
        events
    }

    fn receive_container(
        &mut self,
        outer: &Message<'_>,
        now: UnixMillis,
        salts: &Salts,
        events: &mut Vec<Event>,
    ) {
        let at = match self.window.place(outer.msg_id) {
            Place::Known(_) => return self.refuse(outer, CONTAINER_MSG_ID_KNOWN),
            Place::TooOld => return self.refuse(outer, MESSAGE_TOO_OLD),
            Place::Fresh(at) => at,
        };
        if outer.seqno & 1 == 1 {
            return self.refuse(outer, SEQNO_NOT_EVEN);
        }
        if let Err(code) = self.window.fits(at, outer.seqno) {
            return self.refuse(outer, code);
        }
        let Some(messages) = messages(outer.msg_id, outer.body) else {
            return self.refuse(outer, BAD_CONTAINER);
        };
        let first_msg_id = messages.iter().map(|message| message.msg_id).min().unwrap_or(outer.msg_id);
        let taking = Taking { now, salts, first_msg_id };
        self.announce(&taking);
        self.window.insert(at, outer.msg_id, outer.seqno, Status::Plain);
        for message in &messages {
            match judge_msg_id(message.msg_id, now) {
                Ok(()) => self.receive_message(message, &taking, events),
                Err(code) => self.refuse(message, code),
            }
            if let Some(Event::Close(_)) = events.last() {
                return;
            }
        }
    }

    fn receive_message(&mut self, message: &Message<'_>, taking: &Taking<'_>, events: &mut Vec<Event>) {
        let at = match self.window.place(message.msg_id) {
            Place::Known(status) => return self.repeated(message, status, taking.now),
            Place::TooOld => return self.refuse(message, MESSAGE_TOO_OLD),
            Place::Fresh(at) => at,
        };
        let content = Content::of(message.body);
        let odd = message.seqno & 1 == 1;
        let parity = match content.kind {
            Kind::Query if !odd => Err(SEQNO_NOT_ODD),
            Kind::Service | Kind::Query => Ok(()),
        };
        if let Err(code) = parity.and_then(|()| self.window.fits(at, message.seqno)) {
            return self.refuse(message, code);
        }
        self.announce(taking);
        let status = if content.kind == Kind::Query { Status::Running } else { Status::Plain };
        self.window.insert(at, message.msg_id, message.seqno, status);
        let Ok(body) = content.body else { return self.refuse_request(message.msg_id, UNREADABLE) };
        if content.kind == Kind::Query {
            self.outgoing.acknowledge(message.msg_id, taking.now);
            match Invocation::unwrap(body, content.unpacked) {
                Ok((invocation, body)) => self.take_query(message, invocation, body, taking.now, events),
                Err(_) => self.refuse_request(message.msg_id, UNREADABLE),
            }
        } else {
            self.call(message, &body, taking.now, events);
        }
    }

    fn take_query(
        &mut self,
        message: &Message<'_>,
        invocation: Invocation,
        body: Vec<u8>,
        now: UnixMillis,
        events: &mut Vec<Event>,
    ) {
        let Message { msg_id, .. } = *message;
        match Cursor(&body).u32() {
            // Telegram Desktop wraps the last call of an auth key, destroy_auth_key, like any other.
            Some(constructor) if calls::is_service(constructor) => {
                self.set_status(msg_id, Status::Plain);
                self.call(message, &body, now, events);
            }
            Some(function_id) => {
                self.take_request(Request { msg_id, invocation, function_id, body }, now, events);
            }
            None => self.refuse_request(msg_id, UNREADABLE),
        }
    }

    /// A message that was taken before: it is not done again, but what the client may be missing is said.
    fn repeated(&mut self, message: &Message<'_>, status: Status, now: UnixMillis) {
        let answered = matches!(status, Status::Done | Status::Failed)
            && self.outgoing.resend_answer(message.msg_id, true);
        if !answered && message.seqno & 1 == 1 {
            self.outgoing.acknowledge_again(message.msg_id, now);
        }
    }

    fn refuse(&mut self, message: &Message<'_>, code: i32) {
        let Message { msg_id, seqno, .. } = *message;
        self.outgoing.notify(match code {
            BAD_SALT => Notice::BadSalt { msg_id, seqno },
            _ => Notice::BadMessage { msg_id, seqno, code },
        });
    }
}

/// What all messages of a packet have in common.
pub(super) struct Taking<'a> {
    pub(super) now: UnixMillis,
    pub(super) salts: &'a Salts,
    pub(super) first_msg_id: i64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A message of the service schema. Clients differ about its seqno: mtcute numbers even msgs_ack odd.
    Service,
    /// A query of the API: its seqno is odd.
    Query,
}

/// A message's body, unfolded if a gzip_packed lies around all of it.
struct Content<'a> {
    kind: Kind,
    /// `Err` if it cannot be unfolded.
    body: Result<Cow<'a, [u8]>, ()>,
    unpacked: bool,
}

impl<'a> Content<'a> {
    fn of(body: &'a [u8]) -> Self {
        let constructor = Cursor(body).u32();
        if constructor != Some(id::GZIP_PACKED) {
            return Self { kind: Kind::of(constructor), body: Ok(Cow::Borrowed(body)), unpacked: false };
        }
        match open_gzip(body) {
            Ok(object) => {
                Self { kind: Kind::of(Cursor(&object).u32()), body: Ok(Cow::Owned(object)), unpacked: true }
            }
            Err(_) => Self { kind: Kind::Query, body: Err(()), unpacked: true },
        }
    }
}

impl Kind {
    fn of(constructor: Option<u32>) -> Self {
        match constructor {
            Some(constructor) if constructor == id::MSGS_ACK || calls::is_service(constructor) => {
                Kind::Service
            }
            Some(_) | None => Kind::Query,
        }
    }
}

/// Whether a msg_id lies within the window of time; otherwise the code of the notification.
fn judge_msg_id(msg_id: i64, now: UnixMillis) -> Result<(), i32> {
    if msg_id & 3 != 0 {
        return Err(MSG_ID_LOW_BITS);
    }
    let ahead = millis(msg_id).saturating_sub(now.0);
    if ahead < -MSG_ID_BEHIND_MILLIS_MAX {
        return Err(MSG_ID_TOO_LOW);
    }
    if ahead > MSG_ID_AHEAD_MILLIS_MAX {
        return Err(MSG_ID_TOO_HIGH);
    }
    // The first msg_id of a second has no fraction in clients that count within seconds (Pyrogram 1 and 2).
    // Their clock is right, so they are handed the salt: every client answers that with the same message under
    // a new msg_id, whereas Pyrogram takes a bad_msg_notification for the answer itself.
    if msg_id & 0xffff_ffff == 0 {
        return Err(BAD_SALT);
    }
    Ok(())
}

/// The error that the API gives for a query that cannot be read.
const UNREADABLE: &str = "INPUT_FETCH_FAIL";
