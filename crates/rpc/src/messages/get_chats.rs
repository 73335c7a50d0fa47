//! `messages.getChats id:Vector<long> = messages.Chats`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    messages::{group, page::PAGE_ITEMS_MAX},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetChats,
) -> Result<enums::messages::Chats, Error> {
    if request.id.len() > PAGE_ITEMS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut groups = Vec::with_capacity(request.id.len());
    for id in request.id {
        groups.push(Peer::Group(group::named(call, id).await?));
    }
    let named = render::named(call.domain(), call.me()?, groups).await?;
    Ok(types::messages::Chats::new(named.chats).into())
}
