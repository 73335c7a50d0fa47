//! What large supergroups cost: a post that thousands hear, joins, pages of people, a long list of chats. Members are
//! written into the store; nobody could wait for so many to join.

mod town;

use crate::{
    edge::LoadChance,
    people::Account,
    person::Person,
    process::Server,
    report::Report,
    seed,
    statistics::{median_and_spread, percentile},
};
use mtproto::client::{Event, RpcError};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tl::{Function, enums, functions, types};
use tokio::{sync::Notify, task::JoinSet};
use world::Chance;

pub use town::Scale;

const WARM_UP_POSTS: usize = 3;
const POSTS: usize = 20;
const PAGES: usize = 50;
const PAGE: i32 = 200;
/// Posts whose bytes are counted.
const KEPT_POSTS: usize = 500;
/// What every post says.
const WORD: &str = "kabar";
const LONGEST: Duration = Duration::from_secs(60);

/// Measures `program` on a store of its own at `data`, which is made anew.
///
/// # Errors
/// A sentence, if something does not go as it should.
pub async fn measure(program: &Path, data: &Path, scale: &Scale, report: &mut Report) -> Result<(), String> {
    let _ = std::fs::remove_dir_all(data);
    // The first start makes the keys.
    Server::start(program, data, &["--test-mode"])?.stop()?;
    println!("writing a supergroup of {} people", scale.members);
    let accounts = town::write(data, scale).await?;
    let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
    let server = Server::start(program, data, &["--test-mode"])?;
    let mut poster = connect(&server, account(&accounts, town::POSTER)?, &chance).await?;
    let big = channel(&mut poster, town::BIG).await?;
    posts(&server, &accounts, scale, (&mut poster, &big), report).await?;
    let mut offset = 0;
    let page = cost(&server, PAGES, &mut poster, || {
        offset = (offset + PAGE) % DEEPEST_PAGE;
        let recent = enums::ChannelParticipantsFilter::ChannelParticipantsRecent;
        functions::channels::GetParticipants::new(big.clone().into(), recent, offset, PAGE, 0)
    });
    report.set("channel_page_cold_cpu_ms", page.await? / 1e3);
    let mut reader = connect(&server, account(&accounts, town::READER)?, &chance).await?;
    let (big, mut offset) = (channel(&mut reader, town::BIG).await?, 0);
    // Who looks at a group sees whom others have seen; the pages before have brought them to mind.
    let page = cost(&server, PAGES, &mut reader, || {
        offset = (offset + PAGE) % FIRST_PAGES;
        let recent = enums::ChannelParticipantsFilter::ChannelParticipantsRecent;
        functions::channels::GetParticipants::new(big.clone().into(), recent, offset, PAGE, 0)
    });
    report.set("channel_page_cpu_ms", page.await? / 1e3);
    let dialogs = cost(&server, PAGES, &mut reader, || dialogs(100));
    report.set("channel_dialogs_cpu_ms", dialogs.await? / 1e3);
    joins(&server, &accounts, scale, report).await?;
    server.stop()?;
    for (figure, id) in
        [("channel_post_bytes_small", town::small(0)), ("channel_post_bytes_large", town::BIG)]
    {
        report.set(figure, kept_bytes(program, data, account(&accounts, town::POSTER)?, id).await?);
    }
    Ok(())
}

/// Pages begin below this; what lies behind, clients do not ask for.
const DEEPEST_PAGE: i32 = 9_800;
/// The pages that people look at.
const FIRST_PAGES: i32 = 1_000;

/// What a post costs the server for each who hears it, and how long it takes until the last one has.
async fn posts(
    server: &Server,
    accounts: &[Account],
    scale: &Scale,
    (poster, big): (&mut Person, &types::InputChannel),
    report: &mut Report,
) -> Result<(), String> {
    let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
    let (heard, woken) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
    let mut listening = JoinSet::new();
    for number in (0..scale.online).filter(|number| *number != town::POSTER) {
        let mut person = connect(server, account(accounts, number)?, &chance).await?;
        let (heard, woken) = (heard.clone(), woken.clone());
        listening.spawn(async move {
            loop {
                while let Some(event) = person.take() {
                    let Event::Update(bytes) = event else { continue };
                    if bytes.windows(WORD.len()).any(|part| part == WORD.as_bytes()) {
                        heard.fetch_add(1, Ordering::AcqRel);
                        woken.notify_one();
                    }
                }
                // Acknowledged with what is sent anyway, or when there is much.
                if person.flush(false).await.is_err() || person.receive().await.is_err() {
                    return;
                }
            }
        });
    }
    let receivers = listening.len();
    println!("{receivers} people listen");
    let (mut costs, mut lasts) = (Vec::new(), Vec::new());
    for round in 0..WARM_UP_POSTS + POSTS {
        heard.store(0, Ordering::Release);
        let (before, began) = (server.cpu()?, Instant::now());
        said(poster, &say(big, round as i64 + 1)).await?;
        while heard.load(Ordering::Acquire) < receivers {
            if began.elapsed() > LONGEST {
                return Err(format!("{} of {receivers} heard", heard.load(Ordering::Acquire)));
            }
            let _ = tokio::time::timeout(Duration::from_secs(1), woken.notified()).await;
        }
        let took = began.elapsed();
        let used = server.cpu()?.saturating_sub(before);
        if round >= WARM_UP_POSTS {
            costs.push(used.as_secs_f64() * 1e6 / receivers.max(1) as f64);
            lasts.push(took.as_secs_f64() * 1e3);
        }
    }
    // The clock of the kernel is coarse: the mean of all says more than the median of any.
    report.set("channel_post_cpu_us_per_receiver", costs.iter().sum::<f64>() / costs.len().max(1) as f64);
    report.set("channel_post_spread", median_and_spread(&costs).ok_or("no post")?.1);
    report.set("channel_post_last_p99_ms", percentile(&mut lasts, 0.99).ok_or("no post")?);
    report.set("channel_post_receivers", receivers as f64);
    Ok(())
}

