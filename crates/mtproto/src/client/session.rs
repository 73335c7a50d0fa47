//! One session at the client: calls go in, sealed packets come out; packets go in, answers and updates come
//! out. Salts, ids, acknowledgements, containers and resends are handled inside.

use std::collections::{BTreeMap, VecDeque};

use crypto::kdf::Side;
use rustc_hash::{FxHashMap, FxHashSet};
use world::{Chance, UnixMillis};

use super::exchange::ClientKey;
use super::incoming::{Notice, read};
use super::{Call, ClientFault, Event};
use crate::envelope::{self, Header};
use crate::plain::next_msg_id;
use crate::service::{Put, id, length};

/// One session of a client.
pub struct ClientSession {
    key: ClientKey,
    session_id: i64,
    last_msg_id: i64,
    content_sent: i32,
    next_call: u64,
    /// Calls without an answer, in the order in which they were made.
    calls: BTreeMap<Call, Pending>,
    /// Which call a message carries.
    by_msg_id: FxHashMap<i64, Call>,
    /// Calls to send with the next packet.
    unsent: Vec<Call>,
    /// Service queries to send with the next packet: pings, requests to resend.
    service: Vec<(Vec<u8>, bool)>,
    acks: Vec<i64>,
    /// What stood in the last containers: their ids, too, are named when a salt was wrong.
    containers: VecDeque<(i64, Vec<i64>)>,
    seen: FxHashSet<i64>,
    seen_order: VecDeque<i64>,
    events: Vec<Event>,
}

struct Pending {
    query: Vec<u8>,
    /// Id and number of the message that carries it; the same again after a lost connection.
    sent_as: Option<(i64, i32)>,
    /// How often the server refused it for its salt or its time.
    refusals: u8,
}

/// As many acknowledgements are sent even if nothing else is to be sent.
const ACKS_MAX: usize = 32;
/// The code of bad_server_salt.
const BAD_SALT: i32 = 48;
/// So often a call is sent again after a wrong salt or time; a server that never has enough is given up.
const REFUSALS_MAX: u8 = 4;
/// So many containers are remembered.
const CONTAINERS_MAX: usize = 64;
/// So many messages of the server are known again.
const SEEN_MAX: usize = 512;

impl ClientSession {
    /// A new session of a key.
    pub fn new(key: ClientKey, session_id: i64) -> Self {
        Self {
            key,
            session_id,
            last_msg_id: 0,
            content_sent: 0,
            next_call: 0,
            calls: BTreeMap::new(),
            by_msg_id: FxHashMap::default(),
            unsent: Vec::new(),
            service: Vec::new(),
            acks: Vec::new(),
            containers: VecDeque::new(),
            seen: FxHashSet::default(),
            seen_order: VecDeque::new(),
            events: Vec::new(),
        }
    }

    /// The key, with the salt and the time offset as they are known now.
    pub fn key(&self) -> &ClientKey {
        &self.key
    }

    /// The session's id.
    pub fn session_id(&self) -> i64 {
        self.session_id
    }

    /// Queues a query, the TL form with all wrappers that it is to have.
    pub fn call(&mut self, query: Vec<u8>) -> Call {
        let call = Call(self.next_call);
        self.next_call += 1;
        self.calls.insert(call, Pending { query, sent_as: None, refusals: 0 });
        self.unsent.push(call);
        call
    }

    /// The msg_id under which a call that was not answered travels, once it was flushed.
    pub fn msg_id(&self, call: Call) -> Option<i64> {
        self.calls.get(&call)?.sent_as.map(|(msg_id, _)| msg_id)
    }

    /// Gives the next message id away before it is used: the proof of auth.bindTempAuthKey names the id of its
    /// own request. Pass it to [`ClientSession::call_as`] before anything else is flushed.
    pub fn reserve_msg_id(&mut self, now: UnixMillis) -> i64 {
        self.next_msg_id(now)
    }

    /// Like [`ClientSession::call`], under a reserved id.
    pub fn call_as(&mut self, query: Vec<u8>, msg_id: i64) -> Call {
        let call = self.call(query);
        let seqno = self.next_seqno(true);
        if let Some(pending) = self.calls.get_mut(&call) {
            pending.sent_as = Some((msg_id, seqno));
        }
        self.by_msg_id.insert(msg_id, call);
        call
    }

