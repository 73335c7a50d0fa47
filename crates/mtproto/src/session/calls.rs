//! The calls of the service schema: acknowledgements, states, resends, pings, salts, and ends of things.

use world::UnixMillis;

use super::container::Message;
use super::notice::Notice;
use super::window::Status;
use super::{DISCONNECT_DELAY_SECONDS_MAX, Event, HTTP_WAIT_MILLIS_MAX, HttpWait, Session};
use crate::service::{Cursor, Longs, Put, id};

/// The most msg_ids that one service message may name; more end the connection with −429 (demand W-25).
pub const SERVICE_IDS_MAX: usize = 8192;

/// Whether `constructor` belongs to a message that [`Session::call`] takes.
pub(super) fn is_service(constructor: u32) -> bool {
    matches!(
        constructor,
        id::MSGS_ACK
            | id::MSGS_STATE_REQ
            | id::MSGS_STATE_INFO
            | id::MSGS_ALL_INFO
            | id::MSG_DETAILED_INFO
            | id::MSG_NEW_DETAILED_INFO
            | id::MSG_RESEND_REQ
            | id::MSG_RESEND_ANS_REQ
            | id::BAD_MSG_NOTIFICATION
            | id::HTTP_WAIT
            | id::PING
            | id::PING_DELAY_DISCONNECT
            | id::GET_FUTURE_SALTS
            | id::RPC_DROP_ANSWER
            | id::DESTROY_SESSION
            | id::DESTROY_AUTH_KEY
    )
}

/// Why a service message was not taken.
enum Fault {
    /// It does not read as what its constructor says.
    Unreadable,
    /// It names more than [`SERVICE_IDS_MAX`] messages.
    TooMany,
}

impl Session {
    pub(super) fn call(
        &mut self,
        message: &Message<'_>,
        body: &[u8],
        now: UnixMillis,
        events: &mut Vec<Event>,
    ) {
        match self.try_call(message, Cursor(body), now, events) {
            Ok(()) => {}
            Err(Fault::TooMany) => events.push(Event::Close(-429)),
            // Nothing waits for an answer to these, so saying nothing would do; a person who writes a client
            // is helped by hearing it.
            Err(Fault::Unreadable) => self.refuse_request(message.msg_id, "INPUT_FETCH_FAIL"),
        }
    }

