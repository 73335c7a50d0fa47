//! `messages.deleteChat chat_id:long = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::group};

pub(crate) async fn handle(call: &Call<'_>, request: functions::messages::DeleteChat) -> Result<bool, Error> {
    let id = group::named(call, request.chat_id).await?;
    call.domain().groups.delete(call.by()?, id).await?;
    Ok(true)
}
