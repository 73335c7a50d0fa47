//! One device of a person: a real client on a connection to the node, what it has asked, and what it makes of
//! the answers.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use boxes::UserId;
use mtproto::{
    client::{Call, Client, ClientKey, Event, RpcError},
    transport::{Kind, Wire},
};
use server::node::{Connection, Node};
use tl::{Encode, Function, Layer, enums, functions};
use world::{Chance, UnixMillis};

use crate::{
    Finding,
    apply::{Mind, Sent, forget},
};

/// A message on its way to the server.
#[derive(Clone)]
pub(crate) struct Sending {
    pub(crate) random_id: i64,
    pub(crate) to: Option<enums::InputPeer>,
    pub(crate) what: Sent,
    /// When it is to be sent, if not at once. Seconds since 1970.
    pub(crate) schedule: Option<i32>,
}

/// What a device waits for.
pub(crate) enum Asked {
    Send(Box<Sending>),
    Edit,
    Delete(Vec<i32>),
    DeleteHistory {
        peer: i64,
        max_id: i32,
    },
    Read {
        peer: i64,
        max_id: i32,
    },
    /// All pins of a chat are taken away.
    Unpin {
        peer: i64,
    },
    /// The list of chats is arranged.
    Arrange(Arranged),
    /// Somebody is blocked, or no longer.
    Block {
        other: UserId,
        blocked: bool,
    },
    /// Messages are looked at.
    Page,
    /// What nobody should be able to see is asked for.
    Forbidden,
    /// What nobody can read; any answer is good.
    Junk,
    Difference,
    /// Something whose answer is only looked at by its type.
    Look,
}

/// How a device has arranged its list of chats, once that is answered.
pub(crate) enum Arranged {
    Draft { peer: i64, text: String },
    OnTop { peer: i64, archived: bool, pinned: bool },
    Folder { id: i32, folder: Option<(String, Vec<i64>)> },
    Mute { peer: i64, until: Option<i32> },
}

/// What became of something asked.
pub(crate) enum Outcome {
    /// A send was answered with this id.
    Sent(Box<Sending>, i32),
    /// It will be sent at its time.
    Scheduled(Box<Sending>),
    /// A send may or may not have happened.
    Unsure(Box<Sending>),
    /// Somebody is blocked, or no longer; none where that is not known.
    Blocked(UserId, Option<bool>),
}

/// See the top of the file.
pub(crate) struct Device {
    pub(crate) user: UserId,
    pub(crate) mind: Mind,
    client: Client,
    connection: Option<Connection>,
    asked: BTreeMap<Call, Asked>,
    pub(crate) differing: bool,
    pub(crate) events: Vec<Event>,
}

impl Device {
    pub(crate) fn new(user: UserId, client: Client, mind: Mind) -> Device {
        Device {
            user,
            mind,
            client,
            connection: None,
            asked: BTreeMap::new(),
            differing: false,
            events: Vec::new(),
        }
    }

    /// With a key that exists, in a new session.
    pub(crate) fn with_key(user: UserId, key: ClientKey, chance: Arc<dyn Chance>, mind: Mind) -> Device {
        Device::new(user, Client::with_key(WIRE, key, chance), mind)
    }

    /// The id of its key.
    pub(crate) fn key_id(&self) -> i64 {
        self.client.key().map_or(0, |key| key.auth_key.id())
    }

    pub(crate) fn key(&self) -> Option<ClientKey> {
        self.client.key().cloned()
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.connection.is_some()
    }

    /// Whether it waits for an answer.
    pub(crate) fn waits(&self) -> bool {
        !self.asked.is_empty()
    }

    /// The first connection, on which the client has begun to speak already.
    pub(crate) fn connect_first(&mut self, node: &Arc<Node>) {
        self.connection = Some(open(node));
    }

    pub(crate) fn connect(&mut self, node: &Arc<Node>) {
        self.client.reconnect(WIRE);
        self.connection = Some(open(node));
    }

    pub(crate) fn disconnect(&mut self) {
        self.connection = None;
    }

    /// Asks for something.
    pub(crate) fn ask<F: Function>(&mut self, request: &F, asked: Asked) -> Call {
        let call = self.client.call(wrapped(request));
        self.asked.insert(call, asked);
        call
    }

    /// Asks without wrappers, as a client does once it has said what it is.
    pub(crate) fn ask_bare<F: Function>(&mut self, request: &F, asked: Asked) {
        let call = self.client.call(tl::encode(request, Layer::NEWEST));
        self.asked.insert(call, asked);
    }

