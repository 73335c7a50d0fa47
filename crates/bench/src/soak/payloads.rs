//! Sound packets with evil in them: what unpacks to more than it should, and what does not read.

use super::{Soak, mebibytes};
use crate::person::{Failure, Person};
use mtproto::client::{Call, Event, RpcError};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};
use tl::{Encode, Layer, Writer, enums, functions, types};

/// Bombs at the same time, at scale 1 and above.
const BOMBS: usize = 1_000;
/// Sessions of one key, below the 64 that it may have.
const SESSIONS: usize = 60;
/// What a bomb unpacks to: ten kilobytes packed.
const BOMB_BYTES: usize = 10 << 20;
/// The most that the server's memory may grow by meanwhile.
const GROWTH_BYTES_MAX: u64 = 64 << 20;

/// W-26: bombs in parallel are each 400, and memory stays where it was.
pub(super) async fn bombs(soak: &Soak) -> Result<String, Failure> {
    let count = soak.count(BOMBS).min(BOMBS);
    let mut bomb = Vec::new();
    mtproto::gzip::pack(&vec![0; BOMB_BYTES], &mut bomb);
    let mut people = Vec::new();
    while people.len() < count {
        let key = soak.fresh_key().await?;
        for _ in 0..SESSIONS.min(count - people.len()) {
            let mut person = Person::with_key(soak.address(), key.clone(), soak.chance.clone()).await?;
            person.call(&functions::help::GetConfig::new()).await.map_err(|error| error.message)?;
            person.flush(true).await?;
            people.push(person);
        }
    }
    let before = soak.server.resident_bytes()?;
    soak.server.forget_peak()?;
    let mut thrown = Vec::new();
    for mut person in people {
        let call = person.begin_raw(bomb.clone());
        person.flush(false).await?;
        thrown.push((person, call));
    }
    for (person, call) in &mut thrown {
        let answer = tokio::time::timeout(Duration::from_secs(30), answer(person, *call)).await;
        match answer.map_err(|_| "a bomb without an answer")?? {
            Err(error) if error.code == 400 && error.message == "INPUT_FETCH_FAIL" => {}
            Err(error) => return Err(format!("a bomb is answered {} {}", error.code, error.message)),
            Ok(_) => return Err("a bomb ran".to_owned()),
        }
        // The session lives.
        person.call(&functions::help::GetNearestDc::new()).await.map_err(|error| error.message)?;
    }
    let grown = soak.server.peak_bytes()?.saturating_sub(before);
    let (packed, unpacked) = (bomb.len() >> 10, BOMB_BYTES >> 20);
    let said = format!(
        "{count} bombs in parallel ({packed} KiB, {unpacked} MiB unpacked): 400 each, memory grew by {:.1} MiB",
        mebibytes(grown)
    );
    if grown <= GROWTH_BYTES_MAX { Ok(said) } else { Err(said) }
}

async fn answer(person: &mut Person, wanted: Call) -> Result<Result<Vec<u8>, RpcError>, Failure> {
    loop {
        while let Some(event) = person.take() {
            match event {
                Event::Answer { call, result } if call == wanted => return Ok(result),
                Event::BadMessage { code, .. } => return Err(format!("bad_msg_notification {code}")),
                _ => {}
            }
        }
        person.flush(false).await?;
        person.receive().await?;
    }
}

/// Bodies at scale 1.
const BODIES: usize = 400_000;
/// Without an answer at the same time.
const IN_FLIGHT: usize = 64;

