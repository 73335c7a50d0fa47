//! `messages.toggleNoForwards flags:# peer:InputPeer enabled:Bool request_msg_id:flags.0?int = Updates`: whether
//! the caller's messages in this private chat may be forwarded.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
    messages::sent,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ToggleNoForwards,
) -> Result<enums::Updates, Error> {
    let to = input::person(input::peer(call, &request.peer).await?)?;
    if request.request_msg_id.is_some() {
        // Nobody is asked for leave here, so there is no such request.
        return Err(MESSAGE_ID_INVALID);
    }
    let told = call.domain().chats.set_no_forwards(call.by()?, to, request.enabled).await?;
    sent::answer(call, &[told]).await
}
