//! One connection without its socket: bytes in, bytes out. Whoever owns it feeds what arrives, processes it,
//! waits until its link wakes or its deadline comes, and writes what it collects.

use std::{
    future::poll_fn,
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
    task::Poll,
    time::Duration,
};

use crypto::kdf::Side;
use mtproto::{
    envelope,
    handshake::Handshake,
    session::{Event, KeyDestruction, Request, Session},
    transport::{Accepted, Acceptor, Codec},
};
use world::{BoxFuture, UnixMillis};

use super::{
    Node,
    calls::{self, Origin},
    exchange::{self, Outcome},
    keys::KeyEntry,
    limits,
    link::Link,
    session_slot::{SessionSlot, SessionState},
};
use crate::websocket::{WebSocket, write_frame};

/// One connection to a [`Node`].
pub struct Connection {
    node: Arc<Node>,
    origin: Origin,
    wire: Wire,
    websocket: Option<Box<WebSocket>>,
    handshake: Option<Box<Handshake>>,
    sessions: Vec<Arc<SessionSlot>>,
    /// Calls that did not end at once; each turn goes on with them.
    calls: Vec<BoxFuture<'static, ()>>,
    /// What is framed already: answers in clear, transport errors, WebSocket's own frames.
    framed: Vec<u8>,
    closing: bool,
    /// Something that arrived may be left, since too many calls ran.
    behind: bool,
    /// Whether an auth key has opened a packet here.
    opened: bool,
    heard: bool,
    began: Duration,
    last_heard: Duration,
    disconnect_at: Option<UnixMillis>,
}

/// What the first bytes have said so far.
enum Wire {
    Unknown(Acceptor),
    Mtproto(Codec),
    Http(Vec<u8>),
}

/// One packet, as far as it can be dealt with at once.
enum Step {
    /// No whole packet is there.
    Nothing,
    /// The packet was taken by its session, which has this to do.
    Taken(Arc<SessionSlot>, Vec<Event>),
    /// A plain message.
    Plain(Vec<u8>),
    /// A packet whose key is not in memory, and whether it wants a quick acknowledgement.
    KeyNeeded(i64, Vec<u8>, bool),
    /// The connection ends with this transport error.
    End(Option<i32>),
}

impl Connection {
    pub(super) fn new(node: Arc<Node>, local: SocketAddr, remote: SocketAddr, websocket: bool) -> Self {
        let began = node.world.clock.elapsed();
        node.metrics.connections.add(1);
        node.metrics.connections_total.add(1);
        Connection {
            origin: Origin { link: Link::new(), local, remote, dc: None },
            wire: Wire::Unknown(Acceptor::with_secrets(Arc::clone(&node.proxy_secrets))),
            node,
            websocket: websocket.then(Box::default),
            handshake: None,
            sessions: Vec::new(),
            calls: Vec::new(),
            framed: Vec::new(),
            closing: false,
            behind: false,
            opened: false,
            heard: false,
            began,
            last_heard: began,
            disconnect_at: None,
        }
    }

    /// What wakes this connection from outside.
    pub fn link(&self) -> Arc<Link> {
        Arc::clone(&self.origin.link)
    }

    /// Takes bytes that arrived; [`Connection::process`] deals with them.
    pub fn feed(&mut self, bytes: &[u8]) {
        self.last_heard = self.node.world.clock.elapsed();
        self.node.metrics.received_bytes_total.add(bytes.len() as u64);
        let mut payload = Vec::new();
        let bytes = match &mut self.websocket {
            None => bytes,
            Some(websocket) => {
                let fed = websocket.feed(bytes, &mut payload, &mut self.framed);
                self.closing |= fed.is_err() || websocket.closed();
                payload.as_slice()
            }
        };
        match &mut self.wire {
            Wire::Mtproto(codec) => codec.feed(bytes),
            Wire::Http(head) => head.extend_from_slice(bytes),
            Wire::Unknown(acceptor) => match acceptor.feed(bytes) {
                Ok(None) => {}
                Ok(Some(Accepted::Mtproto(codec))) => {
                    self.origin.dc = codec.dc();
                    self.wire = Wire::Mtproto(codec);
                }
                // Inside a WebSocket there is no second one.
                Ok(Some(Accepted::Http(_))) if self.websocket.is_some() => self.closing = true,
                Ok(Some(Accepted::Http(head))) => self.wire = Wire::Http(head),
                Err(_) => self.closing = true,
            },
        }
    }