/// W-27: whatever a body is, it is answered, and the session lives.
pub(super) async fn bodies(soak: &Soak) -> Result<String, Failure> {
    let (wanted, deadline) = (soak.count(BODIES), soak.deadline());
    let mut person = soak.person().await?;
    let templates = templates();
    let before = soak.server.resident_bytes()?;
    soak.server.forget_peak()?;
    let (mut sent, mut errors, mut refused) = (0, 0, 0);
    let mut open: BTreeMap<Call, Vec<u8>> = BTreeMap::new();
    while !open.is_empty() || (sent < wanted && Instant::now() < deadline) {
        while open.len() < IN_FLIGHT && sent < wanted && Instant::now() < deadline {
            let body = body(soak, &templates);
            open.insert(person.begin_raw(body.clone()), body);
            sent += 1;
        }
        while let Some(event) = person.take() {
            match event {
                Event::Answer { call, result } => {
                    open.remove(&call);
                    match result {
                        Err(error) if error.code >= 500 => {
                            return Err(format!("{} {} to a body", error.code, error.message));
                        }
                        Err(_) => errors += 1,
                        Ok(_) => {}
                    }
                }
                Event::BadMessage { call: Some(call), .. } => {
                    open.remove(&call);
                    refused += 1;
                }
                _ => {}
            }
        }
        person.flush(false).await?;
        if open.is_empty() {
            continue;
        }
        let received = tokio::time::timeout(Duration::from_secs(10), person.receive()).await;
        let heads = || open.values().map(|body| hex(body)).take(3).collect::<Vec<_>>().join(" ");
        match received {
            Err(_) => return Err(format!("{} bodies got no answer, such as {}", open.len(), heads())),
            Ok(Err(reason)) => return Err(format!("{reason}, after one of {}", heads())),
            Ok(Ok(())) => {}
        }
    }
    person.call(&functions::updates::GetState::new()).await.map_err(|error| error.message)?;
    let grown = soak.server.peak_bytes()?.saturating_sub(before);
    let said = format!(
        "{sent} bodies, {errors} answered with an error, {refused} refused by the session, memory grew by {:.1} MiB",
        mebibytes(grown)
    );
    if grown <= GROWTH_BYTES_MAX { Ok(said) } else { Err(said) }
}

/// Sound queries with strings, vectors, flags and wrappers.
fn templates() -> Vec<Vec<u8>> {
    let newest = Layer::NEWEST;
    let me = || enums::InputPeer::InputPeerSelf;
    let contact = |number: i64| {
        enums::InputContact::from(types::InputPhoneContact::new(
            number,
            format!("+1555{number:07}"),
            "First".to_owned(),
            "Last".to_owned(),
        ))
    };
    let mut wrapped = Writer::new(newest);
    functions::InvokeWithLayer::new(newest.number()).encode(&mut wrapped);
    functions::InvokeAfterMsgs::new(vec![1, 2, 3]).encode(&mut wrapped);
    functions::help::GetConfig::new().encode(&mut wrapped);
    let bold = enums::MessageEntity::from(types::MessageEntityBold::new(0, 4));
    let send = functions::messages::SendMessage {
        entities: Some(vec![bold; 3]),
        ..functions::messages::SendMessage::new(me(), "a text of some length".to_owned(), 77)
    };
    vec![
        tl::encode(&send, newest),
        tl::encode(&functions::messages::GetHistory::new(me(), 0, 0, 0, 20, 0, 0, 0), newest),
        tl::encode(&functions::contacts::ImportContacts::new((0..8).map(contact).collect()), newest),
        tl::encode(&functions::updates::GetDifference::new(1, 1, 0), newest),
        tl::encode(&functions::messages::GetDialogs::new(0, 0, me(), 20, 0), newest),
        wrapped.into_bytes(),
    ]
}

fn body(soak: &Soak, templates: &[Vec<u8>]) -> Vec<u8> {
    let mut body = templates.get(soak.below(templates.len())).cloned().unwrap_or_default();
    match soak.below(6) {
        // Noise behind a sound constructor, or behind none.
        0 => {
            body.truncate(4);
            body.extend(soak.bytes(4 * soak.below(200)));
        }
        1 => body = soak.bytes(4 + 4 * soak.below(200)),
        2 => body.truncate(4 + 4 * soak.below(body.len() / 4)),
        3 => body.extend(soak.bytes(4 + 4 * soak.below(20))),
        // A count, length or flags field that says the most, or less than nothing.
        4 => {
            let at = 4 * (1 + soak.below(body.len() / 4 - 1));
            let evil = [u32::MAX, 0x7fff_ffff, 0x8000_0000, 0x00ff_fffe][soak.below(4)];
            body[at..at + 4].copy_from_slice(&evil.to_le_bytes());
        }
        _ => {
            for _ in 0..=soak.below(4) {
                let at = 4 + soak.below(body.len() - 4);
                body[at] ^= 1 << soak.below(8);
            }
        }
    }
    body
}

fn hex(body: &[u8]) -> String {
    body.iter().take(48).map(|byte| format!("{byte:02x}")).collect()
}
