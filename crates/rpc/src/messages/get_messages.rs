//! `messages.getMessages id:Vector<InputMessage> = messages.Messages`: each in its place, `messageEmpty` for what
//! is not there.

use boxes::MessageId;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, MESSAGE_IDS_EMPTY},
    messages::page::PAGE_ITEMS_MAX,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessages,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    match request.id.len() {
        0 => return Err(MESSAGE_IDS_EMPTY),
        1..=PAGE_ITEMS_MAX => {}
        _ => return Err(LIMIT_INVALID),
    }
    let ids = meant(call, &request.id).await?;
    let found = call.boxes().messages(me, &ids).await?;
    let extras = render::Extras::of(call.domain(), me, found.iter().flatten()).await?;
    let peers = found.iter().flatten().flat_map(render::peers_in).chain(extras.peers());
    let named = render::named(call.domain(), me, peers).await?;
    let shown = ids
        .iter()
        .zip(&found)
        .map(|(id, message)| match message {
            Some(message) => render::message(message, &extras),
            None => types::MessageEmpty::new(*id).into(),
        })
        .collect();
    Ok(types::messages::Messages::new(shown, Vec::new(), named.chats, named.users).into())
}

/// The ids that are meant; 0 where there is none.
async fn meant(call: &Call<'_>, inputs: &[enums::InputMessage]) -> Result<Vec<MessageId>, Error> {
    let mut ids = Vec::with_capacity(inputs.len());
    for input in inputs {
        ids.push(match input {
            enums::InputMessage::InputMessageID(message) => message.id,
            enums::InputMessage::InputMessageReplyTo(reply) => {
                let found = call.boxes().messages(call.me()?, &[reply.id]).await?;
                let reply_to = found.into_iter().flatten().next().and_then(|message| message.reply_to);
                reply_to.map_or(0, |reply_to| reply_to.id)
            }
            enums::InputMessage::InputMessagePinned | enums::InputMessage::InputMessageCallbackQuery(_) => 0,
        });
    }
    Ok(ids)
}
