//! Looks at pages of the web to which people link, and cannot be made to look at anything else: every address that a name
//! means is checked, the connection goes to one that was checked, each redirection is checked anew; bytes, time and
//! redirections are bounded.

mod address;
mod page;

use std::{
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use bytes::Bytes;
use domain::{PageWorker, SeenPage};
use http_body_util::{BodyExt, Empty};
use hyper::{
    Request, Response,
    body::Incoming,
    client::conn::http1,
    header::{self, HeaderName, HeaderValue},
};
use hyper_util::rt::TokioIo;
use rustls_pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::Semaphore,
};
use tokio_rustls::TlsConnector;
use url::{Host, Url};
use world::{BoxFuture, World};

use crate::outgoing::{NoTrust, system_trust};

pub use address::Reach;

/// See the top of the file.
pub(crate) struct Previews {
    tls: TlsConnector,
    reach: Reach,
    world: World,
    looks: Semaphore,
}

/// Looks at a time; others wait.
const LOOKS_AT_ONCE: usize = 8;
/// All of one look, picture and redirections with it.
const LOOK_WITHIN: Duration = Duration::from_secs(15);
/// One connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);
const REDIRECTIONS_MAX: usize = 5;
/// What stands at the beginning of a page is enough.
const PAGE_BYTES_MAX: usize = 512 << 10;
const PICTURE_BYTES_MAX: usize = 5 << 20;
const HEAD_BYTES_MAX: usize = 32 << 10;
/// The ports at which the web is, where the host is not this machine.
const PORTS: [u16; 4] = [80, 443, 88, 8443];
const AGENT: &str = "Mozilla/5.0 (compatible; Merpati link preview)";

/// Bytes from somewhere.
struct Loaded {
    url: Url,
    /// Without its parameters, in lower case.
    content_type: String,
    /// In which letters it is, where its head says so.
    charset: Option<String>,
    bytes: Vec<u8>,
}

/// Why there is nothing to show; told to nobody but the log at its most talkative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It leads to where nobody may look.
    Place,
    /// It cannot be reached, or is too slow.
    Unreachable,
    /// It is not what can be shown.
    Answer,
    /// Too many redirections.
    Redirections,
}

impl Previews {
    pub(crate) fn new(reach: Reach, world: &World) -> Result<Self, NoTrust> {
        let looks = Semaphore::new(LOOKS_AT_ONCE);
        Ok(Previews { tls: system_trust()?, reach, world: world.clone(), looks })
    }

    async fn seen(&self, url: &Url) -> Result<SeenPage, Refused> {
        let loaded = self.load(url.clone(), "text/html,application/xhtml+xml,image/*;q=0.8", true).await?;
        if is_picture(&loaded.content_type) {
            return Ok(SeenPage {
                site_name: site(&loaded.url),
                url: loaded.url.into(),
                kind: "photo".to_owned(),
                photo: Some(loaded.bytes),
                ..SeenPage::default()
            });
        }
        let read = page::read(&page::decoded(&loaded.bytes, loaded.charset.as_deref()));
        let mut seen = SeenPage {
            kind: read.kind(),
            site_name: read.site_name.or_else(|| site(&loaded.url)),
            title: read.title,
            description: read.description,
            author: read.author,
            ..SeenPage::default()
        };
        // A picture that cannot be had leaves the words.
        if let Some(picture) = read.image.and_then(|image| loaded.url.join(&image).ok()) {
            let loaded = self.load(picture, "image/*", false).await;
            seen.photo =
                loaded.ok().filter(|loaded| is_picture(&loaded.content_type)).map(|loaded| loaded.bytes);
        }
        seen.url = loaded.url.into();
        Ok(seen)
    }

    /// What is behind an address; of a page, the beginning.
    async fn load(&self, mut url: Url, accept: &'static str, pages: bool) -> Result<Loaded, Refused> {
        for _ in 0..=REDIRECTIONS_MAX {
            let response = self.get(&url, accept).await?;
            if response.status().is_redirection() {
                let to = response.headers().get(header::LOCATION).and_then(|to| to.to_str().ok());
                let to = to.ok_or(Refused::Answer)?;
                url = url.join(to).map_err(|_| Refused::Place)?;
                url.set_fragment(None);
                continue;
            }
            if !response.status().is_success() {
                return Err(Refused::Answer);
            }
            let content_type = response.headers().get(header::CONTENT_TYPE);
            let content_type = content_type.and_then(|given| given.to_str().ok()).unwrap_or_default();
            let plain = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let is_page = pages && matches!(plain.as_str(), "text/html" | "application/xhtml+xml");
            if !is_page && !is_picture(&plain) {
                return Err(Refused::Answer);
            }
            let charset = page::charset(content_type);
            let bytes = body(response.into_body(), is_page).await?;
            return Ok(Loaded { url, content_type: plain, charset, bytes });
        }
        Err(Refused::Redirections)
    }

