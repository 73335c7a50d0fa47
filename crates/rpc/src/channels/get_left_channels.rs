//! `channels.getLeftChannels offset:int = messages.Chats`: the channels that the caller was in, for an export.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::page::PAGE_ITEMS_MAX, messages::places::number};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetLeftChannels,
) -> Result<enums::messages::Chats, Error> {
    let me = call.me()?;
    let left = call.domain().channels.left_by(me).await?;
    let offset = usize::try_from(request.offset).unwrap_or(0);
    let page = left.iter().skip(offset).take(PAGE_ITEMS_MAX).map(|channel| Peer::Channel(*channel));
    let chats = render::named(call.domain(), me, page).await?.chats;
    Ok(match chats.len() == left.len() {
        true => types::messages::Chats::new(chats).into(),
        false => types::messages::ChatsSlice::new(number(left.len()), chats).into(),
    })
}
