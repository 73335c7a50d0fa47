//! A device's mind: what it makes of updates, answers and differences, by the rules of the protocol.

use std::collections::BTreeMap;

use tl::{enums, types};

use crate::screen::{Line, Screen};

/// What a device knows.
#[derive(Clone, Default)]
pub(crate) struct Mind {
    pub(crate) me: i64,
    pub(crate) pts: i32,
    pub(crate) date: i32,
    pub(crate) screen: Screen,
    /// What waits for its time, as far as was heard: by its id, the other side and the text.
    pub(crate) scheduled: BTreeMap<i32, (i64, String)>,
    /// Something is missing: only a difference helps.
    pub(crate) gap: bool,
    pub(crate) live_updates: u32,
}

impl Mind {
    /// Updates that were pushed, or an answer of that type. `sent` is the text of the message that it answers.
    pub(crate) fn hear(&mut self, updates: &enums::Updates, sent: Option<&Sent>) {
        match updates {
            enums::Updates::Updates(updates) => self.hear_all(&updates.updates),
            enums::Updates::UpdatesCombined(updates) => self.hear_all(&updates.updates),
            enums::Updates::UpdateShort(short) => self.hear_all(std::slice::from_ref(&short.update)),
            enums::Updates::UpdateShortMessage(short) => {
                if self.next(short.pts, short.pts_count) {
                    let line = Line {
                        text: short.message.clone(),
                        out: short.out,
                        reply_to: short.reply_to.as_ref().and_then(reply_id),
                        forwarded: short.fwd_from.is_some(),
                        reactions: Vec::new(),
                        dies: short.ttl_period.map(|ttl| short.date + ttl),
                    };
                    self.put(short.user_id, short.id, line);
                }
            }
            enums::Updates::UpdateShortSentMessage(short) => {
                if self.next(short.pts, short.pts_count)
                    && let Some(sent) = sent
                {
                    let line = Line {
                        text: sent.text.clone(),
                        out: true,
                        reply_to: sent.reply_to,
                        forwarded: false,
                        reactions: Vec::new(),
                        dies: short.ttl_period.map(|ttl| short.date + ttl),
                    };
                    self.put(sent.peer, short.id, line);
                }
            }
            // Too much, or of a group: only a difference tells.
            _ => self.gap = true,
        }
    }

    /// The answer to something of the device's own that took pts.
    pub(crate) fn affected(&mut self, pts: i32, pts_count: i32, change: impl FnOnce(&mut Screen)) {
        if pts_count == 0 {
            return;
        }
        if self.next(pts, pts_count) {
            change(&mut self.screen);
        }
    }

    /// A difference or a slice. Gives whether more is waiting.
    pub(crate) fn difference(&mut self, difference: &enums::updates::Difference) -> bool {
        match difference {
            enums::updates::Difference::DifferenceEmpty(empty) => {
                self.date = empty.date;
                self.gap = false;
                false
            }
            enums::updates::Difference::Difference(all) => {
                self.take(&all.new_messages, &all.other_updates, &all.state);
                self.gap = false;
                false
            }
            enums::updates::Difference::DifferenceSlice(slice) => {
                self.take(&slice.new_messages, &slice.other_updates, &slice.intermediate_state);
                true
            }
            // Nobody here asks for a total limit.
            enums::updates::Difference::DifferenceTooLong(_) => {
                self.gap = true;
                false
            }
        }
    }

    fn take(
        &mut self,
        messages: &[enums::Message],
        updates: &[enums::Update],
        state: &enums::updates::State,
    ) {
        for message in messages {
            self.message(message);
        }
        for update in updates {
            self.change(update);
        }
        let enums::updates::State::State(state) = state;
        (self.pts, self.date) = (state.pts, state.date);
    }

    fn hear_all(&mut self, updates: &[enums::Update]) {
        for update in updates {
            let fits = match pts_of(update) {
                Some((pts, pts_count)) => self.next(pts, pts_count),
                None => true,
            };
            if fits {
                self.live_updates += 1;
                self.change(update);
            }
        }
    }

    /// Whether an update with these numbers is the next one; takes note of a gap.
    fn next(&mut self, pts: i32, pts_count: i32) -> bool {
        if pts <= self.pts {
            return false;
        }
        if pts - pts_count != self.pts {
            self.gap = true;
            return false;
        }
        self.pts = pts;
        true
    }

