//! One device of a person at the square: a real client, what it has asked of the supergroup, and what it makes of updates,
//! answers and differences, by the rules of the protocol.

use std::{collections::BTreeMap, sync::Arc};

use mtproto::client::{Call, Event, RpcError};
use server::node::Node;
use tl::{Function, enums, functions, types};
use world::UnixMillis;

use crate::{
    Finding,
    device::{Asked, Device, decode},
    life::base,
};

/// A post on its way to the server.
#[derive(Clone)]
pub(crate) struct Posting {
    pub(crate) text: String,
    pub(crate) random_id: i64,
}

/// What a device waits for.
pub(crate) enum Ask {
    Post(Box<Posting>),
    /// Something that changes messages; answered with updates.
    Change,
    Delete(Vec<i32>),
    /// Somebody comes in or goes, or is made to.
    Move {
        person: usize,
        inside: bool,
    },
    /// Where the channel stands; then its history is read, page by page.
    Open,
    Page {
        opening: bool,
    },
    Difference,
    /// Asked by somebody who was certainly outside: how often that had changed then.
    Peek {
        moves: u32,
    },
    Look,
}

/// What became of something asked.
pub(crate) enum Outcome {
    Posted(Box<Posting>, i32),
    /// A post may or may not have happened.
    Unsure(Box<Posting>),
    /// A post was refused.
    Refused(Box<Posting>, String),
    /// Somebody came in or went; none where that is not known.
    Moved(usize, Option<bool>),
    /// Somebody who was outside when this was asked saw what is inside.
    Peeked(u32),
}

/// A message as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) pinned: bool,
}

/// See the top of the file.
pub(crate) struct Neighbour {
    /// Whose it is: his place among the people.
    pub(crate) person: usize,
    pub(crate) channel: types::InputChannel,
    pub(crate) lines: BTreeMap<i32, Line>,
    /// Its pts; none while the device does not know the group from inside.
    pub(crate) pts: Option<i32>,
    pub(crate) gap: bool,
    pub(crate) differing: bool,
    pub(crate) opening: bool,
    /// The last answer said that nothing is missing.
    pub(crate) settled: bool,
    pub(crate) live_updates: u32,
    /// Texts that reached the device since somebody looked.
    pub(crate) heard: Vec<String>,
    device: Device,
    asked: BTreeMap<Call, Ask>,
}

impl Neighbour {
    pub(crate) fn new(person: usize, device: Device, channel: types::InputChannel) -> Neighbour {
        Neighbour {
            person,
            channel,
            lines: BTreeMap::new(),
            pts: None,
            gap: true,
            differing: false,
            opening: false,
            settled: false,
            live_updates: 0,
            heard: Vec::new(),
            device,
            asked: BTreeMap::new(),
        }
    }

    pub(crate) fn is_connected(&self) -> bool {
        self.device.is_connected()
    }

    pub(crate) fn waits(&self) -> bool {
        !self.asked.is_empty()
    }

    pub(crate) fn connect(&mut self, node: &Arc<Node>) {
        self.device.connect(node);
        self.gap = true;
    }

    pub(crate) fn connect_first(&mut self, node: &Arc<Node>) {
        self.device.connect_first(node);
        self.ask(&functions::updates::GetState::new(), Ask::Look);
    }

    pub(crate) fn disconnect(&mut self) {
        self.device.disconnect();
    }

    pub(crate) async fn exchange(&mut self, now: UnixMillis) {
        self.device.exchange(now).await;
    }

    pub(crate) fn ask<F: Function>(&mut self, request: &F, ask: Ask) {
        let call = self.device.ask(request, Asked::Look);
        self.asked.insert(call, ask);
    }

    /// Asks for what is missing, at most one thing at a time.
    pub(crate) fn catch_up(&mut self, limit: i32) {
        if self.differing || self.opening {
            return;
        }
        let channel = self.channel.clone();
        match self.pts {
            Some(pts) => {
                self.differing = true;
                let filter = enums::ChannelMessagesFilter::ChannelMessagesFilterEmpty;
                let request =
                    functions::updates::GetChannelDifference::new(channel.into(), filter, pts, limit);
                self.ask(&request, Ask::Difference);
            }
            None => {
                self.opening = true;
                self.ask(&functions::channels::GetFullChannel::new(channel.into()), Ask::Open);
            }
        }
    }

    pub(crate) fn peer(&self) -> enums::InputPeer {
        types::InputPeerChannel::new(self.channel.channel_id, self.channel.access_hash).into()
    }

    /// A page of the history below a message; 0 for the newest.
    pub(crate) fn page(&self, below: i32) -> functions::messages::GetHistory {
        functions::messages::GetHistory::new(self.peer(), below, 0, 0, PAGE, 0, 0, 0)
    }

