//! What large files cost: up and down over one connection, beside the floor of the same bytes, and the memory that
//! transfers take, by the size of the file and by their number.

use crate::{
    edge::LoadChance,
    floor,
    people::{self, Account},
    person::Person,
    process::Server,
    report::Report,
};
use mtproto::client::{Call, Event, RpcError};
use std::{path::Path, sync::Arc, time::Duration};
use tl::{Function, enums, functions, types};
use tokio::task::JoinSet;
use world::Chance;

/// How much is moved.
#[derive(Clone, Copy)]
pub struct Scale {
    /// MiB of the large file.
    pub mebibytes: u64,
}

/// The largest part that may come up, and what goes down at a time.
const PART_BYTES: usize = 512 << 10;
const PARTS_A_MEBIBYTE: u64 = 2;
/// Parts on their way at a time, as in the clients that have several.
const IN_FLIGHT: usize = 4;
/// MiB of the file that the large one's memory is compared with, and of each of many.
const SMALL_MEBIBYTES: u64 = 64;
const MANY: usize = 16;
/// What each transfer may take.
const TRANSFER_BYTES: u64 = 4 << 20;

/// Measures `program` on a store of its own at `data`, which is made anew and goes at the end.
///
/// # Errors
/// A sentence, if something does not go as it should.
pub async fn measure(program: &Path, data: &Path, scale: Scale, report: &mut Report) -> Result<(), String> {
    let _ = std::fs::remove_dir_all(data);
    let server = Server::start(program, data, &["--test-mode"])?;
    let account = people::sign_up(&server, program, data, 1).await?.pop().ok_or("nobody signed up")?;
    server.stop()?;
    let bench = Bench { program, data, account };
    let gibibytes = scale.mebibytes as f64 / 1024.0;
    let floor = floor::file_parts(PART_BYTES, scale.mebibytes * PARTS_A_MEBIBYTE);
    let floor = floor.map_err(|error| format!("the floor of files: {error}"))?.as_secs_f64();
    println!("{} MiB up and down", scale.mebibytes);
    let large = bench.transfers(1, scale.mebibytes, 1).await?;
    let small = bench.transfers(1, SMALL_MEBIBYTES, 2).await?;
    let many = bench.transfers(MANY, SMALL_MEBIBYTES, 3).await?;
    report.set("files_mebibytes", scale.mebibytes as f64);
    report.set("files_floor_cpu_s_per_gib", floor / gibibytes);
    for (way, cpu) in [("up", large.up_cpu), ("down", large.down_cpu)] {
        report.set(&format!("files_{way}_cpu_s_per_gib"), cpu.as_secs_f64() / gibibytes);
        report.set(&format!("files_{way}_cpu_in_floors"), cpu.as_secs_f64() / floor);
    }
    // Each transfer may have its share; what is beyond has to be the same for any size and any number.
    let beyond = |grown: u64, transfers: u64| grown as f64 - (transfers * TRANSFER_BYTES) as f64;
    let few = beyond(small.grown, 1);
    report.set("files_memory_small_bytes", small.grown as f64);
    report.set("files_memory_large_bytes", large.grown as f64);
    report.set("files_memory_many_bytes", many.grown as f64);
    report.set("files_memory_more_with_size", beyond(large.grown, 1) - few);
    report.set("files_memory_more_with_number", beyond(many.grown, MANY as u64) - few);
    let _ = std::fs::remove_dir_all(data);
    Ok(())
}

struct Bench<'a> {
    program: &'a Path,
    data: &'a Path,
    account: Account,
}

/// What some transfers at a time cost the server.
struct Cost {
    up_cpu: Duration,
    down_cpu: Duration,
    /// Bytes of memory at the most, beyond what there was before.
    grown: u64,
}

impl Bench<'_> {
    /// So many files of the size, at a time, each over a connection of its own: all up, then all down. The server is
    /// started anew, since what it once had it may keep.
    async fn transfers(&self, count: usize, mebibytes: u64, run: i64) -> Result<Cost, String> {
        let server = Server::start(self.program, self.data, &["--test-mode"])?;
        let chance: Arc<dyn Chance> = Arc::new(LoadChance::new());
        let mut pairs = Vec::new();
        for number in 0..count {
            let key = self.account.key.clone();
            let mut person = Person::with_key(&server.mtproto, key, chance.clone()).await?;
            said(&mut person, &functions::updates::GetState::new()).await?;
            pairs.push((person, Content::new(run * 1_000 + number as i64, mebibytes, &*chance)));
        }
        let resident = server.resident_bytes()?;
        server.forget_peak()?;
        let (before, mut going) = (server.cpu()?, JoinSet::new());
        for (mut person, content) in pairs {
            going.spawn(async move {
                let (_, document) = bring(&mut person, &content).await?;
                Ok::<_, String>((person, content, document))
            });
        }
        let come_up: Vec<_> = all(going).await?;
        let (between, mut going) = (server.cpu()?, JoinSet::new());
        for (mut person, content, document) in come_up {
            going.spawn(async move { load(&mut person, &content, &document).await.map(|()| person) });
        }
        let people = all(going).await?;
        let after = server.cpu()?;
        let grown = server.peak_bytes()?.saturating_sub(resident);
        drop(people);
        server.stop()?;
        let (up_cpu, down_cpu) = (between.saturating_sub(before), after.saturating_sub(between));
        Ok(Cost { up_cpu, down_cpu, grown })
    }
}

