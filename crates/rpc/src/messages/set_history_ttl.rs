//! `messages.setHistoryTTL peer:InputPeer period:int = Updates`: new messages of the chat go after so many seconds;
//! 0: they stay.

use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::sent};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetHistoryTTL,
) -> Result<enums::Updates, Error> {
    let to = input::person(input::peer(call, &request.peer).await?)?;
    let told = call.domain().chats.set_ttl(call.by()?, to, request.period).await?;
    sent::answer(call, &[told]).await
}
