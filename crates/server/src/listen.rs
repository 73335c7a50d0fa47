//! The two doors: MTProto, which also takes HTTP requests for WebSocket, and HTTP, with TLS when it is set up.
//! When there is no room for more connections, accepting waits and says so once; those that live go on.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use world::World;

use crate::{
    huge_pages::HugePages,
    metrics::Metrics,
    node::Node,
    pump,
    rewind::Rewind,
    tls::Tls,
    web::{self, Ends, Web},
};

/// What both doors lead to.
pub struct House {
    /// The server without sockets.
    pub node: Arc<Node>,
    /// The pages.
    pub web: Arc<Web>,
    /// TLS on the HTTP port.
    pub tls: Option<Tls>,
    /// Room for connections.
    pub room: Room,
    /// Large pages of memory, for when they are many.
    pub huge_pages: HugePages,
}

/// How many connections may live, and whether it was told that they are too many.
pub struct Room {
    permits: Arc<Semaphore>,
    size: usize,
    told: AtomicBool,
}

impl Room {
    /// Room for `size` connections.
    pub fn of(size: usize) -> Self {
        let size = size.min(Semaphore::MAX_PERMITS);
        Room { permits: Arc::new(Semaphore::new(size)), size, told: AtomicBool::new(false) }
    }

    /// Says that accepting waits, unless that was said already.
    fn tell(&self, metrics: &Metrics, reason: &str) {
        if !self.told.swap(true, Ordering::Relaxed) {
            metrics.connections_refused_total.add(1);
            tracing::warn!(reason, "accepting connections pauses until others end");
        }
    }

    /// The connections that live, and those about to.
    fn taken(&self) -> usize {
        self.size.saturating_sub(self.permits.available_permits())
    }

    /// Half of the room free again is the end of a shortage; the next one is told anew.
    fn look(&self) {
        if self.permits.available_permits() > self.size / 2 {
            self.told.store(false, Ordering::Relaxed);
        }
    }
}

/// Which door.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// Any transport of MTProto, told apart by its first bytes.
    Mtproto,
    /// HTTP.
    Http,
}

/// Accepts connections for ever.
pub async fn accept(house: Arc<House>, listener: TcpListener, door: Door) {
    if door == Door::Http {
        web::warn_if_missing();
    }
    let world = house.node.world().clone();
    loop {
        house.room.look();
        let permits = &house.room.permits;
        let permit = match Arc::clone(permits).try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                house.room.tell(&house.web.metrics, "as many connections are open as may be");
                match Arc::clone(permits).acquire_owned().await {
                    Ok(permit) => permit,
                    Err(_) => return,
                }
            }
        };
        match listener.accept().await {
            Ok((stream, remote)) => {
                house.huge_pages.look(house.room.taken());
                let house = Arc::clone(&house);
                world.spawn.spawn(Box::pin(async move { serve(&house, stream, remote, door, permit).await }));
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                house.room.tell(&house.web.metrics, &error.to_string());
                world.clock.sleep_until(world.clock.elapsed() + TRY_AGAIN_AFTER).await;
            }
        }
    }
}

/// The other side gave up before it was accepted; nothing is wrong here.
fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

async fn serve(
    house: &Arc<House>,
    stream: TcpStream,
    remote: SocketAddr,
    door: Door,
    _permit: OwnedSemaphorePermit,
) {
    let Ok(local) = stream.local_addr() else { return };
    // Small packets leave at once; a socket that refuses this works as well, only later.
    let _ = stream.set_nodelay(true);
    let ends = Ends { local, remote };
    let world = house.node.world().clone();
    match (door, &house.tls) {
        (Door::Mtproto, _) => mtproto(house, ends, stream, &world).await,
        // Boxed, like HTTP below: what a task may need at most, each of them keeps.
        (Door::Http, None) => Box::pin(http(house, ends, stream, &world)).await,
        (Door::Http, Some(tls)) => Box::pin(https(house, tls, ends, stream, &world)).await,
    }
}

async fn https(house: &Arc<House>, tls: &Tls, ends: Ends, stream: TcpStream, world: &World) {
    let acceptor = tls.acceptor(world.clock.elapsed());
    let accepted = tokio::time::timeout(TLS_WITHIN, acceptor.accept(stream)).await;
    if let Ok(Ok(stream)) = accepted {
        http(house, ends, stream, world).await;
    }
}

async fn mtproto(house: &Arc<House>, ends: Ends, stream: TcpStream, world: &World) {
    let connection = house.node.open(ends.local, ends.remote, false);
    // Boxed, so that what HTTP needs is not kept for every connection.
    if let Some((head, stream)) = pump::run(stream, connection, world).await {
        Box::pin(http(house, ends, Rewind::new(head, stream), world)).await;
    }
}

async fn http<S>(house: &Arc<House>, ends: Ends, stream: S, world: &World)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    if let Some(stream) = Box::pin(web::serve(&house.web, ends, stream)).await {
        let connection = house.node.open(ends.local, ends.remote, true);
        pump::run(stream, connection, world).await;
    }
}

/// How long accepting rests when the system refuses.
const TRY_AGAIN_AFTER: Duration = Duration::from_millis(200);

/// How long the handshake of TLS may take.
const TLS_WITHIN: Duration = Duration::from_secs(10);
