//! What people do: writing, undoing, looking. A device acts on what it knows, which may be old.

use boxes::UserId;
use tl::{enums, functions, types};
use world::{Chance, Clock};

use crate::{
    apply::Sent,
    device::{Asked, Device, Sending},
    life::{Life, base},
    surroundings::Dice,
    town::Person,
};

/// Whom an act is about, as one device sees him.
pub(crate) struct Subject {
    pub(crate) at: usize,
    pub(crate) user: UserId,
    pub(crate) other: i64,
    pub(crate) to: enums::InputPeer,
    /// The messages of the dialog: id, text, and whether they are one's own.
    pub(crate) known: Vec<(i32, String, bool)>,
}

impl Subject {
    /// One of the messages.
    pub(crate) fn pick(&self, dice: &Dice, out: Option<bool>) -> Option<(i32, String)> {
        let fits = |(_, _, own): &&(i32, String, bool)| out.is_none_or(|out| out == *own);
        let fitting: Vec<_> = self.known.iter().filter(fits).collect();
        dice.pick(&fitting).map(|(id, text, _)| (*id, base(text).to_owned()))
    }
}

impl Life {
    /// One thing that somebody does. `left` says how many are still to come.
    pub(crate) fn operation(&mut self, left: u32) {
        let missing = OPERATIONS.iter().find(|name| !self.report.operations.contains_key(**name));
        let rare = missing.filter(|_| left < RARE_BELOW || self.dice.one_in(20));
        let name = match rare {
            Some(name) => *name,
            None if self.dice.one_in(2) => "send",
            None => OPERATIONS[self.dice.below(OPERATIONS.len())],
        };
        // What does not wait cannot be taken back.
        let waits = |device: &Device| !device.mind.screen.scheduled.is_empty();
        let nothing = name == "unschedule" && !self.devices.iter().any(waits);
        let name = if nothing { "schedule" } else { name };
        for _ in 0..10 {
            let at = self.dice.below(self.devices.len());
            if self.devices[at].is_connected() && self.act(at, name).is_some() {
                *self.report.operations.entry(name).or_default() += 1;
                return;
            }
        }
    }

    /// Sends what was not answered again, with the same `random_id`.
    pub(crate) fn put(&mut self, at: usize, sending: Box<Sending>) {
        let to = sending.to.clone().unwrap_or(enums::InputPeer::InputPeerSelf);
        let reply_to = sending.what.reply_to.map(|id| types::InputReplyToMessage::new(id).into());
        let request = functions::messages::SendMessage {
            reply_to,
            schedule_date: sending.schedule,
            ..functions::messages::SendMessage::new(to, sending.what.text.clone(), sending.random_id)
        };
        self.devices[at].ask(&request, Asked::Send(sending));
    }

    /// Does it, if the device knows what to do it to.
    fn act(&mut self, at: usize, name: &'static str) -> Option<()> {
        let user = self.devices.get(at)?.user;
        let person = self.town.people.iter().find(|person| person.user == user)?;
        let others: Vec<i64> = person.access_hashes.keys().copied().collect();
        // Most talk to a few.
        let close = others.get(..CLOSE_FRIENDS).unwrap_or(&others);
        let other = *if self.dice.one_in(3) { self.dice.pick(&others) } else { self.dice.pick(close) }?;
        let chat = self.devices[at].mind.screen.chats.get(&other);
        let lines = chat.into_iter().flat_map(|chat| &chat.messages);
        let known = lines.map(|(id, line)| (*id, line.text.clone(), line.out)).collect();
        if other < 0 && NOT_IN_GROUPS.contains(&name) {
            return None;
        }
        let subject = Subject { at, user, other, to: input_peer(person, other)?, known };
        match name {
            "send" | "save" | "reply" | "schedule" => self.write(subject, name),
            "unschedule" => self.unschedule(subject),
            "time to live" => self.set_ttl(subject),
            "edit" | "forward" => self.write_over(subject, name, person),
            "react" => self.react(subject),
            "delete" | "revoke" => self.delete(subject, name == "revoke"),
            "clear history" => self.clear(subject),
            "pin" | "archive" | "on top" | "draft" | "folder" | "mute" => self.arrange(subject, name),
            "block" | "unblock" => self.block(subject, name == "block"),
            "peek" => self.peek(subject),
            "junk" => self.junk(subject),
            _ => self.look(subject, name),
        }
    }

