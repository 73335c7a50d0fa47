//! `chatlists.joinChatlistUpdates chatlist:InputChatlist peers:Vector<InputPeer> = Updates`

use tl::{enums, functions};

use crate::{Call, chatlists::not_shared, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::JoinChatlistUpdates,
) -> Result<enums::Updates, Error> {
    Err(not_shared(call, &request.chatlist).await?)
}
