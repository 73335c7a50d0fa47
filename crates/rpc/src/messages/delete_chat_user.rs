//! `messages.deleteChatUser revoke_history:flags.0?true chat_id:long user_id:InputUser = Updates`

use tl::{enums, functions};

use crate::{Call, errors::Error, input, messages::group};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteChatUser,
) -> Result<enums::Updates, Error> {
    let id = group::named(call, request.chat_id).await?;
    let user = input::user(call, &request.user_id).await?;
    let changed = call.domain().groups.remove(call.by()?, id, user).await?;
    group::changed(call, &changed).await
}
