//! Codes to telephones by somebody else's HTTP: one POST with `{"number": "+62…", "code": "01234"}`. What answers
//! 2xx has taken it; all else has not, a redirection too: nobody is followed.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Uri,
    client::conn::http1,
    header::{self, HeaderValue},
    http::uri::Scheme,
};
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore},
};
use world::World;

use super::{CarrierError, Failure};
use crate::config::GatewaySettings;

/// How long a gateway may take for all of it.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Where a gateway is. No Debug: a path may hold a token.
#[derive(Clone)]
pub struct GatewayUrl {
    host: String,
    port: u16,
    tls: bool,
    /// Path and query.
    target: String,
}

impl GatewayUrl {
    /// Reads `http://…` or `https://…`.
    pub fn read(written: &str) -> Option<GatewayUrl> {
        let uri: Uri = written.parse().ok()?;
        let tls = match uri.scheme()? {
            scheme if *scheme == Scheme::HTTPS => true,
            scheme if *scheme == Scheme::HTTP => false,
            _ => return None,
        };
        let host = uri.host().filter(|host| !host.is_empty())?.to_owned();
        let target = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        Some(GatewayUrl { host, port: uri.port_u16().unwrap_or(if tls { 443 } else { 80 }), tls, target })
    }
}

/// A gateway to telephones.
pub(super) struct Gateway {
    url: GatewayUrl,
    authorization: Option<HeaderValue>,
    tls: Option<TlsConnector>,
    world: World,
}

impl Gateway {
    pub(super) fn of(settings: &GatewaySettings, world: &World) -> Result<Gateway, CarrierError> {
        let tls = settings.url.tls.then(connector).transpose()?;
        let authorization = settings.token.as_ref().and_then(|token| {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", token.as_str())).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        Ok(Gateway { url: settings.url.clone(), authorization, tls, world: world.clone() })
    }

    /// Sends a code to a number (digits only).
    pub(super) async fn send(&self, phone: &str, code: &str) -> Result<(), Failure> {
        match tokio::time::timeout(ANSWER_WITHIN, self.post(phone, code)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure::of("the gateway does not answer")),
        }
    }

    async fn post(&self, phone: &str, code: &str) -> Result<(), Failure> {
        let unreachable = || Failure::of("the gateway cannot be reached");
        let host = self.url.host.trim_start_matches('[').trim_end_matches(']');
        let stream = TcpStream::connect((host, self.url.port)).await.map_err(|_| unreachable())?;
        let Some(tls) = &self.tls else { return self.exchange(stream, phone, code).await };
        let name = ServerName::try_from(host.to_owned()).map_err(|_| unreachable())?;
        let stream = tls.connect(name, stream).await;
        let stream = stream.map_err(|_| Failure::of("the gateway's TLS does not hold"))?;
        self.exchange(stream, phone, code).await
    }

    async fn exchange<S>(&self, stream: S, phone: &str, code: &str) -> Result<(), Failure>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let broken = || Failure::of("the gateway breaks off");
        let (mut sender, connection) =
            http1::handshake::<_, Full<Bytes>>(TokioIo::new(stream)).await.map_err(|_| broken())?;
        // It ends with the sender, or with the other side.
        self.world.spawn.spawn(Box::pin(async move {
            let _ = tokio::time::timeout(ANSWER_WITHIN, connection).await;
        }));
        let body = serde_json::json!({ "number": format!("+{phone}"), "code": code }).to_string();
        let mut request = Request::post(self.url.target.as_str())
            .header(header::HOST, format!("{}:{}", self.url.host, self.url.port))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONNECTION, "close")
            .body(Full::new(Bytes::from(body)))
            .map_err(|_| broken())?;
        if let Some(authorization) = &self.authorization {
            request.headers_mut().insert(header::AUTHORIZATION, authorization.clone());
        }
        let answer = sender.send_request(request).await.map_err(|_| broken())?;
        let status = answer.status();
        if status.is_success() {
            return Ok(());
        }
        Err(Failure {
            why: "the gateway refuses",
            refused: status.is_client_error(),
            status: status.as_u16(),
        })
    }
}

/// TLS with the certificates that the system trusts.
fn connector() -> Result<TlsConnector, CarrierError> {
    let mut roots = RootCertStore::empty();
    let (added, _) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if added == 0 {
        return Err(CarrierError::Certificates);
    }
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_gateway_is_http_with_a_host() {
        let url = GatewayUrl::read("https://sms.example.org/send?key=1").unwrap();
        assert!(url.tls && url.port == 443 && url.host == "sms.example.org" && url.target == "/send?key=1");
        let url = GatewayUrl::read("http://127.0.0.1:9000").unwrap();
        assert!(!url.tls && url.port == 9000 && url.target == "/");
        for wrong in ["", "sms.example.org", "ftp://example.org/", "/send", "http://"] {
            assert!(GatewayUrl::read(wrong).is_none(), "{wrong}");
        }
    }
}