    /// Takes note of what came.
    pub(crate) fn digest(&mut self) -> Result<Vec<Outcome>, Finding> {
        let mut outcomes = Vec::new();
        for event in std::mem::take(&mut self.device.events) {
            match event {
                Event::Answer { call, result } => {
                    if let Some(ask) = self.asked.remove(&call) {
                        outcomes.extend(self.answered(ask, result)?);
                    }
                }
                Event::Update(bytes) => self.hear(&decode(&bytes)?),
                Event::SessionCreated { .. } => self.gap = true,
                Event::BadMessage { call: Some(call), .. } => {
                    if let Some(ask) = self.asked.remove(&call) {
                        outcomes.extend(self.unanswered(ask));
                    }
                }
                _ => {}
            }
        }
        Ok(outcomes)
    }

    fn answered(&mut self, ask: Ask, result: Result<Vec<u8>, RpcError>) -> Result<Option<Outcome>, Finding> {
        let bytes = match result {
            Ok(bytes) => bytes,
            Err(error) => return self.refused(ask, &error),
        };
        match ask {
            Ask::Post(posting) => {
                let updates: enums::Updates = decode(&bytes)?;
                let id = all(&updates).iter().find_map(|update| match update {
                    enums::Update::UpdateMessageID(given) if given.random_id == posting.random_id => {
                        Some(given.id)
                    }
                    _ => None,
                });
                let id = id.ok_or_else(|| Finding::Unexpected("a post was answered without an id".into()))?;
                self.hear(&updates);
                return Ok(Some(Outcome::Posted(posting, id)));
            }
            Ask::Change => self.hear(&decode(&bytes)?),
            Ask::Move { person, inside } => {
                // What it answers besides is told by updates as well.
                self.gap = true;
                return Ok(Some(Outcome::Moved(person, Some(inside))));
            }
            Ask::Delete(ids) => {
                let enums::messages::AffectedMessages::AffectedMessages(done) = decode(&bytes)?;
                if done.pts_count > 0 && self.next(done.pts, done.pts_count) {
                    self.lines.retain(|id, _| !ids.contains(id));
                }
            }
            Ask::Open => {
                let enums::messages::ChatFull::ChatFull(full) = decode(&bytes)?;
                let enums::ChatFull::ChannelFull(full) = full.full_chat else {
                    return Err(Finding::Unexpected("no channel".into()));
                };
                self.pts = Some(full.pts);
                self.lines.clear();
                let request = self.page(0);
                self.ask(&request, Ask::Page { opening: true });
            }
            Ask::Page { opening } => {
                let messages = messages(decode(&bytes)?);
                for message in &messages {
                    self.note(message, opening);
                }
                let last = messages.iter().map(id_of).min();
                match last.filter(|_| opening) {
                    Some(last) => {
                        let request = self.page(last);
                        self.ask(&request, Ask::Page { opening: true });
                    }
                    None if opening => (self.opening, self.gap) = (false, true),
                    None => {}
                }
            }
            Ask::Difference => {
                self.differing = false;
                self.difference(decode(&bytes)?);
            }
            Ask::Peek { moves } => return Ok(Some(Outcome::Peeked(moves))),
            Ask::Look => {}
        }
        Ok(None)
    }

    fn refused(&mut self, ask: Ask, error: &RpcError) -> Result<Option<Outcome>, Finding> {
        if error.code == 401 {
            return Err(Finding::Unexpected(format!("a device was signed out: {}", error.message)));
        }
        if error.code >= 500 || error.code < 0 {
            return Ok(self.unanswered(ask));
        }
        Ok(match ask {
            Ask::Post(posting) => Some(Outcome::Refused(posting, error.message.clone())),
            Ask::Move { person, .. } => Some(Outcome::Moved(person, None)),
            // He is not in it, or no longer: what the device has shown goes.
            Ask::Open | Ask::Difference | Ask::Page { opening: true } => {
                (self.opening, self.differing, self.gap) = (false, false, false);
                self.pts = None;
                self.lines.clear();
                self.settled = true;
                None
            }
            _ => None,
        })
    }

    /// A call will get no answer, or one that says nothing.
    fn unanswered(&mut self, ask: Ask) -> Option<Outcome> {
        match ask {
            Ask::Post(posting) => return Some(Outcome::Unsure(posting)),
            Ask::Move { person, .. } => return Some(Outcome::Moved(person, None)),
            Ask::Difference => (self.differing, self.gap) = (false, true),
            Ask::Open | Ask::Page { opening: true } => {
                (self.opening, self.pts, self.gap) = (false, None, true);
            }
            _ => {}
        }
        None
    }

