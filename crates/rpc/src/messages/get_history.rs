//! `messages.getHistory peer:InputPeer offset_id:int offset_date:int add_offset:int limit:int max_id:int min_id:int
//! hash:long = messages.Messages`

use boxes::{HistoryQuery, Peer};
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{channel, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetHistory,
) -> Result<enums::messages::Messages, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let query = HistoryQuery {
        offset_id: request.offset_id,
        offset_date: request.offset_date,
        add_offset: request.add_offset,
        limit: page::limit(request.limit),
        max_id: request.max_id,
        min_id: request.min_id,
    };
    if let Peer::Channel(id) = peer {
        let found = call.domain().channels.history(call.me()?, id, query).await?;
        return channel::page(call, id, found).await;
    }
    let found = call.boxes().history(call.me()?, peer, query).await?;
    page::answer(call, found).await
}
