//! `communities.getJoinedCommunities = messages.Chats`: those that are the caller's own.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::communities::GetJoinedCommunities,
) -> Result<enums::messages::Chats, Error> {
    let me = call.me()?;
    let own = call.domain().channels.communities_of(me).await?;
    let named = render::named(call.domain(), me, own.into_iter().map(Peer::Channel)).await?;
    Ok(types::messages::Chats::new(named.chats).into())
}
