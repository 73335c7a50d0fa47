//! All floors of one server, put on each other: from an engine and a world to a [`Node`]. The program, the
//! simulation and tests build a server by this one recipe.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use boxes::Boxes;
use crypto::RsaPrivateKey;
use domain::{Blocks, Domain, Live, OnCode, Policy};
use kv::Engine;
use mtproto::transport::ProxySecret;
use store::{MasterKey, Store};
use world::{World, heavy::Heavy};

use crate::{
    metrics::Metrics,
    node::{Hub, Node, Parts},
};

/// What a server is built from.
pub struct Assembly {
    /// What keeps the bytes.
    pub engine: Arc<dyn Engine>,
    /// What seals them.
    pub master_key: MasterKey,
    /// Time, chance, tasks.
    pub world: World,
    /// Where everything is counted.
    pub metrics: Arc<Metrics>,
    /// Who does the powers of key exchanges and passwords.
    pub heavy: Arc<dyn Heavy>,
    /// The server's RSA key.
    pub rsa: RsaPrivateKey,
    /// What the operator allows.
    pub policy: Policy,
    /// Told each fresh login code; must not log it.
    pub on_code: Option<OnCode>,
    /// Where the bytes of files are, and who makes pictures.
    pub files: domain::FileParts,
    /// The address that clients are told, when it is not the one at which they arrive.
    pub public_address: Option<SocketAddr>,
    /// Whether key exchange takes the older RSA padding.
    pub legacy_rsa_padding: bool,
    /// Secrets with which clients may come as if through a proxy.
    pub proxy_secrets: Arc<[ProxySecret]>,
    /// How the boxes behave.
    pub boxes: boxes::Options,
    /// A promise that the boxes break on purpose, so that a simulation can see whether it would notice.
    pub defect: Option<boxes::Defect>,
}

/// Why the floors do not stand.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// The store.
    #[error("the store cannot be opened: {0}")]
    Store(#[from] store::StoreError),
    /// The boxes.
    #[error("the boxes cannot be opened: {0}")]
    Boxes(#[from] boxes::BoxError),
}

impl Assembly {
    /// Opens the store and everything above it; messages that were undelivered are on their way when this returns, or
    /// soon after, as the boxes' options say.
    pub async fn build(self) -> Result<Arc<Node>, AssemblyError> {
        let world = self.world;
        let caught_up = self.boxes.catch_up_at_open;
        let store = Store::open(self.engine, self.master_key, world.clone()).await?;
        let hub = Hub::new(world.clone(), self.metrics);
        let live = Arc::clone(&hub) as Arc<dyn Live>;
        let blocks = Arc::new(Blocks::new(store.clone(), world.clone(), Arc::clone(&live)));
        let boxes = Boxes::open_with_defect(
            store.clone(),
            world.clone(),
            Arc::clone(&hub) as Arc<dyn boxes::Listener>,
            Arc::clone(&blocks) as Arc<dyn boxes::Gate>,
            self.boxes,
            self.defect,
        )
        .await?;
        let domain = Domain::open(domain::Parts {
            store: store.clone(),
            boxes: boxes.clone(),
            blocks,
            world: world.clone(),
            live,
            policy: self.policy,
            on_code: self.on_code,
            files: self.files,
            heavy: Arc::clone(&self.heavy),
        });
        let settings = rpc::Settings { public_address: self.public_address };
        if !caught_up {
            world.spawn.spawn(Box::pin(catch_up(boxes.clone(), world.clone())));
        }
        domain.chats.find_entities_by(rpc::find_entities);
        let services = rpc::Services { domain, boxes, world: world.clone(), settings };
        Ok(Node::start(Parts {
            store,
            services,
            hub,
            world,
            heavy: self.heavy,
            rsa: self.rsa,
            legacy_rsa_padding: self.legacy_rsa_padding,
            proxy_secrets: self.proxy_secrets,
            test_mode: self.policy.test_mode,
        }))
    }
}

/// Has the boxes catch up while people are served; what cannot be read now is asked for again.
async fn catch_up(boxes: Boxes, world: World) {
    while let Err(error) = boxes.catch_up().await {
        tracing::warn!(%error, "what was undelivered at the last end cannot be read");
        world.clock.sleep_until(world.clock.elapsed() + CATCH_UP_AGAIN).await;
    }
}

const CATCH_UP_AGAIN: Duration = Duration::from_secs(5);
