//! `messages.getOutboxReadDate peer:InputPeer msg_id:int = OutboxReadDate`: when the other side of a private chat read
//! the caller's message.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetOutboxReadDate,
) -> Result<enums::OutboxReadDate, Error> {
    let Peer::User(reader) = input::peer(call, &request.peer).await? else { return Err(PEER_ID_INVALID) };
    let date = call.domain().chats.read_date(call.me()?, reader, request.msg_id).await?;
    Ok(types::OutboxReadDate::new(date).into())
}
