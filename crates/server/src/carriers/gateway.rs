//! Codes to telephones by somebody else's HTTP: one POST with `{"number": "+62…", "code": "01234"}`. What answers
//! 2xx has taken it; all else has not, a redirection too: nobody is followed.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Request,
    header::{self, HeaderValue},
};
use world::World;

use super::{CarrierError, Failure};
use crate::{
    config::GatewaySettings,
    outgoing::{Outgoing, Place, Trouble},
};

/// How long a gateway may take for all of it.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);

/// Where a gateway is. No Debug: a path may hold a token.
#[derive(Clone)]
pub struct GatewayUrl(Place);

impl GatewayUrl {
    /// Reads `http://…` or `https://…`.
    pub fn read(written: &str) -> Option<GatewayUrl> {
        Place::of(&written.parse().ok()?).map(GatewayUrl)
    }
}

/// A gateway to telephones.
pub(super) struct Gateway {
    url: GatewayUrl,
    authorization: Option<HeaderValue>,
    outgoing: Outgoing,
}

impl Gateway {
    pub(super) fn of(settings: &GatewaySettings, world: &World) -> Result<Gateway, CarrierError> {
        let authorization = settings.token.as_ref().and_then(|token| {
            let mut value = HeaderValue::from_str(&format!("Bearer {}", token.as_str())).ok()?;
            value.set_sensitive(true);
            Some(value)
        });
        let outgoing = match settings.url.0.tls {
            true => Outgoing::new(None, world).map_err(|_| CarrierError::Certificates)?,
            false => Outgoing::untrusting(world),
        };
        Ok(Gateway { url: settings.url.clone(), authorization, outgoing })
    }

    /// Sends a code to a number (digits only).
    pub(super) async fn send(&self, phone: &str, code: &str) -> Result<(), Failure> {
        match tokio::time::timeout(ANSWER_WITHIN, self.post(phone, code)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure::of("the gateway does not answer")),
        }
    }

    /// Whether it can be connected to, without sending anything.
    pub(super) async fn reach(&self) -> Result<(), &'static str> {
        match tokio::time::timeout(ANSWER_WITHIN, self.outgoing.reach(&self.url.0)).await {
            Ok(outcome) => outcome.map_err(why),
            Err(_) => Err("the gateway does not answer"),
        }
    }

    async fn post(&self, phone: &str, code: &str) -> Result<(), Failure> {
        let body = serde_json::json!({ "number": format!("+{phone}"), "code": code }).to_string();
        let mut request = Request::new(Full::new(Bytes::from(body)));
        *request.method_mut() = hyper::Method::POST;
        let headers = request.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(authorization) = &self.authorization {
            headers.insert(header::AUTHORIZATION, authorization.clone());
        }
        let answer = self.outgoing.send(&self.url.0, request).await;
        let status = answer.map_err(|trouble| Failure::of(why(trouble)))?.status();
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

fn why(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Unreachable => "the gateway cannot be reached",
        Trouble::Tls => "the gateway's TLS does not hold",
        Trouble::Broken => "the gateway breaks off",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_gateway_is_http_with_a_host() {
        let GatewayUrl(url) = GatewayUrl::read("https://sms.example.org/send?key=1").unwrap();
        assert!(url.tls && url.port == 443 && url.host == "sms.example.org" && url.target == "/send?key=1");
        let GatewayUrl(url) = GatewayUrl::read("http://127.0.0.1:9000").unwrap();
        assert!(!url.tls && url.port == 9000 && url.target == "/");
        for wrong in ["", "sms.example.org", "ftp://example.org/", "/send", "http://"] {
            assert!(GatewayUrl::read(wrong).is_none(), "{wrong}");
        }
    }
}