    fn change(&mut self, update: &enums::Update) {
        match update {
            enums::Update::UpdateNewMessage(new) => self.message(&new.message),
            enums::Update::UpdateEditMessage(edit) => self.message(&edit.message),
            enums::Update::UpdateNewScheduledMessage(new) => {
                if let enums::Message::Message(message) = &new.message
                    && let Some(peer) = person(&message.peer_id)
                {
                    self.scheduled.insert(message.id, (peer, message.message.clone()));
                }
            }
            enums::Update::UpdateDeleteScheduledMessages(gone) => {
                self.scheduled.retain(|id, _| !gone.messages.contains(id));
            }
            enums::Update::UpdateDeleteMessages(delete) => forget(&mut self.screen, &delete.messages),
            enums::Update::UpdateReadHistoryInbox(read) => {
                if let Some(peer) = person(&read.peer) {
                    let chat = self.screen.chats.entry(peer).or_default();
                    chat.read_inbox = chat.read_inbox.max(read.max_id);
                }
            }
            enums::Update::UpdateReadHistoryOutbox(read) => {
                if let Some(peer) = person(&read.peer) {
                    let chat = self.screen.chats.entry(peer).or_default();
                    chat.read_outbox = chat.read_outbox.max(read.max_id);
                }
            }
            _ => {}
        }
    }

    fn message(&mut self, message: &enums::Message) {
        let enums::Message::Message(message) = message else { return };
        let Some(peer) = person(&message.peer_id) else { return };
        let line = Line {
            text: message.message.clone(),
            out: message.out,
            reply_to: message.reply_to.as_ref().and_then(reply_id),
            forwarded: message.fwd_from.is_some(),
            reactions: message.reactions.as_ref().map(reactions).unwrap_or_default(),
            dies: message.ttl_period.map(|ttl| message.date + ttl),
        };
        self.put(peer, message.id, line);
    }

    fn put(&mut self, peer: i64, id: i32, line: Line) {
        self.screen.chats.entry(peer).or_default().messages.insert(id, line);
    }
}

/// What a device sent, for answers that do not repeat it.
#[derive(Clone)]
pub(crate) struct Sent {
    pub(crate) peer: i64,
    pub(crate) text: String,
    pub(crate) reply_to: Option<i32>,
}

/// Takes messages off a screen.
pub(crate) fn forget(screen: &mut Screen, ids: &[i32]) {
    for chat in screen.chats.values_mut() {
        chat.messages.retain(|id, _| !ids.contains(id));
    }
}

/// Emoji, how many gave it, whether the device's owner did; sorted.
fn reactions(shown: &enums::MessageReactions) -> Vec<(String, i32, bool)> {
    let enums::MessageReactions::MessageReactions(shown) = shown;
    let one = |count: &enums::ReactionCount| {
        let enums::ReactionCount::ReactionCount(count) = count;
        let enums::Reaction::ReactionEmoji(emoji) = &count.reaction else { return None };
        Some((emoji.emoticon.clone(), count.count, count.chosen_order.is_some()))
    };
    let mut all: Vec<_> = shown.results.iter().filter_map(one).collect();
    all.sort();
    all
}

fn reply_id(header: &enums::MessageReplyHeader) -> Option<i32> {
    match header {
        enums::MessageReplyHeader::MessageReplyHeader(header) => header.reply_to_msg_id,
        _ => None,
    }
}

fn person(peer: &enums::Peer) -> Option<i64> {
    match peer {
        enums::Peer::PeerUser(types::PeerUser { user_id }) => Some(*user_id),
        _ => None,
    }
}

fn pts_of(update: &enums::Update) -> Option<(i32, i32)> {
    Some(match update {
        enums::Update::UpdateNewMessage(update) => (update.pts, update.pts_count),
        enums::Update::UpdateEditMessage(update) => (update.pts, update.pts_count),
        enums::Update::UpdateDeleteMessages(update) => (update.pts, update.pts_count),
        enums::Update::UpdateReadMessagesContents(update) => (update.pts, update.pts_count),
        enums::Update::UpdateReadHistoryInbox(update) => (update.pts, update.pts_count),
        enums::Update::UpdateReadHistoryOutbox(update) => (update.pts, update.pts_count),
        _ => return None,
    })
}
