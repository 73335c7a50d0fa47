//! `chatlists.getExportedInvites chatlist:InputChatlist = chatlists.ExportedInvites`: no folder has links yet.

use tl::{enums, functions, types};

use crate::{Call, chatlists::known, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::GetExportedInvites,
) -> Result<enums::chatlists::ExportedInvites, Error> {
    known(call, &request.chatlist).await?;
    Ok(types::chatlists::ExportedInvites::new(Vec::new(), Vec::new(), Vec::new()).into())
}
