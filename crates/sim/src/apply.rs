//! A device's mind: what it makes of updates, answers and differences, by the rules of the protocol.

use tl::{enums, types};

use crate::screen::{Line, Screen};

/// What a device knows.
#[derive(Clone, Default)]
pub(crate) struct Mind {
    pub(crate) me: i64,
    pub(crate) pts: i32,
    pub(crate) date: i32,
    pub(crate) screen: Screen,
    /// Something is missing: only a difference helps.
    pub(crate) gap: bool,
    pub(crate) live_updates: u32,
    /// What was heard since somebody looked.
    pub(crate) heard: Vec<Heard>,
}

/// A message that reached the device, whichever way.
#[derive(Clone)]
pub(crate) struct Heard {
    pub(crate) text: String,
    pub(crate) out: bool,
    pub(crate) forwarded: bool,
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
                        pinned: false,
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
                        pinned: false,
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
                    self.screen.scheduled.insert(message.id, (peer, message.message.clone()));
                }
            }
            enums::Update::UpdateDeleteScheduledMessages(gone) => {
                self.screen.scheduled.retain(|id, _| !gone.messages.contains(id));
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
            enums::Update::UpdatePinnedMessages(pinned) => {
                if let Some(peer) = person(&pinned.peer) {
                    let chat = self.screen.chats.entry(peer).or_default();
                    let lines = chat.messages.iter_mut().filter(|(id, _)| pinned.messages.contains(id));
                    lines.for_each(|(_, line)| line.pinned = pinned.pinned);
                }
            }
            enums::Update::UpdateFolderPeers(moved) => {
                for enums::FolderPeer::FolderPeer(moved) in &moved.folder_peers {
                    if let Some(peer) = person(&moved.peer) {
                        self.screen.archive(peer, moved.folder_id == boxes::ARCHIVE_FOLDER);
                    }
                }
            }
            update => self.arrangement(update),
        }
    }

    /// What changes without pts.
    fn arrangement(&mut self, update: &enums::Update) {
        let screen = &mut self.screen;
        match update {
            enums::Update::UpdateDraftMessage(draft) => {
                if let Some(peer) = person(&draft.peer) {
                    screen.draft(peer, &draft.draft);
                }
            }
            enums::Update::UpdateDialogPinned(pinned) => {
                if let Some(peer) = chat(&pinned.peer) {
                    let archived = pinned.folder_id == Some(boxes::ARCHIVE_FOLDER);
                    screen.put_on_top(peer, archived, pinned.pinned);
                }
            }
            enums::Update::UpdatePinnedDialogs(pinned) => {
                let archived = pinned.folder_id == Some(boxes::ARCHIVE_FOLDER);
                let order = pinned.order.iter().flatten();
                screen.on_top[usize::from(archived)] = order.filter_map(chat).collect();
            }
            enums::Update::UpdateDialogFilter(changed) => match &changed.filter {
                Some(enums::DialogFilter::DialogFilter(filter)) => {
                    let enums::TextWithEntities::TextWithEntities(title) = &filter.title;
                    let included = filter.include_peers.iter().filter_map(|peer| match peer {
                        enums::InputPeer::InputPeerUser(user) => Some(user.user_id),
                        enums::InputPeer::InputPeerChat(chat) => Some(-chat.chat_id),
                        _ => None,
                    });
                    screen.folders.insert(changed.id, (title.text.clone(), included.collect()));
                }
                _ => drop(screen.folders.remove(&changed.id)),
            },
            enums::Update::UpdatePeerBlocked(changed) => {
                if let Some(peer) = person(&changed.peer_id) {
                    screen.block(peer, changed.blocked);
                }
            }
            enums::Update::UpdateNotifySettings(changed) => {
                if let enums::NotifyPeer::NotifyPeer(of) = &changed.peer
                    && let Some(peer) = person(&of.peer)
                {
                    let enums::PeerNotifySettings::PeerNotifySettings(settings) = &changed.notify_settings;
                    screen.mute(peer, settings.mute_until);
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
            pinned: message.pinned,
            dies: message.ttl_period.map(|ttl| message.date + ttl),
        };
        self.put(peer, message.id, line);
    }

    /// Messages that were only looked at.
    pub(crate) fn look(&mut self, messages: &[enums::Message]) {
        for message in messages {
            if let enums::Message::Message(message) = message {
                let (text, forwarded) = (message.message.clone(), message.fwd_from.is_some());
                self.heard.push(Heard { text, out: message.out, forwarded });
            }
        }
    }

    fn put(&mut self, peer: i64, id: i32, line: Line) {
        self.heard.push(Heard { text: line.text.clone(), out: line.out, forwarded: line.forwarded });
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
        // A group's number is kept below 0.
        enums::Peer::PeerChat(types::PeerChat { chat_id }) => Some(-*chat_id),
        _ => None,
    }
}

fn chat(peer: &enums::DialogPeer) -> Option<i64> {
    match peer {
        enums::DialogPeer::DialogPeer(peer) => person(&peer.peer),
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
        enums::Update::UpdatePinnedMessages(update) => (update.pts, update.pts_count),
        enums::Update::UpdateFolderPeers(update) => (update.pts, update.pts_count),
        _ => return None,
    })
}
