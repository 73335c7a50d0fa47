//! `messages.getSavedHistory parent_peer:flags.0?InputPeer peer:InputPeer offset_id:int offset_date:int add_offset:int
//! limit:int max_id:int min_id:int hash:long = messages.Messages`: one part of the chat with oneself.

use boxes::HistoryQuery;
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{page, saved_dialogs},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSavedHistory,
) -> Result<enums::messages::Messages, Error> {
    saved_dialogs::own(request.parent_peer.as_ref())?;
    let peer = input::peer(call, &request.peer).await?;
    let query = HistoryQuery {
        offset_id: request.offset_id,
        offset_date: request.offset_date,
        add_offset: request.add_offset,
        limit: page::limit(request.limit),
        max_id: request.max_id,
        min_id: request.min_id,
    };
    let found = call.boxes().saved_history(call.me()?, peer, query).await?;
    page::answer(call, found).await
}
