//! `chatlists.deleteExportedInvite chatlist:InputChatlist slug:string = Bool`

use tl::functions;

use crate::{
    Call,
    chatlists::{known, no_link},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::DeleteExportedInvite,
) -> Result<bool, Error> {
    known(call, &request.chatlist).await?;
    Err(no_link(&request.slug))
}
