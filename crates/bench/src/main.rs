//! `cargo xtask bench`: measures the built program and writes `target/bench/latest.json`.
#![expect(clippy::print_stdout, reason = "a measuring program speaks to the person who started it")]

use bench::{
    arguments::{self, Arguments},
    channels::{self, Scale},
    files, floor,
    load::{self, Pace, Side},
    people::{self, Account},
    person::Person,
    process::{Server, folder_bytes},
    report::Report,
    seed,
    statistics::{median_and_spread, percentile},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};
use tl::functions;

const HELP: &str = "\
Usage: cargo xtask bench [OPTIONS]

Measures the built server as a separate process and writes target/bench/latest.json.

Options:
  --only PART       One part: floor, start, load, kill, idle; or channels or files, which have stores of their own
                    and are measured only when they are asked for
  --fresh           Build the store anew; else that of the last run is used
  --people N        Accounts in the store [9000]
  --kept N          Messages that the store holds before anything is measured [1000000]
  --messages N      Messages counted in each of the five runs [60000]
  --seed-store N    Measure on a store of N accounts, written at once, with what the disk has room for: 10000 of
                    them, or all if they are fewer, write, and have 50 dialogs each; its figures go to
                    target/bench/seed-N.json
  --fill MB         Add so much that nobody reads to a store that is seeded [0]
  --members N       Of channels: members of the large supergroup [200000]
  --online N        Of channels: members who are there [9000]
  --mebibytes N     Of files: the size of the large one [1024]
  --against FILE    Also print ratios to the figures of another run
";

struct Options {
    program: PathBuf,
    only: Option<String>,
    fresh: bool,
    people: usize,
    kept: u64,
    messages: u64,
    seeded: Option<usize>,
    fill: u64,
    members: usize,
    online: usize,
    mebibytes: u64,
    against: Option<PathBuf>,
}

/// Pairs that write; the other people are idle.
const PAIRS: usize = 500;
/// The same where the store is seeded, since the question is what many people cost.
const PAIRS_SEEDED: usize = 5_000;
const WARM_UP: u64 = 20_000;
const RUNS: usize = 5;
/// Idle connections; a process may open 20 000 files by default.
const IDLE: usize = 15_000;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("soak") {
        return bench::soak::main(std::env::args().skip(2));
    }
    arguments::run(options(), HELP, async |options| bench(&options).await.map(|()| ExitCode::SUCCESS))
}

fn options() -> Result<Option<Options>, String> {
    let mut options = Options {
        program: PathBuf::new(),
        only: None,
        fresh: false,
        people: 9_000,
        kept: 1_000_000,
        messages: 60_000,
        seeded: None,
        fill: 0,
        members: 200_000,
        online: 9_000,
        mebibytes: 1_024,
        against: None,
    };
    let mut words = std::env::args().skip(1);
    match words.next().as_deref() {
        Some("bench") => {}
        Some(other) => return Err(format!("There is no task {other}.")),
        None => return Ok(None),
    }
    let mut words = Arguments::new(words);
    while let Some(name) = words.option() {
        match name.as_str() {
            "--program" => options.program = words.value(&name)?.into(),
            "--only" => options.only = Some(words.value(&name)?),
            "--fresh" => options.fresh = true,
            "--people" => options.people = words.number(&name)?,
            "--kept" => options.kept = words.number(&name)?,
            "--messages" => options.messages = words.number(&name)?,
            "--seed-store" => options.seeded = Some(words.number::<usize>(&name)?.max(2) & !1),
            "--fill" => options.fill = words.number(&name)?,
            "--members" => options.members = words.number::<usize>(&name)?.max(20),
            "--online" => options.online = words.number::<usize>(&name)?.max(2),
            "--mebibytes" => options.mebibytes = words.number::<u64>(&name)?.clamp(1, 4_000),
            "--against" => options.against = Some(words.value(&name)?.into()),
            "--help" | "-h" => return Ok(None),
            other => return Err(arguments::unknown(other)),
        }
    }
    options.people = options.people.max(2) & !1;
    Ok(Some(options))
}

