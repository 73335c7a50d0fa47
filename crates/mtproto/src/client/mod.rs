//! A whole client without I/O: bytes of a connection in, answers and updates out, and back. For tests, the
//! load generator and the simulation; it knows no API types.

mod exchange;
mod incoming;
mod session;

use std::sync::Arc;

use world::{Chance, UnixMillis};

pub use exchange::{ClientKey, ExchangeFault, KeyExchange, Progress, Wish};
pub use session::ClientSession;

use crate::transport::{Codec, TransportFault, Wire, dial};

/// Names a call until it is answered, whatever messages carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Call(pub u64);

/// An error that the server answered a call with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RpcError {
    /// As in HTTP: 400, 401, 420, …
    pub code: i32,
    /// A name such as `PHONE_CODE_INVALID`.
    pub message: String,
}

/// What a client learns. Answers and updates carry text, so there is no Debug.
pub enum Event {
    /// The key exchange is over; the key is in [`Client::key`].
    KeyMade,
    /// A call's result (the TL form, unpacked) or error.
    Answer {
        /// Which call.
        call: Call,
        /// What came.
        result: Result<Vec<u8>, RpcError>,
    },
    /// A message that nobody asked for: an Updates, unpacked.
    Update(Vec<u8>),
    /// The server began a session; what it held before is gone.
    SessionCreated {
        /// The first message that it knows.
        first_msg_id: i64,
        /// Names this beginning.
        unique_id: i64,
    },
    /// A ping came back.
    Pong(i64),
    /// The server refused a message for good. Wrong salts and clocks are set right and the call is sent again
    /// without a word, some times.
    BadMessage {
        /// The call that it carried, which gets no answer now.
        call: Option<Call>,
        /// The code.
        code: i32,
    },
    /// Another service message, whole.
    Service(Vec<u8>),
    /// A quick acknowledgement.
    QuickAck(u32),
}

/// Why a connection is of no more use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClientFault {
    /// The server sent a transport error, such as -404.
    #[error("transport error {0}")]
    Refused(i32),
    /// The stream is broken.
    #[error(transparent)]
    Transport(#[from] TransportFault),
    /// The key exchange failed.
    #[error(transparent)]
    Exchange(#[from] ExchangeFault),
    /// A packet that does not open, or of another session.
    #[error("a packet that is not for this session")]
    Envelope,
    /// A message that cannot be read.
    #[error("a message that cannot be read")]
    Message,
}

/// A client on one connection after the other.
pub struct Client {
    chance: Arc<dyn Chance>,
    codec: Codec,
    stage: Stage,
    out: Vec<u8>,
}

enum Stage {
    /// Making a key; calls wait.
    Exchange {
        exchange: Box<KeyExchange>,
        waiting: Vec<Vec<u8>>,
    },
    Ready(Box<ClientSession>),
}

impl Client {
    /// A client that makes a key first.
    pub fn with_wish(wire: Wire, wish: Wish, chance: Arc<dyn Chance>, now: UnixMillis) -> Self {
        let mut out = Vec::new();
        let mut codec = dial(wire, &*chance, &mut out);
        let (exchange, packet) = KeyExchange::begin(wish, &*chance, now);
        codec.write(&packet, &mut out);
        let stage = Stage::Exchange { exchange: Box::new(exchange), waiting: Vec::new() };
        Self { chance, codec, stage, out }
    }

    /// A client with a key, in a new session.
    pub fn with_key(wire: Wire, key: ClientKey, chance: Arc<dyn Chance>) -> Self {
        let mut out = Vec::new();
        let codec = dial(wire, &*chance, &mut out);
        let session = ClientSession::new(key, chance.long());
        Self { chance, codec, stage: Stage::Ready(Box::new(session)), out }
    }

    /// The session, once there is a key.
    pub fn session(&mut self) -> Option<&mut ClientSession> {
        match &mut self.stage {
            Stage::Ready(session) => Some(session),
            Stage::Exchange { .. } => None,
        }
    }

    /// The key, once there is one.
    pub fn key(&self) -> Option<&ClientKey> {
        match &self.stage {
            Stage::Ready(session) => Some(session.key()),
            Stage::Exchange { .. } => None,
        }
    }

    /// Queues a query, the TL form with all wrappers that it is to have. Before there is a key, calls wait.
    pub fn call(&mut self, query: Vec<u8>) -> Call {
        match &mut self.stage {
            Stage::Ready(session) => session.call(query),
            Stage::Exchange { waiting, .. } => {
                // The session numbers them in the same order.
                waiting.push(query);
                Call(waiting.len() as u64 - 1)
            }
        }
    }

    /// Appends the bytes to send to `out`. Acknowledgements alone wait for company unless `acks_alone`.
    pub fn flush(&mut self, now: UnixMillis, acks_alone: bool, out: &mut Vec<u8>) {
        out.append(&mut self.out);
        if let Stage::Ready(session) = &mut self.stage
            && let Some(packet) = session.flush(&*self.chance, now, acks_alone)
        {
            self.codec.write(&packet, out);
        }
    }

    /// Takes bytes of the connection.
    ///
    /// # Errors
    /// The connection is of no more use; [`Client::reconnect`] or give up.
    pub fn receive(&mut self, bytes: &[u8], now: UnixMillis) -> Result<Vec<Event>, ClientFault> {
        self.codec.feed(bytes);
        let mut events = Vec::new();
        while let Some(frame) = self.codec.next()? {
            if frame.quick_ack {
                let token = frame.payload.first_chunk().map_or(0, |token| u32::from_le_bytes(*token));
                events.push(Event::QuickAck(token));
                continue;
            }
            if let Ok(code) = <[u8; 4]>::try_from(&*frame.payload) {
                return Err(ClientFault::Refused(i32::from_le_bytes(code)));
            }
            let (exchange, waiting) = match &mut self.stage {
                Stage::Ready(session) => {
                    events.append(&mut session.receive(frame.payload, now)?);
                    continue;
                }
                Stage::Exchange { exchange, waiting } => (exchange, waiting),
            };
            match exchange.receive(frame.payload, &*self.chance, now)? {
                Progress::Send(packet) => self.codec.write(&packet, &mut self.out),
                Progress::Finished(key) => {
                    let mut session = ClientSession::new(key, self.chance.long());
                    for query in waiting.drain(..) {
                        session.call(query);
                    }
                    self.stage = Stage::Ready(Box::new(session));
                    events.push(Event::KeyMade);
                }
            }
        }
        Ok(events)
    }

    /// The connection was lost and there is a new one: the session goes on, and what has no answer is sent
    /// again. Without a key nothing is to go on with: make a new client.
    pub fn reconnect(&mut self, wire: Wire) {
        self.out.clear();
        self.codec = dial(wire, &*self.chance, &mut self.out);
        if let Stage::Ready(session) = &mut self.stage {
            session.reconnected();
        }
    }
}