    /// Asks for something in the bytes that stand behind the wrappers.
    pub(crate) fn ask_bytes(&mut self, body: Vec<u8>, asked: Asked) {
        let mut bytes = wrapper();
        bytes.extend(body);
        let call = self.client.call(bytes);
        self.asked.insert(call, asked);
    }

    pub(crate) fn ask_difference(&mut self, limit: Option<i32>) {
        if self.differing {
            return;
        }
        self.differing = true;
        let request = functions::updates::GetDifference {
            pts_limit: limit,
            ..functions::updates::GetDifference::new(self.mind.pts, self.mind.date.max(1), 0)
        };
        self.ask(&request, Asked::Difference);
    }

    /// Moves bytes once in both directions; events wait in `events`.
    pub(crate) async fn exchange(&mut self, now: UnixMillis) {
        let Some(connection) = &mut self.connection else { return };
        let mut bytes = Vec::new();
        self.client.flush(now, true, &mut bytes);
        if !bytes.is_empty() {
            connection.feed(&bytes);
        }
        connection.process().await;
        let answer = connection.collect();
        match self.client.receive(&answer, now) {
            Ok(events) => self.events.extend(events),
            Err(_) => self.connection = None,
        }
        if self.connection.as_ref().is_some_and(Connection::is_closing) {
            self.connection = None;
        }
    }

    /// Both ends of the connection, while there is one.
    pub(crate) fn ends(&mut self) -> Option<(&mut Client, &mut Connection)> {
        Some((&mut self.client, self.connection.as_mut()?))
    }

    /// Takes note of what came.
    pub(crate) fn digest(&mut self) -> Result<Vec<Outcome>, Finding> {
        let mut outcomes = Vec::new();
        for event in std::mem::take(&mut self.events) {
            match event {
                Event::Answer { call, result } => {
                    if let Some(asked) = self.asked.remove(&call) {
                        outcomes.extend(self.answered(asked, result)?);
                    }
                }
                // A device that is at a difference leaves updates aside: it asks again if they were needed.
                Event::Update(bytes) => {
                    let updates: enums::Updates = decode(&bytes)?;
                    if self.differing {
                        self.mind.gap = true;
                    } else {
                        self.mind.hear(&updates, None);
                    }
                }
                Event::SessionCreated { .. } => self.mind.gap = true,
                Event::BadMessage { call: Some(call), .. } => match self.asked.remove(&call) {
                    Some(Asked::Send(sending)) => outcomes.push(Outcome::Unsure(sending)),
                    Some(Asked::Difference) => self.differing = false,
                    _ => {}
                },
                _ => {}
            }
        }
        Ok(outcomes)
    }

    fn answered(
        &mut self,
        asked: Asked,
        result: Result<Vec<u8>, RpcError>,
    ) -> Result<Option<Outcome>, Finding> {
        let bytes = match result {
            Ok(bytes) => bytes,
            Err(error) => return self.refused(asked, &error),
        };
        match asked {
            Asked::Send(sending) => {
                let updates: enums::Updates = decode(&bytes)?;
                self.mind.hear(&updates, Some(&sending.what));
                let id = id_of(&updates, sending.random_id)
                    .ok_or_else(|| Finding::Unexpected("a send was answered without an id".into()))?;
                return Ok(Some(match is_scheduled(&updates) {
                    true => Outcome::Scheduled(sending),
                    false => Outcome::Sent(sending, id),
                }));
            }
            Asked::Edit => self.mind.hear(&decode(&bytes)?, None),
            Asked::Delete(ids) => {
                let enums::messages::AffectedMessages::AffectedMessages(done) = decode(&bytes)?;
                self.mind.affected(done.pts, done.pts_count, |screen| forget(screen, &ids));
            }
            Asked::DeleteHistory { peer, max_id } => {
                let enums::messages::AffectedHistory::AffectedHistory(done) = decode(&bytes)?;
                self.mind.affected(done.pts, done.pts_count, |screen| {
                    let chat = screen.chats.entry(peer).or_default();
                    chat.messages.retain(|id, _| *id > max_id);
                });
            }
            Asked::Read { peer, max_id } => {
                let enums::messages::AffectedMessages::AffectedMessages(done) = decode(&bytes)?;
                self.mind.affected(done.pts, done.pts_count, |screen| {
                    let chat = screen.chats.entry(peer).or_default();
                    chat.read_inbox = chat.read_inbox.max(max_id);
                });
            }
            Asked::Unpin { peer } => {
                let enums::messages::AffectedHistory::AffectedHistory(done) = decode(&bytes)?;
                self.mind.affected(done.pts, done.pts_count, |screen| {
                    let chat = screen.chats.entry(peer).or_default();
                    chat.messages.values_mut().for_each(|line| line.pinned = false);
                });
            }
            Asked::Arrange(arranged) => self.mind.screen.arrange(arranged),
            Asked::Block { other, blocked } => {
                self.mind.screen.block(other.0, blocked);
                return Ok(Some(Outcome::Blocked(other, Some(blocked))));
            }
            Asked::Page => match decode(&bytes)? {
                enums::messages::Messages::Messages(page) => self.mind.look(&page.messages),
                enums::messages::Messages::MessagesSlice(page) => self.mind.look(&page.messages),
                _ => {}
            },
            Asked::Forbidden => return Err(Finding::Leak("a forged access hash opens a chat".into())),
            Asked::Difference => {
                self.differing = false;
                if self.mind.difference(&decode(&bytes)?) {
                    self.ask_difference(Some(SLICE));
                }
            }
            Asked::Look | Asked::Junk => {}
        }
        Ok(None)
    }

