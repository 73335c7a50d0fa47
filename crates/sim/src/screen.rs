//! What is seen of a box: by dialog the messages and the read marks. A device builds one from what it hears;
//! the server's is read from the boxes.

use std::collections::{BTreeMap, BTreeSet};

use boxes::{BoxError, Boxes, HistoryQuery, Message, Peer, UserId};
use domain::{Domain, Fault, NotifyTarget};
use tl::enums;

use crate::device::Arranged;

/// A message as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) out: bool,
    pub(crate) reply_to: Option<i32>,
    pub(crate) forwarded: bool,
    /// When it goes by itself. Seconds since 1970.
    pub(crate) dies: Option<i32>,
    /// Emoji, how many gave it, whether the owner did; sorted.
    pub(crate) reactions: Vec<(String, i32, bool)>,
    pub(crate) pinned: bool,
}

/// The number under which a device keeps a chat: that of a group is below 0.
fn number(peer: Peer) -> Option<i64> {
    match peer {
        Peer::User(UserId(id)) => Some(id),
        Peer::Group(id) => Some(-id),
        Peer::Channel(_) => None,
    }
}

fn people(peers: &[Peer]) -> Vec<i64> {
    peers.iter().copied().filter_map(number).collect()
}

/// The reactions of a message of the boxes.
fn reactions(message: &Message) -> Vec<(String, i32, bool)> {
    let mut counts: BTreeMap<&str, (i32, bool)> = BTreeMap::new();
    for one in &message.reactions {
        let (count, own) = counts.entry(&one.emoji).or_default();
        *count += 1;
        *own |= one.user == message.owner;
    }
    counts.into_iter().map(|(emoji, (count, own))| (emoji.to_owned(), count, own)).collect()
}

/// One dialog.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chat {
    pub(crate) messages: BTreeMap<i32, Line>,
    pub(crate) read_inbox: i32,
    pub(crate) read_outbox: i32,
    pub(crate) archived: bool,
}

/// All dialogs, by the other side's id, and how their owner has arranged them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Screen {
    pub(crate) chats: BTreeMap<i64, Chat>,
    /// What was begun to be written, by the other side's id.
    pub(crate) drafts: BTreeMap<i64, String>,
    /// Chats on top of the list, and on top of the archive.
    pub(crate) on_top: [Vec<i64>; 2],
    /// Folders by id: name, and who is in them.
    pub(crate) folders: BTreeMap<i32, (String, Vec<i64>)>,
    /// What waits for its time: by its id, the other side and the text.
    pub(crate) scheduled: BTreeMap<i32, (i64, String)>,
    /// Who is blocked.
    pub(crate) blocked: BTreeSet<i64>,
    /// Until when chats are mute.
    pub(crate) muted: BTreeMap<i64, i32>,
}

impl Screen {
    /// What the server holds.
    pub(crate) async fn of_server(domain: &Domain, boxes: &Boxes, user: UserId) -> Result<Screen, Fault> {
        let mut screen = Screen::of_boxes(boxes, user).await.map_err(Fault::Box)?;
        let lists = &domain.chat_lists;
        for (peer, _, draft) in lists.all_drafts(user).await? {
            if let (Some(other), Ok(draft)) = (number(peer), tl::decode(&draft.message)) {
                screen.draft(other, &draft);
            }
        }
        for (folder, on_top) in screen.on_top.iter_mut().enumerate() {
            *on_top = people(&lists.pinned(user, folder as i32).await?);
        }
        for (id, filter) in lists.filters(user).await? {
            if let Some(filter) = filter {
                screen.folders.insert(id, (filter.title.clone(), people(&filter.included)));
            }
        }
        for (blocked, _) in domain.blocks.page(user, 0, usize::MAX).await?.people {
            screen.block(blocked.0, true);
        }
        for (target, settings) in domain.settings.notify_exceptions(user).await? {
            if let NotifyTarget::Peer(peer) = target
                && let Some(other) = number(peer)
            {
                screen.mute(other, settings.mute_until);
            }
        }
        let others: Vec<i64> = screen.chats.keys().copied().filter(|other| *other > 0).collect();
        for other in others {
            for message in boxes.scheduled(user, Peer::User(UserId(other))).await.map_err(Fault::Box)? {
                screen.scheduled.insert(message.id, (other, message.content.text.clone()));
            }
        }
        Ok(screen)
    }

    /// What the device itself has done, once that is answered.
    pub(crate) fn arrange(&mut self, arranged: Arranged) {
        match arranged {
            Arranged::Draft { peer, text } if text.is_empty() => drop(self.drafts.remove(&peer)),
            Arranged::Draft { peer, text } => drop(self.drafts.insert(peer, text)),
            Arranged::OnTop { peer, archived, pinned } => self.put_on_top(peer, archived, pinned),
            Arranged::Folder { id, folder: Some(folder) } => drop(self.folders.insert(id, folder)),
            Arranged::Folder { id, folder: None } => drop(self.folders.remove(&id)),
            Arranged::Mute { peer, until } => self.mute(peer, until),
        }
    }

    /// Somebody is blocked, or no longer.
    pub(crate) fn block(&mut self, other: i64, blocked: bool) {
        match blocked {
            true => drop(self.blocked.insert(other)),
            false => drop(self.blocked.remove(&other)),
        }
    }

