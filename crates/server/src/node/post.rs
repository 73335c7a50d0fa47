//! One packet that came as an HTTP request, and the one that is its answer.
//!
//! On HTTP the server can speak only by answering. A request is held until the calls that it brought are
//! answered; one that brought `http_wait`, until there is something to say. While it is held it is a connection
//! like any other: pushes find it, and what it brought speaks through it.

use std::{net::SocketAddr, sync::Arc, sync::atomic::Ordering, time::Duration};

use crypto::kdf::Side;
use mtproto::{
    envelope,
    handshake::Handshake,
    session::{Event, HttpWait, KeyDestruction, Session},
};
use world::UnixMillis;

use super::{
    Node,
    calls::{self, Origin},
    exchange::{self, Outcome},
    limits,
    link::Link,
    session_slot::SessionSlot,
};

/// Why there is no packet to answer with: a transport error, whose number without sign is the status of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("transport error {0}")]
pub struct Refusal(pub i32);

/// The end of the server or of the session, while a request was held.
const ENDED: Refusal = Refusal(-503);

impl Node {
    /// Answers the packet of an HTTP request. `dc` is what its path names.
    ///
    /// # Errors
    /// [`Refusal`], with a transport error that clients know.
    pub async fn post(
        self: &Arc<Self>,
        local: SocketAddr,
        remote: SocketAddr,
        dc: Option<i16>,
        packet: Vec<u8>,
    ) -> Result<Vec<u8>, Refusal> {
        self.metrics.received_bytes_total.add(packet.len() as u64);
        let id = envelope::auth_key_id(&packet).ok_or(Refusal(limits::NO_SUCH_KEY))?;
        let answer = if id == 0 {
            self.post_plain(remote, &packet).await?
        } else {
            let origin = Origin { link: Link::of_request(), local, remote, dc };
            self.post_sealed(origin, id, packet).await?
        };
        self.metrics.sent_bytes_total.add(answer.len() as u64);
        Ok(answer)
    }

    /// A step of a key exchange. The steps may come over different connections; the client's nonce, which each
    /// begins with, holds them together.
    async fn post_plain(self: &Arc<Self>, remote: SocketAddr, packet: &[u8]) -> Result<Vec<u8>, Refusal> {
        let nonce = packet.get(NONCE_AT..).and_then(<[u8]>::first_chunk::<16>);
        let nonce = *nonce.ok_or(Refusal(limits::NO_SUCH_KEY))?;
        let mut handshake = self.posted_exchanges.take(&nonce);
        let outcome = exchange::take(self, &mut handshake, remote.ip(), packet).await;
        match outcome {
            Outcome::Reply(reply) => {
                if let Some(handshake) = handshake {
                    self.posted_exchanges.put(nonce, handshake, self.world.clock.elapsed());
                }
                Ok(reply)
            }
            Outcome::Nothing => Err(Refusal(limits::NO_SUCH_KEY)),
            Outcome::End(code) => {
                self.metrics.handshake_faults_total.add(1);
                Err(Refusal(code))
            }
        }
    }

    async fn post_sealed(
        self: &Arc<Self>,
        origin: Origin,
        id: i64,
        mut packet: Vec<u8>,
    ) -> Result<Vec<u8>, Refusal> {
        let key = self.keys.find(id).await.map_err(|error| {
            tracing::error!(%error, "an auth key could not be read");
            ENDED
        })?;
        let key = key.ok_or(Refusal(limits::NO_SUCH_KEY))?;
        let opened = envelope::open(&key.key, Side::Client, &mut packet);
        let opened = opened.map_err(|_| Refusal(limits::NO_SUCH_KEY))?;
        let now = self.world.clock.now();
        let session_id = opened.header.session_id;
        let unique_id = self.world.chance.long();
        let slot = self.hub.registry.session(&key, session_id, || Session::new(session_id, unique_id));
        let held = Held { node: Arc::clone(self), slot, origin };
        held.slot.attach(&held.origin.link);
        let events = held.slot.with(|state| {
            let events = state.session.receive(&opened, now, &key.salts);
            state.session.carried(now);
            events
        });
        let wait = held.deal(events).await?;
        held.answer(wait).await
    }
}

/// A request that is held; the session lets go of it however this ends, also when the client has gone.
struct Held {
    node: Arc<Node>,
    slot: Arc<SessionSlot>,
    origin: Origin,
}

impl Held {
    async fn deal(&self, events: Vec<Event>) -> Result<Option<HttpWait>, Refusal> {
        let mut wait = None;
        for event in events {
            match event {
                Event::Request(request) => calls::start(&self.node, &self.slot, &self.origin, request),
                Event::DropAnswer { .. } | Event::DisconnectAt(_) => {}
                Event::HttpWait(asked) => wait = Some(asked),
                Event::DestroySession { session_id } => {
                    let existed = self.node.hub.registry.destroy(self.slot.key.key.id(), session_id);
                    self.slot.with(|state| state.session.session_destroyed(session_id, existed));
                }
                Event::DestroyAuthKey { msg_id } => {
                    let outcome = match self.node.destroy_key(&self.slot.key).await {
                        Ok(()) => KeyDestruction::Done,
                        Err(error) => {
                            tracing::error!(%error, "an auth key could not be destroyed");
                            KeyDestruction::Failed
                        }
                    };
                    self.slot.with(|state| state.session.auth_key_destroyed(msg_id, outcome));
                }
                Event::Close(code) => return Err(Refusal(code)),
            }
        }
        Ok(wait)
    }

