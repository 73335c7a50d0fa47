//! A client's side of one session, and the session, with a clock that the test moves.

use std::sync::atomic::{AtomicU64, Ordering};

use mtproto::{
    auth_key::AuthKey,
    envelope::{self, Header, Opened, Side},
    salts::{SaltSecret, Salts},
    session::{Event, Request, Session},
};
use tl::Layer;
use world::{Chance, UnixMillis};

/// help.getConfig: any query will do.
pub(crate) const QUERY: [u8; 4] = [0x6b, 0x18, 0xf9, 0xc4];
pub(crate) const SESSION: i64 = 0x5e55_1011;
pub(crate) const CONTAINER: u32 = 0x73f1_f8dc;
pub(crate) const RPC_RESULT: u32 = 0xf35c_6d01;

/// Bytes that differ each time.
#[derive(Default)]
pub(crate) struct Drawn(AtomicU64);

impl Chance for Drawn {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let draw = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            let length = chunk.len();
            chunk.copy_from_slice(&draw.rotate_left(29).to_le_bytes()[..length]);
        }
    }
}

/// One message that the session sent.
#[derive(Clone)]
pub(crate) struct Said {
    pub(crate) msg_id: i64,
    pub(crate) seqno: i32,
    pub(crate) body: Vec<u8>,
    /// Whether it came in a container.
    pub(crate) contained: bool,
}

impl Said {
    pub(crate) fn constructor(&self) -> u32 {
        u32::from_le_bytes(*self.body.first_chunk().unwrap())
    }

    /// The service object that it is, or `None` if it is of another type.
    pub(crate) fn object<T: tl::Decode>(&self) -> Option<T> {
        tl::decode(&self.body).ok()
    }

    /// The request that it answers and the result.
    pub(crate) fn result(&self) -> Option<(i64, &[u8])> {
        let (head, result) = self.body.split_first_chunk::<12>()?;
        let request = i64::from_le_bytes(*head.last_chunk()?);
        (self.constructor() == RPC_RESULT).then_some((request, result))
    }
}

pub(crate) struct Peer {
    pub(crate) key: AuthKey,
    pub(crate) salts: Salts,
    pub(crate) session: Session,
    pub(crate) now: UnixMillis,
    pub(crate) chance: Drawn,
    /// msg_keys of all packets that came from the session.
    pub(crate) msg_keys: Vec<[u8; 16]>,
    last_msg_id: i64,
    content: i32,
}

impl Peer {
    /// A session whose new_session_created has been said and acknowledged.
    pub(crate) fn new() -> Self {
        let mut peer = Self::fresh();
        peer.ping(1);
        let first = peer.heard();
        peer.acknowledge(&[first[0].msg_id]);
        assert!(peer.heard().is_empty());
        peer
    }

    /// A session that has received nothing.
    pub(crate) fn fresh() -> Self {
        let key = AuthKey::new(std::array::from_fn(|i| (i * 7 + 3) as u8));
        Self {
            salts: Salts::new(SaltSecret::new([9; 32]), key.id()),
            key,
            session: Session::new(SESSION, 0x0a11),
            now: UnixMillis::from_seconds(1_800_000_000),
            chance: Drawn::default(),
            msg_keys: Vec::new(),
            last_msg_id: 0,
            content: 0,
        }
    }

    /// A msg_id of this moment, above all before.
    pub(crate) fn msg_id(&mut self) -> i64 {
        self.last_msg_id = msg_id_at(self.now).max(self.last_msg_id + 4);
        self.last_msg_id
    }

    pub(crate) fn seqno(&mut self, content: bool) -> i32 {
        let seqno = self.content * 2 + i32::from(content);
        self.content += i32::from(content);
        seqno
    }

    pub(crate) fn header(&self, msg_id: i64, seqno: i32) -> Header {
        Header { salt: self.salts.current(self.now), session_id: SESSION, msg_id, seqno }
    }

    /// Gives the session a message with this header.
    pub(crate) fn deliver(&mut self, header: Header, body: &[u8]) -> Vec<Event> {
        self.session.receive(&Opened { header, body, quick_ack: 0 }, self.now, &self.salts)
    }

    /// Sends a message that needs an acknowledgement; its msg_id and what came of it.
    pub(crate) fn send(&mut self, body: &[u8]) -> (i64, Vec<Event>) {
        let (msg_id, seqno) = (self.msg_id(), self.seqno(true));
        (msg_id, self.deliver(self.header(msg_id, seqno), body))
    }

    /// Sends a query that is handed out at once.
    pub(crate) fn query(&mut self) -> i64 {
        let (msg_id, events) = self.send(&QUERY);
        assert_eq!(requests(events).iter().map(|request| request.msg_id).collect::<Vec<_>>(), [msg_id]);
        msg_id
    }

