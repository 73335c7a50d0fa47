//! `chatlists.joinChatlistInvite slug:string peers:Vector<InputPeer> = Updates`: follows a link.

use tl::{enums, functions};

use crate::{
    Call,
    chatlists::{joined, peers, slug},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::JoinChatlistInvite,
) -> Result<enums::Updates, Error> {
    let (slug, peers) = (slug(&request.slug)?, peers(call, &request.peers).await?);
    let done = call.domain().shared_folders.join(call.by()?, slug, &peers).await?;
    joined(call, done).await
}
