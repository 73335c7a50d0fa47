//! A client and a server of this crate over every transport: key exchange, calls, updates, lost connections.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::sync::Arc;

use crypto::kdf::Side;
use mtproto::auth_key::AuthKey;
use mtproto::client::{Client, ClientFault, ClientKey, Event, Wish};
use mtproto::envelope;
use mtproto::handshake::{Exchange, Handshake, NewKey, Step};
use mtproto::salts::{SaltSecret, Salts};
use mtproto::session::{Event as Asked, Session};
use mtproto::transport::{Accepted, Acceptor, Codec, Kind, Wire};
use world::{Chance, UnixMillis};

mod common;
use common::{Draws, NOW, exchange, server_key};

/// A server with one client: it answers each query with the query itself, and errors to those that begin
/// with `ERROR`.
struct Server {
    exchange: Arc<Exchange>,
    chance: Arc<dyn Chance>,
    salts: Arc<SaltSecret>,
    key: Option<(NewKey, Salts)>,
    sessions: Vec<Session>,
    collisions: u8,
    ran: usize,
}

/// What a connection is at the server.
enum Line {
    Fresh(Acceptor),
    Open(Box<(Codec, Handshake)>),
}

const ERROR: u32 = 0xeeee_0001;
const QUERY: u32 = 0xeeee_0002;
/// How the fixed text of an rpc_error starts.
const RPC_ERROR: u32 = 0x2144_ca19;

impl Server {
    fn new(seed: u64) -> Self {
        Self {
            exchange: exchange(seed),
            chance: Arc::new(Draws::new(seed)),
            salts: SaltSecret::new([seed as u8; 32]),
            key: None,
            sessions: Vec::new(),
            collisions: 0,
            ran: 0,
        }
    }

    fn line(&mut self) -> Line {
        for session in &mut self.sessions {
            session.attached(NOW);
        }
        Line::Fresh(Acceptor::new())
    }

    fn receive(&mut self, line: &mut Line, bytes: &[u8], now: UnixMillis, out: &mut Vec<u8>) {
        let (codec, handshake) = match line {
            Line::Open(open) => {
                open.0.feed(bytes);
                (&mut open.0, &mut open.1)
            }
            Line::Fresh(acceptor) => match acceptor.feed(bytes) {
                Ok(Some(Accepted::Mtproto(codec))) => {
                    *line = Line::Open(Box::new((codec, Handshake::new(self.exchange.clone()))));
                    return self.receive(line, &[], now, out);
                }
                Ok(None) => return,
                _ => panic!("not accepted"),
            },
        };
        let mut replies: Vec<Vec<u8>> = Vec::new();
        while let Some(frame) = codec.next().unwrap() {
            match envelope::auth_key_id(frame.payload) {
                Some(0) => {
                    let step = handshake.receive(frame.payload, now).unwrap();
                    replies.extend(self.step(handshake, step, now));
                }
                Some(_) => self.packet(frame.payload, now),
                None => panic!("no packet"),
            }
        }
        if let Some((key, salts)) = &self.key {
            for session in &mut self.sessions {
                while let Some(packet) = session.flush(&key.auth_key, salts, now, &*self.chance) {
                    replies.push(packet);
                }
            }
        }
        for reply in replies {
            codec.write(&reply, out);
        }
    }

    fn step(&mut self, handshake: &mut Handshake, step: Step, now: UnixMillis) -> Option<Vec<u8>> {
        match step {
            Step::Reply(packet) => Some(packet),
            Step::Work(work) => {
                let step = handshake.finish(work.run(), now).unwrap();
                self.step(handshake, step, now)
            }
            Step::Proposed(_) if self.collisions > 0 => {
                self.collisions -= 1;
                Some(handshake.collide(now).unwrap())
            }
            Step::Proposed(key) => {
                let salts = Salts::new(self.salts.clone(), key.auth_key.id()).with_first(key.first_salt, now);
                self.key = Some((key, salts));
                Some(handshake.accept(now).unwrap())
            }
            Step::Wait => None,
        }
    }

    fn packet(&mut self, packet: &mut [u8], now: UnixMillis) {
        let (key, salts) = self.key.as_ref().unwrap();
        let opened = envelope::open(&key.auth_key, Side::Client, packet).unwrap();
        let session_id = opened.header.session_id;
        let at = match self.sessions.iter().position(|session| session.session_id() == session_id) {
            Some(at) => at,
            None => {
                self.sessions.push(Session::new(session_id, self.chance.long()));
                self.sessions.len() - 1
            }
        };
        let session = &mut self.sessions[at];
        for event in session.receive(&opened, now, salts) {
            let Asked::Request(request) = event else { continue };
            self.ran += 1;
            let result = match request.function_id {
                ERROR => [&RPC_ERROR.to_le_bytes()[..], &400i32.to_le_bytes(), b"\x07BAD_ONE"].concat(),
                _ => request.body.clone(),
            };
            assert!(session.answer(request.msg_id, &result, request.function_id == ERROR).is_empty());
        }
    }
}

