//! `merpati doctor`: looks at what a server needs and says in one line each how it stands and what to do. It
//! changes nothing in the data folder but for a file that it writes to time the disk, and removes.

use std::{
    fs::{self, File},
    io::{self, Write},
    net::{IpAddr, SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use world::{Clock, UnixMillis};

use crate::{
    acme,
    carriers::Carriers,
    config::Config,
    data_folder::{DataFolder, FolderError},
    edge, files as people_files,
    metrics::Metrics,
    tls::Tls,
};

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As it should be.
    Well,
    /// A server runs like this; somebody should look.
    Look,
    /// A server does not run like this, or not for long.
    Bad,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub about: &'static str,
    /// How it stands.
    pub verdict: Verdict,
    /// What was found and, unless all is well, what to do.
    pub words: String,
}

impl Finding {
    fn new(about: &'static str, verdict: Verdict, words: impl Into<String>) -> Self {
        Finding { about, verdict, words: words.into() }
    }
}

/// Where the server on the data folder listens, if one runs.
#[derive(Clone, Copy, Debug)]
pub struct Running {
    /// MTProto.
    pub mtproto: SocketAddr,
    /// HTTP.
    pub http: SocketAddr,
    /// The layout of the store, and how many kinds of records it knows; absent where it does not say.
    pub records: Option<(u64, u64)>,
}

/// Looks at everything.
pub fn examine(config: &Config, running: Option<Running>, clock: &dyn Clock) -> Vec<Finding> {
    let mut findings = folder(config, running.is_some());
    findings.push(records(config, running));
    findings.push(time(config, clock));
    findings.extend(disk(&config.data, clock));
    findings.push(files());
    match running {
        Some(Running { mtproto, http, .. }) => {
            findings.push(answering("port of clients", mtproto));
            findings.push(answering("HTTP port", http));
        }
        None => {
            findings.push(free("port of clients", config.listen));
            findings.push(free("HTTP port", config.http));
        }
    }
    findings.push(address(config));
    findings.extend(certificate(config, clock));
    findings.extend(carriers(config));
    findings.push(people_files(config));
    findings
}

/// What a start looks at in the store itself, which only one program may have open.
fn records(config: &Config, running: Option<Running>) -> Finding {
    let about = "records";
    match running.and_then(|running| running.records) {
        Some((format, kinds)) => {
            let words = format!("format {format}, {kinds} kinds; the running server reads all of them");
            Finding::new(about, Verdict::Well, words)
        }
        None if running.is_some() => {
            let words = "the running server does not say which it knows; start it again after an update";
            Finding::new(about, Verdict::Look, words)
        }
        None if DataFolder::at(&config.data).store().exists() => {
            let words = format!(
                "this program reads format {}; the next start refuses what a newer version wrote and leaves it as it is",
                store::FORMAT
            );
            Finding::new(about, Verdict::Well, words)
        }
        None => Finding::new(about, Verdict::Well, "there are none yet"),
    }
}

/// Mail and gateway, as a server would use them; nothing is sent.
fn carriers(config: &Config) -> Vec<Finding> {
    let failed = |words: String| vec![Finding::new("mail", Verdict::Bad, words)];
    let set_up = Carriers::of(&config.carrying, &edge::world(), Arc::new(Metrics::default()));
    let carriers = match set_up {
        Ok(carriers) => carriers,
        Err(error) => return failed(error.to_string()),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return failed(format!("cannot be asked: {error}")),
    };
    let found = runtime.block_on(carriers.reach());
    let finding = |(about, reached)| match (reached, about) {
        (None, "mail") => Finding::new(
            about,
            Verdict::Well,
            "not set up; mail_server and mail_from would send codes by mail",
        ),
        (None, _) => {
            Finding::new(about, Verdict::Well, "not set up; code_gateway would send codes to telephones")
        }
        (Some(Ok(())), _) => Finding::new(about, Verdict::Well, "answers; nothing was sent"),
        (Some(Err(why)), "mail") => Finding::new(
            about,
            Verdict::Bad,
            format!("{why}: no code goes by mail; look at mail_server, its password and the firewall"),
        ),
        (Some(Err(why)), _) => Finding::new(
            about,
            Verdict::Bad,
            format!("{why}: no code goes to telephones; look at code_gateway and the firewall"),
        ),
    };
    found.into_iter().map(finding).collect()
}

/// Where people's files are; into a bucket something small is written, and taken away again.
fn people_files(config: &Config) -> Finding {
    let about = "people's files";
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => return Finding::new(about, Verdict::Bad, format!("cannot be asked: {error}")),
    };
    let folder = DataFolder::at(&config.data);
    let looked = runtime.block_on(people_files::look(config.bucket.as_ref(), &folder, &edge::world()));
    match looked {
        Ok(None) => {
            Finding::new(about, Verdict::Well, "in the data folder; s3_bucket would keep them in a bucket")
        }
        Ok(Some(place)) => {
            Finding::new(about, Verdict::Well, format!("in {place}, which answers and takes the key"))
        }
        Err(error) => Finding::new(about, Verdict::Bad, error.to_string()),
    }
}