    fn write(&mut self, subject: Subject, name: &str) -> Option<()> {
        let reply_to = match name {
            "reply" => Some(subject.pick(&self.dice, None)?.0),
            _ => None,
        };
        let (to, peer) = match name {
            "save" => (None, subject.user.0),
            _ => (Some(subject.to), subject.other),
        };
        self.texts += 1;
        let text = format!("{}#{}", subject.user.0, self.texts);
        self.ledger.sends.insert(text.clone(), (subject.user, UserId(peer), None));
        if name != "schedule" && self.ledger.is_blocked(UserId(peer), subject.user) {
            self.ledger.forbidden.insert((UserId(peer), text.clone()));
        }
        let what = Sent { peer, text, reply_to };
        let soon = FIRST_SCHEDULED_SECONDS + self.dice.below(SCHEDULED_SECONDS) as i32;
        let schedule = (name == "schedule").then(|| self.clock.now().seconds() + soon);
        self.put(subject.at, Box::new(Sending { random_id: random_id(&self.dice), to, what, schedule }));
        Some(())
    }

    /// Deletes a scheduled message, or sends it now.
    fn unschedule(&mut self, subject: Subject) -> Option<()> {
        let device = &mut self.devices[subject.at];
        let waiting = device.mind.screen.scheduled.iter().filter(|(_, (peer, _))| *peer == subject.other);
        let waiting: Vec<(i32, String)> = waiting.map(|(id, (_, text))| (*id, text.clone())).collect();
        let (id, text) = self.dice.pick(&waiting)?.clone();
        if self.dice.one_in(2) {
            let request = functions::messages::SendScheduledMessages::new(subject.to, vec![id]);
            device.ask(&request, Asked::Edit);
            return Some(());
        }
        self.ledger.undone.insert((subject.user, text.clone()));
        self.ledger.undone.insert((UserId(subject.other), text));
        let request = functions::messages::DeleteScheduledMessages::new(subject.to, vec![id]);
        device.ask(&request, Asked::Edit);
        Some(())
    }

    /// From now on messages of the chat go after a time, or stay.
    fn set_ttl(&mut self, subject: Subject) -> Option<()> {
        let place = |user: UserId| self.town.people.iter().position(|person| person.user == user);
        let (mine, theirs) = (place(subject.user)?, place(UserId(subject.other))?);
        // In most chats what was sent has to stay, or nothing would be left to look at.
        if !(mine + theirs).is_multiple_of(3) {
            return None;
        }
        let pair = (subject.user.min(UserId(subject.other)), subject.user.max(UserId(subject.other)));
        self.ledger.mortal.insert(pair);
        let period = TTL_SECONDS[self.dice.below(TTL_SECONDS.len())];
        let request = functions::messages::SetHistoryTTL::new(subject.to, period);
        self.devices[subject.at].ask(&request, Asked::Edit);
        Some(())
    }

    fn write_over(&mut self, subject: Subject, name: &str, person: &Person) -> Option<()> {
        if name == "edit" {
            let (id, text) = subject.pick(&self.dice, Some(true))?;
            let message = Some(format!("{text} e{}", self.dice.below(1000)));
            let request = functions::messages::EditMessage::new(subject.to, id);
            let device = &mut self.devices[subject.at];
            device.ask(&functions::messages::EditMessage { message, ..request }, Asked::Edit);
            return Some(());
        }
        let (id, text) = subject.pick(&self.dice, Some(false))?;
        let others: Vec<i64> = person.access_hashes.keys().copied().collect();
        let to = *self.dice.pick(&others)?;
        let third = input_peer(person, to)?;
        for user in self.sides(to) {
            self.ledger.forwarded.insert((user, text.clone()));
        }
        let drawn = vec![random_id(&self.dice)];
        let request = functions::messages::ForwardMessages::new(subject.to, vec![id], drawn, third);
        self.devices[subject.at].ask(&request, Asked::Edit);
        Some(())
    }

    fn react(&mut self, subject: Subject) -> Option<()> {
        let (id, _) = subject.pick(&self.dice, None)?;
        // None takes back what was given before.
        let given = REACTIONS.iter().filter(|_| self.dice.one_in(2));
        let given = given.map(|emoji| types::ReactionEmoji::new((*emoji).to_owned()).into());
        let reaction = Some(given.collect());
        let request = functions::messages::SendReaction::new(subject.to, id);
        let request = functions::messages::SendReaction { reaction, ..request };
        self.devices[subject.at].ask(&request, Asked::Edit);
        Some(())
    }

    fn delete(&mut self, subject: Subject, revoke: bool) -> Option<()> {
        let (id, text) = subject.pick(&self.dice, None)?;
        self.ledger.undone.insert((subject.user, text.clone()));
        if revoke {
            for user in self.sides(subject.other) {
                self.ledger.undone.insert((user, text.clone()));
            }
        }
        let request = functions::messages::DeleteMessages::new(vec![id]);
        let request = functions::messages::DeleteMessages { revoke, ..request };
        self.devices[subject.at].ask(&request, Asked::Delete(vec![id]));
        Some(())
    }

