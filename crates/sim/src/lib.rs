//! Whole servers and their clients in one thread, from one seed.
//!
//! A run brings up the real server on the in-memory engine, lets people with two devices each live on it over
//! real MTProto, breaks connections, commits and whole processes, and at the end looks whether what people were
//! promised holds: an answered send is never lost nor doubled and stands in the same order everywhere, pts have
//! no hole and no repeat, a device that lives on updates and differences shows what the server holds, nobody
//! received what he may not see, and nothing panicked. The same seed gives the same run.

#![forbid(unsafe_code)]

mod apply;
mod arranging;
pub mod cost;
mod device;
mod disk;
mod doings;
mod faults;
mod junk;
mod life;
mod process;
mod promises;
mod rest;
mod screen;
mod secrets;
mod square;
mod surroundings;
mod town;

use std::{collections::BTreeMap, fmt};

pub use boxes::Defect;

/// How a run goes.
#[derive(Clone, Copy, Debug)]
pub struct Setup {
    /// A promise that the boxes break on purpose.
    pub defect: Option<Defect>,
    /// What devices do, in all.
    pub operations: u32,
    /// What is done to them, in all.
    pub faults: u32,
}

impl Default for Setup {
    fn default() -> Self {
        Setup { defect: None, operations: 500, faults: 16 }
    }
}

/// How often each thing happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By name.
    pub operations: BTreeMap<&'static str, u32>,
    /// By name.
    pub faults: BTreeMap<&'static str, u32>,
    /// Sends that were answered.
    pub answered_sends: u32,
    /// Messages that were answered as scheduled.
    pub scheduled: u32,
    /// Updates that devices heard live.
    pub live_updates: u32,
    /// Differences that devices asked for.
    pub differences: u32,
    /// Stands for the whole run: two runs of a seed that differ anywhere differ here.
    pub trace: u64,
}

impl Report {
    /// A run in which one of these never happened has shown nothing.
    fn covers(&self, operations: &[&'static str], faults: &[&'static str]) -> Result<(), Finding> {
        let done = operations.iter().map(|name| (name, &self.operations));
        let broken = faults.iter().map(|name| (name, &self.faults));
        match done.chain(broken).find(|(name, counts)| !counts.contains_key(*name)) {
            Some((name, _)) => Err(Finding::Never(name)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |counts: &BTreeMap<&'static str, u32>| {
            counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
        };
        writeln!(f, "operations: {}", list(&self.operations))?;
        writeln!(f, "faults: {}", list(&self.faults))?;
        let Report { answered_sends, scheduled, live_updates, differences, trace, .. } = self;
        write!(
            f,
            "answered sends {answered_sends}, scheduled {scheduled}, live updates {live_updates}, differences {differences}, trace {trace:016x}"
        )
    }
}

/// What a run found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}: {what}")]
pub struct Broken {
    /// The run.
    pub seed: u64,
    /// Which promise, and where it is broken.
    pub what: Finding,
}

/// Which promise is broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// Promise 1: an answered send is never lost.
    #[error("an answered send is lost: {0}")]
    Lost(String),
    /// Promise 1: it appears once.
    #[error("a send appears more than once: {0}")]
    Doubled(String),
    /// What is due happens.
    #[error("what was due has not happened: {0}")]
    Due(String),
    /// Promise 1: both sides see the same.
    #[error("two sides see different things: {0}")]
    Different(String),
    /// Promise 2: pts have no hole and no repeat.
    #[error("a log has a hole or a repeat: {0}")]
    Pts(String),
    /// Promise 3: a device holds what the server holds.
    #[error("a device does not show what the server holds: {0}")]
    Device(String),
    /// Promise 4: nobody receives what he may not see.
    #[error("somebody received what he may not see: {0}")]
    Leak(String),
    /// Promise 5: nothing panics, whatever arrives.
    #[error("{0} panics")]
    Panicked(u32),
    /// The server stopped answering.
    #[error("no answer: {0}")]
    Silence(String),
    /// The run did not do what it is for.
    #[error("never happened: {0}")]
    Never(&'static str),
    /// The server could not be started, or answered with what no server should.
    #[error("{0}")]
    Unexpected(String),
}

/// Lets so many connections bring junk to a server with a town on it, drawn from a seed; `look` is called now and
/// then, to see what that costs.
///
/// # Errors
/// A panic anywhere.
pub fn rain(seed: u64, connections: u32, look: impl FnMut(u32)) -> Result<(), Broken> {
    let town = town::town().map_err(|what| Broken { seed, what })?;
    surroundings::block_on(junk::rain(town, seed, connections, look)).map_err(|what| Broken { seed, what })
}

/// Runs one seed.
pub fn run(seed: u64, setup: Setup) -> Result<Report, Broken> {
    let town = town::town().map_err(|what| Broken { seed, what })?;
    junk::count_panics();
    surroundings::block_on(life::live(town, seed, setup)).map_err(|what| Broken { seed, what })
}

/// Runs one seed at the square: a supergroup instead of chats.
///
/// # Errors
/// What was promised and did not hold.
pub fn run_square(seed: u64, setup: Setup) -> Result<Report, Broken> {
    let town = town::town().map_err(|what| Broken { seed, what })?;
    junk::count_panics();
    surroundings::block_on(square::live(town, seed, setup)).map_err(|what| Broken { seed, what })
}