    /// Queues a ping; [`Event::Pong`] answers.
    pub fn ping(&mut self, ping_id: i64) {
        let mut body = Vec::with_capacity(12);
        body.put_u32(id::PING);
        body.put_i64(ping_id);
        self.service.push((body, true));
    }

    /// Queues any service message as it is; `content` says whether it wants an acknowledgement.
    pub fn send_service(&mut self, body: Vec<u8>, content: bool) {
        self.service.push((body, content));
    }

    /// Calls without an answer.
    pub fn pending(&self) -> usize {
        self.calls.len()
    }

    /// The connection is another one: calls without an answer are sent again under their old ids, so that the
    /// server knows them.
    pub fn reconnected(&mut self) {
        self.unsent = self.calls.keys().copied().collect();
    }

    /// The sealed packet with what waits to be sent, in one container if it is several messages.
    /// Acknowledgements alone are sent when there are many, or when `acks_alone` says so.
    pub fn flush(&mut self, chance: &dyn Chance, now: UnixMillis, acks_alone: bool) -> Option<Vec<u8>> {
        let acks = self.acks.len();
        if self.unsent.is_empty() && self.service.is_empty() && acks < if acks_alone { 1 } else { ACKS_MAX } {
            return None;
        }
        let calls = std::mem::take(&mut self.unsent);
        let mut messages: Vec<(i64, i32, Vec<u8>)> = Vec::with_capacity(calls.len() + 1);
        for call in calls {
            let Some((msg_id, seqno)) = self.carry(call, now) else { continue };
            // The query is kept: it may have to be sent again.
            let query = self.calls.get(&call).map(|pending| pending.query.clone());
            messages.push((msg_id, seqno, query.unwrap_or_default()));
        }
        for (body, content) in std::mem::take(&mut self.service) {
            messages.push((self.next_msg_id(now), self.next_seqno(content), body));
        }
        if acks > 0 {
            let mut body = Vec::with_capacity(12 + 8 * acks);
            body.put_u32(id::MSGS_ACK);
            body.put_longs(&std::mem::take(&mut self.acks));
            messages.push((self.next_msg_id(now), self.next_seqno(false), body));
        }
        if messages.len() == 1 {
            let (msg_id, seqno, body) = messages.pop()?;
            return Some(self.sealed(msg_id, seqno, &body, chance));
        }
        messages.sort_by_key(|(msg_id, _, _)| *msg_id);
        let mut body =
            Vec::with_capacity(8 + messages.iter().map(|(_, _, body)| 16 + body.len()).sum::<usize>());
        body.put_u32(id::MSG_CONTAINER);
        body.put_u32(length(&messages));
        for (msg_id, seqno, message) in &messages {
            body.put_i64(*msg_id);
            body.put_i32(*seqno);
            body.put_u32(length(message));
            body.extend_from_slice(message);
        }
        let (msg_id, seqno) = (self.next_msg_id(now), self.next_seqno(false));
        if self.containers.len() == CONTAINERS_MAX {
            self.containers.pop_front();
        }
        self.containers.push_back((msg_id, messages.iter().map(|(msg_id, _, _)| *msg_id).collect()));
        Some(self.sealed(msg_id, seqno, &body, chance))
    }

    /// Takes a packet, decrypting it in place.
    ///
    /// # Errors
    /// The packet is not for this session, or broken: close the connection.
    pub fn receive(&mut self, packet: &mut [u8], now: UnixMillis) -> Result<Vec<Event>, ClientFault> {
        let opened =
            envelope::open(&self.key.auth_key, Side::Server, packet).map_err(|_| ClientFault::Envelope)?;
        let header = opened.header;
        if header.session_id != self.session_id || header.msg_id & 1 == 0 {
            return Err(ClientFault::Envelope);
        }
        self.key.salt = header.salt;
        self.message(header.msg_id, header.seqno, opened.body, now)?;
        Ok(std::mem::take(&mut self.events))
    }