    fn refused(&mut self, asked: Asked, error: &RpcError) -> Result<Option<Outcome>, Finding> {
        let unexpected =
            |what: &str| Finding::Unexpected(format!("{what}: {} {}", error.code, error.message));
        match asked {
            Asked::Send(sending) if error.code >= 500 || error.code < 0 => Ok(Some(Outcome::Unsure(sending))),
            // Another device has deleted what this one answers.
            Asked::Send(_) if error.message == "REPLY_MESSAGE_ID_INVALID" => Ok(None),
            // Another device, or this one, has blocked whom it writes to.
            Asked::Send(_) if error.message == "YOU_BLOCKED_USER" => Ok(None),
            Asked::Block { other, .. } if error.code != 401 => Ok(Some(Outcome::Blocked(other, None))),
            // A repeated call that comes after its time, the first one having failed.
            Asked::Send(sending) if sending.schedule.is_some() && error.message.starts_with("SCHEDULE_") => {
                Ok(None)
            }
            Asked::Send(_) => Err(unexpected("a send was refused")),
            Asked::Difference if error.code >= 500 || error.code < 0 => {
                self.differing = false;
                self.mind.gap = true;
                Ok(None)
            }
            Asked::Difference => Err(unexpected("a difference was refused")),
            _ if error.code == 401 => Err(unexpected("a device was signed out")),
            // What it was about may be gone by now, or it may have happened.
            _ => Ok(None),
        }
    }
}

/// The id that a send was answered with.
fn id_of(updates: &enums::Updates, random_id: i64) -> Option<i32> {
    let all = match updates {
        enums::Updates::UpdateShortSentMessage(short) => return Some(short.id),
        enums::Updates::Updates(updates) => &updates.updates,
        enums::Updates::UpdatesCombined(updates) => &updates.updates,
        _ => return None,
    };
    all.iter().find_map(|update| match update {
        enums::Update::UpdateMessageID(given) if given.random_id == random_id => Some(given.id),
        _ => None,
    })
}

/// Whether an answer says that the message waits for its time.
fn is_scheduled(updates: &enums::Updates) -> bool {
    let enums::Updates::Updates(updates) = updates else { return false };
    updates.updates.iter().any(|update| matches!(update, enums::Update::UpdateNewScheduledMessage(_)))
}

fn open(node: &Arc<Node>) -> Connection {
    let local = SocketAddr::from(([127, 0, 0, 1], 4430));
    node.open(local, SocketAddr::from(([192, 0, 2, 1], 40_000)), false)
}

pub(crate) fn decode<T: tl::Decode>(bytes: &[u8]) -> Result<T, Finding> {
    tl::decode(bytes).map_err(|error| Finding::Unexpected(format!("an answer cannot be read: {error}")))
}

fn wrapped<F: Function>(request: &F) -> Vec<u8> {
    let mut bytes = wrapper();
    bytes.extend(tl::encode(request, Layer::NEWEST));
    bytes
}

fn wrapper() -> Vec<u8> {
    let mut writer = tl::Writer::new(Layer::NEWEST);
    functions::InvokeWithLayer::new(Layer::NEWEST.number()).encode(&mut writer);
    let word = |word: &str| word.to_owned();
    functions::InitConnection::new(1, word("sim"), word("sim"), word("1"), word("en"), word(""), word("en"))
        .encode(&mut writer);
    writer.into_bytes()
}

pub(crate) const WIRE: Wire = Wire { kind: Kind::Intermediate, obfuscated: None };
/// Entries of a slice when more is waiting.
const SLICE: i32 = 7;
