//! The methods of `contacts.*`, a file each; what several of them share stands here.

pub(crate) mod accept_contact;
pub(crate) mod add_contact;
pub(crate) mod block;
pub(crate) mod delete_by_phones;
pub(crate) mod delete_contacts;
pub(crate) mod edit_close_friends;
pub(crate) mod export_contact_token;
pub(crate) mod get_birthdays;
pub(crate) mod get_blocked;
pub(crate) mod get_contact_ids;
pub(crate) mod get_contacts;
pub(crate) mod get_saved;
pub(crate) mod get_sponsored_peers;
pub(crate) mod get_statuses;
pub(crate) mod get_top_peers;
pub(crate) mod import_contact_token;
pub(crate) mod import_contacts;
pub(crate) mod reset_saved;
pub(crate) mod reset_top_peer_rating;
pub(crate) mod resolve_phone;
pub(crate) mod resolve_username;
pub(crate) mod search;
pub(crate) mod set_blocked;
pub(crate) mod toggle_top_peers;
pub(crate) mod unblock;
pub(crate) mod update_contact_note;

use store::ids::{Peer, UserId};
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

fn peer(user: UserId) -> enums::Peer {
    types::PeerUser::new(user.0).into()
}

/// A person or channel that was found, with what the caller needs to name it.
async fn resolved(call: &Call<'_>, found: Peer) -> Result<enums::contacts::ResolvedPeer, Error> {
    let named = render::named(call.domain(), call.me()?, [found]).await?;
    Ok(types::contacts::ResolvedPeer::new(render::peer(found), named.chats, named.users).into())
}

/// What changed for the caller about these people, as the answer to the session that changed it.
async fn changed(call: &Call<'_>, people: &[UserId]) -> Result<enums::Updates, Error> {
    let me = call.me()?;
    let views = call.domain().users.views(me, people).await?;
    let mut updates: Vec<enums::Update> = Vec::with_capacity(views.len());
    for view in &views {
        let blocked = call.domain().blocks.has(me, view.id).await?;
        let bar = call.domain().peer_bars.of(me, view).await?;
        let settings = render::peer_settings(view, blocked, bar);
        updates.push(types::UpdatePeerSettings::new(peer(view.id), settings).into());
    }
    let users = views.iter().map(render::user).collect();
    Ok(types::Updates::new(updates, users, Vec::new(), call.now().seconds(), 0).into())
}

/// Blocks or unblocks somebody else. The list of those who see no stories is not kept.
async fn set_blocked(
    call: &Call<'_>,
    peer: &enums::InputPeer,
    of_stories: bool,
    blocked: bool,
) -> Result<bool, Error> {
    let by = call.by()?;
    let user = input::person(input::peer(call, peer).await?)?;
    if user == by.user || user == domain::SERVICE_USER {
        return Err(PEER_ID_INVALID);
    }
    if !of_stories {
        call.domain().blocks.set(by, user, blocked).await?;
    }
    Ok(true)
}

/// The hash by which clients tell whether they have a list already: the protocol's, over its ids in order.
pub(crate) fn hash_of(ids: impl IntoIterator<Item = i64>) -> i64 {
    let hash = ids.into_iter().fold(0u64, |mut hash, id| {
        hash ^= hash >> 21;
        hash ^= hash << 35;
        hash ^= hash >> 4;
        hash.wrapping_add(id.cast_unsigned())
    });
    hash.cast_signed()
}
