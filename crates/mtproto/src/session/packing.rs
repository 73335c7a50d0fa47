//! How what is ready leaves: one sealed packet with a container of all of it, or with the only message.
//!
//! Here messages get their msg_id and seqno. What they are, and how long they are kept, stands in `outgoing`.

use std::collections::VecDeque;

use world::{Chance, UnixMillis};

use super::notice::{close_message, write_acks};
use super::outgoing::{ACK_DUE_MILLIS, Kind, Outgoing, SENT_BYTES_MAX};
use super::window::Window;
use crate::{
    auth_key::AuthKey,
    envelope::{self, Header, Side},
    salts::Salts,
    service::{Put, id},
};

impl Outgoing {
    /// Seals what is ready into one packet.
    pub(super) fn flush(
        &mut self,
        session_id: i64,
        window: &mut Window,
        (key, salts): (&AuthKey, &Salts),
        now: UnixMillis,
        chance: &dyn Chance,
    ) -> Option<Vec<u8>> {
        let acks = self.acks_leave(now);
        let count = self.ready.len() + self.notices.len() + usize::from(acks);
        let first = self.ready.front();
        if count == 0 {
            return None;
        }
        let first_bytes = first.map_or(64, |kept| kept.body.bytes().len());
        let again = first.is_some_and(|kept| kept.msg_id != 0);
        let alone = !again && (count == 1 || first_bytes > CONTAINER_BYTES_MAX);
        let packet_bytes = if alone { first_bytes } else { self.ready_bytes + 48 * count };
        let packet = envelope::begin(packet_bytes.min(CONTAINER_BYTES_MAX + 64));
        let mut packing = Packing { packet, container: !alone, messages: 0, msg_id: 0, seqno: 0 };
        packing.open();
        self.pack_kept(&mut packing, now);
        self.pack_notices(&mut packing, acks, salts, now);
        if packing.container {
            packing.close();
            packing.msg_id = self.next_msg_id(now, true);
            packing.seqno = self.seqno(false);
        }
        while self.sent_bytes > SENT_BYTES_MAX && self.sent.len() > 1 {
            self.let_first_go(window);
        }
        let header =
            Header { salt: salts.current(now), session_id, msg_id: packing.msg_id, seqno: packing.seqno };
        Some(envelope::finish(key, Side::Server, header, packing.packet, chance))
    }

    /// Seals an empty container.
    pub(super) fn nothing(
        &mut self,
        session_id: i64,
        (key, salts): (&AuthKey, &Salts),
        now: UnixMillis,
        chance: &dyn Chance,
    ) -> Vec<u8> {
        let packet = envelope::begin(8);
        let mut packing = Packing { packet, container: true, messages: 0, msg_id: 0, seqno: 0 };
        packing.open();
        let (msg_id, seqno) = (self.next_msg_id(now, true), self.seqno(false));
        let header = Header { salt: salts.current(now), session_id, msg_id, seqno };
        envelope::finish(key, Side::Server, header, packing.packet, chance)
    }

    fn pack_kept(&mut self, packing: &mut Packing, now: UnixMillis) {
        while let Some(next) = self.ready.front() {
            if !packing.takes(next.body.bytes().len()) {
                return;
            }
            let Some(mut kept) = self.ready.pop_front() else { return };
            if kept.msg_id == 0 {
                kept.msg_id = self.next_msg_id(now, !matches!(kept.kind, Kind::Update | Kind::Gap));
                kept.seqno = self.seqno(true);
            }
            packing.message(kept.msg_id, kept.seqno, |packet| packet.extend_from_slice(kept.body.bytes()));
            self.gap_waits &= kept.kind != Kind::Gap;
            let bytes = kept.body.bytes().len();
            self.ready_bytes = self.ready_bytes.saturating_sub(bytes);
            self.sent_bytes += bytes;
            match self.sent.back() {
                Some(last) if last.msg_id > kept.msg_id => {
                    let at = self.sent.partition_point(|other| other.msg_id < kept.msg_id);
                    self.sent.insert(at, kept);
                }
                Some(_) | None => self.sent.push_back(kept),
            }
        }
        if self.ready.capacity() > 32 {
            self.ready = VecDeque::new();
        }
    }