/// What a join costs, in the large group and in small ones.
async fn joins(
    server: &Server,
    accounts: &[Account],
    scale: &Scale,
    report: &mut Report,
) -> Result<(), String> {
    let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
    for (figure, large) in [("channel_join_cpu_us_large", true), ("channel_join_cpu_us_small", false)] {
        let first = scale.online + if large { 0 } else { scale.joins };
        let mut joiners = Vec::with_capacity(scale.joins);
        for number in 0..scale.joins {
            let mut person = connect(server, account(accounts, first + number)?, &chance).await?;
            let name =
                if large { town::name(town::BIG) } else { town::name(town::small(number / town::FEW)) };
            let resolve = functions::contacts::ResolveUsername::new(name);
            let found = said(&mut person, &resolve).await?;
            let enums::contacts::ResolvedPeer::ResolvedPeer(found) = found;
            joiners.push((person, input(found.chats.first())?));
        }
        let before = server.cpu()?;
        for (person, channel) in &mut joiners {
            said(person, &functions::channels::JoinChannel::new(channel.clone().into())).await?;
        }
        let used = server.cpu()?.saturating_sub(before);
        report.set(figure, used.as_secs_f64() * 1e6 / joiners.len().max(1) as f64);
    }
    Ok(())
}

/// The bytes of all rows that a post adds, when nobody listens.
async fn kept_bytes(program: &Path, data: &Path, account: &Account, id: i64) -> Result<f64, String> {
    let before = seed::row_bytes(data).await?;
    let server = Server::start(program, data, &["--test-mode"])?;
    let mut poster = connect(&server, account, &(Arc::new(LoadChance::new()) as Arc<dyn Chance>)).await?;
    let channel = channel(&mut poster, id).await?;
    for number in 0..KEPT_POSTS {
        said(&mut poster, &say(&channel, 1_000_000 + number as i64)).await?;
    }
    drop(poster);
    server.stop()?;
    let after = seed::row_bytes(data).await?;
    Ok((after as f64 - before as f64) / KEPT_POSTS as f64)
}

/// Microseconds of the server's CPU for each of `times` calls.
async fn cost<F: Function>(
    server: &Server,
    times: usize,
    person: &mut Person,
    mut request: impl FnMut() -> F,
) -> Result<f64, String> {
    said(person, &request()).await?;
    let before = server.cpu()?;
    for _ in 0..times {
        said(person, &request()).await?;
    }
    Ok(server.cpu()?.saturating_sub(before).as_secs_f64() * 1e6 / times as f64)
}

async fn connect(server: &Server, account: &Account, chance: &Arc<dyn Chance>) -> Result<Person, String> {
    let mut person = Person::with_key(&server.mtproto, account.key.clone(), chance.clone()).await?;
    said(&mut person, &functions::updates::GetState::new()).await?;
    person.flush(true).await?;
    Ok(person)
}

async fn said<F: Function>(person: &mut Person, request: &F) -> Result<F::Response, String> {
    person.call(request).await.map_err(|RpcError { message, .. }| format!("{}: {message}", F::NAME))
}

fn account(accounts: &[Account], number: usize) -> Result<&Account, String> {
    accounts.get(number).ok_or_else(|| format!("there is no person {number}"))
}

fn say(channel: &types::InputChannel, number: i64) -> functions::messages::SendMessage {
    let peer = types::InputPeerChannel::new(channel.channel_id, channel.access_hash).into();
    functions::messages::SendMessage::new(peer, format!("{WORD} {number:08}"), number)
}

fn dialogs(limit: i32) -> functions::messages::GetDialogs {
    functions::messages::GetDialogs::new(0, 0, enums::InputPeer::InputPeerEmpty, limit, 0)
}

/// A channel that stands in the person's list.
async fn channel(person: &mut Person, id: i64) -> Result<types::InputChannel, String> {
    let chats = match said(person, &dialogs(100)).await? {
        enums::messages::Dialogs::Dialogs(all) => all.chats,
        enums::messages::Dialogs::DialogsSlice(part) => part.chats,
        enums::messages::Dialogs::DialogsNotModified(_) => Vec::new(),
    };
    let wanted = |chat: &&enums::Chat| matches!(chat, enums::Chat::Channel(channel) if channel.id == id);
    input(chats.iter().find(wanted))
}

fn input(chat: Option<&enums::Chat>) -> Result<types::InputChannel, String> {
    match chat {
        Some(enums::Chat::Channel(channel)) => {
            Ok(types::InputChannel::new(channel.id, channel.access_hash.unwrap_or(0)))
        }
        _ => Err("the channel is not there".to_owned()),
    }
}