async fn bench(options: &Options) -> Result<(), String> {
    // Before minutes of measuring.
    let other = options.against.as_deref().map(Report::read_other).transpose()?;
    let folder = Path::new("target/bench");
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let name = options.seeded.map(|count| format!("seed-{count}"));
    let latest = folder.join(format!("{}.json", name.as_deref().unwrap_or("latest")));
    let mut report = Report::read(&latest);
    report.describe_machine();
    let wants = |part: &str| options.only.as_deref().is_none_or(|only| only == part);
    if wants("floor") {
        let floor = floor::measure(folder)?;
        report.set("floor_loopback_round_trip_us", floor.loopback_us);
        report.set("floor_ige_304_bytes_us", floor.ige_us);
        report.set("floor_append_and_sync_us", floor.append_sync_us);
    }
    if options.only.as_deref() == Some("files") {
        let scale = files::Scale { mebibytes: options.mebibytes };
        files::measure(&options.program, &folder.join("files"), scale, &mut report).await?;
        return finished(&report, &latest, options, other);
    }
    if options.only.as_deref() == Some("channels") {
        // A tenth of those who are there come in while it is measured, and a thousand at most.
        let joins = (options.online / 10).clamp(10, 1_000);
        let scale = Scale { members: options.members, online: options.online, joins, chats: 500 };
        let data = folder.join("channels");
        channels::measure(&options.program, &data, &scale, &mut report).await?;
        return finished(&report, &latest, options, other);
    }
    let data = folder.join(name.as_deref().unwrap_or("store"));
    let accounts = match options.seeded {
        Some(count) => prepare_seeded(options, &data, count).await?,
        None => prepare(options, &data, &mut report).await?,
    };
    if wants("start") {
        start(options, &data, &mut report).await?;
    }
    if wants("load") {
        throughput(options, &data, &accounts, &mut report).await?;
    }
    if wants("kill") {
        kill(options, &data, &accounts, &mut report).await?;
    }
    if wants("idle") {
        idle(options, &data, &accounts, &mut report).await?;
    }
    finished(&report, &latest, options, other)
}

/// Keeps what was measured and shows it.
fn finished(report: &Report, latest: &Path, options: &Options, other: Option<Report>) -> Result<(), String> {
    report.write(latest)?;
    println!("\n{}", report.table());
    if let (Some(path), Some(other)) = (&options.against, other) {
        println!("against {}:\n{}", path.display(), report.against(&other));
    }
    Ok(())
}

/// The store with its people and messages: that of the last run, or a new one.
async fn prepare(options: &Options, data: &Path, report: &mut Report) -> Result<Vec<Account>, String> {
    let list = data.with_extension("people");
    let whole = |accounts: &Vec<Account>| accounts.len() >= options.people && !options.fresh && data.exists();
    if let Some(accounts) = people::read(&list).filter(whole) {
        return Ok(accounts);
    }
    let _ = fs::remove_file(&list);
    let _ = fs::remove_file(data.with_extension("kept"));
    let _ = fs::remove_dir_all(data);
    let server = Server::start(&options.program, data, &["--test-mode"])?;
    report.set("first_start_ms", server.start.as_secs_f64() * 1e3);
    println!("signing {} people up", options.people);
    let accounts = people::sign_up(&server, &options.program, data, options.people).await?;
    println!("keeping {} messages", options.kept);
    let sides = load::connect(&server.mtproto, pairs(options, &accounts)).await?;
    let pace = Pace { messages: options.kept, in_flight: 16, per_second: None };
    load::phase(sides, pace).await?;
    server.stop()?;
    kept(data, options.kept)?;
    people::write(&list, &accounts)?;
    Ok(accounts)
}

