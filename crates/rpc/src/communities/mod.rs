//! The methods of `communities.*`, a file each; what several of them share, and what methods of `channels.*` do where
//! a community is named, stands here.

pub(crate) mod create;
pub(crate) mod get_joined_communities;
pub(crate) mod get_participant_joined_chats;
pub(crate) mod get_peer_link_requests;
pub(crate) mod page;
pub(crate) mod people;
pub(crate) mod toggle_all_peer_link_request_approval;
pub(crate) mod toggle_community_collapsed_in_dialogs;
pub(crate) mod toggle_participant_banned;
pub(crate) mod toggle_peer_link;
pub(crate) mod toggle_peer_link_request_approval;

use boxes::{By, Peer};
use tl::{enums, types};

use crate::{
    Call,
    errors::{CHANNEL_INVALID, Error, PEER_ID_INVALID},
    input,
};

/// The community that the caller means.
///
/// # Errors
/// `CHANNEL_INVALID` for an empty, missing or unproven one, and for channels.
pub(crate) async fn named(call: &Call<'_>, named: &enums::InputChannel) -> Result<i64, Error> {
    let id = input::channel(call, named).await?;
    if is(call, id).await? { Ok(id) } else { Err(CHANNEL_INVALID) }
}

/// Whether this id, which is a channel's or a community's, is a community's.
pub(crate) async fn is(call: &Call<'_>, id: i64) -> Result<bool, Error> {
    Ok(call.domain().channels.community(id).await?.is_some())
}

/// The channel that is to be linked; a basic group becomes a supergroup first, if it is the caller's.
async fn chat(call: &Call<'_>, named: &enums::InputPeer) -> Result<i64, Error> {
    match input::peer(call, named).await? {
        Peer::Channel(id) if !is(call, id).await? => Ok(id),
        Peer::Group(id) => {
            // His other sessions, and this one, hear of that as of any migration.
            let by = By::user(call.me()?);
            Ok(call.domain().channels.migrate(by, id).await?.channel)
        }
        Peer::Channel(_) | Peer::User(_) => Err(PEER_ID_INVALID),
    }
}

/// A channel of which the caller knows from a list.
async fn channel(call: &Call<'_>, named: &enums::InputPeer) -> Result<i64, Error> {
    match input::peer(call, named).await? {
        Peer::Channel(id) => Ok(id),
        Peer::Group(_) | Peer::User(_) => Err(PEER_ID_INVALID),
    }
}

/// That a community has changed, as the answer to the session that changed it.
pub(crate) async fn changed(call: &Call<'_>, id: i64) -> Result<enums::Updates, Error> {
    let update = types::UpdateChannel::new(id).into();
    let named = render::named(call.domain(), call.me()?, [Peer::Channel(id)]).await?;
    let now = call.now().seconds();
    Ok(types::Updates::new(vec![update], named.users, named.chats, now, 0).into())
}
