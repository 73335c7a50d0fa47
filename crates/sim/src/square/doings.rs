//! What people do at the square: writing, changing, taking away; coming, going, and being made to. A device acts on what
//! it knows, which may be old.

use std::collections::BTreeSet;

use tl::{enums, functions, types};
use world::Chance;

use crate::life::base;

use super::{
    Said, Square,
    neighbour::{Ask, Posting},
};

impl Square {
    /// One thing that somebody does. `left` says how many are still to come.
    pub(super) fn operation(&mut self, left: u32) {
        let missing = OPERATIONS.iter().find(|name| !self.report.operations.contains_key(**name));
        let rare = missing.filter(|_| left < RARE_BELOW || self.dice.one_in(20));
        let name = match rare {
            Some(name) => *name,
            None if self.dice.one_in(2) => "post",
            None => OPERATIONS[self.dice.below(OPERATIONS.len())],
        };
        for _ in 0..20 {
            let at = self.dice.below(self.neighbours.len());
            if self.neighbours[at].is_connected() && self.act(at, name).is_some() {
                self.moment += 1;
                *self.report.operations.entry(name).or_default() += 1;
                return;
            }
        }
    }

    /// Sends what was not answered again, with the same `random_id`.
    pub(super) fn put(&mut self, at: usize, posting: Box<Posting>) {
        let device = &mut self.neighbours[at];
        let request =
            functions::messages::SendMessage::new(device.peer(), posting.text.clone(), posting.random_id);
        device.ask(&request, Ask::Post(posting));
    }

    /// Does it, if the device knows what to do it to.
    fn act(&mut self, at: usize, name: &'static str) -> Option<()> {
        let person = self.neighbours[at].person;
        let inside = self.standings[person].is(true);
        match name {
            "post" if inside => self.post(at),
            "edit" | "delete" | "pin" if inside => self.change(at, name),
            "read" | "history" | "search" | "go offline" | "difference" => self.look(at, name),
            "join" => self.join(at),
            "leave" if person != FOUNDER && self.dice.one_in(2) => self.leave(at),
            "throw out" | "let back" if person == FOUNDER => self.send_away(at, name == "throw out"),
            "peek" => self.peek(at),
            _ => None,
        }
    }

    fn post(&mut self, at: usize) -> Option<()> {
        let author = self.neighbours[at].person;
        let text = format!("{}#{}", self.town.people[author].user.0, self.said.len());
        let said = Said { author, at: self.moment, id: None, undone: false };
        self.said.insert(text.clone(), said);
        let random_id = (&*self.dice as &dyn Chance).long();
        self.put(at, Box::new(Posting { text, random_id }));
        Some(())
    }

    fn change(&mut self, at: usize, name: &str) -> Option<()> {
        let person = self.neighbours[at].person;
        let own = format!("{}#", self.town.people[person].user.0);
        let any = person == FOUNDER && name != "edit";
        let device = &self.neighbours[at];
        let fits = |text: &str| any || text.starts_with(&own);
        let known: Vec<(i32, String, bool)> = device
            .lines
            .iter()
            .filter(|(_, line)| fits(&line.text))
            .map(|(id, line)| (*id, base(&line.text).to_owned(), line.pinned))
            .collect();
        let (id, text, pinned) = self.dice.pick(&known)?.clone();
        let peer = device.peer();
        let channel = device.channel.clone();
        match name {
            "edit" => {
                let message = Some(format!("{text} e{}", self.dice.below(1000)));
                let request = functions::messages::EditMessage::new(peer, id);
                let request = functions::messages::EditMessage { message, ..request };
                self.neighbours[at].ask(&request, Ask::Change);
            }
            "delete" => {
                self.undo(&BTreeSet::from([text]));
                let request = functions::channels::DeleteMessages::new(channel.into(), vec![id]);
                self.neighbours[at].ask(&request, Ask::Delete(vec![id]));
            }
            _ if person == FOUNDER => {
                let request = functions::messages::UpdatePinnedMessage::new(peer, id);
                let request =
                    functions::messages::UpdatePinnedMessage { silent: true, unpin: pinned, ..request };
                self.neighbours[at].ask(&request, Ask::Change);
            }
            _ => return None,
        }
        Some(())
    }

