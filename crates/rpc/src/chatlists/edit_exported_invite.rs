//! `chatlists.editExportedInvite chatlist:InputChatlist slug:string title:flags.1?string peers:flags.2?Vector<InputPeer> = ExportedChatlistInvite`

use tl::{enums, functions};

use crate::{
    Call,
    chatlists::{known, no_link},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::EditExportedInvite,
) -> Result<enums::ExportedChatlistInvite, Error> {
    known(call, &request.chatlist).await?;
    Err(no_link(&request.slug))
}
