//! The methods of `chatlists.*`, a file each: folders that are shared by a link. Only channels and supergroups can be
//! shared; basic groups become supergroups for it.

pub(crate) mod check_chatlist_invite;
pub(crate) mod delete_exported_invite;
pub(crate) mod edit_exported_invite;
pub(crate) mod export_chatlist_invite;
pub(crate) mod get_chatlist_updates;
pub(crate) mod get_exported_invites;
pub(crate) mod get_leave_chatlist_suggestions;
pub(crate) mod hide_chatlist_updates;
pub(crate) mod join_chatlist_invite;
pub(crate) mod join_chatlist_updates;
pub(crate) mod leave_chatlist;

use std::sync::Arc;

use boxes::{ChannelEntry, Peer};
use domain::{FILTER_CHATS_MAX, FolderLink, JoinedChats};
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, FILTER_INCLUDE_TOO_MUCH, INVITE_SLUG_EMPTY},
    input,
    messages::channel,
};

/// What links begin with.
const PREFIX: &str = "https://t.me/addlist/";

/// The folder that is meant.
fn id(chatlist: &enums::InputChatlist) -> i32 {
    let enums::InputChatlist::InputChatlistDialogFilter(named) = chatlist;
    named.filter_id
}

/// What a link ends with, however it is written.
fn slug(link: &str) -> Result<&str, Error> {
    let slug = link.rsplit('/').next().unwrap_or(link);
    if slug.is_empty() { Err(INVITE_SLUG_EMPTY) } else { Ok(slug) }
}

/// The chats that are meant, each once.
async fn peers(call: &Call<'_>, named: &[enums::InputPeer]) -> Result<Vec<Peer>, Error> {
    if named.len() > FILTER_CHATS_MAX {
        return Err(FILTER_INCLUDE_TOO_MUCH);
    }
    let mut peers = Vec::with_capacity(named.len());
    for named in named {
        let peer = input::peer(call, named).await?;
        if !peers.contains(&peer) {
            peers.push(peer);
        }
    }
    Ok(peers)
}

/// A link as its maker is shown it.
fn shown(link: &FolderLink) -> enums::ExportedChatlistInvite {
    let invite = &link.invite;
    let peers = shown_peers(&invite.peers);
    types::ExportedChatlistInvite::new(invite.title.clone(), format!("{PREFIX}{}", link.slug), peers).into()
}

fn shown_peers(peers: &[Peer]) -> Vec<enums::Peer> {
    peers.iter().map(|peer| render::peer(*peer)).collect()
}

/// Chats behind a link as whoever follows it is shown them: whole, for he names them when he joins.
fn nameable(mut chats: Vec<enums::Chat>) -> Vec<enums::Chat> {
    for chat in &mut chats {
        if let enums::Chat::Channel(channel) = chat {
            channel.min = false;
        }
    }
    chats
}

/// What joining gives to the session that asked: the channels, what was said in them, and the folder.
async fn joined(call: &Call<'_>, done: JoinedChats) -> Result<enums::Updates, Error> {
    let JoinedChats { id, filter, joined } = done;
    let shown = render::dialog_filter(&call.domain().access, call.me()?, id, Some(&filter));
    let folder = types::UpdateDialogFilter { filter: Some(shown), ..types::UpdateDialogFilter::new(id) };
    let peers = render::peers_of_filter(&filter);
    told(call, &joined, folder.into(), peers).await
}

/// What was said in channels and what became of them, then `last`; `peers` stand beside it.
async fn told(
    call: &Call<'_>,
    channels: &[(i64, Vec<Arc<ChannelEntry>>)],
    last: enums::Update,
    peers: Vec<Peer>,
) -> Result<enums::Updates, Error> {
    let (mut updates, mut users) = (Vec::new(), Vec::<enums::User>::new());
    for (id, entries) in channels {
        let changed = vec![types::UpdateChannel::new(*id).into()];
        if let enums::Updates::Updates(of_one) = channel::entries_and(call, *id, entries, changed).await? {
            updates.extend(of_one.updates);
            users.extend(of_one.users);
        }
    }
    updates.push(last);
    let channels = channels.iter().map(|(id, _)| Peer::Channel(*id));
    let named = render::named(call.domain(), call.me()?, peers.into_iter().chain(channels)).await?;
    users.extend(named.users);
    let number = |user: &enums::User| match user {
        enums::User::User(user) => user.id,
        enums::User::UserEmpty(user) => user.id,
    };
    users.sort_by_key(number);
    users.dedup_by_key(|user| number(user));
    Ok(types::Updates::new(updates, users, named.chats, call.now().seconds(), 0).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_known_however_it_is_written() {
        for link in ["https://t.me/addlist/abc-_1", "t.me/addlist/abc-_1", "abc-_1"] {
            assert_eq!(slug(link).ok(), Some("abc-_1"));
        }
        for link in ["", "https://t.me/addlist/"] {
            assert!(slug(link).is_err());
        }
    }
}