    fn pack_notices(&mut self, packing: &mut Packing, acks: bool, salts: &Salts, now: UnixMillis) {
        if !self.ready.is_empty() {
            return; // The packet is full; they ride with the next.
        }
        let mut notices = std::mem::take(&mut self.notices);
        let mut written = 0;
        for notice in &notices {
            if !packing.takes(notice.bytes_max()) {
                break;
            }
            let (msg_id, seqno) = (self.next_msg_id(now, true), self.seqno(false));
            packing.message(msg_id, seqno, |packet| notice.write(packet, salts, now));
            written += 1;
        }
        let all = written == notices.len();
        notices.drain(..written);
        if !all || notices.capacity() <= 8 {
            self.notices = notices;
        }
        if acks && all && packing.takes(16 + 8 * self.acks.len()) {
            let acks = std::mem::take(&mut self.acks);
            let (msg_id, seqno) = (self.next_msg_id(now, true), self.seqno(false));
            packing.message(msg_id, seqno, |packet| write_acks(packet, &acks));
        }
    }

    /// Whether a packet should leave, whatever the time is.
    pub(super) fn is_ready(&self) -> bool {
        !self.ready.is_empty() || !self.notices.is_empty() || self.acks.len() >= ACKS_MAX
    }

    /// Whether acknowledgements belong into a packet that leaves now.
    fn acks_leave(&self, now: UnixMillis) -> bool {
        if self.acks.is_empty() {
            return false;
        }
        let waited = now.0 - self.acks_since.0;
        let rides = !self.ready.is_empty() || !self.notices.is_empty();
        self.acks.len() >= ACKS_MAX || waited >= if rides { ACK_RIDES_MILLIS } else { ACK_DUE_MILLIS }
    }

    /// The next msg_id: the server's time, above all before; 1 mod 4 for what answers the client, 3 mod 4
    /// for what it did not ask for.
    fn next_msg_id(&mut self, now: UnixMillis, answers: bool) -> i64 {
        let of_time = (now.0.div_euclid(1000) << 32) | ((now.0.rem_euclid(1000) << 32) / 1000);
        let free = of_time.max(self.last_msg_id + 4) & !3;
        self.last_msg_id = free | if answers { 1 } else { 3 };
        self.last_msg_id
    }

    fn seqno(&mut self, content: bool) -> i32 {
        let seqno = self.content_messages.wrapping_mul(2);
        if content {
            self.content_messages = self.content_messages.wrapping_add(1);
            return seqno | 1;
        }
        seqno
    }
}

/// A packet that is being filled.
struct Packing {
    packet: Vec<u8>,
    container: bool,
    messages: usize,
    /// Of the packet's only message, if it is no container.
    msg_id: i64,
    seqno: i32,
}

impl Packing {
    fn open(&mut self) {
        if self.container {
            self.packet.put_u32(id::MSG_CONTAINER);
            self.packet.put_u32(0);
        }
    }

    /// Whether another message of `bytes` fits.
    fn takes(&self, bytes: usize) -> bool {
        self.messages == 0
            || self.container
                && self.messages < CONTAINER_MESSAGES_MAX
                && self.packet.len() + 16 + bytes <= CONTAINER_BYTES_MAX
    }

    fn message(&mut self, msg_id: i64, seqno: i32, body: impl FnOnce(&mut Vec<u8>)) {
        self.messages += 1;
        if !self.container {
            (self.msg_id, self.seqno) = (msg_id, seqno);
            return body(&mut self.packet);
        }
        self.packet.put_i64(msg_id);
        self.packet.put_i32(seqno);
        self.packet.put_u32(0);
        let body_at = self.packet.len();
        body(&mut self.packet);
        close_message(&mut self.packet, body_at);
    }

    fn close(&mut self) {
        // The container stands behind the envelope's header.
        let messages = u32::try_from(self.messages).unwrap_or(u32::MAX);
        let at = envelope::BODY_AT + 4;
        if let Some(field) = self.packet.get_mut(at..at + 4) {
            field.copy_from_slice(&messages.to_le_bytes());
        }
    }
}

/// rpc_result, packed if that is worth it.
pub(super) fn rpc_result(request: i64, result: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(12 + result.len());
    body.put_u32(id::RPC_RESULT);
    body.put_i64(request);
    if result.len() <= crate::gzip::PACK_FROM_BYTES || !crate::gzip::pack(result, &mut body) {
        body.extend_from_slice(result);
    }
    body
}

/// Bytes of messages in one container.
const CONTAINER_BYTES_MAX: usize = 1 << 20;
/// Messages in one container: clients stop at 1020 or 1024.
const CONTAINER_MESSAGES_MAX: usize = 1000;
/// Acknowledgements leave with the next packet once the oldest has waited this long, in milliseconds: by then
/// its request has mostly been answered, and an answer acknowledges.
const ACK_RIDES_MILLIS: i64 = 100;
/// So many acknowledgements leave at once.
const ACKS_MAX: usize = 64;
