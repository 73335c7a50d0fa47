//! The whole server as `merpati serve` runs it: looks before it touches anything, opens what the data folder
//! holds, listens, says that it is ready, and stops in order when it is told to.

use std::{
    io::{self, IsTerminal, Write},
    net::SocketAddr,
    sync::Arc,
    thread,
    time::Duration,
};

use blob_s3::Store;
use domain::{OnCode, Policy, Site};
use kv_fjall::Fjall;
use store::MasterKey;
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal::unix::{Signal, SignalKind, signal},
    task::JoinSet,
};

use crate::{
    acme::Acme,
    admin::{self, Desk, Listening},
    assembly::Assembly,
    carriers::{CarrierError, Carriers},
    config::{Config, Registration},
    data_folder::{DataFolder, FolderError, FolderLock, Held},
    doctor,
    edge::{self, HeavyThreads},
    files::{self, FilesError},
    huge_pages::HugePages,
    info::ServerInfo,
    last_time,
    listen::{self, Door, House, Room},
    metrics::Metrics,
    node::Node,
    pictures::Pictures,
    previews::Previews,
    store_watch,
    tls::{Tls, TlsError},
    web::Web,
};

/// Why a server did not start, or did not go on; one sentence for the person who started it.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The data folder.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// The certificate.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The way to an authority of certificates.
    #[error("`tls_acme` cannot be asked for: {0}")]
    Acme(String),
    /// What carries codes.
    #[error(transparent)]
    Carrier(#[from] CarrierError),
    /// Who looks at pages behind links.
    #[error("`link_previews` cannot be on: {0}")]
    Previews(String),
    /// Where people's files are.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// A port.
    #[error("cannot listen at {address}: {reason}")]
    Port {
        /// Where.
        address: SocketAddr,
        /// Why not.
        reason: String,
    },
    /// The engine, or what stands on it.
    #[error("{0}")]
    Store(String),
    /// A write failed while the server ran. What was acknowledged is on disk.
    #[error("the disk failed, and nothing was acknowledged since: {0}; start again once the disk is well")]
    Disk(String),
    /// Anything of the system's.
    #[error("cannot {doing}: {reason}")]
    System {
        /// What was tried.
        doing: &'static str,
        /// The system's words.
        reason: String,
    },
}

/// Runs a server until it is told to stop.
pub fn run(config: Config) -> Result<(), StartError> {
    let huge_pages = HugePages::later();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_name("merpati")
        .build()
        .map_err(|error| system("start threads", &error))?;
    let stopped = runtime.block_on(serve(&runtime, config, huge_pages));
    runtime.shutdown_timeout(THREADS_WITHIN);
    stopped
}

async fn serve(runtime: &Runtime, config: Config, huge_pages: HugePages) -> Result<(), StartError> {
    // Nothing is written before everything that can forbid the start was looked at.
    let inspected = DataFolder::inspect(&config.data)?;
    let metrics = Arc::new(Metrics::default());
    let world = edge::world();
    let acme = config.acme.clone().map(|settings| Acme::of(settings, &config.data, &world));
    let acme = acme.transpose().map_err(|error| StartError::Acme(error.to_string()))?;
    let tls = match &acme {
        Some(acme) => Some(Tls::with_challenges(acme.files(), acme.challenges())?),
        None => config.tls.clone().map(Tls::load).transpose()?,
    };
    let carriers = Arc::new(Carriers::of(&config.carrying, &world, Arc::clone(&metrics))?);
    let mtproto = bind(config.listen).await?;
    let http = bind(config.http).await?;
    let (mtproto_address, http_address) = (local(&mtproto, config.listen)?, local(&http, config.http)?);
    let held = inspected.take(&mut |bytes| world.chance.fill(bytes))?;
    last_time::warn_if_ahead(&held.folder.last_time(), world.clock.now());

    let info = ServerInfo::new(held.rsa.public(), mtproto_address.port(), config.public_address)
        .map_err(|error| StartError::System { doing: "write the public key", reason: error.to_string() })?;
    if info.fingerprint >> 60 == 0 {
        tracing::warn!("the key's fingerprint begins with 0, which mtcute does not recognise");
    }
    let folder = held.folder.clone();
    let Opened { node, engine, bucket, _lock } = open(&config, held, world, metrics).await?;
    node.services().domain.accounts.carry_through(carriers);
    if let Some(site) = passkey_site(&config) {
        node.services().domain.accounts.take_passkeys_for(site);
    }
    let listener = admin::bind(&folder.socket()).map_err(|error| system("open the admin socket", &error))?;

    let listening = Listening { mtproto: mtproto_address, http: http_address };
    let web = Arc::new(Web {
        node: Arc::clone(&node),
        info: info.clone(),
        metrics: Arc::clone(node.metrics()),
        metrics_token: config.metrics_token.clone(),
    });
    let house = Arc::new(House { node: Arc::clone(&node), web, tls, room: room(&config), huge_pages });
    let desk = Arc::new(Desk {
        node: Arc::clone(&node),
        info: info.clone(),
        listening,
        engine: Arc::clone(&engine),
        folder: folder.clone(),
        tls: config.tls.is_some() || config.acme.is_some(),
        domain: config.acme.as_ref().map(|acme| acme.domain.clone()),
    });
    let mut doors = JoinSet::new();
    let handle = runtime.handle();
    doors.spawn_on(listen::accept(Arc::clone(&house), mtproto, Door::Mtproto), handle);
    doors.spawn_on(listen::accept(Arc::clone(&house), http, Door::Http), handle);
    doors.spawn_on(admin::serve(desk, listener), handle);
    if let Some(acme) = acme {
        doors.spawn_on(acme.keep(), handle);
    }
    doors.spawn_on(last_time::keep(folder.last_time(), node.world().clone()), handle);
    doors.spawn_on(sweep_uploads(Arc::clone(&node)), handle);
    if let Some(bucket) = bucket {
        doors.spawn_on(bucket.keep_moving(), handle);
    }
    let mut signals = Signals::listen()?;
    tell_ready(listening, &info);

    let watch = store_watch::until_stopped(
        Arc::clone(&engine),
        Arc::clone(node.metrics()),
        Arc::clone(&node.world().clock),
        || doctor::free_bytes(&config.data).ok(),
        |alarm| tell_operators(&node, alarm),
    );
    let failed = tokio::select! {
        biased;
        () = signals.told() => None,
        reason = watch => Some(StartError::Disk(reason)),
    };
    tracing::info!("stopping");
    doors.shutdown().await;
    stop(&node).await;
    if let Err(error) = admin::remove(&folder.socket()) {
        tracing::warn!(%error, "the admin socket could not be removed");
    }
    last_time::write(&folder.last_time(), node.world().clock.now());
    if let Err(error) = node.services().boxes.close().await {
        tracing::warn!(%error, "the boxes were not closed in order; nothing is lost, the next start takes longer");
    }
    // Whoever still holds the engine now has nothing to write.
    if tokio::task::spawn_blocking(move || engine.close()).await.is_err() {
        tracing::warn!("the store was not closed in order; nothing is lost, the next start takes longer");
    }
    failed.map_or(Ok(()), Err)
}