/// As [`prepare`], with so many accounts that nobody could wait for them to sign up.
async fn prepare_seeded(options: &Options, data: &Path, count: usize) -> Result<Vec<Account>, String> {
    let list = data.with_extension("people");
    if let Some(accounts) = people::read(&list).filter(|_| !options.fresh && data.exists()) {
        return Ok(accounts);
    }
    let _ = fs::remove_file(&list);
    let _ = fs::remove_file(data.with_extension("kept"));
    let _ = fs::remove_dir_all(data);
    // Its first start makes the keys.
    Server::start(&options.program, data, &["--test-mode"])?.stop()?;
    println!("writing {count} people");
    let accounts = seed::people(data, count, 2 * PAIRS_SEEDED).await?;
    println!("letting {} of them write to each other", accounts.len());
    seed::dialogs(data, accounts.len()).await?;
    if options.fill > 0 {
        println!("adding {} MB", options.fill);
        seed::noise(data, options.fill << 20).await?;
    }
    people::write(&list, &accounts)?;
    Ok(accounts)
}

/// How long it takes until people are served again after the server was killed behind what they wrote: the log is
/// then read back.
async fn kill(
    options: &Options,
    data: &Path,
    accounts: &[Account],
    report: &mut Report,
) -> Result<(), String> {
    let mut starts = Vec::new();
    for _ in 0..RUNS {
        let server = Server::start(&options.program, data, &["--test-mode"])?;
        let sides = load::connect(&server.mtproto, pairs(options, accounts)).await?;
        let pace = Pace { messages: options.messages, in_flight: 16, per_second: None };
        load::phase(sides, pace).await?;
        kept(data, options.messages)?;
        server.kill();
        let server = Server::start(&options.program, data, &["--test-mode"])?;
        starts.push(server.start.as_secs_f64() * 1e3);
        server.stop()?;
    }
    let (median, spread) = median_and_spread(&starts).ok_or("no start")?;
    report.set("start_after_kill_ms", median);
    report.set("start_after_kill_spread", spread);
    report.set("kept_bytes", folder_bytes(data)? as f64);
    Ok(())
}

fn pairs<'a>(options: &Options, accounts: &'a [Account]) -> &'a [Account] {
    let pairs = if options.seeded.is_some() { PAIRS_SEEDED } else { PAIRS };
    accounts.get(..2 * pairs).unwrap_or(accounts)
}

/// The second start on the store, and what the server holds when nobody is there.
async fn start(options: &Options, data: &Path, report: &mut Report) -> Result<(), String> {
    let mut starts = Vec::new();
    for _ in 0..RUNS {
        let server = Server::start(&options.program, data, &["--test-mode"])?;
        starts.push(server.start.as_secs_f64() * 1e3);
        if starts.len() == RUNS {
            tokio::time::sleep(Duration::from_secs(10)).await;
            report.set("rest_bytes", server.resident_bytes()? as f64);
        }
        server.stop()?;
    }
    let (median, spread) = median_and_spread(&starts).ok_or("no start")?;
    report.set("start_ms", median);
    report.set("start_spread", spread);
    Ok(())
}

/// CPU per message, one and sixteen on their way, and the latency at half of the top rate.
async fn throughput(
    options: &Options,
    data: &Path,
    accounts: &[Account],
    report: &mut Report,
) -> Result<(), String> {
    let server = Server::start(&options.program, data, &["--test-mode"])?;
    let mut sides = load::connect(&server.mtproto, pairs(options, accounts)).await?;
    let warm_up = Pace { messages: WARM_UP, in_flight: 1, per_second: None };
    (sides, _) = load::phase(sides, warm_up).await?;
    let mut top_rate = 0.0;
    for (suffix, in_flight) in [("", 1), ("_pipelined", 16)] {
        let (mut costs, mut rates) = (Vec::new(), Vec::new());
        let syncs = server.metric("merpati_store_syncs_total").ok();
        for _ in 0..RUNS {
            let before = server.cpu()?;
            let pace = Pace { messages: options.messages, in_flight, per_second: None };
            let outcome;
            (sides, outcome) = load::phase(sides, pace).await?;
            let used = server.cpu()?.saturating_sub(before);
            if outcome.delivered != options.messages {
                return Err(format!("{} of {} messages arrived", outcome.delivered, options.messages));
            }
            costs.push(used.as_secs_f64() * 1e6 / outcome.delivered as f64);
            rates.push(outcome.delivered as f64 / outcome.took.as_secs_f64());
        }
        let (cost, spread) = median_and_spread(&costs).ok_or("no run")?;
        let (rate, _) = median_and_spread(&rates).ok_or("no run")?;
        report.set(&format!("server_cpu_us_per_message{suffix}"), cost);
        report.set(&format!("server_cpu_spread{suffix}"), spread);
        report.set(&format!("delivered_per_second{suffix}"), rate);
        if let (Some(before), Ok(after)) = (syncs, server.metric("merpati_store_syncs_total")) {
            let messages = (options.messages * RUNS as u64) as f64;
            println!("fdatasync: {} for {messages} messages{suffix}", after - before);
            report.set(&format!("messages_per_sync{suffix}"), messages / (after - before).max(1.0));
        }
        if in_flight == 1 {
            top_rate = rate;
        }
    }
    paced(sides, options.messages, top_rate / 2.0, report).await?;
    server.stop()?;
    compact(data)?;
    let all = kept(data, WARM_UP + options.messages * (3 * RUNS as u64))?;
    if options.seeded.is_none() {
        report.set("disk_bytes_per_message", folder_bytes(data)? as f64 / all as f64);
    }
    Ok(())
}

