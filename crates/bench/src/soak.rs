//! `cargo xtask soak`: demands on the wire at counts that are too large for every change, against the built
//! program over loopback. One line a row; after each row the server must still answer.

mod doors;
mod exchanges;
mod packets;
mod payloads;
mod raw;
mod timing;

use crate::{
    arguments::{self, Arguments},
    edge::LoadChance,
    people::{self, Account},
    person::{Failure, Person},
    process::Server,
};
use crypto::RsaPublicKey;
use mtproto::client::{ClientKey, Wish};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::{Duration, Instant},
};
use tl::functions;
use world::Chance;

const HELP: &str = "\
Usage: cargo xtask soak [OPTIONS]

Holds the built server against the wire's demands at large counts, on this machine alone.

Options:
  --scale X      All counts times X [1]
  --row NAME     One row alone, such as W-15
  --seconds N    The longest that a row may take; it then reports the count that it reached [60]";

/// Every row, in the order in which they run: memory first, while none that was freed lies about.
const ROWS: &[&str] = &["memory", "W-1", "W-6", "W-15", "W-15-time", "W-21", "W-26", "W-27", "W-28", "O-2"];
/// The server may hold so much more at the end than after its start.
const GROWTH_BYTES_MAX: u64 = 128 << 20;

struct Options {
    program: PathBuf,
    scale: f64,
    row: Option<String>,
    seconds: u64,
}

/// What rows work with.
struct Soak {
    server: Server,
    key: RsaPublicKey,
    accounts: Vec<Account>,
    chance: Arc<dyn Chance>,
    scale: f64,
    seconds: u64,
}

/// Runs the rows that `arguments` ask for.
pub fn main(arguments: impl Iterator<Item = String>) -> ExitCode {
    arguments::run(options(arguments), HELP, async |options| match soak(&options).await? {
        0 => Ok(ExitCode::SUCCESS),
        failed => Err(format!("{failed} rows do not hold")),
    })
}

fn options(arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options { program: PathBuf::new(), scale: 1.0, row: None, seconds: 60 };
    let mut words = Arguments::new(arguments);
    while let Some(name) = words.option() {
        match name.as_str() {
            "--program" => options.program = words.value(&name)?.into(),
            "--row" => options.row = Some(words.value(&name)?),
            "--scale" => {
                let scale = Some(words.number(&name)?).filter(|scale| *scale > 0.0 && *scale <= 1e6);
                options.scale = scale.ok_or("A scale lies above 0 and below a million.")?;
            }
            "--seconds" => options.seconds = words.number(&name)?,
            "--help" | "-h" => return Ok(None),
            other => return Err(arguments::unknown(other)),
        }
    }
    match &options.row {
        Some(row) if !ROWS.contains(&row.as_str()) => {
            Err(format!("There is no row {row}, only {}.", ROWS.join(", ")))
        }
        _ => Ok(Some(options)),
    }
}

/// Gives how many rows do not hold.
async fn soak(options: &Options) -> Result<usize, String> {
    let folder = Path::new("target/soak");
    let data = folder.join("store");
    let _ = fs::remove_dir_all(&data);
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let server = Server::start(&options.program, &data, &["--test-mode"])?;
    let accounts = people::sign_up(&server, &options.program, &data, 2).await?;
    let pem = data.join("server_public.pem");
    let pem = fs::read_to_string(&pem).map_err(|error| format!("{}: {error}", pem.display()))?;
    let key = RsaPublicKey::from_pem(&pem).map_err(|error| error.to_string())?;
    let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
    let (scale, seconds) = (options.scale, options.seconds);
    let soak = Soak { server, key, accounts, chance, scale, seconds };
    let at_first = soak.server.resident_bytes()?;
    let mut failed = 0;
    for name in ROWS.iter().filter(|name| options.row.as_deref().is_none_or(|row| row == **name)) {
        let began = Instant::now();
        let outcome = match soak.row(name).await {
            Ok(found) => soak.answers().await.map(|()| found),
            Err(reason) => Err(reason),
        };
        let took = began.elapsed().as_secs_f64();
        let held = mebibytes(soak.server.resident_bytes()?);
        let (word, said) = match outcome {
            Ok(found) => ("ok", found),
            Err(reason) => {
                failed += 1;
                ("not ok", reason)
            }
        };
        println!("{word} {name}: {said} [{took:.1} s, server at {held:.0} MiB]");
    }
    let left = soak.connections_left().await?;
    let grown = soak.server.resident_bytes()?.saturating_sub(at_first);
    soak.server.stop()?;
    let log = fs::read_to_string(data.with_extension("log")).unwrap_or_default();
    let quiet = !log.contains("panicked");
    let bounded = grown <= GROWTH_BYTES_MAX && left == 0;
    let word = if quiet && bounded { "ok" } else { "not ok" };
    let panics = if quiet { "no panic" } else { "a panic" };
    println!(
        "{word} end: {panics} in the log, {left} connections left, {:.0} MiB more than at first",
        mebibytes(grown)
    );
    Ok(failed + usize::from(!quiet || !bounded))
}

impl Soak {
    async fn row(&self, name: &str) -> Result<String, Failure> {
        match name {
            "W-1" => exchanges::fresh(self).await,
            "W-6" => timing::blocks(self),
            "W-15-time" => timing::packets(self),
            "W-15" => packets::mutants(self).await,
            "W-21" => packets::replays(self).await,
            "W-26" => payloads::bombs(self).await,
            "W-27" => payloads::bodies(self).await,
            "W-28" => doors::noise(self).await,
            "O-2" => doors::slow(self).await,
            _ => doors::memory(self).await,
        }
    }

    fn count(&self, at_scale_one: usize) -> usize {
        ((at_scale_one as f64 * self.scale) as usize).max(1)
    }

    /// When a row that begins now must come to its end.
    fn deadline(&self) -> Instant {
        Instant::now() + Duration::from_secs(self.seconds)
    }

    fn address(&self) -> &str {
        &self.server.mtproto
    }

    /// A key of nobody, made now.
    async fn fresh_key(&self) -> Result<ClientKey, Failure> {
        let wish = Wish::permanent(self.key.clone());
        let person = Person::with_new_key(self.address(), wish, self.chance.clone()).await?;
        person.key().cloned().ok_or_else(|| "no key".to_owned())
    }

    /// Somebody who is signed in.
    async fn person(&self) -> Result<Person, Failure> {
        let account = self.accounts.first().ok_or("no account")?;
        let mut person = Person::with_key(self.address(), account.key.clone(), self.chance.clone()).await?;
        person.call(&functions::updates::GetState::new()).await.map_err(|error| error.message)?;
        Ok(person)
    }

    /// The server still serves people.
    async fn answers(&self) -> Result<(), Failure> {
        match tokio::time::timeout(Duration::from_secs(10), self.person()).await {
            Ok(person) => person.map(drop).map_err(|reason| format!("afterwards: {reason}")),
            Err(_) => Err("afterwards the server does not answer within 10 s".to_owned()),
        }
    }

    /// Connections that the server still counts although all have ended here; it may take a moment to notice.
    async fn connections_left(&self) -> Result<usize, Failure> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            // The one that asks is counted as well.
            let left = (self.server.metric("merpati_connections")? as usize).saturating_sub(1);
            if left == 0 || Instant::now() > deadline {
                return Ok(left);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Bytes that somebody hostile might send.
    fn bytes(&self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.chance.fill(&mut bytes);
        bytes
    }

    fn below(&self, bound: usize) -> usize {
        self.chance.long().unsigned_abs() as usize % bound.max(1)
    }
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
