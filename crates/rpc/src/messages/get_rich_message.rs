//! `messages.getRichMessage peer:InputPeer id:int = messages.Messages`: a message whole. None is kept here that is shown
//! in parts, so it is the message as everywhere else.

use boxes::{HistoryPage, Peer};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
    messages::{channel, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetRichMessage,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    let peer = input::peer(call, &request.peer).await?;
    let found = match peer {
        Peer::Channel(id) => call.domain().channels.messages(me, id, &[request.id]).await?,
        Peer::User(_) | Peer::Group(_) => call.boxes().messages(me, &[request.id]).await?,
    };
    let found = found.into_iter().flatten().find(|message| message.peer == peer);
    let message = found.ok_or(MESSAGE_ID_INVALID)?;
    let whole = HistoryPage { messages: vec![message], count: 1, offset_id_offset: 0 };
    match peer {
        Peer::Channel(id) => channel::page(call, id, whole).await,
        Peer::User(_) | Peer::Group(_) => page::answer(call, whole).await,
    }
}