    /// Goes on with the calls that run, then deals with every whole packet that has arrived, until too many
    /// calls run (see [`Connection::is_stalled`]). To be called each time that the task wakes: calls wake it.
    pub async fn process(&mut self) {
        self.origin.link.begin_turn();
        if !self.calls.is_empty() {
            poll_fn(|context| {
                self.calls.retain_mut(|call| call.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
            if self.calls.is_empty() {
                self.calls = Vec::new();
            }
        }
        while !self.closing && !self.is_stalled() {
            match self.step() {
                Step::Nothing => break,
                Step::Taken(slot, events) => self.deal(&slot, events).await,
                // Boxed, like all that happens once in a connection: each keeps room for what it may wait in.
                Step::Plain(packet) => {
                    self.let_calls_run();
                    Box::pin(self.plain(packet)).await;
                }
                Step::KeyNeeded(id, mut packet, quick_ack) => match Box::pin(self.key(id)).await {
                    Ok(Some(key)) => match self.open(&key, &mut packet, quick_ack) {
                        Step::Taken(slot, events) => self.deal(&slot, events).await,
                        _ => self.end(Some(limits::NO_SUCH_KEY)),
                    },
                    Ok(None) => self.end(Some(limits::NO_SUCH_KEY)),
                    Err(error) => {
                        tracing::error!(%error, "an auth key could not be read");
                        self.end(None);
                    }
                },
                Step::End(code) => self.end(code),
            }
        }
        self.behind = self.is_stalled();
        if let Wire::Mtproto(codec) = &mut self.wire {
            codec.shrink();
        }
    }

    /// Whether [`Connection::process`] left something for want of room, and there is room now. Calls that end
    /// while the task is at it do not wake it.
    pub fn can_go_on(&self) -> bool {
        self.behind && !self.is_stalled()
    }

    /// Whether so many calls run that nothing more is read; the link wakes when some are done, and then
    /// [`Connection::process`] goes on.
    pub fn is_stalled(&self) -> bool {
        self.origin.link.running.load(Ordering::Acquire) >= limits::RUNNING_CALLS_MAX
    }

    /// Gives the calls tasks of their own, before the connection's task waits for something else: others may
    /// wait for what a call does when it goes on.
    pub fn let_calls_run(&mut self) {
        for call in std::mem::take(&mut self.calls) {
            self.node.world.spawn.spawn(call);
        }
    }

    /// Takes bytes that arrived and deals with them.
    pub async fn receive(&mut self, bytes: &[u8]) {
        self.feed(bytes);
        self.process().await;
    }

    /// The HTTP request that this connection turned out to begin with, from its first byte.
    pub fn take_http(&mut self) -> Option<Vec<u8>> {
        match &mut self.wire {
            Wire::Http(head) => Some(std::mem::take(head)),
            _ => None,
        }
    }

    /// Everything that is ready to be written.
    pub fn collect(&mut self) -> Vec<u8> {
        self.origin.link.collecting();
        let mut out = std::mem::take(&mut self.framed);
        let (now, elapsed) = (self.node.world.clock.now(), self.node.world.clock.elapsed());
        self.look_at_deadlines(now, elapsed);
        let Wire::Mtproto(codec) = &mut self.wire else { return out };
        let (chance, websocket) = (&*self.node.world.chance, self.websocket.is_some());
        for slot in &self.sessions {
            let mut flush = |session: &mut Session| {
                while let Some(packet) = session.flush(&slot.key.key, &slot.key.salts, now, chance) {
                    write(codec, websocket, &packet, &mut out);
                }
            };
            let late = slot.with(|state| {
                // Another connection may speak for it by now; what is ready is that one's to take.
                if !state.speaks(&self.origin.link) {
                    return Vec::new();
                }
                let due = state.session.next_deadline().is_some_and(|due| due <= now);
                if !slot.take_ready() && !due {
                    return Vec::new();
                }
                let late = if due { state.session.tick(now) } else { Vec::new() };
                if late.is_empty() {
                    flush(&mut state.session);
                }
                late
            });
            if late.is_empty() {
                continue;
            }
            // What waited too long for another call goes on without it.
            for event in late {
                if let Event::Request(request) = event {
                    calls::start(&self.node, slot, &self.origin, request);
                }
            }
            slot.with(|state| flush(&mut state.session));
        }
        self.node.metrics.sent_bytes_total.add(out.len() as u64);
        out
    }

    /// When to collect at the latest, and what the time is now, both as the clock's `elapsed`.
    pub fn deadline(&self) -> (Duration, Duration) {
        let (now, elapsed) = (self.node.world.clock.now(), self.node.world.clock.elapsed());
        let mut deadline = self.last_heard + limits::SILENT_MAX;
        if !self.opened {
            deadline = deadline.min(self.began + limits::OPENED_WITHIN);
        }
        if !self.heard {
            deadline = deadline.min(self.began + limits::FIRST_PACKET_WITHIN);
        }
        let sessions =
            self.sessions.iter().filter_map(|slot| slot.with(|state| state.session.next_deadline()));
        match sessions.chain(self.disconnect_at).min() {
            Some(due) => (deadline.min(elapsed + due.since(now)), elapsed),
            None => (deadline, elapsed),
        }
    }

    /// Whether the connection ends once what was collected is written.
    pub fn is_closing(&self) -> bool {
        self.closing || self.origin.link.is_cut()
    }

    fn look_at_deadlines(&mut self, now: UnixMillis, elapsed: Duration) {
        let silent = elapsed >= self.last_heard + limits::SILENT_MAX;
        let unopened = !self.opened && elapsed >= self.began + limits::OPENED_WITHIN;
        let unheard = !self.heard && elapsed >= self.began + limits::FIRST_PACKET_WITHIN;
        let delayed = self.disconnect_at.is_some_and(|at| now >= at);
        let stopping = self.node.is_stopping() && self.origin.link.running.load(Ordering::Acquire) == 0;
        self.closing |= stopping || silent || unopened || unheard || delayed;
    }

    fn step(&mut self) -> Step {
        let Wire::Mtproto(codec) = &mut self.wire else { return Step::Nothing };
        let frame = match codec.next() {
            Ok(Some(frame)) => frame,
            Ok(None) => return Step::Nothing,
            Err(_) => return Step::End(None),
        };
        self.heard = true;
        let Some(id) = envelope::auth_key_id(frame.payload) else {
            return Step::End(Some(limits::NO_SUCH_KEY));
        };
        if id == 0 {
            return Step::Plain(frame.payload.to_vec());
        }
        let Some(key) = self.node.keys.in_memory(id) else {
            return Step::KeyNeeded(id, frame.payload.to_vec(), frame.quick_ack);
        };
        let quick_ack = frame.quick_ack;
        // The packet is opened in the codec's own bytes; the codec is needed again for what it answers.
        let Ok(opened) = envelope::open(&key.key, Side::Client, frame.payload) else {
            return Step::End(Some(limits::NO_SUCH_KEY));
        };
        let token = opened.quick_ack;
        let (slot, events) = take(&self.node, &self.origin.link, &mut self.sessions, &key, &opened);
        opened_by_key(&mut self.opened, &mut self.handshake);
        if quick_ack {
            quick_acknowledge(codec, self.websocket.is_some(), token, &mut self.framed);
        }
        Step::Taken(slot, events)
    }

    fn open(&mut self, key: &Arc<KeyEntry>, packet: &mut [u8], quick_ack: bool) -> Step {
        let Ok(opened) = envelope::open(&key.key, Side::Client, packet) else {
            return Step::End(Some(limits::NO_SUCH_KEY));
        };
        let token = opened.quick_ack;
        let (slot, events) = take(&self.node, &self.origin.link, &mut self.sessions, key, &opened);
        opened_by_key(&mut self.opened, &mut self.handshake);
        if let (true, Wire::Mtproto(codec)) = (quick_ack, &mut self.wire) {
            quick_acknowledge(codec, self.websocket.is_some(), token, &mut self.framed);
        }
        Step::Taken(slot, events)
    }

    async fn key(&mut self, id: i64) -> Result<Option<Arc<KeyEntry>>, store::StoreError> {
        self.let_calls_run();
        self.node.keys.find(id).await
    }

    /// Begins a call at once, so that requests that arrive behind each other are begun in that order.
    async fn call(&mut self, slot: &Arc<SessionSlot>, request: Request) {
        let mut call = calls::call(&self.node, slot, &self.origin, request);
        if poll_fn(|context| Poll::Ready(call.as_mut().poll(context).is_pending())).await {
            self.calls.push(call);
        }
    }

    async fn deal(&mut self, slot: &Arc<SessionSlot>, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Request(request) => self.call(slot, request).await,
                Event::DropAnswer { .. } | Event::HttpWait(_) => {}
                Event::DestroySession { session_id } => {
                    let existed = self.node.hub.registry.destroy(slot.key.key.id(), session_id);
                    slot.with(|state| state.session.session_destroyed(session_id, existed));
                    slot.mark_ready();
                }
                Event::DestroyAuthKey { msg_id } => Box::pin(self.destroy_key(slot, msg_id)).await,
                Event::DisconnectAt(at) => self.disconnect_at = Some(at),
                Event::Close(code) => self.end(Some(code)),
            }
        }
    }

    async fn destroy_key(&mut self, slot: &Arc<SessionSlot>, msg_id: i64) {
        self.let_calls_run();
        let outcome = match self.node.destroy_key(&slot.key).await {
            Ok(()) => KeyDestruction::Done,
            Err(error) => {
                tracing::error!(%error, "an auth key could not be destroyed");
                KeyDestruction::Failed
            }
        };
        slot.with(|state| state.session.auth_key_destroyed(msg_id, outcome));
        slot.mark_ready();
        self.closing |= outcome == KeyDestruction::Done;
    }

    async fn plain(&mut self, packet: Vec<u8>) {
        let outcome = exchange::take(&self.node, &mut self.handshake, self.origin.remote.ip(), &packet).await;
        match outcome {
            Outcome::Reply(reply) => {
                if let Wire::Mtproto(codec) = &mut self.wire {
                    write(codec, self.websocket.is_some(), &reply, &mut self.framed);
                }
            }
            Outcome::Nothing => {}
            Outcome::End(code) => {
                self.node.metrics.handshake_faults_total.add(1);
                self.end(Some(code));
            }
        }
    }

    fn end(&mut self, code: Option<i32>) {
        if let (Some(code), Wire::Mtproto(codec)) = (code, &mut self.wire) {
            let mut error = Vec::new();
            codec.write_error(code, &mut error);
            frame(self.websocket.is_some(), error, &mut self.framed);
        }
        self.closing = true;
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // What was asked for is done, whether or not somebody hears the answer.
        self.origin.link.cut();
        self.let_calls_run();
        let elapsed = self.node.world.clock.elapsed();
        for slot in &self.sessions {
            slot.detach(&self.origin.link, elapsed);
        }
        self.node.metrics.connections.take(1);
    }
}

/// A connection that has shown a key needs no exchange any more, unless one is going on.
fn opened_by_key(opened: &mut bool, handshake: &mut Option<Box<Handshake>>) {
    *opened = true;
    if handshake.as_ref().is_some_and(|handshake| !handshake.is_busy()) {
        *handshake = None;
    }
}

/// Hands an opened packet to its session.
fn take(
    node: &Arc<Node>,
    link: &Arc<Link>,
    sessions: &mut Vec<Arc<SessionSlot>>,
    key: &Arc<KeyEntry>,
    opened: &envelope::Opened<'_>,
) -> (Arc<SessionSlot>, Vec<Event>) {
    let now = node.world.clock.now();
    let session_id = opened.header.session_id;
    let receive = |slot: &SessionSlot, state: &mut SessionState| {
        if state.attach(link) {
            state.session.attached(now);
        }
        let events = state.session.receive(opened, now, &key.salts);
        // Nearly always a packet brings a call, which says by itself when it is answered.
        if state.session.is_ready() {
            slot.mark_ready();
        }
        events
    };
    let known =
        sessions.iter().find(|slot| slot.session_id == session_id && slot.key.key.id() == key.key.id());
    if let Some(slot) = known
        && let Some(events) = slot.with(|state| (!state.gone).then(|| receive(slot, state)))
    {
        return (Arc::clone(slot), events);
    }
    let unique_id = node.world.chance.long();
    let slot = node.hub.registry.session(key, session_id, || Session::new(session_id, unique_id));
    sessions.retain(|slot| !slot.is_gone());
    sessions.push(Arc::clone(&slot));
    let events = slot.with(|state| receive(&slot, state));
    (slot, events)
}

fn write(codec: &mut Codec, websocket: bool, packet: &[u8], out: &mut Vec<u8>) {
    if websocket {
        let mut framed = Vec::with_capacity(packet.len() + 16);
        codec.write(packet, &mut framed);
        frame(true, framed, out);
    } else {
        out.reserve(packet.len() + 16);
        codec.write(packet, out);
    }
}

fn quick_acknowledge(codec: &mut Codec, websocket: bool, token: u32, out: &mut Vec<u8>) {
    let mut framed = Vec::new();
    codec.write_quick_ack(token, &mut framed);
    frame(websocket, framed, out);
}

/// One packet is one WebSocket frame: web clients count on it.
fn frame(websocket: bool, bytes: Vec<u8>, out: &mut Vec<u8>) {
    if websocket && !bytes.is_empty() { write_frame(&bytes, out) } else { out.extend_from_slice(&bytes) }
}