    fn clear(&mut self, subject: Subject) -> Option<()> {
        // Seldom, or nothing would be left to look at.
        let max_id = subject.known.last().filter(|_| self.dice.one_in(4))?.0;
        // In a group everybody clears what is his.
        let (user, other) = (subject.user, UserId(subject.other));
        let revoke = self.dice.one_in(2) && other.0 > 0;
        for (text, (author, recipient, _)) in &self.ledger.sends {
            if [(user, other), (other, user)].contains(&(*author, *recipient))
                || other.0 < 0 && *recipient == other
            {
                self.ledger.undone.insert((user, text.clone()));
                self.ledger.undone.extend(revoke.then(|| (other, text.clone())));
            }
        }
        let request = functions::messages::DeleteHistory::new(subject.to, max_id);
        let request = functions::messages::DeleteHistory { revoke, ..request };
        self.devices[subject.at].ask(&request, Asked::DeleteHistory { peer: subject.other, max_id });
        Some(())
    }

    /// Whose boxes a chat is in, beside one's own.
    pub(crate) fn sides(&self, other: i64) -> Vec<UserId> {
        if other < 0 { self.ledger.in_group.iter().copied().collect() } else { vec![UserId(other)] }
    }

    fn look(&mut self, subject: Subject, name: &str) -> Option<()> {
        let device = &mut self.devices[subject.at];
        let to = subject.to.clone();
        match name {
            "read" => {
                let (max_id, _) = subject.pick(&self.dice, Some(false))?;
                let request = functions::messages::ReadHistory::new(to, max_id);
                device.ask(&request, Asked::Read { peer: subject.other, max_id });
            }
            "history" => {
                let request = functions::messages::GetHistory::new(to, 0, 0, 0, 20, 0, 0, 0);
                device.ask(&request, Asked::Page);
            }
            "search" => {
                let filter = enums::MessagesFilter::InputMessagesFilterEmpty;
                let request =
                    functions::messages::Search::new(to, "7".into(), filter, 0, 0, 0, 0, 20, 0, 0, 0);
                device.ask(&request, Asked::Page);
            }
            "dialogs" => {
                let peer = enums::InputPeer::InputPeerEmpty;
                device.ask(&functions::messages::GetDialogs::new(0, 0, peer, 20, 0), Asked::Look);
            }
            "typing" => {
                let action = enums::SendMessageAction::SendMessageTypingAction;
                device.ask(&functions::messages::SetTyping::new(to, action), Asked::Look);
            }
            "go offline" => device.disconnect(),
            _ => {
                let limit = [None, Some(1), Some(3)][self.dice.below(3)];
                self.report.differences += 1;
                device.ask_difference(limit);
            }
        }
        Some(())
    }
}

fn random_id(dice: &Dice) -> i64 {
    (dice as &dyn Chance).long()
}

pub(crate) fn input_peer(person: &Person, other: i64) -> Option<enums::InputPeer> {
    let access_hash = *person.access_hashes.get(&other)?;
    if other < 0 {
        return Some(types::InputPeerChat::new(-other).into());
    }
    Some(types::InputPeerUser::new(other, access_hash).into())
}

/// Everything that people do.
pub(crate) const OPERATIONS: [&str; 29] = [
    "send",
    "save",
    "reply",
    "edit",
    "react",
    "delete",
    "revoke",
    "clear history",
    "read",
    "forward",
    "history",
    "search",
    "dialogs",
    "typing",
    "go offline",
    "difference",
    "schedule",
    "unschedule",
    "time to live",
    "pin",
    "archive",
    "on top",
    "draft",
    "folder",
    "mute",
    "block",
    "unblock",
    "peek",
    "junk",
];
/// What is done in private chats alone.
const NOT_IN_GROUPS: [&str; 5] = ["schedule", "unschedule", "time to live", "block", "unblock"];
/// What people give to messages.
const REACTIONS: [&str; 2] = ["\u{2764}", "\u{1f525}"];
/// From here on what has not happened yet is done first.
const RARE_BELOW: u32 = 100;
const CLOSE_FRIENDS: usize = 3;
/// What is due before is sent at once.
const FIRST_SCHEDULED_SECONDS: i32 = 11;
/// Within so many seconds after that.
const SCHEDULED_SECONDS: usize = 40;
const TTL_SECONDS: [i32; 3] = [0, 15, 30];