    /// One message, alone or from a container.
    fn message(&mut self, msg_id: i64, seqno: i32, body: &[u8], now: UnixMillis) -> Result<(), ClientFault> {
        if seqno & 1 == 1 {
            self.acks.push(msg_id);
            if !self.first_seen(msg_id) {
                return Ok(());
            }
        }
        match read(body)? {
            Notice::Container(messages) => {
                for (msg_id, seqno, body) in messages {
                    self.message(msg_id, seqno, body, now)?;
                }
            }
            Notice::Result { req_msg_id, result } => {
                if let Some(call) = self.by_msg_id.remove(&req_msg_id) {
                    self.calls.remove(&call);
                    self.events.push(Event::Answer { call, result });
                }
            }
            Notice::Update(update) => self.events.push(Event::Update(update)),
            Notice::BadSalt { bad_msg_id, salt } => {
                self.key.salt = salt;
                self.send_again(bad_msg_id, BAD_SALT);
            }
            Notice::BadMessage { bad_msg_id, code } => {
                if matches!(code, 16 | 17) {
                    self.key.time_offset = (msg_id >> 32) - now.0.div_euclid(1000);
                    // Ids grow by the corrected clock from here on.
                    self.last_msg_id = 0;
                    self.send_again(bad_msg_id, code);
                } else {
                    let call = self.by_msg_id.remove(&bad_msg_id);
                    call.and_then(|call| self.calls.remove(&call));
                    self.events.push(Event::BadMessage { call, code });
                }
            }
            Notice::Created { first_msg_id, unique_id, salt } => {
                self.key.salt = salt;
                self.events.push(Event::SessionCreated { first_msg_id, unique_id });
            }
            Notice::Pong { ping_id } => self.events.push(Event::Pong(ping_id)),
            Notice::Detailed { answer_msg_id } => {
                let mut body = Vec::with_capacity(20);
                body.put_u32(id::MSG_RESEND_REQ);
                body.put_longs(&[answer_msg_id]);
                self.service.push((body, false));
            }
            Notice::Acks => {}
            Notice::Other(body) => self.events.push(Event::Service(body)),
        }
        Ok(())
    }

    /// Queues again, under new ids, what a refused message carried.
    fn send_again(&mut self, bad_msg_id: i64, code: i32) {
        let inner = self.containers.iter().find(|(msg_id, _)| *msg_id == bad_msg_id);
        let refused = inner.map_or_else(|| vec![bad_msg_id], |(_, inner)| inner.clone());
        for msg_id in refused {
            let Some(call) = self.by_msg_id.remove(&msg_id) else { continue };
            let Some(pending) = self.calls.get_mut(&call) else { continue };
            pending.sent_as = None;
            pending.refusals += 1;
            if pending.refusals <= REFUSALS_MAX {
                self.unsent.push(call);
            } else {
                self.calls.remove(&call);
                self.events.push(Event::BadMessage { call: Some(call), code });
            }
        }
    }

    /// The id and number under which a call travels.
    fn carry(&mut self, call: Call, now: UnixMillis) -> Option<(i64, i32)> {
        if let Some(sent_as) = self.calls.get(&call)?.sent_as {
            return Some(sent_as);
        }
        let sent_as = (self.next_msg_id(now), self.next_seqno(true));
        self.calls.get_mut(&call)?.sent_as = Some(sent_as);
        self.by_msg_id.insert(sent_as.0, call);
        Some(sent_as)
    }

    fn first_seen(&mut self, msg_id: i64) -> bool {
        if self.seen_order.len() == SEEN_MAX
            && let Some(oldest) = self.seen_order.pop_front()
        {
            self.seen.remove(&oldest);
        }
        self.seen_order.push_back(msg_id);
        self.seen.insert(msg_id)
    }

    fn next_msg_id(&mut self, now: UnixMillis) -> i64 {
        let now = UnixMillis(now.0.saturating_add(self.key.time_offset.saturating_mul(1000)));
        next_msg_id(&mut self.last_msg_id, now, 0)
    }

    fn next_seqno(&mut self, content: bool) -> i32 {
        let seqno = self.content_sent.wrapping_mul(2) | i32::from(content);
        self.content_sent = self.content_sent.wrapping_add(i32::from(content));
        seqno
    }

    fn sealed(&self, msg_id: i64, seqno: i32, body: &[u8], chance: &dyn Chance) -> Vec<u8> {
        let header = Header { salt: self.key.salt, session_id: self.session_id, msg_id, seqno };
        envelope::seal(&self.key.auth_key, Side::Client, header, body, chance)
    }
}
