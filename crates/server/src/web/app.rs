//! The web client: the built files of `web/`, which are part of the program, compressed, with their headers. A
//! program that was built without them has a page that says so.

use std::io::Read as _;

use bytes::Bytes;
use flate2::read::GzDecoder;
use http_body_util::Full;
use hyper::{
    Response, StatusCode,
    header::{self, HeaderMap, HeaderName, HeaderValue},
};

use super::{
    language::{self, Language},
    plain, with_type,
};

/// One built file.
struct Asset {
    /// Its path below `/`, without the slash.
    path: &'static str,
    brotli: &'static [u8],
    gzip: &'static [u8],
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/web_assets.rs"));

/// Whether the program was built with the web client.
pub(crate) fn is_built() -> bool {
    find(PAGE).is_some()
}

/// The answer for `/`: the client's page, or the word that it is missing.
pub(super) fn page(headers: &HeaderMap) -> Response<Full<Bytes>> {
    file(PAGE, headers).unwrap_or_else(|| missing(headers))
}

/// Where an address that lets people into a group or channel (`/+HASH`, `/joinchat/HASH`) leads in the client.
pub(super) fn joining(path: &str) -> Option<Response<Full<Bytes>>> {
    let path = path.trim_end_matches('/');
    let hash = ["/+", "/%2B", "/%2b", "/joinchat/"].iter().find_map(|before| path.strip_prefix(before))?;
    let is_hash = hash.len() >= HASH_CHARS_MIN
        && hash.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let to = HeaderValue::from_str(&format!("/#join={hash}")).ok().filter(|_| is_hash)?;
    let mut response = plain(StatusCode::FOUND, "");
    response.headers_mut().insert(header::LOCATION, to);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Some(response)
}

/// The answer for a file below `/`, if there is one of that name.
pub(super) fn file(path: &str, asked: &HeaderMap) -> Option<Response<Full<Bytes>>> {
    let asset = find(path)?;
    let tag = tag(asset);
    if asked.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes()) {
        let mut response = plain(StatusCode::NOT_MODIFIED, "");
        response.headers_mut().remove(header::CONTENT_TYPE);
        with_headers(response.headers_mut(), path, &tag);
        return Some(response);
    }
    let (coding, body) = match coding(asked) {
        Some("br") => (Some("br"), Bytes::from_static(asset.brotli)),
        Some(_) => (Some("gzip"), Bytes::from_static(asset.gzip)),
        None => match unpacked(asset.gzip) {
            Ok(bytes) => (None, bytes.into()),
            Err(_) => (Some("gzip"), Bytes::from_static(asset.gzip)),
        },
    };
    let mut response = with_type(StatusCode::OK, kind(path), body);
    if let Some(coding) = coding {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    with_headers(response.headers_mut(), path, &tag);
    Some(response)
}

fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.binary_search_by(|asset| asset.path.cmp(path)).ok().and_then(|at| ASSETS.get(at))
}

/// The best coding that both sides know; one with `q=0` is refused.
fn coding(headers: &HeaderMap) -> Option<&'static str> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let names = |wanted: &str| {
        accepted.split(',').any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, "q=1"));
            let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
            name.trim().eq_ignore_ascii_case(wanted) && weight != Some(0.0)
        })
    };
    ["br", "gzip"].into_iter().find(|coding| names(coding))
}

