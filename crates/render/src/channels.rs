//! Entries of a channel as updates, and people as participants.

use std::sync::Arc;

use boxes::{Action, ChannelEntry, ChannelEvent, Message, Peer, UserId};
use domain::{Domain, Fault, Listed, Role, Standing, channel_rights::banned};
use store::records::channels::{BannedSender, Channel, Participant};
use tl::{enums, types};

use crate::{
    chats::{admin_rights, banned_rights},
    extras::Extras,
    messages::{message, peer, peers_in},
    named::{Named, named},
};

/// Entries of a channel as one `updates` for `viewer`, without messages below `min_id`. `own`: for the session that
/// caused them, so the ids of what it sent come first. `behind`: more that names nobody else.
///
/// # Errors
/// Where a record cannot be read.
pub async fn channel_entries(
    domain: &Domain,
    viewer: UserId,
    channel: i64,
    entries: &[Arc<ChannelEntry>],
    own: bool,
    behind: Vec<enums::Update>,
) -> Result<enums::Updates, Fault> {
    let mut messages: Vec<Option<Message>> = entries.iter().map(|entry| seen(entry, viewer)).collect();
    for (message, entry) in messages.iter_mut().zip(entries) {
        let Some(message) = message else { continue };
        match entry.event {
            ChannelEvent::New(_) => {
                domain.channels.can_be_commented(channel, std::slice::from_mut(message)).await?;
            }
            // What clients know of its answers would go with the edit.
            _ => domain.channels.answered(viewer, channel, std::slice::from_mut(message)).await?,
        }
    }
    let extras = Extras::of(domain, viewer, messages.iter().flatten()).await?;
    let mut before = Vec::new();
    if own {
        before.extend(messages.iter().flatten().filter_map(|one| {
            let random_id = one.random_id?;
            Some(types::UpdateMessageID::new(one.id, random_id).into())
        }));
    }
    let peers =
        messages.iter().flatten().flat_map(peers_in).chain(extras.peers()).chain([Peer::Channel(channel)]);
    let named = named(domain, viewer, peers.collect::<Vec<_>>()).await?;
    Ok(put(channel, (entries, &messages), &extras, named, (before, behind)))
}

/// Entries with the messages that they carry, and whom those name, as one `updates`.
pub(crate) fn told(
    channel: i64,
    entries: &[Arc<ChannelEntry>],
    messages: &[Option<Message>],
    extras: &Extras,
    named: Named,
) -> enums::Updates {
    put(channel, (entries, messages), extras, named, (Vec::new(), Vec::new()))
}

fn put(
    channel: i64,
    (entries, messages): (&[Arc<ChannelEntry>], &[Option<Message>]),
    extras: &Extras,
    named: Named,
    (before, mut behind): (Vec<enums::Update>, Vec<enums::Update>),
) -> enums::Updates {
    let mut updates = before;
    updates.reserve(entries.len());
    let told = entries.iter().zip(messages);
    updates.extend(told.map(|(entry, message)| update_with(entry, channel, message.as_ref(), extras)));
    updates.extend(entries.iter().filter_map(|entry| new_ttl(entry, channel)));
    updates.append(&mut behind);
    let date = entries.last().map_or(0, |entry| entry.date);
    types::Updates::new(updates, named.users, named.chats, date, 0).into()
}

/// That messages of the channel go after another time from now on: clients look there for what is new.
fn new_ttl(entry: &ChannelEntry, channel: i64) -> Option<enums::Update> {
    let ChannelEvent::New(post) = &entry.event else { return None };
    let Some(Action::SetMessagesTtl { period, .. }) = post.record.content.action else { return None };
    let ttl_period = Some(period).filter(|period| *period > 0);
    let update = types::UpdatePeerHistoryTTL::new(peer(Peer::Channel(channel)));
    Some(types::UpdatePeerHistoryTTL { ttl_period, ..update }.into())
}

/// The message that an entry carries.
fn seen(entry: &ChannelEntry, viewer: UserId) -> Option<Message> {
    match &entry.event {
        ChannelEvent::New(post) | ChannelEvent::Edited(post) => Some(post.seen_by(viewer)),
        _ => None,
    }
}

/// The one update of an entry.
pub fn channel_update(entry: &ChannelEntry, channel: i64, viewer: UserId, extras: &Extras) -> enums::Update {
    update_with(entry, channel, seen(entry, viewer).as_ref(), extras)
}

