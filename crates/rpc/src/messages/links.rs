//! What the methods of invite links share: whose they are, and how one is shown.

use boxes::{Peer, UserId};
use domain::{Answered, Link};
use store::ids::Owner;
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
    messages::channel,
};

/// The group or channel whose links are meant.
pub(crate) async fn chat(call: &Call<'_>, peer: &enums::InputPeer) -> Result<Owner, Error> {
    match input::peer(call, peer).await? {
        Peer::Group(group) => Ok(Owner::Group(group)),
        Peer::Channel(channel) => Ok(Owner::Channel(channel)),
        Peer::User(_) => Err(PEER_ID_INVALID),
    }
}

/// What a link ends with, however it is written.
pub(crate) fn hash(link: &str) -> &str {
    let end = link.rsplit('/').next().unwrap_or(link);
    end.trim_start_matches('+')
}

/// A link as clients are shown it.
pub(crate) fn shown(link: &Link) -> enums::ExportedChatInvite {
    render::invite(&link.hash, &link.invite)
}

/// What the page of a chat says of its links to somebody who manages them.
#[derive(Default)]
pub(crate) struct OfPage {
    pub(crate) exported: Option<enums::ExportedChatInvite>,
    pub(crate) pending: Option<i32>,
    pub(crate) recent: Vec<UserId>,
}

impl OfPage {
    /// Absent where nobody waits.
    pub(crate) fn recent_requesters(&self) -> Option<Vec<i64>> {
        self.pending.map(|_| self.recent.iter().map(|user| user.0).collect())
    }
}

/// What the page of a chat says of its links; nothing to who does not manage them.
pub(crate) async fn of_page(call: &Call<'_>, chat: Owner, manages: bool) -> Result<OfPage, Error> {
    if !manages {
        return Ok(OfPage::default());
    }
    let invites = &call.domain().invites;
    let exported = invites.permanent(call.me()?, chat).await?.as_ref().map(shown);
    let (count, recent) = invites.pending(chat).await?;
    let pending = Some(i32::try_from(count).unwrap_or(i32::MAX)).filter(|count| *count > 0);
    Ok(OfPage { exported, pending, recent })
}

/// What answers to those who waited have left, for the session that gave them.
pub(crate) async fn answered(
    call: &Call<'_>,
    chat: Owner,
    answered: Vec<Answered>,
) -> Result<enums::Updates, Error> {
    let (mut in_channel, mut in_group) = (Vec::new(), Vec::new());
    for one in answered {
        match one {
            Answered::Channel(entries) => in_channel.extend(entries),
            Answered::Group(changed) => in_group.extend(changed.and_then(|changed| changed.entry)),
        }
    }
    match chat {
        Owner::Channel(id) => {
            let changed = vec![types::UpdateChannel::new(id).into()];
            channel::entries_and(call, id, &in_channel, changed).await
        }
        Owner::Group(id) if in_group.is_empty() => {
            let named = render::named(call.domain(), call.me()?, [Peer::Group(id)]).await?;
            let changed = vec![types::UpdateChat::new(id).into()];
            Ok(types::Updates::new(changed, named.users, named.chats, call.now().seconds(), 0).into())
        }
        _ => Ok(render::entries(call.domain(), call.me()?, &in_group).await?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_known_however_it_is_written() {
        for link in ["https://t.me/+abc", "t.me/joinchat/abc", "+abc", "abc", "tg://join/abc"] {
            assert_eq!(hash(link), "abc", "{link}");
        }
    }
}
