//! One HTTP request to somebody else's server, over a connection of its own: to a gateway to telephones, to an authority
//! of certificates. Nobody is followed, nothing is kept open.

use std::{error::Error as StdError, fs, path::Path, sync::Arc, time::Duration};

use hyper::{
    Request, Response, Uri,
    body::{Body, Incoming},
    client::conn::http1,
    header::{self, HeaderValue},
    http::uri::{PathAndQuery, Scheme},
};
use hyper_util::rt::TokioIo;
use rustls_pki_types::{CertificateDer, ServerName, pem::PemObject};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore},
};
use world::World;

/// What went wrong on the way, without what it was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Trouble {
    /// No connection.
    #[error("cannot be reached")]
    Unreachable,
    /// The other side's certificate is not trusted, or TLS failed otherwise.
    #[error("its TLS does not hold")]
    Tls,
    /// The connection ended before the answer.
    #[error("breaks off")]
    Broken,
}

/// There is nothing to trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoTrust {
    /// The system has no certificates.
    #[error("the system has no certificates, which https needs: install ca-certificates")]
    System,
    /// The file that was named holds none.
    #[error("the file holds no certificate")]
    File,
}

/// Where a request goes.
#[derive(Clone)]
pub(crate) struct Place {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) tls: bool,
    /// Path and query.
    pub(crate) target: String,
}

impl Place {
    /// Takes `http://…` and `https://…` apart.
    pub(crate) fn of(uri: &Uri) -> Option<Place> {
        let tls = match uri.scheme()? {
            scheme if *scheme == Scheme::HTTPS => true,
            scheme if *scheme == Scheme::HTTP => false,
            _ => return None,
        };
        let host = uri.host().filter(|host| !host.is_empty())?.to_owned();
        let target = uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
        Some(Place { host, port: uri.port_u16().unwrap_or(if tls { 443 } else { 80 }), tls, target })
    }
}

/// A way out, and whom it trusts.
pub(crate) struct Outgoing {
    tls: TlsConnector,
    world: World,
}

impl Outgoing {
    /// Trusts whom the system trusts, or, with `root`, the authority in that file alone.
    pub(crate) fn new(root: Option<&Path>, world: &World) -> Result<Self, NoTrust> {
        let Some(path) = root else { return Ok(Outgoing { tls: system_trust()?, world: world.clone() }) };
        let mut roots = RootCertStore::empty();
        let bytes = fs::read(path).map_err(|_| NoTrust::File)?;
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
        let (added, _) = roots.add_parsable_certificates(found.map_err(|_| NoTrust::File)?);
        if added == 0 {
            return Err(NoTrust::File);
        }
        Ok(Outgoing { tls: connector(roots), world: world.clone() })
    }

    /// Trusts nobody: for connections without TLS.
    pub(crate) fn untrusting(world: &World) -> Self {
        Outgoing { tls: connector(RootCertStore::empty()), world: world.clone() }
    }

    /// Connects, and hangs up.
    pub(crate) async fn reach(&self, place: &Place) -> Result<(), Trouble> {
        self.stream(place).await.map(drop)
    }

    /// Sends a request whose URI is replaced by the place's; the caller bounds the time.
    pub(crate) async fn send<B>(
        &self,
        place: &Place,
        mut request: Request<B>,
    ) -> Result<Response<Incoming>, Trouble>
    where
        B: Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<Box<dyn StdError + Send + Sync>>,
    {
        let stream = self.stream(place).await?;
        let (mut sender, connection) =
            http1::handshake(TokioIo::new(stream)).await.map_err(|_| Trouble::Broken)?;
        // It ends with the sender, or with the other side.
        self.world.spawn.spawn(Box::pin(async move {
            let _ = tokio::time::timeout(CONNECTION_WITHIN, connection).await;
        }));
        *request.uri_mut() = place.target.parse().map_err(|_| Trouble::Broken)?;
        let host = HeaderValue::from_str(&format!("{}:{}", place.host, place.port));
        request.headers_mut().insert(header::HOST, host.map_err(|_| Trouble::Broken)?);
        request.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        sender.send_request(request).await.map_err(|_| Trouble::Broken)
    }

    async fn stream(&self, place: &Place) -> Result<Box<dyn Stream>, Trouble> {
        let host = place.host.trim_start_matches('[').trim_end_matches(']');
        let stream = TcpStream::connect((host, place.port)).await.map_err(|_| Trouble::Unreachable)?;
        if !place.tls {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Trouble::Unreachable)?;
        let stream = self.tls.connect(name, stream).await.map_err(|_| Trouble::Tls)?;
        Ok(Box::new(stream))
    }
}

/// Trusts whom the system trusts.
pub(crate) fn system_trust() -> Result<TlsConnector, NoTrust> {
    let mut roots = RootCertStore::empty();
    match roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs).0 {
        0 => Err(NoTrust::System),
        _ => Ok(connector(roots)),
    }
}

pub(crate) fn connector(roots: RootCertStore) -> TlsConnector {
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    TlsConnector::from(Arc::new(config))
}

/// A connection, sealed or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// How long a connection may last.
const CONNECTION_WITHIN: Duration = Duration::from_secs(30);
