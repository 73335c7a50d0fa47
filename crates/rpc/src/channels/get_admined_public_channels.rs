//! `channels.getAdminedPublicChannels … = messages.Chats`: the public channels that the caller made, or those of
//! his that a community could have.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetAdminedPublicChannels,
) -> Result<enums::messages::Chats, Error> {
    let me = call.me()?;
    let channels = &call.domain().channels;
    let public = match request.for_community_peer {
        true => channels.for_community(me).await?,
        false => channels.public_of(me).await?,
    };
    let named = render::named(call.domain(), me, public.into_iter().map(Peer::Channel)).await?;
    Ok(types::messages::Chats::new(named.chats).into())
}
