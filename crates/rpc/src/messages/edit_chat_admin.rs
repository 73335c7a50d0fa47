//! `messages.editChatAdmin chat_id:long user_id:InputUser is_admin:Bool = Bool`

use tl::functions;

use crate::{Call, errors::Error, input, messages::group};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatAdmin,
) -> Result<bool, Error> {
    let id = group::named(call, request.chat_id).await?;
    let user = input::user(call, &request.user_id).await?;
    call.domain().groups.set_admin(call.by()?, id, user, request.is_admin).await?;
    Ok(true)
}
