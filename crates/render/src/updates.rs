//! Entries of a user's box as updates: for pushes, for answers and for differences.

use std::sync::Arc;

use boxes::{Action, Entry, Event, Peer, UserId};
use domain::{Domain, Fault};
use tl::{enums, types};

use crate::{
    extras::Extras,
    messages::{message, peer, peers_in},
    named::named,
    reactions::reactions_update,
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
    wrap(domain, viewer, entries, Vec::new(), Vec::new(), 0).await
}

/// As [`entries`], for the session that sent them: which random ids became which messages comes first.
///
/// # Errors
/// Where a person's record cannot be read.
pub async fn sent(domain: &Domain, viewer: UserId, entries: &[Arc<Entry>]) -> Result<enums::Updates, Fault> {
    let ids = entries.iter().filter_map(|entry| message_id(entry)).collect();
    wrap(domain, viewer, entries, ids, Vec::new(), 0).await
}

/// As [`entries`], with more that names nobody else; `now` dates it where there are no entries.
///
/// # Errors
/// Where a person's record cannot be read.
pub async fn entries_and(
    domain: &Domain,
    viewer: UserId,
    entries: &[Arc<Entry>],
    more: Vec<enums::Update>,
    now: i32,
) -> Result<enums::Updates, Fault> {
    wrap(domain, viewer, entries, Vec::new(), more, now).await
}

async fn wrap(
    domain: &Domain,
    viewer: UserId,
    entries: &[Arc<Entry>],
    before: Vec<enums::Update>,
    behind: Vec<enums::Update>,
    now: i32,
) -> Result<enums::Updates, Fault> {
    let extras = Extras::of_entries(domain, viewer, entries).await?;
    let told =
        entries.iter().flat_map(|entry| [Some(update(entry, &extras)), beside(entry, &extras)]).flatten();
    let updates = before.into_iter().chain(told).chain(behind).collect();
    let date = entries.last().map_or(now, |entry| entry.date);
    let peers = entries.iter().flat_map(|entry| peers_of(entry)).chain(extras.peers());
    let named = named(domain, viewer, peers).await?;
    // Pushes carry seq 0: nothing of them is counted by it.
    Ok(types::Updates::new(updates, named.users, named.chats, date, 0).into())
}

/// Everybody and every chat that an entry's update names.
pub fn peers_of(entry: &Entry) -> Vec<Peer> {
    match &entry.event {
        Event::New(message) | Event::Edited(message) | Event::Reacted(message) => peers_in(message),
        Event::ReadInbox { peer, .. } | Event::ReadOutbox { peer, .. } | Event::Pinned { peer, .. } => {
            vec![*peer]
        }
        Event::Folders(moved) => moved.iter().map(|(peer, _)| *peer).collect(),
        Event::ReactionsRead(_) | Event::MentionsRead(_) | Event::Deleted(_) | Event::Step => Vec::new(),
    }
}

/// For the author's own message: which random id became which message id.
pub fn message_id(entry: &Entry) -> Option<enums::Update> {
    match &entry.event {
        Event::New(message) if message.out => {
            message.random_id.map(|random_id| types::UpdateMessageID::new(message.id, random_id).into())
        }
        _ => None,
    }
}

/// What is told beside an entry's own update, without pts: clients look there for what is new.
pub fn beside(entry: &Entry, extras: &Extras) -> Option<enums::Update> {
    match &entry.event {
        Event::Reacted(message) => Some(reactions_update(message)),
        Event::New(message) => match &message.content.action {
            Some(Action::SetMessagesTtl { period, .. }) => {
                let ttl_period = Some(*period).filter(|period| *period > 0);
                let update = types::UpdatePeerHistoryTTL::new(peer(message.peer));
                Some(types::UpdatePeerHistoryTTL { ttl_period, ..update }.into())
            }
            Some(Action::SetChatWallPaper { wallpaper, for_both, .. }) if message.out || *for_both => {
                let update = types::UpdatePeerWallpaper {
                    wallpaper_overridden: !message.out,
                    wallpaper: extras.wallpaper(wallpaper).map(crate::looks::wallpaper),
                    ..types::UpdatePeerWallpaper::new(peer(message.peer))
                };
                Some(update.into())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The one update of an entry.
pub fn update(entry: &Entry, extras: &Extras) -> enums::Update {
    let (pts, pts_count) = (entry.pts, entry.pts_count);
    match &entry.event {
        Event::New(new) => types::UpdateNewMessage::new(message(new, extras), pts, pts_count).into(),
        // The one update that carries a message as it is now, with its pts, to devices that were away as well.
        Event::Reacted(edited) | Event::Edited(edited) => {
            types::UpdateEditMessage::new(message(edited, extras), pts, pts_count).into()
        }
        Event::ReactionsRead(ids) | Event::MentionsRead(ids) => {
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