    fn try_call(
        &mut self,
        message: &Message<'_>,
        mut body: Cursor<'_>,
        now: UnixMillis,
        events: &mut Vec<Event>,
    ) -> Result<(), Fault> {
        let msg_id = message.msg_id;
        match body.u32().ok_or(Fault::Unreadable)? {
            id::MSGS_ACK => self.outgoing.acknowledged(msg_ids(&mut body)?.iter()),
            id::MSGS_STATE_REQ => {
                let info = msg_ids(&mut body)?.iter().map(|msg_id| self.window.state(msg_id)).collect();
                self.outgoing.notify(Notice::StateInfo { msg_id, info });
            }
            id::MSGS_ALL_INFO => {
                let msg_ids = msg_ids(&mut body)?;
                let states = body.bytes().ok_or(Fault::Unreadable)?;
                let received = msg_ids.iter().zip(states).filter(|(_, state)| **state & 7 == 4);
                self.outgoing.acknowledged(received.map(|(msg_id, _)| msg_id));
                self.acknowledge_if_asked(message, now);
            }
            id::MSG_RESEND_REQ => {
                let wanted = msg_ids(&mut body)?;
                self.resend(msg_id, wanted, |session, wanted| session.outgoing.resend(wanted));
                self.acknowledge_if_asked(message, now);
            }
            id::MSG_RESEND_ANS_REQ => {
                let wanted = msg_ids(&mut body)?;
                self.resend(msg_id, wanted, |session, wanted| session.outgoing.resend_answer(wanted, false));
                self.acknowledge_if_asked(message, now);
            }
            id::PING => {
                let ping_id = body.i64().ok_or(Fault::Unreadable)?;
                self.outgoing.notify(Notice::Pong { msg_id, ping_id });
            }
            id::PING_DELAY_DISCONNECT => {
                let ping_id = body.i64().ok_or(Fault::Unreadable)?;
                let delay = body.i32().ok_or(Fault::Unreadable)?.clamp(1, DISCONNECT_DELAY_SECONDS_MAX);
                self.outgoing.notify(Notice::Pong { msg_id, ping_id });
                events.push(Event::DisconnectAt(UnixMillis(now.0 + i64::from(delay) * 1000)));
            }
            id::GET_FUTURE_SALTS => {
                let count = body.i32().ok_or(Fault::Unreadable)?;
                self.outgoing.notify(Notice::FutureSalts { msg_id, count });
            }
            id::RPC_DROP_ANSWER => {
                let request = body.i64().ok_or(Fault::Unreadable)?;
                self.drop_answer(msg_id, request, events);
            }
            id::DESTROY_SESSION => {
                let session_id = body.i64().ok_or(Fault::Unreadable)?;
                if session_id == self.session_id {
                    // The call is about sessions left behind; this one is in use.
                    self.session_destroyed(session_id, false);
                } else {
                    events.push(Event::DestroySession { session_id });
                }
            }
            id::DESTROY_AUTH_KEY => events.push(Event::DestroyAuthKey { msg_id }),
            id::HTTP_WAIT => {
                let mut millis = || {
                    let asked = body.i32().ok_or(Fault::Unreadable)?;
                    Ok(asked.clamp(0, HTTP_WAIT_MILLIS_MAX).cast_unsigned())
                };
                let wait = HttpWait { max_delay: millis()?, wait_after: millis()?, max_wait: millis()? };
                events.push(Event::HttpWait(wait));
                self.acknowledge_if_asked(message, now);
            }
            // The rest tells of messages that are looked after anyway.
            _ => self.acknowledge_if_asked(message, now),
        }
        Ok(())
    }

    /// For what nothing else answers.
    fn acknowledge_if_asked(&mut self, message: &Message<'_>, now: UnixMillis) {
        if message.seqno & 1 == 1 {
            self.outgoing.acknowledge(message.msg_id, now);
        }
    }

    /// Sends again what is still kept; if anything is not, says of each what is known.
    fn resend(&mut self, msg_id: i64, wanted: Longs<'_>, again: impl Fn(&mut Self, i64) -> bool) {
        let info: Box<[u8]> = wanted.iter().map(|wanted| if again(self, wanted) { 4 } else { 1 }).collect();
        if info.contains(&1) {
            self.outgoing.notify(Notice::StateInfo { msg_id, info });
        }
    }

    fn drop_answer(&mut self, msg_id: i64, request: i64, events: &mut Vec<Event>) {
        let mut result = Vec::with_capacity(20);
        match self.window.status(request) {
            Some(Status::Running) => {
                self.set_status(request, Status::Dropped);
                self.outgoing.forget_ack(request);
                events.push(Event::DropAnswer { msg_id: request });
                result.put_u32(id::RPC_ANSWER_DROPPED_RUNNING);
            }
            Some(Status::Waiting) => {
                self.stop_waiting(request);
                self.outgoing.forget_ack(request);
                result.put_u32(id::RPC_ANSWER_DROPPED_RUNNING);
            }
            _ => match self.outgoing.drop_answer(request) {
                Some((answer_msg_id, seqno, bytes)) => {
                    result.put_u32(id::RPC_ANSWER_DROPPED);
                    result.put_i64(answer_msg_id);
                    result.put_i32(seqno);
                    result.put_u32(u32::try_from(bytes).unwrap_or(u32::MAX));
                }
                None => result.put_u32(id::RPC_ANSWER_UNKNOWN),
            },
        }
        self.answer_here(msg_id, &result, false);
    }
}

/// The boxed vector of msg_ids that comes next, within the bound.
fn msg_ids<'a>(body: &mut Cursor<'a>) -> Result<Longs<'a>, Fault> {
    let msg_ids = body.longs().ok_or(Fault::Unreadable)?;
    if msg_ids.len() > SERVICE_IDS_MAX { Err(Fault::TooMany) } else { Ok(msg_ids) }
}