    async fn get(&self, url: &Url, accept: &'static str) -> Result<Response<Incoming>, Refused> {
        let stream = tokio::time::timeout(CONNECT_WITHIN, self.stream(url)).await;
        let stream = stream.map_err(|_| Refused::Unreachable)??;
        let mut client = http1::Builder::new();
        client.max_buf_size(HEAD_BYTES_MAX);
        let shake = client.handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = shake.map_err(|_| Refused::Unreachable)?;
        // It ends with the sender, or with the other side.
        self.world.spawn.spawn(Box::pin(async move {
            let _ended = tokio::time::timeout(LOOK_WITHIN, connection).await;
        }));
        let mut target = url.path().to_owned();
        if let Some(query) = url.query() {
            target.push('?');
            target.push_str(query);
        }
        let mut request = Request::new(Empty::<Bytes>::new());
        *request.uri_mut() = target.parse().map_err(|_| Refused::Place)?;
        let mut host = url.host_str().ok_or(Refused::Place)?.to_owned();
        if let Some(port) = url.port() {
            host = format!("{host}:{port}");
        }
        let headers = request.headers_mut();
        let mut set = |name: HeaderName, value: &str| {
            HeaderValue::from_str(value).map(|value| headers.insert(name, value)).map_err(|_| Refused::Place)
        };
        set(header::HOST, &host)?;
        set(header::USER_AGENT, AGENT)?;
        set(header::ACCEPT, accept)?;
        set(header::ACCEPT_ENCODING, "identity")?;
        set(header::CONNECTION, "close")?;
        sender.send_request(request).await.map_err(|_| Refused::Unreachable)
    }

    /// A connection to an address that was checked.
    async fn stream(&self, url: &Url) -> Result<Box<dyn Stream>, Refused> {
        let to = self.checked(url).await?;
        let stream = TcpStream::connect(to.as_slice()).await.map_err(|_| Refused::Unreachable)?;
        // Nobody stands between the check and the connection, but it costs nothing to look.
        let peer = stream.peer_addr().map_err(|_| Refused::Unreachable)?;
        if !self.reach.allows(peer.ip()) {
            return Err(Refused::Place);
        }
        if url.scheme() != "https" {
            return Ok(Box::new(stream));
        }
        let host = url.host_str().ok_or(Refused::Place)?.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned()).map_err(|_| Refused::Place)?;
        let stream = self.tls.connect(name, stream).await.map_err(|_| Refused::Unreachable)?;
        Ok(Box::new(stream))
    }

    /// Every address that a host means, if all of them may be reached.
    async fn checked(&self, url: &Url) -> Result<Vec<SocketAddr>, Refused> {
        if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some()
        {
            return Err(Refused::Place);
        }
        let port = url.port_or_known_default().ok_or(Refused::Place)?;
        let found: Vec<SocketAddr> = match url.host().ok_or(Refused::Place)? {
            Host::Ipv4(ip) => vec![SocketAddr::new(IpAddr::V4(ip), port)],
            Host::Ipv6(ip) => vec![SocketAddr::new(IpAddr::V6(ip), port)],
            Host::Domain(name) => {
                let found = tokio::net::lookup_host((name, port)).await;
                found.map_err(|_| Refused::Unreachable)?.collect()
            }
        };
        let own = |address: &SocketAddr| self.reach.allows(address.ip()) && address.ip().is_loopback();
        let all_allowed = found.iter().all(|address| self.reach.allows(address.ip()));
        let port_allowed = PORTS.contains(&port) || found.iter().all(own);
        if found.is_empty() || !all_allowed || !port_allowed {
            return Err(Refused::Place);
        }
        Ok(found)
    }
}

impl PageWorker for Previews {
    fn look<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Option<SeenPage>> {
        Box::pin(async move {
            let _turn = self.looks.acquire().await.ok()?;
            let seen = tokio::time::timeout(LOOK_WITHIN, self.seen(url)).await;
            let seen = seen.unwrap_or(Err(Refused::Unreachable));
            if let Err(why) = &seen {
                // Not where: it is what people write to each other.
                tracing::debug!(?why, "a page is not shown");
            }
            seen.ok()
        })
    }
}

/// The bytes of a body: of a page as many as are looked at, of a picture all or none.
async fn body(mut body: Incoming, is_page: bool) -> Result<Vec<u8>, Refused> {
    let max = if is_page { PAGE_BYTES_MAX } else { PICTURE_BYTES_MAX };
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Refused::Unreachable)?;
        let Some(data) = frame.data_ref() else { continue };
        let room = max - bytes.len();
        if data.len() > room {
            if !is_page {
                return Err(Refused::Answer);
            }
            bytes.extend_from_slice(data.get(..room).unwrap_or_default());
            break;
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}

fn is_picture(content_type: &str) -> bool {
    matches!(content_type, "image/jpeg" | "image/png" | "image/webp" | "image/gif")
}