    fn look(&mut self, at: usize, name: &str) -> Option<()> {
        let device = &mut self.neighbours[at];
        let (peer, channel) = (device.peer(), device.channel.clone());
        match name {
            "read" => {
                let max_id = *device.lines.keys().last()?;
                device.ask(&functions::channels::ReadHistory::new(channel.into(), max_id), Ask::Look);
            }
            "history" => {
                let request = device.page(0);
                device.ask(&request, Ask::Page { opening: false });
            }
            "search" => {
                let filter = enums::MessagesFilter::InputMessagesFilterEmpty;
                let request =
                    functions::messages::Search::new(peer, "7".into(), filter, 0, 0, 0, 0, 20, 0, 0, 0);
                device.ask(&request, Ask::Page { opening: false });
            }
            "go offline" => device.disconnect(),
            _ => {
                device.gap = true;
                self.report.differences += 1;
            }
        }
        Some(())
    }

    fn join(&mut self, at: usize) -> Option<()> {
        let person = self.neighbours[at].person;
        if !self.standings[person].is(false) {
            return None;
        }
        self.standings[person].asked();
        let request = functions::messages::ImportChatInvite::new(self.link.clone());
        self.neighbours[at].ask(&request, Ask::Move { person, inside: true });
        Some(())
    }

    fn leave(&mut self, at: usize) -> Option<()> {
        let person = self.neighbours[at].person;
        if !self.standings[person].is(true) {
            return None;
        }
        self.standings[person].asked();
        let channel = self.neighbours[at].channel.clone();
        let request = functions::channels::LeaveChannel::new(channel.into());
        self.neighbours[at].ask(&request, Ask::Move { person, inside: false });
        Some(())
    }

    /// The founder throws somebody out, or lets him back in by himself: whoever was thrown out is outside either way.
    fn send_away(&mut self, at: usize, out: bool) -> Option<()> {
        let person = 1 + self.dice.below(self.town.people.len() - 1);
        if !self.standings[person].is(out) {
            return None;
        }
        let user = self.town.people[person].user.0;
        let hash = *self.town.people[FOUNDER].access_hashes.get(&user)?;
        let peer = types::InputPeerUser::new(user, hash);
        let rights = types::ChatBannedRights { view_messages: out, ..types::ChatBannedRights::new(i32::MAX) };
        let channel = self.neighbours[at].channel.clone();
        let request = functions::channels::EditBanned::new(channel.into(), peer.into(), rights.into());
        self.standings[person].asked();
        self.neighbours[at].ask(&request, Ask::Move { person, inside: false });
        Some(())
    }

    /// Somebody who is outside asks for what is inside: by the history, a difference, or ids that others know.
    fn peek(&mut self, at: usize) -> Option<()> {
        let person = self.neighbours[at].person;
        let standing = &self.standings[person];
        if !standing.is(false) {
            return None;
        }
        let ask = Ask::Peek { moves: standing.moves };
        let other = self.dice.pick(&self.neighbours)?;
        let ids: Vec<enums::InputMessage> =
            other.lines.keys().rev().take(5).map(|id| types::InputMessageID::new(*id).into()).collect();
        let which = self.dice.below(if ids.is_empty() { 2 } else { 3 });
        let device = &mut self.neighbours[at];
        let channel = device.channel.clone();
        match which {
            0 => {
                let request = device.page(0);
                device.ask(&request, ask);
            }
            1 => {
                let filter = enums::ChannelMessagesFilter::ChannelMessagesFilterEmpty;
                let request = functions::updates::GetChannelDifference::new(channel.into(), filter, 1, 100);
                device.ask(&request, ask);
            }
            _ => device.ask(&functions::channels::GetMessages::new(channel.into(), ids), ask),
        }
        Some(())
    }
}

/// Everything that people do at the square.
pub(super) const OPERATIONS: [&str; 14] = [
    "post",
    "edit",
    "delete",
    "pin",
    "read",
    "history",
    "search",
    "go offline",
    "difference",
    "join",
    "leave",
    "throw out",
    "let back",
    "peek",
];
/// Who made the group; he stays.
pub(super) const FOUNDER: usize = 0;
/// From here on what has not happened yet is done first.
const RARE_BELOW: u32 = 60;