/// Nobody waits for an operator to be told.
fn tell_operators(node: &Node, alarm: domain::Alarm) {
    let domain = Arc::clone(&node.services().domain);
    node.world().spawn.spawn(Box::pin(async move { domain.accounts.alarm(alarm).await }));
}

/// Lets uploads go that nobody ended, now and every hour.
async fn sweep_uploads(node: Arc<Node>) {
    let clock = &node.world().clock;
    loop {
        match node.services().domain.files.sweep().await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(gone, "uploads that nobody ended were let go"),
            Err(error) => tracing::warn!(%error, "uploads that nobody ended could not be let go"),
        }
        clock.sleep_until(clock.elapsed() + SWEEP_UPLOADS_EVERY).await;
    }
}

/// What stays open while the server runs.
struct Opened {
    node: Arc<Node>,
    engine: Arc<Fjall>,
    bucket: Option<Store>,
    _lock: FolderLock,
}

/// Who looks at pages behind links, if the operator wants it.
fn previews(
    config: &Config,
    world: &world::World,
) -> Result<Option<Arc<dyn domain::PageWorker>>, StartError> {
    let Some(reach) = config.link_previews else { return Ok(None) };
    let previews = Previews::new(reach, world).map_err(|error| StartError::Previews(error.to_string()))?;
    Ok(Some(Arc::new(previews)))
}

async fn open(
    config: &Config,
    held: Held,
    world: world::World,
    metrics: Arc<Metrics>,
) -> Result<Opened, StartError> {
    let Held { folder, rsa, master, lock } = held;
    let files::Files { blobs, bucket } = files::open(config.bucket.as_ref(), &folder, &world).await?;
    let files =
        domain::FileParts { blobs, pictures: Arc::new(Pictures::new()), pages: previews(config, &world)? };
    let settings = kv_fjall::Config::new(folder.store());
    let engine = tokio::task::spawn_blocking(move || Fjall::open(settings)).await;
    let engine = engine.map_err(|error| StartError::Store(error.to_string()))?;
    let engine =
        Arc::new(engine.map_err(|error| StartError::Store(format!("the store cannot be opened: {error}")))?);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let node = Assembly {
        engine: Arc::clone(&engine) as Arc<dyn kv::Engine>,
        master_key: MasterKey::new(*master),
        world,
        metrics,
        heavy: Arc::new(HeavyThreads::start(cores.div_ceil(2), HEAVY_WAITING_MAX)),
        rsa,
        policy: policy(config),
        on_code: shown_codes(),
        files,
        public_address: config.public_address,
        legacy_rsa_padding: config.legacy_rsa_padding,
        proxy_secrets: config.proxy_secrets.as_slice().into(),
        // Looking through every shard would be most of a start.
        boxes: boxes::Options { catch_up_at_open: false, ..boxes::Options::default() },
        defect: None,
    }
    .build()
    .await
    .map_err(|error| StartError::Store(error.to_string()))?;
    Ok(Opened { node, engine, bucket, _lock: lock })
}

