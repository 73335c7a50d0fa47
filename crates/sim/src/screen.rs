//! What is seen of a box: by dialog the messages and the read marks. A device builds one from what it hears;
//! the server's is read from the boxes.

use std::collections::BTreeMap;

use boxes::{BoxError, Boxes, HistoryQuery, Message, Peer, UserId};

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
}

/// All dialogs, by the other side's id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Screen {
    pub(crate) chats: BTreeMap<i64, Chat>,
}

impl Screen {
    /// What the server holds.
    pub(crate) async fn of_boxes(boxes: &Boxes, user: UserId) -> Result<Screen, BoxError> {
        let mut screen = Screen::default();
        for dialog in boxes.all_dialogs(user).await? {
            let Peer::User(UserId(other)) = dialog.peer else { continue };
            let mut chat = Chat {
                read_inbox: dialog.read_inbox_max_id,
                read_outbox: dialog.read_outbox_max_id,
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
                        reply_to: message.reply_to.as_ref().map(|reply| reply.id),
                        forwarded: message.forward.is_some(),
                        reactions: reactions(&message),
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
        }
        None
    }
}
