//! MTProto over HTTP: a packet is the body of a POST, the packet that answers it the body of the response.
//! Source: core.telegram.org/mtproto/transports#http; the paths are the ones that clients use.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Method, Request, Response, StatusCode,
    body::Incoming,
    header::{self, HeaderValue},
};
use mtproto::transport::PACKET_BYTES_MAX;

use super::Ends;
use crate::{
    info::DC,
    node::{Node, Refusal},
};

/// A path that takes packets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Door {
    /// Whether it belongs to a test data centre.
    test: bool,
}

impl Door {
    /// `/api`, and `/apiw` for pages of other hosts; `1` behind either, then `_test` or `_premium`.
    pub(super) fn of(path: &str) -> Option<Door> {
        let rest = path.strip_prefix("/api")?;
        let rest = rest.strip_prefix('w').unwrap_or(rest);
        let rest = rest.strip_prefix('1').unwrap_or(rest);
        match rest.strip_suffix('1').unwrap_or(rest) {
            "" | "_premium" => Some(Door { test: false }),
            "_test" => Some(Door { test: true }),
            _ => None,
        }
    }
}

/// Answers a request to one of the doors. Pages of other hosts may make it: a packet proves itself.
pub(super) async fn answer(
    node: &Arc<Node>,
    ends: Ends,
    door: Door,
    request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    let mut response = match *request.method() {
        Method::POST => match body(request).await {
            Ok(packet) => {
                let dc = i16::try_from(DC).ok().filter(|_| door.test).map(|dc| dc + TEST_DC);
                posted(node.post(ends.local, ends.remote, dc, packet).await)
            }
            Err(status) => closing(status),
        },
        Method::OPTIONS => with_status(StatusCode::NO_CONTENT, Bytes::new()),
        _ => closing(StatusCode::METHOD_NOT_ALLOWED),
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST, OPTIONS"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("origin, content-type"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn body(request: Request<Incoming>) -> Result<Vec<u8>, StatusCode> {
    let whole = Limited::new(request.into_body(), PACKET_BYTES_MAX).collect();
    match tokio::time::timeout(BODY_WITHIN, whole).await {
        Ok(Ok(body)) => Ok(body.to_bytes().to_vec()),
        Ok(Err(_)) => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

/// A transport error is the status without its sign, and the body as on other transports.
fn posted(answer: Result<Vec<u8>, Refusal>) -> Response<Full<Bytes>> {
    match answer {
        Ok(packet) => with_status(StatusCode::OK, packet.into()),
        Err(Refusal(code)) => {
            let status = u16::try_from(code.unsigned_abs()).ok();
            let status = status.and_then(|status| StatusCode::from_u16(status).ok());
            let body = Bytes::copy_from_slice(&code.to_le_bytes());
            with_status(status.unwrap_or(StatusCode::BAD_REQUEST), body)
        }
    }
}

fn closing(status: StatusCode) -> Response<Full<Bytes>> {
    let mut response = with_status(status, Bytes::new());
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

fn with_status(status: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    response
}

/// What is added to the number of a data centre for tests.
const TEST_DC: i16 = 10_000;

/// How long the body of a request may take.
const BODY_WITHIN: Duration = Duration::from_secs(10);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paths_that_clients_use_are_doors_and_no_others() {
        for path in ["/api", "/apiw", "/apiw1", "/api1", "/apiw1_premium"] {
            assert_eq!(Door::of(path), Some(Door { test: false }), "{path}");
        }
        for path in ["/api_test", "/apiw_test", "/apiw_test1", "/apiw1_test"] {
            assert_eq!(Door::of(path), Some(Door { test: true }), "{path}");
        }
        for path in ["/", "/ap", "/apiws", "/apiws_test", "/apix", "/api/", "/apiw11_test2"] {
            assert_eq!(Door::of(path), None, "{path}");
        }
    }
}