    /// A chat is mute until then; none and 0 stand for nothing set.
    pub(crate) fn mute(&mut self, other: i64, until: Option<i32>) {
        match until.filter(|until| *until != 0) {
            Some(until) => drop(self.muted.insert(other, until)),
            None => drop(self.muted.remove(&other)),
        }
    }

    /// A draft as it is now.
    pub(crate) fn draft(&mut self, other: i64, draft: &enums::DraftMessage) {
        match draft {
            enums::DraftMessage::DraftMessage(draft) => self.drafts.insert(other, draft.message.clone()),
            enums::DraftMessage::DraftMessageEmpty(_) => self.drafts.remove(&other),
        };
    }

    /// A chat comes to stand above all others, or is no longer on top.
    pub(crate) fn put_on_top(&mut self, other: i64, archived: bool, pinned: bool) {
        let on_top = &mut self.on_top[usize::from(archived)];
        on_top.retain(|peer| *peer != other);
        if pinned {
            on_top.insert(0, other);
        }
    }

    /// A chat is moved to the archive or out of it; its place on top stays behind.
    pub(crate) fn archive(&mut self, other: i64, archived: bool) {
        self.chats.entry(other).or_default().archived = archived;
        self.on_top[usize::from(!archived)].retain(|peer| *peer != other);
    }

    async fn of_boxes(boxes: &Boxes, user: UserId) -> Result<Screen, BoxError> {
        let mut screen = Screen::default();
        for dialog in boxes.all_dialogs(user).await? {
            let Some(other) = number(dialog.peer) else { continue };
            let mut chat = Chat {
                read_inbox: dialog.read_inbox_max_id,
                read_outbox: dialog.read_outbox_max_id,
                archived: dialog.folder == boxes::ARCHIVE_FOLDER,
                ..Chat::default()
            };
            let mut offset_id = 0;
            loop {
                let query = HistoryQuery { offset_id, limit: 100, ..HistoryQuery::default() };
                let page = boxes.history(user, dialog.peer, query).await?;
                let Some(last) = page.messages.last() else { break };
                offset_id = last.id;
                // Devices look at what people write.
                for message in page.messages.into_iter().filter(|message| message.content.action.is_none()) {
                    let line = Line {
                        text: message.content.text.clone(),
                        out: message.out,
                        reply_to: message.reply_to.as_ref().map(|reply| reply.id).filter(|id| *id != 0),
                        forwarded: message.forward.is_some(),
                        reactions: reactions(&message),
                        pinned: message.pinned,
                        dies: message.ttl_period.map(|ttl| message.date + ttl),
                    };
                    chat.messages.insert(message.id, line);
                }
            }
            screen.chats.insert(other, chat);
        }
        Ok(screen)
    }

    /// Without what nobody sees: marks of dialogs in which nothing is left, and answers to messages that are
    /// gone.
    pub(crate) fn filled(&self) -> Screen {
        let mut screen = self.clone();
        screen.chats.retain(|_, chat| !chat.messages.is_empty());
        for chat in screen.chats.values_mut() {
            let there: Vec<i32> = chat.messages.keys().copied().collect();
            for line in chat.messages.values_mut() {
                line.reply_to = line.reply_to.filter(|id| there.binary_search(id).is_ok());
            }
        }
        let chats = &screen.chats;
        for (folder, on_top) in screen.on_top.iter_mut().enumerate() {
            on_top.retain(|peer| chats.get(peer).is_some_and(|chat| usize::from(chat.archived) == folder));
        }
        screen
    }

    /// The first thing in which the other one differs, in words.
    pub(crate) fn differs(&self, other: &Screen) -> Option<String> {
        let (mine, theirs) = (self.filled(), other.filled());
        for peer in mine.chats.keys().chain(theirs.chats.keys()) {
            let (Some(here), Some(there)) = (mine.chats.get(peer), theirs.chats.get(peer)) else {
                return Some(format!("the dialog with {peer} is on one side only"));
            };
            for id in here.messages.keys().chain(there.messages.keys()) {
                let (one, two) = (here.messages.get(id), there.messages.get(id));
                if one != two {
                    return Some(format!("message {id} with {peer}: {one:?} and {two:?}"));
                }
            }
            let marks = |chat: &Chat| (chat.read_inbox, chat.read_outbox);
            if marks(here) != marks(there) {
                return Some(format!("marks with {peer}: {:?} and {:?}", marks(here), marks(there)));
            }
            if here.archived != there.archived {
                return Some(format!("archived with {peer}: {} and {}", here.archived, there.archived));
            }
        }
        if mine.drafts != theirs.drafts {
            return Some(format!("drafts {:?} and {:?}", mine.drafts, theirs.drafts));
        }
        if mine.on_top != theirs.on_top {
            return Some(format!("on top {:?} and {:?}", mine.on_top, theirs.on_top));
        }
        if mine.folders != theirs.folders {
            return Some(format!("folders {:?} and {:?}", mine.folders, theirs.folders));
        }
        if mine.scheduled != theirs.scheduled {
            return Some(format!("scheduled {:?} and {:?}", mine.scheduled, theirs.scheduled));
        }
        if mine.blocked != theirs.blocked {
            return Some(format!("blocked {:?} and {:?}", mine.blocked, theirs.blocked));
        }
        if mine.muted != theirs.muted {
            return Some(format!("mute {:?} and {:?}", mine.muted, theirs.muted));
        }
        None
    }
}