/// Whose site it is, where the page does not say.
fn site(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// A connection, sealed or not.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    use super::*;

    fn previews(reach: Reach) -> Previews {
        let tls = crate::outgoing::connector(tokio_rustls::rustls::RootCertStore::empty());
        Previews { tls, reach, world: crate::edge::world(), looks: Semaphore::new(LOOKS_AT_ONCE) }
    }

    async fn refused(reach: Reach, address: &str) -> Option<Refused> {
        previews(reach).seen(&Url::parse(address).unwrap()).await.err()
    }

    /// Answers each connection with `answer` (made of the path that was asked for); gives where, and counts.
    #[expect(clippy::disallowed_methods, reason = "a test is an edge")]
    async fn web(answer: impl Fn(&str) -> String + Send + 'static) -> (u16, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let mut head = vec![0; 4_096];
                let length = stream.read(&mut head).await.unwrap_or(0);
                let head = String::from_utf8_lossy(&head[..length]).into_owned();
                let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
                let _gone = stream.write_all(answer(&path).as_bytes()).await;
            }
        });
        (port, asked)
    }

    fn html(page: &str) -> String {
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\n\r\n{page}",
            page.len()
        )
    }

    fn redirect(to: &str) -> String {
        format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
    }

    #[tokio::test]
    async fn nobody_is_led_to_an_address_inside_however_it_is_written() {
        let (port, asked) = web(|_| html("<title>secret</title>")).await;
        let hosts = [
            "127.0.0.1",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.255.255.254",
            "0.0.0.0",
            "0",
            "localhost",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "10.0.0.1",
            "[::ffff:10.0.0.1]",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "[::ffff:169.254.169.254]",
            "[64:ff9b::a9fe:a9fe]",
            "100.64.0.1",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[fec0::1]",
            "[ff02::1]",
            "[2001:db8::1]",
            "[2001::1]",
        ];
        for host in hosts {
            for scheme in ["http", "https"] {
                let address = format!("{scheme}://{host}:{port}/");
                assert_eq!(refused(Reach::Public, &address).await, Some(Refused::Place), "{address}");
                let address = format!("{scheme}://{host}/");
                assert_eq!(refused(Reach::Public, &address).await, Some(Refused::Place), "{address}");
            }
        }
        assert_eq!(asked.load(Ordering::Relaxed), 0, "somebody was asked");
    }

    #[tokio::test]
    async fn a_redirection_leads_nowhere_else_than_a_link_does() {
        for to in [
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/",
            "http://[fc00::1]/",
            "file:///etc/passwd",
            "ftp://a/",
        ] {
            let (port, _) = web(move |_| redirect(to)).await;
            let address = format!("http://127.0.0.1:{port}/");
            assert_eq!(refused(Reach::Loopback, &address).await, Some(Refused::Place), "{to}");
        }
        let (port, asked) = web(|_| redirect("/again")).await;
        let address = format!("http://127.0.0.1:{port}/");
        assert_eq!(refused(Reach::Loopback, &address).await, Some(Refused::Redirections));
        assert_eq!(asked.load(Ordering::Relaxed), REDIRECTIONS_MAX + 1);
    }

    #[tokio::test]
    async fn a_page_is_read_a_vast_one_only_at_its_beginning_and_other_things_not_at_all() {
        let (port, _) = web(|path| match path {
            "/page" => html("<html><head><title>Pasar pagi</title></head></html>"),
            "/vast" => html(&format!("<title>Besar</title>{}", "<p>".repeat(PAGE_BYTES_MAX))),
            "/recursive" => html("<title>Lagi</title><meta property='og:image' content='/recursive'>"),
            "/program" => html("<title>x</title>").replace("text/html", "application/octet-stream"),
            "/picture" => {
                html("")
                    .replace("text/html", "image/png")
                    .replace("Content-Length: 0", &format!("Content-Length: {}", PICTURE_BYTES_MAX + 1))
                    + &"a".repeat(PICTURE_BYTES_MAX + 1)
            }
            "/moved" => redirect("page"),
            _ => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
        })
        .await;
        let at = |path: &str| Url::parse(&format!("http://127.0.0.1:{port}{path}")).unwrap();
        let previews = previews(Reach::Loopback);
        for (path, title) in
            [("/page", "Pasar pagi"), ("/vast", "Besar"), ("/recursive", "Lagi"), ("/moved", "Pasar pagi")]
        {
            let seen = previews.seen(&at(path)).await.unwrap_or_default();
            assert_eq!((seen.title.as_deref(), seen.photo), (Some(title), None), "{path}");
        }
        assert_eq!(
            previews.seen(&at("/moved")).await.ok().map(|seen| seen.url),
            Some(at("/page").to_string())
        );
        for path in ["/program", "/picture", "/nothing"] {
            assert_eq!(previews.seen(&at(path)).await.err(), Some(Refused::Answer), "{path}");
        }
    }
}