/// Rights, version and keys.
fn folder(config: &Config, running: bool) -> Vec<Finding> {
    let path = &config.data;
    if !path.exists() {
        let words = format!("{} is not there yet; `merpati serve` makes it", path.display());
        return vec![Finding::new("data folder", Verdict::Well, words)];
    }
    let data = DataFolder::at(path);
    let looked = |looked: Result<String, FolderError>, about| match looked {
        Ok(words) => Finding::new(about, Verdict::Well, words),
        Err(error) => Finding::new(about, Verdict::Bad, error.to_string()),
    };
    let held = if running { "a server runs on it" } else { "no server runs on it" };
    let mut findings = vec![
        looked(data.version_found().map(|version| format!("{version}, {held}")), "data folder"),
        looked(data.rights().map(|()| "only their owner can read the keys".to_owned()), "rights"),
    ];
    findings.push(match data.fingerprint() {
        Ok(None) => Finding::new("key", Verdict::Well, "there is none yet; the first start makes it"),
        Ok(Some(fingerprint)) if fingerprint >> 60 == 0 => {
            let words =
                format!("{fingerprint:016x} begins with 0, which mtcute does not recognise; a new key helps, but every client has to learn it");
            Finding::new("key", Verdict::Look, words)
        }
        Ok(Some(fingerprint)) => Finding::new("key", Verdict::Well, format!("fingerprint {fingerprint:016x}")),
        Err(error) => Finding::new("key", Verdict::Bad, error.to_string()),
    });
    findings
}

/// The clock against the last time that a server ran here.
fn time(config: &Config, clock: &dyn Clock) -> Finding {
    let (now, about) = (clock.now(), "clock");
    let written = fs::read_to_string(DataFolder::at(&config.data).last_time()).ok();
    let written = written.and_then(|text| text.trim().parse().ok()).map(UnixMillis);
    match written {
        Some(written) if now.after(CLOCK_SLACK) < written => {
            let seconds = written.since(now).as_secs();
            let words = format!(
                "{seconds} s behind the last record of the data folder; set it, and keep it right with NTP"
            );
            Finding::new(about, Verdict::Bad, words)
        }
        _ if now.seconds() < YEAR_2025 => {
            Finding::new(about, Verdict::Bad, "before 2025; set it, and keep it right with NTP")
        }
        _ => Finding::new(about, Verdict::Well, "not behind anything that was written"),
    }
}

/// Room, and how long the disk takes to keep something.
fn disk(path: &Path, clock: &dyn Clock) -> Vec<Finding> {
    let Some(existing) = path.ancestors().find(|above| above.is_dir()) else {
        return vec![Finding::new(
            "disk",
            Verdict::Bad,
            format!("nothing above {} is there", path.display()),
        )];
    };
    let room = match free_bytes(existing) {
        Ok(free) if free < ROOM_LEAST => Finding::new(
            "disk space",
            Verdict::Bad,
            format!(
                "{} MB free: the server refuses writes below {} MB; make room",
                free >> 20,
                ROOM_LEAST >> 20
            ),
        ),
        Ok(free) if free < ROOM_GOOD => {
            Finding::new("disk space", Verdict::Look, format!("{} MB free; make room soon", free >> 20))
        }
        Ok(free) => Finding::new("disk space", Verdict::Well, format!("{} GB free", free >> 30)),
        Err(error) => Finding::new("disk space", Verdict::Bad, format!("cannot be asked: {error}")),
    };
    let sync = match sync_time(existing, clock) {
        Ok(took) if took > SYNC_GOOD => {
            let words = format!(
                "{:.1} ms to keep one write: every message waits so long; put the data folder on a faster disk",
                took.as_secs_f64() * 1e3
            );
            Finding::new("disk sync", Verdict::Look, words)
        }
        Ok(took) => Finding::new(
            "disk sync",
            Verdict::Well,
            format!("{:.1} ms to keep one write", took.as_secs_f64() * 1e3),
        ),
        Err(error) => {
            let words =
                format!("cannot write in {}: {error}; give this user the right to", existing.display());
            Finding::new("disk sync", Verdict::Bad, words)
        }
    };
    vec![room, sync]
}

