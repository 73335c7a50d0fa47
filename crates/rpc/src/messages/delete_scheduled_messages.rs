//! `messages.deleteScheduledMessages peer:InputPeer id:Vector<int> = Updates`: ids that are not there are passed
//! over.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{page, scheduled},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteScheduledMessages,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let ids = page::ids(&request.id)?;
    call.domain().chats.delete_scheduled(call.by()?, peer, ids).await?;
    // All that were named are gone now, whoever took them away.
    let update = scheduled::gone(peer, ids.to_vec(), Vec::new());
    Ok(types::Updates::new(vec![update], Vec::new(), Vec::new(), call.now().seconds(), 0).into())
}
