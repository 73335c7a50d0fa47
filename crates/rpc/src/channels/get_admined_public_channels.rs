//! `channels.getAdminedPublicChannels … = messages.Chats`: the public channels that the caller made.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::channels::GetAdminedPublicChannels,
) -> Result<enums::messages::Chats, Error> {
    let me = call.me()?;
    let public = call.domain().channels.public_of(me).await?;
    let named = render::named(call.domain(), me, public.into_iter().map(Peer::Channel)).await?;
    Ok(types::messages::Chats::new(named.chats).into())
}
