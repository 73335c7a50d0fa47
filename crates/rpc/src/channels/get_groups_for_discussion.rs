//! `channels.getGroupsForDiscussion = messages.Chats`: the supergroups that the caller may link with a channel.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _request: functions::channels::GetGroupsForDiscussion,
) -> Result<enums::messages::Chats, Error> {
    let me = call.me()?;
    let groups = call.domain().channels.for_discussion(me).await?;
    let named = render::named(call.domain(), me, groups.into_iter().map(Peer::Channel)).await?;
    Ok(types::messages::Chats::new(named.chats).into())
}