    fn difference(&mut self, difference: enums::updates::ChannelDifference) {
        match difference {
            enums::updates::ChannelDifference::ChannelDifferenceEmpty(empty) => {
                (self.pts, self.gap, self.settled) = (Some(empty.pts), !empty.r#final, empty.r#final);
            }
            enums::updates::ChannelDifference::ChannelDifference(all) => {
                for message in &all.new_messages {
                    self.note(message, true);
                }
                for update in &all.other_updates {
                    self.change(update);
                }
                (self.pts, self.gap) = (Some(all.pts), true);
            }
            // More than a run makes.
            enums::updates::ChannelDifference::ChannelDifferenceTooLong(_) => {
                (self.pts, self.gap) = (None, true);
            }
        }
    }

    fn hear(&mut self, updates: &enums::Updates) {
        for update in all(updates) {
            let Some((channel, pts, pts_count)) = place(update) else {
                match update {
                    enums::Update::UpdateChannel(of) if of.channel_id == self.channel.channel_id => {
                        self.gap = true;
                    }
                    enums::Update::UpdateChannelTooLong(of) if of.channel_id == self.channel.channel_id => {
                        self.gap = true;
                    }
                    _ => {}
                }
                continue;
            };
            if channel != self.channel.channel_id {
                continue;
            }
            self.settled = false;
            // Also what is left aside has reached the device.
            if let enums::Update::UpdateNewChannelMessage(new) = update {
                self.listen(&new.message);
            }
            if self.opening || self.differing {
                self.gap = true;
            } else if self.next(pts, pts_count) {
                self.live_updates += 1;
                self.change(update);
            }
        }
    }

    /// Whether an update with these numbers is the next one; takes note of a gap.
    fn next(&mut self, pts: i32, pts_count: i32) -> bool {
        match self.pts {
            Some(known) if pts <= known => false,
            Some(known) if pts - pts_count == known && !self.opening && !self.differing => {
                self.pts = Some(pts);
                true
            }
            _ => {
                self.gap = true;
                false
            }
        }
    }

    fn change(&mut self, update: &enums::Update) {
        match update {
            enums::Update::UpdateNewChannelMessage(new) => self.note(&new.message, true),
            enums::Update::UpdateEditChannelMessage(edit) => self.note(&edit.message, true),
            enums::Update::UpdateDeleteChannelMessages(gone) => {
                self.lines.retain(|id, _| !gone.messages.contains(id));
            }
            enums::Update::UpdatePinnedChannelMessages(pinned) => {
                let lines = self.lines.iter_mut().filter(|(id, _)| pinned.messages.contains(id));
                lines.for_each(|(_, line)| line.pinned = pinned.pinned);
            }
            _ => {}
        }
    }

    fn note(&mut self, message: &enums::Message, kept: bool) {
        self.listen(message);
        if let (enums::Message::Message(message), true) = (message, kept) {
            let line = Line { text: message.message.clone(), pinned: message.pinned };
            self.lines.insert(message.id, line);
        }
    }

    fn listen(&mut self, message: &enums::Message) {
        if let enums::Message::Message(message) = message {
            self.heard.push(base(&message.message).to_owned());
        }
    }
}

fn messages(page: enums::messages::Messages) -> Vec<enums::Message> {
    match page {
        enums::messages::Messages::Messages(page) => page.messages,
        enums::messages::Messages::MessagesSlice(page) => page.messages,
        enums::messages::Messages::ChannelMessages(page) => page.messages,
        enums::messages::Messages::MessagesNotModified(_) => Vec::new(),
    }
}

fn id_of(message: &enums::Message) -> i32 {
    match message {
        enums::Message::Message(message) => message.id,
        enums::Message::MessageService(message) => message.id,
        enums::Message::MessageEmpty(message) => message.id,
    }
}

fn all(updates: &enums::Updates) -> &[enums::Update] {
    match updates {
        enums::Updates::Updates(updates) => &updates.updates,
        enums::Updates::UpdatesCombined(updates) => &updates.updates,
        enums::Updates::UpdateShort(short) => std::slice::from_ref(&short.update),
        _ => &[],
    }
}

/// Of which channel an update is, and its pts and count.
fn place(update: &enums::Update) -> Option<(i64, i32, i32)> {
    let of = |message: &enums::Message| match message {
        enums::Message::Message(message) => channel_of(&message.peer_id),
        enums::Message::MessageService(message) => channel_of(&message.peer_id),
        enums::Message::MessageEmpty(_) => None,
    };
    Some(match update {
        enums::Update::UpdateNewChannelMessage(new) => (of(&new.message)?, new.pts, new.pts_count),
        enums::Update::UpdateEditChannelMessage(edit) => (of(&edit.message)?, edit.pts, edit.pts_count),
        enums::Update::UpdateDeleteChannelMessages(gone) => (gone.channel_id, gone.pts, gone.pts_count),
        enums::Update::UpdatePinnedChannelMessages(pinned) => {
            (pinned.channel_id, pinned.pts, pinned.pts_count)
        }
        _ => return None,
    })
}

fn channel_of(peer: &enums::Peer) -> Option<i64> {
    match peer {
        enums::Peer::PeerChannel(peer) => Some(peer.channel_id),
        _ => None,
    }
}

/// Messages of a page: fewer than a run has, so that pages join.
const PAGE: i32 = 40;