/// The same with the message that the entry carries.
fn update_with(
    entry: &ChannelEntry,
    channel: i64,
    carried: Option<&Message>,
    extras: &Extras,
) -> enums::Update {
    let (pts, pts_count) = (entry.pts, entry.pts_count);
    let carried = carried.map(|carried| message(carried, extras));
    match (&entry.event, carried) {
        (ChannelEvent::New(_), Some(message)) => {
            types::UpdateNewChannelMessage::new(message, pts, pts_count).into()
        }
        (ChannelEvent::Edited(_), Some(message)) => {
            types::UpdateEditChannelMessage::new(message, pts, pts_count).into()
        }
        (ChannelEvent::Deleted(ids), _) => {
            types::UpdateDeleteChannelMessages::new(channel, ids.clone(), pts, pts_count).into()
        }
        (ChannelEvent::Pinned { ids, pinned }, _) => types::UpdatePinnedChannelMessages {
            pinned: *pinned,
            ..types::UpdatePinnedChannelMessages::new(channel, ids.clone(), pts, pts_count)
        }
        .into(),
        // Nothing happened, but its pts must be told.
        (ChannelEvent::New(_) | ChannelEvent::Edited(_) | ChannelEvent::Step, _) => {
            types::UpdateDeleteChannelMessages::new(channel, Vec::new(), pts, pts_count).into()
        }
    }
}

/// Somebody as a participant, as `viewer` sees him.
pub fn participant(record: &Channel, listed: &Listed, viewer: UserId, now: i32) -> enums::ChannelParticipant {
    let Listed { user, row } = listed;
    let standing = Standing::of(record, *user, Some(row), now);
    let rank = row.rank.clone();
    match standing.role {
        Role::Creator => types::ChannelParticipantCreator {
            rank,
            ..types::ChannelParticipantCreator::new(user.0, admin_rights(standing.rights()))
        }
        .into(),
        Role::Admin(rights) => types::ChannelParticipantAdmin {
            can_edit: record.creator == viewer || row.promoted_by == Some(viewer),
            is_self: *user == viewer,
            inviter_id: (*user == viewer).then(|| row.inviter.unwrap_or(record.creator).0),
            rank,
            ..types::ChannelParticipantAdmin::new(
                user.0,
                row.promoted_by.unwrap_or(record.creator).0,
                row.date,
                admin_rights(rights),
            )
        }
        .into(),
        Role::Banned => restricted(*user, row),
        Role::Ordinary if row.banned.is_some() && (row.banned_until == 0 || row.banned_until > now) => {
            restricted(*user, row)
        }
        Role::Ordinary if !row.member => types::ChannelParticipantLeft::new(peer(Peer::User(*user))).into(),
        Role::Ordinary if *user == viewer => types::ChannelParticipantSelf {
            rank,
            via_request: row.via_request.unwrap_or(false),
            ..types::ChannelParticipantSelf::new(user.0, row.inviter.unwrap_or(*user).0, row.date)
        }
        .into(),
        Role::Ordinary => {
            types::ChannelParticipant { rank, ..types::ChannelParticipant::new(user.0, row.date) }.into()
        }
    }
}

fn restricted(user: UserId, row: &Participant) -> enums::ChannelParticipant {
    types::ChannelParticipantBanned {
        left: !row.member,
        ..types::ChannelParticipantBanned::new(
            peer(Peer::User(user)),
            row.banned_by.unwrap_or(user).0,
            row.date,
            banned_rights(row.banned.unwrap_or(0), row.banned_until),
        )
    }
    .into()
}

/// A channel as which nobody may write in a supergroup.
pub fn banned_sender(sender: &BannedSender) -> enums::ChannelParticipant {
    types::ChannelParticipantBanned {
        left: true,
        ..types::ChannelParticipantBanned::new(
            peer(Peer::Channel(sender.channel)),
            sender.by.0,
            sender.date,
            banned_rights(banned::VIEW_MESSAGES, 0),
        )
    }
    .into()
}

/// Everybody whom a participant names.
pub fn peers_of_participant(listed: &Listed) -> Vec<Peer> {
    let row = &listed.row;
    let others = [row.inviter, row.promoted_by, row.banned_by].into_iter().flatten();
    std::iter::once(listed.user).chain(others).map(Peer::User).collect()
}