pub(crate) fn free_bytes(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// The median over a few.
fn sync_time(folder: &Path, clock: &dyn Clock) -> io::Result<Duration> {
    let probe = Probe(folder.join(format!(".merpati-doctor-{}", std::process::id())));
    let mut file = File::create_new(&probe.0)?;
    let mut times = Vec::with_capacity(SYNCS);
    for _ in 0..SYNCS {
        let began = clock.elapsed();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        times.push(clock.elapsed().saturating_sub(began));
    }
    times.sort();
    Ok(times.get(SYNCS / 2).copied().unwrap_or_default())
}

/// A file that goes when this is dropped.
struct Probe(PathBuf);

impl Drop for Probe {
    fn drop(&mut self) {
        // It was made a moment ago; when it cannot be removed, the write has failed as well.
        let _ = fs::remove_file(&self.0);
    }
}

fn files() -> Finding {
    let about = "file limit";
    match rlimit::Resource::NOFILE.get() {
        Ok((_, most)) if most < FILES_GOOD => {
            let words = format!(
                "{most}: about so many people can be connected at once; raise it (LimitNOFILE=, ulimit -n)"
            );
            Finding::new(about, Verdict::Look, words)
        }
        Ok((_, most)) => Finding::new(about, Verdict::Well, format!("{most}, about so many connections")),
        Err(error) => Finding::new(about, Verdict::Look, format!("cannot be asked: {error}")),
    }
}

fn free(about: &'static str, address: SocketAddr) -> Finding {
    match TcpListener::bind(address) {
        Ok(_) => Finding::new(about, Verdict::Well, format!("{address} is free")),
        Err(error) => {
            let words = match error.kind() {
                io::ErrorKind::AddrInUse => {
                    "another program listens there; end it or name another port".to_owned()
                }
                io::ErrorKind::PermissionDenied => {
                    "this port needs more rights; name one above 1023".to_owned()
                }
                io::ErrorKind::AddrNotAvailable => {
                    "this machine does not have that address; name one that it has".to_owned()
                }
                _ => error.to_string(),
            };
            Finding::new(about, Verdict::Bad, format!("{address}: {words}"))
        }
    }
}

fn answering(about: &'static str, address: SocketAddr) -> Finding {
    let mut reached = address;
    if reached.ip().is_unspecified() {
        reached.set_ip(IpAddr::from([127, 0, 0, 1]));
    }
    match TcpStream::connect_timeout(&reached, ANSWER_WITHIN) {
        Ok(_) => Finding::new(about, Verdict::Well, format!("{address} answers")),
        Err(error) => {
            let words = format!("{address} does not answer: {error}; look at the log of the server");
            Finding::new(about, Verdict::Bad, words)
        }
    }
}

/// What clients are told to connect to.
fn address(config: &Config) -> Finding {
    let about = "advertised address";
    match config.public_address {
        None => Finding::new(
            about,
            Verdict::Well,
            "clients are told the address at which they arrive; behind NAT or a proxy set public_address",
        ),
        Some(address) if address.ip().is_unspecified() => Finding::new(
            about,
            Verdict::Bad,
            format!("{address} names no machine; set public_address to one"),
        ),
        Some(address) => match TcpStream::connect_timeout(&address, ANSWER_WITHIN) {
            Ok(_) => Finding::new(about, Verdict::Well, format!("{address} answers from here")),
            Err(error) => {
                let words = format!(
                    "{address} does not answer from here: {error}; start the server, then look at the firewall and at port forwarding"
                );
                Finding::new(about, Verdict::Look, words)
            }
        },
    }
}

fn certificate(config: &Config, clock: &dyn Clock) -> Option<Finding> {
    if let Some(settings) = &config.acme {
        let domain = &settings.domain;
        let until = acme::validity(&acme::certificate_file(&config.data, domain)).map(|(_, until)| until);
        let now = u64::try_from(clock.now().seconds()).unwrap_or_default();
        let reachable = format!("port 443 of {domain} must lead to the HTTP port, then look at the log");
        return Some(match until {
            None => Finding::new("TLS", Verdict::Look, format!("there is no certificate yet: {reachable}")),
            Some(until) if until <= now => {
                Finding::new("TLS", Verdict::Bad, format!("the certificate is over: {reachable}"))
            }
            Some(until) => {
                let days = (until - now) / (24 * 60 * 60);
                Finding::new(
                    "TLS",
                    Verdict::Well,
                    format!("the certificate of {domain} is good for {days} days"),
                )
            }
        });
    }
    let files = config.tls.clone()?;
    Some(match Tls::load(files) {
        Ok(_) => Finding::new("TLS", Verdict::Well, "certificate and key fit together"),
        Err(error) => Finding::new("TLS", Verdict::Bad, error.to_string()),
    })
}

const CLOCK_SLACK: Duration = Duration::from_secs(5);
const YEAR_2025: i32 = 1_735_689_600;
/// Below it the engine refuses writes.
const ROOM_LEAST: u64 = 128 << 20;
pub(crate) const ROOM_GOOD: u64 = 2 << 30;
const SYNCS: usize = 15;
const SYNC_GOOD: Duration = Duration::from_millis(20);
const FILES_GOOD: u64 = 10_000;
const ANSWER_WITHIN: Duration = Duration::from_secs(3);
