//! `chatlists.joinChatlistInvite slug:string peers:Vector<InputPeer> = Updates`

use tl::{enums, functions};

use crate::{Call, chatlists::no_link, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::chatlists::JoinChatlistInvite,
) -> Result<enums::Updates, Error> {
    Err(no_link(&request.slug))
}
