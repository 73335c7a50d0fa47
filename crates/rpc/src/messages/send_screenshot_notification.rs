//! `messages.sendScreenshotNotification peer:InputPeer reply_to:InputReplyTo random_id:long = Updates`: tells the other
//! side of a private chat that the caller has taken a picture of it.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, RANDOM_ID_EMPTY},
    input,
    messages::{reply, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SendScreenshotNotification,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let to = input::person(peer)?;
    if request.random_id == 0 {
        return Err(RANDOM_ID_EMPTY);
    }
    let answered = reply::checked(call, peer, Some(&request.reply_to)).await?;
    let told = call.domain().chats.tell_screenshot(call.by()?, to, answered, request.random_id).await?;
    sent::answer(call, &[told]).await
}
