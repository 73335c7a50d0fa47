//! What the server answers over HTTP: the web client, the page that tells how to connect, the same for programs, metrics,
//! packets of MTProto as requests, and the door to WebSocket. Both ports serve it; the MTProto port hands over what begins like an HTTP request.

mod app;
mod invite;
mod language;
mod page;
mod post;
pub mod snippets;
mod upgrade;

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
    server::conn::http1,
    service::service_fn,
    upgrade::{OnUpgrade, Upgraded},
};
use hyper_util::rt::{TokioIo, TokioTimer};
use subtle::ConstantTimeEq;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use crate::{info::ServerInfo, metrics::Metrics, node::Node};

/// What pages are made from.
pub struct Web {
    /// Answers packets that come as requests.
    pub node: Arc<Node>,
    /// Address, key and fingerprint.
    pub info: ServerInfo,
    /// The counters.
    pub metrics: Arc<Metrics>,
    /// Who names it may read the counters from elsewhere.
    pub metrics_token: Option<Zeroizing<String>>,
}

/// Says on standard error, once, if the program was built without the web client.
pub fn warn_if_missing() {
    if !app::is_built() {
        tracing::warn!(
            "built without the web client, because Node was missing; `cargo xtask web` and a new build add it"
        );
    }
}

/// The two ends of a connection.
#[derive(Clone, Copy)]
pub struct Ends {
    /// The address at which it arrived.
    pub local: SocketAddr,
    /// Where it came from.
    pub remote: SocketAddr,
}

/// Serves HTTP on `stream` until it ends. Gives the stream back when the client went over to WebSocket.
pub async fn serve<S>(web: &Arc<Web>, ends: Ends, stream: S) -> Option<TokioIo<Upgraded>>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let upgrade: Arc<Mutex<Option<OnUpgrade>>> = Arc::default();
    let service = service_fn(|request: Request<Incoming>| {
        let (web, upgrade) = (Arc::clone(web), Arc::clone(&upgrade));
        async move { Ok::<_, Infallible>(answer(&web, ends, request, &upgrade).await) }
    });
    // A connection that ends badly has nobody to tell; what it asked for was answered or not.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_DEADLINE)
        .max_buf_size(HEAD_BYTES_MAX)
        // Telethon takes what follows the line of the length for the body.
        .auto_date_header(false)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
    let upgrade = upgrade.lock().await.take()?;
    upgrade.await.ok().map(TokioIo::new)
}

async fn answer(
    web: &Web,
    ends: Ends,
    mut request: Request<Incoming>,
    upgrade: &Mutex<Option<OnUpgrade>>,
) -> Response<Full<Bytes>> {
    web.metrics.http_requests_total.add(1);
    if let Some(door) = post::Door::of(request.uri().path()) {
        return post::answer(&web.node, ends, door, request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET\n");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        return response;
    }
    match request.uri().path() {
        "/" => app::page(request.headers()),
        "/connect" => connect_page(web, ends, &request),
        "/.well-known/merpati.json" => {
            let body = web.info.json(ends.local.ip()).to_string() + "\n";
            with_type(StatusCode::OK, "application/json", body)
        }
        "/metrics" => metrics(web, ends, &request),
        "/apiws" | "/apiws_test" | "/apiws_premium" => match upgrade::accept(&request) {
            Ok(response) => {
                *upgrade.lock().await = Some(hyper::upgrade::on(&mut request));
                response
            }
            Err(refusal) => *refusal,
        },
        path => match path.strip_prefix(invite::PATH) {
            Some(token) => invite::answer(web, token, &request).await,
            None => app::joining(path)
                .or_else(|| app::file(path.trim_start_matches('/'), request.headers()))
                .unwrap_or_else(|| plain(StatusCode::NOT_FOUND, "not found\n")),
        },
    }
}

fn connect_page(web: &Web, ends: Ends, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = language::choose(accepted.unwrap_or_default());
    let body = page::connect(&web.info, ends.local.ip(), language);
    let mut response = with_type(StatusCode::OK, "text/html; charset=utf-8", body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    );
    response
}

fn metrics(web: &Web, ends: Ends, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let headers = request.headers();
    // A proxy on this machine makes everybody look like loopback, but says for whom it asks.
    let proxied = headers.contains_key("x-forwarded-for") || headers.contains_key(header::FORWARDED);
    let here = ends.remote.ip().to_canonical().is_loopback() && !proxied;
    let named = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
        .zip(web.metrics_token.as_ref())
        .is_some_and(|(given, token)| bool::from(given.ct_eq(token.as_bytes())));
    if here || named {
        with_type(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", web.metrics.text())
    } else {
        plain(StatusCode::FORBIDDEN, "metrics are for this machine, or for whoever has the token\n")
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    with_type(status, "text/plain; charset=utf-8", text)
}

fn with_type(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// How long the head of a request may take, the first byte included.
const HEAD_DEADLINE: Duration = Duration::from_secs(10);

/// The longest head of a request.
const HEAD_BYTES_MAX: usize = 16 << 10;
