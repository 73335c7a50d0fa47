//! A community's page, which `channels.getFullChannel` answers.

use boxes::Peer;
use domain::{Origin, channel_rights::admin};
use tl::{enums, types};

use crate::{Call, errors::Error, messages::files};

pub(crate) async fn answer(call: &Call<'_>, id: i64) -> Result<enums::messages::ChatFull, Error> {
    let me = call.me()?;
    let channels = &call.domain().channels;
    let view = channels.community_seen(id, me).await?;
    let record = &view.record;
    let peers = channels.shown_peers(me, &view).await?;
    let photo = record.photo.as_ref().map(|photo| photo.file);
    let photo = files::picture(call, Origin::Channel(id), photo).await?;
    let photo = photo.unwrap_or_else(|| types::PhotoEmpty::new(0).into());
    let shown = peers.iter().map(render::community_peer).collect();
    let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
    let looks_after = view.role.is_admin();
    let pending = match view.role.rights() & admin::MANAGE_LINKED_PEERS {
        0 => None,
        _ => Some(number(channels.link_requests_pending(record).await?)),
    };
    let full = types::CommunityFull {
        admins_count: looks_after.then(|| number(record.admins.len().saturating_add(1))),
        kicked_count: looks_after.then(|| i32::try_from(record.kicked).unwrap_or(i32::MAX)),
        peer_link_requests_pending: pending,
        ..types::CommunityFull::new(id, record.about.clone(), photo, shown)
    };
    let peers = peers.iter().map(|shown| Peer::Channel(shown.peer.channel)).chain([Peer::Channel(id)]);
    let named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
    Ok(types::messages::ChatFull::new(full.into(), named.chats, named.users).into())
}
