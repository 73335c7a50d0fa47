//! The server without sockets: auth keys, sessions, calls and pushes of one program.
//!
//! It is given its store, its use cases and its world; connections are opened by whoever has the bytes, be it a
//! socket or a simulation.

mod calls;
mod connection;
mod due;
mod edge_calls;
mod exchange;
mod hub;
mod keys;
pub mod limits;
mod link;
mod post;
mod registry;
mod session_slot;

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
};

use crypto::RsaPrivateKey;
use domain::Live;
use mtproto::{handshake::Exchange, transport::ProxySecret};
use rpc::{Services, error as errors};
use store::{Store, ids::UserId};
use tl::Layer;
use world::{World, heavy::Heavy};

use crate::metrics::Metrics;
use keys::{KeyEntry, Keys};
use session_slot::SessionSlot;

pub use connection::Connection;
pub use hub::Hub;
pub use link::Link;
pub use post::Refusal;

/// What a node is made of.
pub struct Parts {
    /// Records; the node keeps auth keys there.
    pub store: Store,
    /// What calls are run by.
    pub services: Services,
    /// The hub that `services` were built on.
    pub hub: Arc<Hub>,
    /// Time, chance, tasks.
    pub world: World,
    /// Who does the powers of key exchanges.
    pub heavy: Arc<dyn Heavy>,
    /// The server's RSA key.
    pub rsa: RsaPrivateKey,
    /// Whether the older RSA padding is taken.
    pub legacy_rsa_padding: bool,
    /// Secrets with which clients may come as if through a proxy.
    pub proxy_secrets: Arc<[ProxySecret]>,
    /// Whether limits against floods are off.
    pub test_mode: bool,
}

/// One running server, without its sockets.
pub struct Node {
    hub: Arc<Hub>,
    keys: Arc<Keys>,
    services: Services,
    world: World,
    heavy: Arc<dyn Heavy>,
    metrics: Arc<Metrics>,
    exchange: Arc<Exchange>,
    proxy_secrets: Arc<[ProxySecret]>,
    test_mode: bool,
    /// Key exchanges begun in the window, by address.
    exchanges: Mutex<BTreeMap<IpAddr, u32>>,
    posted_exchanges: post::PostedExchanges,
    stopping: AtomicBool,
}

impl Node {
    /// Puts a node together and starts the tasks that let go of what is old
    /// and do what is due. They end with the node.
    pub fn start(parts: Parts) -> Arc<Node> {
        let keys = Arc::new(Keys::new(parts.store, parts.world.clone()));
        parts.hub.complete(&parts.services.domain, &keys);
        let chance = Arc::clone(&parts.world.chance);
        let exchange = Exchange::new(vec![Arc::new(parts.rsa)], chance, parts.legacy_rsa_padding);
        let node = Arc::new(Node {
            metrics: Arc::clone(&parts.hub.metrics),
            hub: parts.hub,
            keys,
            services: parts.services,
            world: parts.world,
            heavy: parts.heavy,
            exchange,
            proxy_secrets: parts.proxy_secrets,
            test_mode: parts.test_mode,
            exchanges: Mutex::default(),
            posted_exchanges: post::PostedExchanges::default(),
            stopping: AtomicBool::new(false),
        });
        let (weak, world) = (Arc::downgrade(&node), node.world.clone());
        node.world.spawn.spawn(Box::pin(sweep(Weak::clone(&weak), world.clone())));
        node.world.spawn.spawn(Box::pin(due::work(weak, world)));
        node
    }

    /// Begins a connection that arrived at `local` from `remote`. `websocket`: its bytes are WebSocket frames,
    /// behind the handshake of HTTP.
    pub fn open(self: &Arc<Self>, local: SocketAddr, remote: SocketAddr, websocket: bool) -> Connection {
        Connection::new(Arc::clone(self), local, remote, websocket)
    }

    /// What calls are run by.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The counters.
    pub fn metrics(&self) -> &Arc<Metrics> {
        &self.metrics
    }

    /// Time, chance, tasks.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Ends every connection once its running calls are answered.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Release);
        self.hub.registry.wake_all();
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Acquire)
    }

    /// Who is signed in with a permanent key.
    async fn user_of(&self, key: &KeyEntry) -> Result<Option<UserId>, errors::Error> {
        if let Some(user) = key.with(|known| known.user) {
            return Ok(user);
        }
        let read = Box::pin(self.services.domain.accounts.user_of(key.key.id())).await;
        let read = read.map_err(errors::Error::internal)?;
        // A sign-in that ended meanwhile has told already, and knows better.
        Ok(key.with(|known| *known.user.get_or_insert(read)))
    }

    /// Forgets an auth key with everything that hangs on it.
    async fn destroy_key(&self, key: &KeyEntry) -> Result<(), domain::Fault> {
        if !key.temporary() {
            let (accounts, id) = (&self.services.domain.accounts, key.key.id());
            match accounts.user_of(id).await? {
                // A key that is no more must not stand among its person's sessions.
                Some(user) => accounts.log_out(user, id).await?,
                None => self.hub.signed_in(id, None),
            }
        }
        Ok(self.keys.destroy(key).await?)
    }

    /// Counts the begin of a key exchange from `address`; false when there were too many.
    fn admits_exchange(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        if self.test_mode || address.is_loopback() {
            return true;
        }
        let mut exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let begun = exchanges.entry(address).or_default();
        *begun += 1;
        *begun <= limits::HANDSHAKES_PER_ADDRESS_MAX
    }
}

/// The layer that a session's updates are written in.
fn layer_of(slot: &SessionSlot) -> Layer {
    let layer = slot.with(|state| state.layer).or_else(|| slot.key.with(|known| known.layer));
    layer.unwrap_or(Layer::NEWEST)
}

async fn sweep(node: Weak<Node>, world: World) {
    let mut window_ends = world.clock.elapsed() + limits::HANDSHAKE_WINDOW;
    loop {
        let next = world.clock.elapsed() + limits::SWEEP_EVERY;
        world.clock.sleep_until(next).await;
        let Some(node) = node.upgrade() else { return };
        let elapsed = world.clock.elapsed();
        node.hub.registry.sweep(elapsed);
        node.posted_exchanges.sweep(elapsed);
        node.keys.sweep(|id| node.hub.registry.holds_key(id));
        if elapsed >= window_ends {
            window_ends = elapsed + limits::HANDSHAKE_WINDOW;
            node.exchanges.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
        node.metrics.sessions.set(node.hub.registry.count() as u64);
        node.metrics.auth_keys.set(node.keys.count() as u64);
    }
}
