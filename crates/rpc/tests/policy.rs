//! The policy of each method that names a chat (demand A-1): `policy.txt` has a line for every method that is served,
//! and says whether who is outside of a chat gets anything but an error when he names it. A method without a line
//! breaks this test; so does one that answers outsiders though its line says that it does not.
//!
//! Requests are random, so one may be refused for another reason than who asks. `who_may.rs` asks the right questions
//! about the most important methods; this asks something of all.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use domain::PeerKind;
use fixture::{Device, House};
use rpc::{METHODS, Who};
use tl::{enums, functions, types};
use tl_gen::{
    Kind, Schema,
    dynamic::{At, Random, Value},
};

const POLICY: &str = include_str!("policy.txt");
/// Random requests of each method for each chat.
const REQUESTS: u64 = 8;

/// What a line says of a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    /// It names no chat.
    Plain,
    /// It names a chat, and answers who is outside with errors alone.
    Inside,
    /// It names a chat, and answers everybody; the line says why that gives nothing away.
    Open,
}

fn policy() -> BTreeMap<&'static str, Policy> {
    let lines = POLICY.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let (name, policy) = line.split_once(' ').unwrap_or_else(|| panic!("no policy: {line}"));
            let policy = match policy.split_once(": ") {
                None if policy == "plain" => Policy::Plain,
                None if policy == "inside" => Policy::Inside,
                Some(("open", _)) => Policy::Open,
                _ => panic!("no such policy: {line}"),
            };
            (name, policy)
        })
        .collect()
}

/// A chat that the caller is outside of, as he names it.
#[derive(Clone, Copy)]
enum Chat {
    Group(i64),
    Channel(i64, i64),
}

#[test]
fn every_served_method_has_a_line_and_no_other_has() {
    let names: Vec<&str> = METHODS.iter().map(|method| method.name).collect();
    let lines = policy();
    let lacking: Vec<_> = names.iter().filter(|name| !lines.contains_key(*name)).collect();
    let sorted: Vec<&str> = POLICY.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(sorted.is_sorted(), "tests/policy.txt is not sorted");
    assert!(lacking.is_empty(), "say in tests/policy.txt who may call: {lacking:?}");
    let more: Vec<_> = lines.keys().filter(|name| !names.contains(name)).collect();
    assert!(more.is_empty(), "not served: {more:?}");
}

