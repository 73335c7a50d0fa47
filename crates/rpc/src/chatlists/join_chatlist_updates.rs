//! `chatlists.joinChatlistUpdates chatlist:InputChatlist peers:Vector<InputPeer> = Updates`: comes into chats that
//! were put behind the link since.

use tl::{enums, functions};

use crate::{
    Call,
    chatlists::{id, joined, peers},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::JoinChatlistUpdates,
) -> Result<enums::Updates, Error> {
    let (id, peers) = (id(&request.chatlist), peers(call, &request.peers).await?);
    let done = call.domain().shared_folders.join_news(call.by()?, id, &peers).await?;
    joined(call, done).await
}