async fn all<T: 'static>(mut going: JoinSet<Result<T, String>>) -> Result<Vec<T>, String> {
    let mut done = Vec::with_capacity(going.len());
    while let Some(joined) = going.join_next().await {
        done.push(joined.map_err(|error| error.to_string())??);
    }
    Ok(done)
}

/// The bytes of one file, for whoever moves one: a part that no packing makes shorter, with each part's number in all its chunks.
pub struct Content {
    file_id: i64,
    parts: i32,
    noise: Vec<u8>,
}

impl Content {
    /// Of so many MiB; no two numbers give the same bytes.
    pub fn new(file_id: i64, mebibytes: u64, chance: &dyn Chance) -> Content {
        let mut noise = vec![0; PART_BYTES];
        chance.fill(&mut noise);
        let parts = i32::try_from(mebibytes * PARTS_A_MEBIBYTE).unwrap_or(i32::MAX);
        Content { file_id, parts, noise }
    }

    fn part(&self, number: i32) -> Vec<u8> {
        let mut part = self.noise.clone();
        for chunk in part.chunks_mut(4096) {
            let stamp = self.file_id.to_le_bytes().into_iter().chain(number.to_le_bytes());
            chunk.iter_mut().zip(stamp).for_each(|(byte, stamp)| *byte = stamp);
        }
        part
    }
}

/// Brings the file and keeps it in the own chat; gives the message's id and the document.
///
/// # Errors
/// A sentence, if something does not go as it should.
pub async fn bring(person: &mut Person, content: &Content) -> Result<(i32, types::Document), String> {
    let save = |number| {
        let part = content.part(number);
        functions::upload::SaveBigFilePart::new(content.file_id, number, content.parts, part)
    };
    flow(person, content.parts, save, |number, saved| match saved {
        true => Ok(()),
        false => Err(format!("part {number} was not taken")),
    })
    .await?;
    let file = types::InputFileBig::new(content.file_id, content.parts, "file.bin".to_owned());
    let kind = "application/octet-stream".to_owned();
    let media = types::InputMediaUploadedDocument::new(file.into(), kind, Vec::new());
    let me = enums::InputPeer::InputPeerSelf;
    let send = functions::messages::SendMedia::new(me, media.into(), String::new(), content.file_id);
    let enums::Updates::Updates(updates) = said(person, &send).await? else {
        return Err("an unexpected answer to messages.sendMedia".to_owned());
    };
    let sent = updates.updates.into_iter().find_map(|update| match update {
        enums::Update::UpdateNewMessage(new) => match new.message {
            enums::Message::Message(message) => message.media.map(|media| (message.id, media)),
            _ => None,
        },
        _ => None,
    });
    match sent {
        Some((id, enums::MessageMedia::MessageMediaDocument(media))) => match media.document {
            Some(enums::Document::Document(document)) => Ok((id, *document)),
            _ => Err("the message has no document".to_owned()),
        },
        _ => Err("the message has no file".to_owned()),
    }
}

/// Loads the file and holds every byte against what was brought.
///
/// # Errors
/// A sentence, if a byte is another or something does not go as it should.
pub async fn load(person: &mut Person, content: &Content, document: &types::Document) -> Result<(), String> {
    let types::Document { id, access_hash, file_reference, .. } = document;
    let location =
        types::InputDocumentFileLocation::new(*id, *access_hash, file_reference.clone(), String::new());
    let load = |number: i32| {
        let offset = i64::from(number) * PART_BYTES as i64;
        functions::upload::GetFile::new(location.clone().into(), offset, PART_BYTES as i32)
    };
    flow(person, content.parts, load, |number, file| match file {
        enums::upload::File::File(file) if file.bytes == content.part(number) => Ok(()),
        _ => Err(format!("part {number} is not what was brought")),
    })
    .await
}

/// Makes a call for each part, some at a time, and looks at each answer.
async fn flow<F: Function>(
    person: &mut Person,
    parts: i32,
    request: impl Fn(i32) -> F,
    look: impl Fn(i32, F::Response) -> Result<(), String>,
) -> Result<(), String> {
    let mut running: Vec<(Call, i32)> = Vec::with_capacity(IN_FLIGHT);
    let mut next = 0;
    loop {
        while running.len() < IN_FLIGHT && next < parts {
            running.push((person.begin(&request(next)), next));
            next += 1;
            // A packet of its own for each: several parts fit into none.
            person.flush(false).await?;
        }
        if running.is_empty() {
            return Ok(());
        }
        person.receive().await?;
        while let Some(event) = person.take() {
            let Event::Answer { call, result } = event else { continue };
            let Some(at) = running.iter().position(|(begun, _)| *begun == call) else { continue };
            let (_, number) = running.swap_remove(at);
            let bytes = result.map_err(|error| failed::<F>(&error))?;
            look(number, tl::decode(&bytes).map_err(|error| format!("{}: {error}", F::NAME))?)?;
        }
        person.flush(false).await?;
    }
}

async fn said<F: Function>(person: &mut Person, request: &F) -> Result<F::Response, String> {
    person.call(request).await.map_err(|error| failed::<F>(&error))
}

fn failed<F: Function>(error: &RpcError) -> String {
    format!("{}: {}", F::NAME, error.message)
}