/// Carries bytes back and forth until nobody has any, a few at a time.
fn pump(client: &mut Client, server: &mut Server, line: &mut Line, now: UnixMillis) -> Vec<Event> {
    try_pump(client, server, line, now).unwrap_or_else(|fault| panic!("{fault}"))
}

fn try_pump(
    client: &mut Client,
    server: &mut Server,
    line: &mut Line,
    now: UnixMillis,
) -> Result<Vec<Event>, ClientFault> {
    let mut events = Vec::new();
    loop {
        let (mut forth, mut back) = (Vec::new(), Vec::new());
        client.flush(now, false, &mut forth);
        for part in forth.chunks(61) {
            server.receive(line, part, now, &mut back);
        }
        for part in back.chunks(59) {
            events.append(&mut client.receive(part, now)?);
        }
        if forth.is_empty() && back.is_empty() {
            return Ok(events);
        }
    }
}

fn query(id: u32, text: &[u8]) -> Vec<u8> {
    [&id.to_le_bytes()[..], text].concat()
}

fn client(wire: Wire, seed: u64) -> Client {
    let wish = Wish::permanent(server_key().public().clone());
    Client::with_wish(wire, wish, Arc::new(Draws::new(seed)), NOW)
}

/// The answers among some events, in the order of their calls.
fn answers(events: Vec<Event>) -> Vec<Result<Vec<u8>, String>> {
    let mut answers: Vec<_> = events
        .into_iter()
        .filter_map(|event| match event {
            Event::Answer { call, result } => Some((call, result.map_err(|error| error.message))),
            _ => None,
        })
        .collect();
    answers.sort_by_key(|(call, _)| *call);
    answers.into_iter().map(|(_, result)| result).collect()
}

#[test]
fn a_client_makes_a_key_and_calls_over_every_transport() {
    for (seed, wire) in Wire::ALL.into_iter().enumerate() {
        let (mut server, mut client) = (Server::new(seed as u64), client(wire, 100 + seed as u64));
        let mut line = server.line();
        let large: Vec<u8> = (0..40_000u32).map(|i| (i % 7) as u8).collect();
        client.call(query(QUERY, b"four"));
        client.call(query(ERROR, b""));
        client.call(query(QUERY, &large));
        let answers = answers(pump(&mut client, &mut server, &mut line, NOW));
        assert!(answers == [Ok(query(QUERY, b"four")), Err("BAD_ONE".into()), Ok(query(QUERY, &large))]);
        let ours = client.key().unwrap().auth_key.bytes();
        assert!(server.key.as_ref().is_some_and(|(key, _)| key.auth_key.bytes() == ours));
        let Line::Open(open) = &line else { panic!() };
        assert_eq!((open.0.kind(), open.0.dc()), (wire.kind, wire.obfuscated));
    }
}

#[test]
fn temporary_keys_both_paddings_and_collisions_work_with_the_client() {
    for round in 0..8u8 {
        let wish = Wish {
            server_key: server_key().public().clone(),
            dc: (round & 1 == 1).then_some(10_002),
            expires_in: (round & 2 == 2).then_some(3600),
            legacy_padding: round & 4 == 4,
        };
        let mut server = Server::new(u64::from(round));
        server.collisions = round % 3;
        let chance = Arc::new(Draws::new(50 + u64::from(round)));
        let mut client = Client::with_wish(Wire::ALL[5], wish.clone(), chance, NOW);
        let mut line = server.line();
        let events = pump(&mut client, &mut server, &mut line, NOW);
        assert!(matches!(events[..], [Event::KeyMade]));
        let (key, _) = server.key.as_ref().unwrap();
        assert_eq!((key.dc, key.expires_in), (wish.dc, wish.expires_in));
    }
}

#[test]
fn a_client_with_a_wrong_salt_or_clock_is_set_right_and_runs_once() {
    let (mut server, mut first) = (Server::new(1), client(Wire::ALL[1], 1));
    let mut line = server.line();
    pump(&mut first, &mut server, &mut line, NOW);
    let key = first.key().unwrap().clone();
    for (salt, time_offset) in [(0, 0), (key.salt, 86_400), (key.salt, -86_400), (0, 86_400)] {
        let key = ClientKey { salt, time_offset, ..key.clone() };
        let mut client = Client::with_key(Wire::ALL[2], key, Arc::new(Draws::new(9)));
        server.sessions.clear();
        server.ran = 0;
        let mut line = server.line();
        client.call(query(QUERY, b"1234"));
        client.call(query(QUERY, b"5678"));
        let answers = answers(pump(&mut client, &mut server, &mut line, NOW));
        assert!(answers == [Ok(query(QUERY, b"1234")), Ok(query(QUERY, b"5678"))]);
        assert_eq!(server.ran, 2);
    }
}

