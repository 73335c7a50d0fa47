//! `chatlists.deleteExportedInvite chatlist:InputChatlist slug:string = Bool`

use tl::functions;

use crate::{
    Call,
    chatlists::{id, slug},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::DeleteExportedInvite,
) -> Result<bool, Error> {
    let (id, slug) = (id(&request.chatlist), slug(&request.slug)?);
    call.domain().shared_folders.delete(call.by()?, id, slug).await?;
    Ok(true)
}
