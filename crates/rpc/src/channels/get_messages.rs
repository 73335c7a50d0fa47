//! `channels.getMessages channel:InputChannel id:Vector<InputMessage> = messages.Messages`: each in its place,
//! `messageEmpty` for what is not there.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, MESSAGE_IDS_EMPTY},
    input,
    messages::{channel, page::PAGE_ITEMS_MAX},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetMessages,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    match request.id.len() {
        0 => return Err(MESSAGE_IDS_EMPTY),
        1..=PAGE_ITEMS_MAX => {}
        _ => return Err(LIMIT_INVALID),
    }
    let channels = &call.domain().channels;
    let mut ids = Vec::with_capacity(request.id.len());
    for named in &request.id {
        ids.push(match named {
            enums::InputMessage::InputMessageID(message) => message.id,
            enums::InputMessage::InputMessageReplyTo(reply) => {
                let found = channels.messages(me, id, &[reply.id]).await?;
                let reply_to = found.into_iter().flatten().next().and_then(|message| message.reply_to);
                reply_to.map_or(0, |reply_to| reply_to.id)
            }
            enums::InputMessage::InputMessagePinned => {
                channels.pinned(me, id).await?.first().copied().unwrap_or(0)
            }
            enums::InputMessage::InputMessageCallbackQuery(_) => 0,
        });
    }
    let found = channels.messages(me, id, &ids).await?;
    Ok(channel::messages_of(call, id, &found, &ids).await?.into())
}
