//! `messages.editChatTitle chat_id:long title:string = Updates`

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::group};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatTitle,
) -> Result<enums::Updates, Error> {
    let id = group::named(call, request.chat_id).await?;
    let changed = call.domain().groups.rename(call.by()?, id, &request.title).await?;
    group::changed(call, &changed).await
}