fn policy(config: &Config) -> Policy {
    let registration = match config.registration {
        Registration::Open => domain::Registration::Open,
        Registration::Invite => domain::Registration::Invite,
        Registration::Closed => domain::Registration::Closed,
    };
    Policy {
        registration,
        test_mode: config.test_mode,
        sends: config.sends,
        mail_required: config.mail_required,
    }
}

/// Whom passkeys are for. A server that only its own machine reaches needs no name.
fn passkey_site(config: &Config) -> Option<Site> {
    // Pages alone on the loopback may stand behind a proxy, under a name that only the operator knows.
    let is_alone = config.http.ip().is_loopback() && config.listen.ip().is_loopback();
    let certified = || config.acme.as_ref().map(|acme| acme.domain.clone());
    match config.public_name.clone().or_else(certified) {
        Some(name) => Some(Site::named(name)),
        None if config.test_mode || is_alone => Some(Site::local()),
        None => None,
    }
}

/// On a terminal, codes are shown to whoever started the server; they are never logged.
fn shown_codes() -> Option<OnCode> {
    if !io::stdout().is_terminal() {
        return None;
    }
    Some(Arc::new(|phone, code| {
        // A terminal that was closed shows nothing, and the server goes on.
        let _ = writeln!(io::stdout(), "login code for +{phone}: {code}");
    }))
}

async fn bind(address: SocketAddr) -> Result<TcpListener, StartError> {
    let refused = |error: io::Error| {
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => "another program listens there".to_owned(),
            io::ErrorKind::PermissionDenied => "this port needs more rights".to_owned(),
            io::ErrorKind::AddrNotAvailable => "this machine does not have that address".to_owned(),
            _ => error.to_string(),
        };
        StartError::Port { address, reason }
    };
    TcpListener::bind(address).await.map_err(refused)
}

fn local(listener: &TcpListener, address: SocketAddr) -> Result<SocketAddr, StartError> {
    listener.local_addr().map_err(|error| StartError::Port { address, reason: error.to_string() })
}

/// How many connections may live, from the setting and the limit of open files, which is raised as far as it
/// goes.
fn room(config: &Config) -> Room {
    let files = match rlimit::increase_nofile_limit(u64::MAX) {
        Ok(files) => usize::try_from(files).unwrap_or(usize::MAX),
        Err(error) => {
            tracing::warn!(%error, "the limit of open files could not be raised");
            1024
        }
    };
    let for_connections = files - OTHER_FILES.min(files / 2);
    let wanted = Some(config.connections_max).filter(|wanted| *wanted > 0).unwrap_or(usize::MAX);
    Room::of(for_connections.min(wanted))
}

fn tell_ready(listening: Listening, info: &ServerInfo) {
    let line = format!(
        "ready mtproto={} http={} fingerprint={}\n",
        listening.mtproto,
        listening.http,
        info.fingerprint_hex()
    );
    let mut out = io::stdout();
    // Who started the server without an output wants no line.
    let _ = out.write_all(line.as_bytes()).and_then(|()| out.flush());
}

/// SIGTERM and SIGINT.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// From here on they no longer end the process at once.
    fn listen() -> Result<Self, StartError> {
        let listen = |kind| signal(kind).map_err(|error| system("wait for signals", &error));
        Ok(Signals {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    /// Completes with the first of either.
    async fn told(&mut self) {
        tokio::select! {
            biased;
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Lets running calls end and their answers leave, for a while. A connection without a call is not waited for.
async fn stop(node: &Node) {
    node.stop();
    let metrics = node.metrics();
    wait_while(node, CALLS_WITHIN, || metrics.requests_running.value() > 0).await;
    wait_while(node, CLOSE_WITHIN, || metrics.connections.value() > 0).await;
}

async fn wait_while(node: &Node, at_most: Duration, unfinished: impl Fn() -> bool) {
    let clock = &node.world().clock;
    let until = clock.elapsed() + at_most;
    while unfinished() && clock.elapsed() < until {
        clock.sleep_until(clock.elapsed() + STOP_LOOK_EVERY).await;
    }
}

fn system(doing: &'static str, error: &io::Error) -> StartError {
    StartError::System { doing, reason: error.to_string() }
}

/// Files that are not connections: the store's, the doors', what a library opens for a moment.
const OTHER_FILES: usize = 256;

/// Key exchanges that wait for a thread before the next is refused.
const HEAVY_WAITING_MAX: usize = 512;

const SWEEP_UPLOADS_EVERY: Duration = Duration::from_secs(60 * 60);

/// How long a stop waits for running calls.
const CALLS_WITHIN: Duration = Duration::from_secs(5);

/// How long it then waits for connections to close by themselves.
const CLOSE_WITHIN: Duration = Duration::from_millis(300);

/// How long it waits for threads at the end.
const THREADS_WITHIN: Duration = Duration::from_secs(1);

const STOP_LOOK_EVERY: Duration = Duration::from_millis(20);