    /// Waits for as long as there is reason to, then seals what is ready.
    async fn answer(&self, wait: Option<HttpWait>) -> Result<Vec<u8>, Refusal> {
        let clock = &self.node.world.clock;
        let began = clock.elapsed();
        let held_until = began + wait.map_or(limits::REQUEST_HELD, |wait| millis(wait.max_wait));
        let mut gathering = Gathering::new(wait);
        loop {
            let (now, elapsed) = (clock.now(), clock.elapsed());
            if self.origin.link.is_cut() {
                return Err(ENDED);
            }
            for event in self.slot.with(|state| state.session.tick(now)) {
                if let Event::Request(request) = event {
                    calls::start(&self.node, &self.slot, &self.origin, request);
                }
            }
            let running = self.origin.link.running.load(Ordering::Acquire) > 0;
            let unsent = self.slot.with(|state| state.session.unsent_bytes());
            let speaks = self.slot.speaks(&self.origin.link);
            let leaves = gathering.leaves(elapsed, unsent, speaks, wait.is_some());
            let over = elapsed >= held_until || self.node.is_stopping();
            if over || (!running && leaves.is_some_and(|at| elapsed >= at)) {
                return Ok(self.seal(now, speaks));
            }
            let until = leaves.filter(|_| !running).map_or(held_until, |at| at.min(held_until));
            let due = self.slot.with(|state| state.session.next_deadline());
            let until = due.map_or(until, |due| until.min(elapsed + due.since(now).max(TICK)));
            tokio::select! {
                biased;
                () = self.origin.link.woken() => {}
                () = clock.sleep_until(until) => {}
            }
        }
    }

    /// What is ready, if this request speaks for its session; else nothing, in an envelope.
    fn seal(&self, now: UnixMillis, speaks: bool) -> Vec<u8> {
        let chance = &*self.node.world.chance;
        let key = &self.slot.key;
        self.slot.with(|state| {
            let ready = speaks.then(|| state.session.flush(&key.key, &key.salts, now, chance)).flatten();
            ready.unwrap_or_else(|| state.session.nothing(&key.key, &key.salts, now, chance))
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.slot.detach(&self.origin.link, self.node.world.clock.elapsed());
        // What did not fit, or came a moment too late, goes with another request that is held.
        if self.slot.with(|state| state.session.unsent_bytes()) > 0 {
            self.slot.ready(0);
        }
    }
}

/// When what is ready leaves: at once, or after the waits that the client has asked for.
struct Gathering {
    max_delay: Duration,
    wait_after: Duration,
    bytes: usize,
    /// When the first and the newest of it got ready.
    since: Option<(Duration, Duration)>,
}

impl Gathering {
    fn new(wait: Option<HttpWait>) -> Self {
        let (max_delay, wait_after) = wait.map_or((0, 0), |wait| (wait.max_delay, wait.wait_after));
        Gathering { max_delay: millis(max_delay), wait_after: millis(wait_after), bytes: 0, since: None }
    }

    /// When the answer leaves at the latest as it looks now; none while nothing is ready and the client waits.
    fn leaves(&mut self, elapsed: Duration, unsent: usize, speaks: bool, waits: bool) -> Option<Duration> {
        if unsent == 0 || !speaks {
            // A newer request speaks now: if this one still waits, it is for its turn.
            return (!waits).then_some(elapsed);
        }
        let first = self.since.map_or(elapsed, |(first, _)| first);
        let newest = match self.since {
            Some((_, newest)) if unsent <= self.bytes => newest,
            _ => elapsed,
        };
        self.since = Some((first, newest));
        self.bytes = unsent;
        Some((first + self.max_delay).min(newest + self.wait_after))
    }
}

fn millis(count: u32) -> Duration {
    Duration::from_millis(u64::from(count))
}

/// auth_key_id, msg_id, length and constructor stand before the nonce of every message of a key exchange.
const NONCE_AT: usize = 8 + 8 + 4 + 4;

/// What is due at once is looked at again a little later, so that a time that stays due does not spin.
const TICK: Duration = Duration::from_millis(20);

/// Key exchanges over HTTP that are under way.
#[derive(Default)]
pub(super) struct PostedExchanges(std::sync::Mutex<std::collections::BTreeMap<[u8; 16], Posted>>);

struct Posted {
    handshake: Box<Handshake>,
    since: Duration,
}

impl PostedExchanges {
    /// Takes an exchange for the time of one step: two steps at once are none.
    fn take(&self, nonce: &[u8; 16]) -> Option<Box<Handshake>> {
        self.lock().remove(nonce).map(|posted| posted.handshake)
    }

    /// Puts an exchange back; the oldest goes where there are too many.
    fn put(&self, nonce: [u8; 16], handshake: Box<Handshake>, elapsed: Duration) {
        let mut posted = self.lock();
        if posted.len() >= limits::POSTED_EXCHANGES_MAX {
            let oldest = posted.iter().min_by_key(|(_, posted)| posted.since).map(|(nonce, _)| *nonce);
            oldest.map(|oldest| posted.remove(&oldest));
        }
        posted.insert(nonce, Posted { handshake, since: elapsed });
    }

    /// Lets go of exchanges that nobody went on with.
    pub(super) fn sweep(&self, elapsed: Duration) {
        self.lock().retain(|_, posted| elapsed.saturating_sub(posted.since) < limits::OPENED_WITHIN);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, std::collections::BTreeMap<[u8; 16], Posted>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}
