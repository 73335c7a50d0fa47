//! The WebSocket handshake (RFC 6455, section 4.2).

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request, Response, StatusCode,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};

/// The answer that turns a request's connection into a WebSocket, or the refusal.
pub(super) fn accept<B>(request: &Request<B>) -> Result<Response<Full<Bytes>>, Box<Response<Full<Bytes>>>> {
    let headers = request.headers();
    let asked = has_word(headers, header::CONNECTION, "upgrade")
        && has_word(headers, header::UPGRADE, "websocket")
        && headers.get(header::SEC_WEBSOCKET_VERSION).is_some_and(|version| version.as_bytes() == b"13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| asked);
    let Some(key) = key else {
        return Err(refusal(StatusCode::UPGRADE_REQUIRED, "a WebSocket of version 13 is needed here\n"));
    };
    // A client that names subprotocols wants one of them chosen; one that names none gets none.
    let names_any = headers.contains_key(header::SEC_WEBSOCKET_PROTOCOL);
    let binary = has_word(headers, header::SEC_WEBSOCKET_PROTOCOL, "binary");
    if names_any && !binary {
        return Err(refusal(StatusCode::BAD_REQUEST, "the subprotocol is binary\n"));
    }
    let digest = crypto::sha1(&[key.as_bytes(), RFC_6455_GUID]);
    let accept = HeaderValue::from_str(&STANDARD.encode(digest))
        .map_err(|_| refusal(StatusCode::BAD_REQUEST, "a bad WebSocket key\n"))?;
    let mut response = Response::new(Full::new(Bytes::new()));
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let answer = response.headers_mut();
    answer.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    answer.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    answer.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    if binary {
        answer.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static("binary"));
    }
    Ok(response)
}

/// Whether a header that lists words has `word` among them, in any case.
fn has_word(headers: &HeaderMap, name: HeaderName, word: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim().eq_ignore_ascii_case(word))
}

fn refusal(status: StatusCode, text: &'static str) -> Box<Response<Full<Bytes>>> {
    let mut response = Response::new(Full::new(Bytes::from_static(text.as_bytes())));
    *response.status_mut() = status;
    response.headers_mut().insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    Box::new(response)
}

const RFC_6455_GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

#[cfg(test)]
mod tests {
    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request<()> {
        let mut request = Request::builder().uri("/apiws");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap()
    }

    #[test]
    fn the_example_of_the_rfc_gets_the_answer_of_the_rfc() {
        let response = accept(&request(&[
            ("connection", "keep-alive, Upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("sec-websocket-protocol", "binary"),
        ]))
        .unwrap();
        assert_eq!(response.status(), 101);
        assert_eq!(response.headers()["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(response.headers()["sec-websocket-protocol"], "binary");
    }

    #[test]
    fn a_plain_request_is_told_to_upgrade() {
        assert_eq!(accept(&request(&[])).unwrap_err().status(), 426);
    }
}
