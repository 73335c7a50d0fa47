//! Sealed packets that were changed, and packets that come again.

use super::{
    Soak,
    raw::{self, BAD_MSG, BAD_SALT, PONG, RPC_RESULT, Session, long, ping, word},
};
use crate::person::Failure;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};
use tl::{Layer, enums, functions};
use tokio::sync::mpsc;

/// Mutants: the whole demand.
const MUTANTS: usize = 100_000;
/// Connections at the same time; a key has at most 64 sessions.
const AT_ONCE: usize = 32;

/// What a connection saw after its mutant, up to its end.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Reaction {
    packets: Vec<Vec<u8>>,
}

/// W-15: whatever is wrong with a packet, there is one reaction.
pub(super) async fn mutants(soak: &Soak) -> Result<String, Failure> {
    let (wanted, deadline) = (soak.count(MUTANTS), soak.deadline());
    let key = soak.fresh_key().await?;
    let mut reactions: BTreeMap<Reaction, usize> = BTreeMap::new();
    let mut count = 0;
    while count < wanted && Instant::now() < deadline {
        let mut connections = Vec::new();
        for _ in 0..AT_ONCE {
            let (mut writer, reader) = raw::connect(soak.address(), &*soak.chance).await?;
            let mut session = Session::new(key.clone(), soak.chance.long());
            let header = session.header();
            writer.queue(&session.seal(header, &ping(1), &*soak.chance));
            writer.flush().await?;
            connections.push((writer, reader, session));
        }
        for (writer, reader, session) in &mut connections {
            let mut alive = false;
            while !alive {
                let mut packet = reader.packet().await?.ok_or("a sound packet ended the connection")?;
                alive = session.open(&mut packet)?.iter().any(|body| word(body, 0) == Some(PONG));
            }
            let header = session.header();
            let packet = session.seal(header, &ping(2), &*soak.chance);
            writer.queue(&mutant(soak, packet));
            writer.flush().await?;
        }
        for (_writer, mut reader, _) in connections {
            let mut packets = Vec::new();
            let end = async {
                while let Some(packet) = reader.packet().await? {
                    packets.push(packet);
                }
                Ok::<_, Failure>(())
            };
            let ended = tokio::time::timeout(std::time::Duration::from_secs(10), end).await;
            ended.map_err(|_| "a connection lives on after a packet that was changed")??;
            *reactions.entry(Reaction { packets }).or_default() += 1;
            count += 1;
        }
    }
    let expected = Reaction { packets: vec![(-404_i32).to_le_bytes().to_vec()] };
    match (reactions.len(), reactions.contains_key(&expected)) {
        (1, true) => Ok(format!("{count} changed packets, each −404 and a close")),
        _ => Err(format!("{} reactions to {count} changed packets", reactions.len())),
    }
}

/// Flips, cuts, lengthens or replaces. What is left is still a frame that the transport takes.
fn mutant(soak: &Soak, mut packet: Vec<u8>) -> Vec<u8> {
    match soak.below(6) {
        0 | 1 => {
            // The low bits of the key's id or msg_key, or anything behind.
            let at = soak.below(packet.len());
            packet[at] ^= 1 << soak.below(8);
        }
        2 => packet.truncate(8 + 4 * soak.below(packet.len() / 4 - 2)),
        3 => packet.extend(soak.bytes(4 * (1 + soak.below(64)))),
        4 => {
            let from = 8 + soak.below(packet.len() - 8);
            let noise = soak.bytes(packet.len() - from);
            packet.truncate(from);
            packet.extend(noise);
        }
        _ => packet = soak.bytes(24 + 16 * soak.below(40)),
    }
    packet
}

/// Messages, and how often each comes again: the whole demand is 10 000 replays.
const MESSAGES: usize = 500;
const REPLAYS: usize = 20;
/// Connections that carry the one session.
const CARRIERS: usize = 4;