/// Counts `more` messages that the store keeps, beside it, over all runs; gives all of them.
fn kept(data: &Path, more: u64) -> Result<u64, String> {
    let path = data.with_extension("kept");
    let before = fs::read_to_string(&path).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    let all = before + more;
    fs::write(&path, all.to_string()).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(all)
}

/// Merges what the store holds, as it would in a quiet hour, so that its size is that of what it keeps.
fn compact(data: &Path) -> Result<(), String> {
    let store = kv_fjall::Fjall::open(kv_fjall::Config::new(data.join("store")));
    let store = store.map_err(|error| format!("the store cannot be opened: {error}"))?;
    store.compact().map_err(|error| format!("the store cannot be merged: {error}"))?;
    store.close();
    Ok(())
}

/// The latency at a rate that leaves room: the median of the runs, and the worst of them.
async fn paced(
    mut sides: Vec<Side>,
    messages: u64,
    per_second: f64,
    report: &mut Report,
) -> Result<(), String> {
    let (mut halves, mut tails) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let pace = Pace { messages, in_flight: 64, per_second: Some(per_second) };
        let mut outcome;
        (sides, outcome) = load::phase(sides, pace).await?;
        halves.push(percentile(&mut outcome.latencies_ms, 0.5).ok_or("no message")?);
        tails.push(percentile(&mut outcome.latencies_ms, 0.99).ok_or("no message")?);
    }
    report.set("p50_ms", median_and_spread(&halves).ok_or("no run")?.0);
    report.set("p99_ms", median_and_spread(&tails).ok_or("no run")?.0);
    report.set("p99_worst_ms", percentile(&mut tails, 1.0).ok_or("no run")?);
    Ok(())
}

/// Memory of people who are there and say nothing: once they have said who they are, and once they have asked
/// for their state, as clients do.
async fn idle(
    options: &Options,
    data: &Path,
    accounts: &[Account],
    report: &mut Report,
) -> Result<(), String> {
    let server = Server::start(&options.program, data, &["--test-mode"])?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let before = server.resident_bytes()?;
    let chance: Arc<dyn world::Chance> = Arc::new(bench::edge::LoadChance::new());
    let mut people = Vec::with_capacity(IDLE);
    // With fewer people than connections, some have several devices.
    for account in accounts.iter().cycle().take(IDLE) {
        let mut person = Person::with_key(&server.mtproto, account.key.clone(), chance.clone()).await?;
        person.call(&functions::help::GetNearestDc::new()).await.map_err(|error| error.message)?;
        people.push(person);
    }
    let connected = server.resident_bytes()?.saturating_sub(before);
    for person in &mut people {
        person.call(&functions::updates::GetState::new()).await.map_err(|error| error.message)?;
        person.flush(true).await?;
    }
    tokio::time::sleep(Duration::from_secs(10)).await;
    let grown = server.resident_bytes()?.saturating_sub(before);
    report.set("idle_connections", people.len() as f64);
    report.set("idle_bytes_before_state", connected as f64 / people.len() as f64);
    report.set("idle_bytes_per_connection", grown as f64 / people.len() as f64);
    drop(people);
    server.stop()
}