#[test]
fn calls_whose_answers_were_lost_are_asked_again_and_run_once() {
    let (mut server, mut client) = (Server::new(2), client(Wire::ALL[3], 2));
    let mut line = server.line();
    pump(&mut client, &mut server, &mut line, NOW);
    client.call(query(QUERY, b"lost"));
    let mut forth = Vec::new();
    client.flush(NOW, false, &mut forth);
    server.receive(&mut line, &forth, NOW, &mut Vec::new());
    assert_eq!(server.ran, 1);
    client.reconnect(Wire::ALL[0]);
    let mut line = server.line();
    let answers = answers(pump(&mut client, &mut server, &mut line, NOW));
    assert!(answers == [Ok(query(QUERY, b"lost"))]);
    assert_eq!(server.ran, 1);
}

#[test]
fn updates_reach_the_client_once() {
    let (mut server, mut client) = (Server::new(3), client(Wire::ALL[4], 3));
    let mut line = server.line();
    client.call(query(QUERY, b"here"));
    pump(&mut client, &mut server, &mut line, NOW);
    let update: Arc<[u8]> = query(0x7464_0000, &[5; 3000]).into();
    server.sessions[0].push(update.clone());
    let mut back = Vec::new();
    server.receive(&mut line, &[], NOW, &mut back);
    let received = |events: Vec<Event>| {
        events.into_iter().filter(|event| matches!(event, Event::Update(body) if *body == *update)).count()
    };
    assert_eq!(received(client.receive(&back, NOW).unwrap()), 1);
    // Not acknowledged yet: a new connection brings it again, and the client knows it.
    client.reconnect(Wire::ALL[6]);
    let mut line = server.line();
    client.session().unwrap().ping(77);
    let events = pump(&mut client, &mut server, &mut line, NOW);
    assert!(events.iter().any(|event| matches!(event, Event::Pong(77))));
    assert_eq!(received(events), 0);
}

#[test]
fn transport_errors_end_the_connection_with_their_code() {
    for wire in Wire::ALL {
        let mut client = client(wire, 4);
        let mut bytes = Vec::new();
        client.flush(NOW, false, &mut bytes);
        let Ok(Some(Accepted::Mtproto(mut codec))) = Acceptor::new().feed(&bytes) else { panic!() };
        let mut back = Vec::new();
        codec.write_error(-404, &mut back);
        assert_eq!(client.receive(&back, NOW).err(), Some(ClientFault::Refused(-404)));
    }
}

#[test]
fn a_packet_of_another_key_is_a_fault() {
    let mut client = Client::with_key(
        Wire { kind: Kind::Intermediate, obfuscated: None },
        ClientKey { auth_key: AuthKey::new([1; 256]), salt: 0, time_offset: 0 },
        Arc::new(Draws::new(5)),
    );
    let header = envelope::Header { salt: 0, session_id: 0, msg_id: 1, seqno: 0 };
    let packet = envelope::seal(&AuthKey::new([2; 256]), Side::Server, header, &[0; 4], &Draws::new(6));
    let bytes = [&(packet.len() as u32).to_le_bytes()[..], &packet].concat();
    assert_eq!(client.receive(&bytes, NOW).err(), Some(ClientFault::Envelope));
}

#[test]
fn a_server_that_is_never_satisfied_is_given_up() {
    let key = AuthKey::new([1; 256]);
    let client_key = ClientKey { auth_key: key.clone(), salt: 0, time_offset: 0 };
    let mut client = Client::with_key(Wire::ALL[2], client_key, Arc::new(Draws::new(8)));
    let call = client.call(query(QUERY, b"1234"));
    let session_id = client.session().unwrap().session_id();
    for round in 0..100i64 {
        let mut bytes = Vec::new();
        client.flush(NOW, false, &mut bytes);
        let msg_id = client.session().unwrap().msg_id(call).unwrap();
        // bad_server_salt
        let body = [&0xedab_447bu32.to_le_bytes()[..], &msg_id.to_le_bytes(), &[0; 8], &round.to_le_bytes()]
            .concat();
        let header =
            envelope::Header { salt: 0, session_id, msg_id: 1_800_000_000 << 32 | round << 2 | 1, seqno: 0 };
        let packet = envelope::seal(&key, Side::Server, header, &body, &Draws::new(round as u64));
        let bytes = [&(packet.len() as u32).to_le_bytes()[..], &packet].concat();
        for event in client.receive(&bytes, NOW).unwrap() {
            let Event::BadMessage { call: refused, code } = event else { continue };
            assert_eq!((refused, code), (Some(call), 48));
            assert!(client.session().unwrap().pending() == 0 && round < 10);
            return;
        }
    }
    panic!("asked for ever");
}
