//! Entries of a user's box as updates: for pushes, for answers and for differences.

use std::sync::Arc;

use boxes::{Action, Entry, Event, Peer, UserId};
use domain::{Domain, Fault};
use tl::{enums, types};

use crate::{
    messages::{message, peer, people_in},
    people::people,
    reactions::{message_reactions, no_reactions},
};

/// Entries as one `updates`, for the sessions of `viewer`. They must be in order of pts.
///
/// # Errors
/// Where a person's record cannot be read.
pub async fn entries(
    domain: &Domain,
    viewer: UserId,
    entries: &[Arc<Entry>],
) -> Result<enums::Updates, Fault> {
    let updates = entries.iter().flat_map(|entry| [beside(entry), Some(update(entry))]).flatten().collect();
    let date = entries.last().map_or(0, |entry| entry.date);
    wrap(domain, viewer, entries, updates, date).await
}

/// `updates` with everybody whom `entries` name.
///
/// # Errors
/// Where a person's record cannot be read.
pub async fn wrap(
    domain: &Domain,
    viewer: UserId,
    entries: &[Arc<Entry>],
    updates: Vec<enums::Update>,
    date: i32,
) -> Result<enums::Updates, Fault> {
    let users = people(domain, viewer, entries.iter().flat_map(|entry| people_of(entry))).await?;
    // Pushes carry seq 0: nothing of them is counted by it.
    Ok(types::Updates::new(updates, users, Vec::new(), date, 0).into())
}

/// Everybody whom an entry's update names.
pub fn people_of(entry: &Entry) -> Vec<UserId> {
    match &entry.event {
        Event::New(message) | Event::Edited(message) | Event::Reacted(message) => people_in(message),
        Event::ReadInbox { peer: Peer::User(user), .. }
        | Event::ReadOutbox { peer: Peer::User(user), .. } => {
            vec![*user]
        }
        Event::Pinned { peer: Peer::User(user), .. } => vec![*user],
        Event::Folders(moved) => moved
            .iter()
            .filter_map(|(peer, _)| match peer {
                Peer::User(user) => Some(*user),
                _ => None,
            })
            .collect(),
        Event::ReadInbox { .. }
        | Event::ReadOutbox { .. }
        | Event::Pinned { .. }
        | Event::ReactionsRead(_)
        | Event::Deleted(_)
        | Event::Step => Vec::new(),
    }
}

/// For the author's own message: which random id became which message id.
pub fn message_id(entry: &Entry) -> Option<enums::Update> {
    match &entry.event {
        // Nobody waits for the id of a message that was scheduled.
        Event::New(message) if message.out && !message.from_scheduled => {
            message.random_id.map(|random_id| types::UpdateMessageID::new(message.id, random_id).into())
        }
        _ => None,
    }
}

/// What is told beside an entry's own update, without pts: clients look there for what is new.
pub fn beside(entry: &Entry) -> Option<enums::Update> {
    match &entry.event {
        Event::Reacted(message) => {
            let reactions = message_reactions(message).unwrap_or_else(no_reactions);
            Some(types::UpdateMessageReactions::new(peer(message.peer), message.id, reactions).into())
        }
        Event::New(message) => match message.content.action {
            Some(Action::SetMessagesTtl { period, .. }) => {
                let ttl_period = Some(period).filter(|period| *period > 0);
                let update = types::UpdatePeerHistoryTTL::new(peer(message.peer));
                Some(types::UpdatePeerHistoryTTL { ttl_period, ..update }.into())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The one update of an entry.
pub fn update(entry: &Entry) -> enums::Update {
    let (pts, pts_count) = (entry.pts, entry.pts_count);
    match &entry.event {
        Event::New(new) => types::UpdateNewMessage::new(message(new), pts, pts_count).into(),
        // The one update that carries a message as it is now, with its pts, to devices that were away as well.
        Event::Reacted(edited) | Event::Edited(edited) => {
            types::UpdateEditMessage::new(message(edited), pts, pts_count).into()
        }
        Event::ReactionsRead(ids) => {
            types::UpdateReadMessagesContents::new(ids.clone(), pts, pts_count).into()
        }
        Event::Deleted(ids) => types::UpdateDeleteMessages::new(ids.clone(), pts, pts_count).into(),
        Event::ReadInbox { peer: read, max_id, still_unread } => {
            types::UpdateReadHistoryInbox::new(peer(*read), *max_id, *still_unread, pts, pts_count).into()
        }
        Event::ReadOutbox { peer: read, max_id } => {
            types::UpdateReadHistoryOutbox::new(peer(*read), *max_id, pts, pts_count).into()
        }
        Event::Pinned { peer: chat, ids, pinned } => types::UpdatePinnedMessages {
            pinned: *pinned,
            ..types::UpdatePinnedMessages::new(peer(*chat), ids.clone(), pts, pts_count)
        }
        .into(),
        Event::Folders(moved) => {
            let moved =
                moved.iter().map(|(chat, folder)| types::FolderPeer::new(peer(*chat), *folder).into());
            types::UpdateFolderPeers::new(moved.collect(), pts, pts_count).into()
        }
        // Nothing happened, but its pts must be told: a delete of nothing is the emptiest thing that carries them.
        Event::Step => types::UpdateDeleteMessages::new(Vec::new(), pts, pts_count).into(),
    }
}