#[tokio::test]
async fn a1_who_is_outside_of_a_chat_is_answered_as_the_policy_says() {
    let house = House::open().await;
    let (ani, budi) = (house.person(1, "Ani").await, house.person(2, "Budi").await);
    let (ani, budi) = (house.device(ani, 1), house.device(budi, 1));
    let chats = chats(&house, &ani).await;
    let read = |name: &str| fs::read_to_string(format!("../../schema/{name}")).unwrap();
    let schema = Schema::with_history(&read("api.tl"), &read("history.tl"), &read("since.txt")).unwrap();
    let at = At::new(&schema, *schema.layers.last().unwrap());
    let lines = policy();
    let (mut wrong, mut answered_inside) = (BTreeSet::new(), BTreeSet::new());
    for method in METHODS.iter().filter(|method| matches!(method.who, Who::SignedIn)) {
        let Some(line) = lines.get(method.name) else { continue };
        let definition = at.definition(Kind::Function, method.name).unwrap();
        let (mut names_a_chat, mut answered) = (false, false);
        for seed in 0..REQUESTS {
            for (insider, outsider) in &chats {
                let mut random = Random(seed << 40 ^ hash(method.name));
                let drawn = at.random_of(&mut random, definition, 4);
                let mut ask = |device: &Device, chat: Chat| {
                    let mut value = drawn.clone();
                    let mut random = Random(seed);
                    names_a_chat |= name_chat(&house, device, &mut value, chat, &mut random);
                    let mut bytes = Vec::new();
                    at.write_object(definition, &value, &mut bytes).map(|()| bytes)
                };
                // A chat that goes, or that Ani leaves, would be no test of the next request.
                let spares = !ENDS.contains(&method.name);
                let (outside, inside) = (ask(&budi, *outsider), ask(&ani, *insider));
                if let Some(body) = outside {
                    answered |= !house.answer(&budi, &body).await.is_error;
                }
                if let Some(body) = inside.filter(|_| spares)
                    && !house.answer(&ani, &body).await.is_error
                {
                    answered_inside.insert(method.name);
                }
            }
        }
        let found = match (names_a_chat, answered) {
            (false, _) => Policy::Plain,
            (true, false) => Policy::Inside,
            (true, true) => Policy::Open,
        };
        if found != *line {
            wrong.insert(format!("{} is {found:?}, not {line:?}", method.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Requests that nobody is answered would prove nothing.
    let inside = answered_inside.iter().filter(|name| lines[**name] == Policy::Inside).count();
    let all = lines.values().filter(|line| **line == Policy::Inside).count();
    assert!(inside * 3 >= all, "{inside} of {all} methods answer who is inside");
}

/// What takes a chat, or its maker, away.
const ENDS: [&str; 8] = [
    "account.deleteAccount",
    "auth.logOut",
    "channels.deleteChannel",
    "channels.leaveChannel",
    // A basic group becomes a supergroup for it.
    "communities.create",
    "messages.deleteChat",
    "messages.deleteChatUser",
    "messages.migrateChat",
];

/// Chats of Ani alone: as she names each, and as Budi does, who was never in it.
async fn chats(house: &House, ani: &Device) -> Vec<(Chat, Chat)> {
    let citra = house.person(3, "Citra").await;
    let hash = house.services.domain.access.of(ani.user.unwrap(), PeerKind::User, citra.0);
    let citra = types::InputUser::new(citra.0, hash).into();
    let make = functions::messages::CreateChat::new(vec![citra], "Arisan".into());
    let enums::messages::InvitedUsers::InvitedUsers(made) = house.call(ani, make).await.unwrap();
    let enums::Updates::Updates(made) = made.updates else { panic!("updates") };
    let enums::Chat::Chat(group) = &made.chats[0] else { panic!("a group") };
    let mut chats = vec![(Chat::Group(group.id), Chat::Group(group.id))];
    for broadcast in [false, true] {
        let make = functions::channels::CreateChannel {
            megagroup: !broadcast,
            broadcast,
            ..functions::channels::CreateChannel::new("Kampung".into(), String::new())
        };
        let enums::Updates::Updates(made) = house.call(ani, make).await.unwrap() else { panic!("updates") };
        let enums::Chat::Channel(channel) = &made.chats[0] else { panic!("a channel") };
        let hash = |user| house.services.domain.access.of(user, PeerKind::Channel, channel.id);
        let chat = |user| Chat::Channel(channel.id, hash(user));
        let (anis, budis) = (chat(ani.user.unwrap()), chat(boxes::UserId(2)));
        for text in ["Halo", "Apa kabar?"] {
            let Chat::Channel(id, hash) = anis else { continue };
            let peer = types::InputPeerChannel::new(id, hash).into();
            let random_id = house.services.world.chance.long();
            let send = functions::messages::SendMessage::new(peer, text.into(), random_id);
            house.call(ani, send).await.unwrap();
        }
        chats.push((anis, budis));
    }
    chats
}

/// Puts this chat wherever a request names one, and people and small numbers that exist elsewhere. Whether it names a
/// chat at all.
fn name_chat(house: &House, caller: &Device, value: &mut Value, chat: Chat, random: &mut Random) -> bool {
    match value {
        Value::Object(name, fields) => {
            if name.starts_with("inputPeer") && !name.starts_with("inputPeerNotify") && is_peer(name)
                || name.starts_with("inputChannel")
            {
                let bare = name.starts_with("inputChannel");
                let (kind, named) = match chat {
                    Chat::Group(id) if !bare => ("inputPeerChat", vec![("chat_id", id)]),
                    // No basic group stands where a channel is wanted.
                    Chat::Group(id) => ("inputChannel", vec![("channel_id", id), ("access_hash", 0)]),
                    Chat::Channel(id, hash) => (
                        if bare { "inputChannel" } else { "inputPeerChannel" },
                        vec![("channel_id", id), ("access_hash", hash)],
                    ),
                };
                *name = kind.into();
                *fields = named.into_iter().map(|(field, id)| (field.into(), Value::Long(id))).collect();
                return true;
            }
            if matches!(name.as_str(), "inputUser" | "inputUserFromMessage" | "inputUserEmpty") {
                let hash = house.services.domain.access.of(caller.user.unwrap(), PeerKind::User, 3);
                *name = "inputUser".into();
                *fields = [("user_id", 3), ("access_hash", hash)]
                    .into_iter()
                    .map(|(field, id)| (field.into(), Value::Long(id)))
                    .collect();
                return false;
            }
            let mut named = false;
            for (field, value) in fields.iter_mut() {
                match (value, chat) {
                    (Value::Long(id), Chat::Group(group)) if field == "chat_id" => {
                        *id = group;
                        named = true;
                    }
                    (Value::Int(number), _) if field != "flags" => {
                        let bound = if field == "limit" { 90 } else { 5 };
                        *number = 1 + random.below(bound) as i32;
                    }
                    (other, _) => named |= name_chat(house, caller, other, chat, random),
                }
            }
            named
        }
        Value::Vector(values) => {
            let mut named = false;
            for value in values {
                match value {
                    Value::Int(number) => *number = 1 + random.below(5) as i32,
                    other => named |= name_chat(house, caller, other, chat, random),
                }
            }
            named
        }
        _ => false,
    }
}

/// Whether a constructor is one of `InputPeer`.
fn is_peer(name: &str) -> bool {
    [
        "inputPeerEmpty",
        "inputPeerSelf",
        "inputPeerChat",
        "inputPeerUser",
        "inputPeerChannel",
        "inputPeerUserFromMessage",
        "inputPeerChannelFromMessage",
    ]
    .contains(&name)
}

fn hash(name: &str) -> u64 {
    name.bytes().fold(7, |hash: u64, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)))
}