fn unpacked(gzip: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(gzip).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn tag(asset: &Asset) -> String {
    let digest = crypto::sha1(&[asset.gzip]);
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("W/\"{hex}\"")
}

fn with_headers(headers: &mut HeaderMap, path: &str, tag: &str) {
    // Names under `assets/` change with what is in them.
    let kept = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(
        HeaderName::from_static("cross-origin-opener-policy"),
        HeaderValue::from_static("same-origin"),
    );
    headers.insert(
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), geolocation=(), microphone=(self)"),
    );
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn missing(headers: &HeaderMap) -> Response<Full<Bytes>> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language = language::choose(accepted.unwrap_or_default());
    let (said, connect) = match language {
        Language::English => (
            "This server was built without its web client: Node was missing. Whoever runs it installs Node 20 or \
             newer, then runs <code>cargo xtask web</code> and builds again. Apps and libraries can connect as ever.",
            "How to connect",
        ),
        Language::Indonesian => (
            "Server ini dibuat tanpa klien web karena Node tidak ada. Pengelolanya dapat memasang Node 20 atau yang \
             lebih baru, menjalankan <code>cargo xtask web</code>, lalu membuat ulang server. Aplikasi dan pustaka \
             tetap dapat terhubung seperti biasa.",
            "Cara menghubungkan",
        ),
    };
    let body = format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Merpati</title>\n\
         <style>:root{{color-scheme:light dark}}body{{font:1.1em/1.5 system-ui,sans-serif;max-width:40em;\
         margin:2em auto;padding:0 1em}}</style>\n</head>\n<body>\n<h1>Merpati</h1>\n<p>{said}</p>\n\
         <p><a href=\"/connect\">{connect}</a></p>\n</body>\n</html>\n",
        language.code(),
    );
    let mut response = with_type(StatusCode::OK, "text/html; charset=utf-8", body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.code()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
    );
    response
}

const PAGE: &str = "index.html";
/// What is shorter is no link's hash, but perhaps a name of something else.
const HASH_CHARS_MIN: usize = 6;

/// Everything comes from here and goes here. `wasm-unsafe-eval` lets the module of mtcute's cryptography start; no
/// text ever becomes a script. The one foreign thing is the frame of a bot's mini app, which the person opened.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; \
    manifest-src 'self'; frame-src https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[cfg(test)]
mod tests {
    use super::*;

    fn asking(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn brotli_is_chosen_before_gzip_and_nothing_is_packed_for_who_cannot_read_it() {
        let chosen = |accepted| coding(&asking(header::ACCEPT_ENCODING, accepted));
        assert_eq!(chosen("gzip, deflate, br"), Some("br"));
        assert_eq!(chosen("gzip;q=0.5, deflate"), Some("gzip"));
        assert_eq!(chosen("br;q=0, gzip;q=1.0"), Some("gzip"));
        assert_eq!(chosen("identity"), None);
        assert_eq!(coding(&HeaderMap::new()), None);
    }

    #[test]
    fn the_page_says_what_is_missing_or_is_the_client_with_a_policy_that_lets_nothing_in() {
        let response = page(&HeaderMap::new());
        let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && !policy.contains("'unsafe-eval'"));
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers().contains_key(header::ETAG), is_built());
        assert!(missing(&asking(header::ACCEPT_LANGUAGE, "id")).headers()[header::CONTENT_LANGUAGE] == "id");
    }

    #[test]
    fn an_address_that_invites_leads_into_the_client_and_nowhere_else() {
        let leads = |path| {
            joining(path).map(|response| response.headers()[header::LOCATION].to_str().unwrap().to_owned())
        };
        for path in ["/+AbC_d-9", "/%2BAbC_d-9", "/joinchat/AbC_d-9", "/+AbC_d-9/"] {
            assert_eq!(leads(path).as_deref(), Some("/#join=AbC_d-9"), "{path}");
        }
        for path in ["/+five", "/+AbC_d-9/../..", "/joinchat/a.evil.test", "/+AbC_d%0d%0a", "/+", "/"] {
            assert!(leads(path).is_none(), "{path}");
        }
    }

    #[test]
    fn names_that_change_with_their_content_are_kept_and_others_are_asked_for_again() {
        for (path, kept) in [("assets/main-1a2b.js", "immutable"), ("index.html", "no-cache")] {
            let mut headers = HeaderMap::new();
            with_headers(&mut headers, path, "W/\"1\"");
            assert!(headers[header::CACHE_CONTROL].to_str().unwrap().contains(kept));
        }
        assert_eq!(kind("app.webmanifest"), "application/manifest+json");
        assert!(file("../Cargo.toml", &HeaderMap::new()).is_none());
    }
}