/// W-21: a msg_id runs once, whatever comes under it later and on whichever connection.
pub(super) async fn replays(soak: &Soak) -> Result<String, Failure> {
    let (wanted, deadline) = (soak.count(MESSAGES), soak.deadline());
    let mut person = soak.person().await?;
    let mut session = Session::new(person.key().cloned().ok_or("no key")?, soak.chance.long());
    let (told, mut heard) = mpsc::unbounded_channel();
    let mut writers = Vec::new();
    for _ in 0..CARRIERS {
        let (writer, mut reader) = raw::connect(soak.address(), &*soak.chance).await?;
        let told = told.clone();
        tokio::spawn(async move {
            while let Ok(Some(packet)) = reader.packet().await {
                let _ = told.send(packet);
            }
        });
        writers.push(writer);
    }
    drop(told);
    let run = soak.chance.long();
    let mut answers: BTreeMap<i64, Option<Vec<u8>>> = BTreeMap::new();
    let (mut sent, mut copies) = (0, 0);
    while sent < wanted && Instant::now() < deadline {
        for _ in 0..10.min(wanted - sent) {
            let header = session.header();
            answers.insert(header.msg_id, None);
            for _ in 0..=REPLAYS {
                // Another random id each time: nothing but the msg_id says that it is the same.
                let peer = enums::InputPeer::InputPeerSelf;
                let text = format!("{run} {sent}");
                let send = functions::messages::SendMessage::new(peer, text, soak.chance.long());
                let packet = session.seal(header, &tl::encode(&send, Layer::NEWEST), &*soak.chance);
                let carrier = soak.below(CARRIERS);
                if let Some(writer) = writers.get_mut(carrier) {
                    writer.queue(&packet);
                }
                copies += 1;
            }
            sent += 1;
            copies -= 1;
        }
        for writer in &mut writers {
            writer.flush().await?;
        }
        while answers.values().any(Option::is_none) {
            let packet = tokio::time::timeout(std::time::Duration::from_secs(10), heard.recv()).await;
            let mut packet = packet.map_err(|_| "no answer within 10 s")?.ok_or("all connections ended")?;
            for body in session.open(&mut packet)? {
                take(&mut answers, &body)?;
            }
        }
    }
    let effects = effects(&mut person, &format!("{run} ")).await?;
    if effects.len() == sent && effects.iter().collect::<BTreeSet<_>>().len() == sent {
        return Ok(format!("{sent} messages and {copies} replays on {CARRIERS} connections, {sent} effects"));
    }
    Err(format!("{} effects of {sent} messages", effects.len()))
}

fn take(answers: &mut BTreeMap<i64, Option<Vec<u8>>>, body: &[u8]) -> Result<(), Failure> {
    match word(body, 0) {
        Some(RPC_RESULT) => {
            let answered = long(body, 4).and_then(|msg_id| answers.get_mut(&msg_id));
            let answered = answered.ok_or("an answer to something else")?;
            match answered {
                Some(first) if first != body => Err("a replay got another answer".to_owned()),
                _ => {
                    *answered = Some(body.to_vec());
                    Ok(())
                }
            }
        }
        Some(BAD_MSG) => Err(format!("bad_msg_notification {:?}", word(body, 16))),
        Some(BAD_SALT) => Err("bad_server_salt".to_owned()),
        _ => Ok(()),
    }
}

/// The own notes that begin with `start`.
async fn effects(person: &mut crate::person::Person, start: &str) -> Result<Vec<String>, Failure> {
    let (mut found, mut before) = (Vec::new(), 0);
    loop {
        let peer = enums::InputPeer::InputPeerSelf;
        let page = functions::messages::GetHistory::new(peer, before, 0, 0, 100, 0, 0, 0);
        let messages = match person.call(&page).await.map_err(|error| error.message)? {
            enums::messages::Messages::Messages(all) => all.messages,
            enums::messages::Messages::MessagesSlice(part) => part.messages,
            _ => return Err("a history of another kind".to_owned()),
        };
        if messages.is_empty() {
            return Ok(found);
        }
        for message in messages {
            if let enums::Message::Message(message) = message {
                before = message.id;
                found.extend(message.message.starts_with(start).then(|| message.message.clone()));
            }
        }
    }
}