    /// Sends a service message that needs no acknowledgement.
    pub(crate) fn tell<T: tl::Encode>(&mut self, object: &T) -> (i64, Vec<Event>) {
        let (msg_id, seqno) = (self.msg_id(), self.seqno(false));
        let body = tl::encode(object, Layer::NEWEST);
        (msg_id, self.deliver(self.header(msg_id, seqno), &body))
    }

    pub(crate) fn ping(&mut self, ping_id: i64) -> i64 {
        self.tell(&tl::mtproto::functions::Ping::new(ping_id)).0
    }

    pub(crate) fn acknowledge(&mut self, msg_ids: &[i64]) {
        let acks = tl::mtproto::types::MsgsAck::new(msg_ids.to_vec());
        let (_, events) = self.tell(&tl::mtproto::enums::MsgsAck::from(acks));
        assert!(events.is_empty());
    }

    /// Everything that the session has to say now, each container taken apart.
    pub(crate) fn heard(&mut self) -> Vec<Said> {
        let mut said = Vec::new();
        while let Some(mut packet) = self.session.flush(&self.key, &self.salts, self.now, &self.chance) {
            self.msg_keys.push(packet[8..24].try_into().unwrap());
            let opened = envelope::open(&self.key, Side::Server, &mut packet).unwrap();
            assert_eq!(opened.header.session_id, SESSION);
            assert_eq!(opened.header.salt, self.salts.current(self.now));
            let Header { msg_id, seqno, .. } = opened.header;
            assert_eq!(msg_id & 1, 1);
            if opened.body[..4] != CONTAINER.to_le_bytes() {
                said.push(Said { msg_id, seqno, body: opened.body.to_vec(), contained: false });
                continue;
            }
            assert_eq!(seqno & 1, 0);
            let before = said.len();
            said.extend(contained(opened.body));
            assert!(said[before..].iter().all(|inner| inner.msg_id < msg_id && inner.seqno <= seqno));
        }
        said
    }

    /// The only thing that the session has to say.
    pub(crate) fn heard_one(&mut self) -> Said {
        let mut said = self.heard();
        assert_eq!(said.len(), 1);
        said.remove(0)
    }

    /// The (msg_id, code) of every bad_msg_notification and bad_server_salt now.
    pub(crate) fn complaints(&mut self) -> Vec<(i64, i32)> {
        use tl::mtproto::enums::BadMsgNotification as Bad;
        let complaint = |said: &Said| match said.object::<Bad>()? {
            Bad::BadMsgNotification(bad) => Some((bad.bad_msg_id, bad.error_code)),
            Bad::BadServerSalt(bad) => Some((bad.bad_msg_id, bad.error_code)),
        };
        self.heard().iter().filter_map(complaint).collect()
    }

    pub(crate) fn pass(&mut self, millis: i64) {
        self.now = UnixMillis(self.now.0 + millis);
    }
}

/// The msg_id of a moment, with a fraction that is not zero.
pub(crate) fn msg_id_at(now: UnixMillis) -> i64 {
    (now.0.div_euclid(1000) << 32) | (((now.0.rem_euclid(1000) << 32) / 1000) & !3) | 4
}

/// The requests among `events`.
pub(crate) fn requests(events: Vec<Event>) -> Vec<Request> {
    let request = |event| if let Event::Request(request) = event { Some(request) } else { None };
    events.into_iter().filter_map(request).collect()
}

/// A container of (msg_id, seqno, body).
pub(crate) fn container(messages: &[(i64, i32, &[u8])]) -> Vec<u8> {
    let mut bytes = [CONTAINER.to_le_bytes(), (messages.len() as u32).to_le_bytes()].concat();
    for (msg_id, seqno, body) in messages {
        bytes.extend_from_slice(&msg_id.to_le_bytes());
        bytes.extend_from_slice(&seqno.to_le_bytes());
        bytes.extend_from_slice(&(body.len() as u32).to_le_bytes());
        bytes.extend_from_slice(body);
    }
    bytes
}

fn contained(body: &[u8]) -> Vec<Said> {
    let mut said = Vec::new();
    let count = u32::from_le_bytes(body[4..8].try_into().unwrap());
    let mut rest = &body[8..];
    for _ in 0..count {
        let bytes = u32::from_le_bytes(rest[12..16].try_into().unwrap()) as usize;
        said.push(Said {
            msg_id: i64::from_le_bytes(rest[..8].try_into().unwrap()),
            seqno: i32::from_le_bytes(rest[8..12].try_into().unwrap()),
            body: rest[16..16 + bytes].to_vec(),
            contained: true,
        });
        rest = &rest[16 + bytes..];
    }
    assert!(rest.is_empty());
    said
}

/// gzip_packed of `object`.
pub(crate) fn gzip_packed(object: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(object).unwrap();
    let mut bytes = 0x3072_cfa1_u32.to_le_bytes().to_vec();
    bytes.extend(tl::encode(&tl::Bytes(encoder.finish().unwrap()), Layer::NEWEST));
    bytes
}
