//! `chatlists.checkChatlistInvite slug:string = chatlists.ChatlistInvite`

use tl::{enums, functions};

use crate::{Call, chatlists::no_link, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::chatlists::CheckChatlistInvite,
) -> Result<enums::chatlists::ChatlistInvite, Error> {
    Err(no_link(&request.slug))
}
