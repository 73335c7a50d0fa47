//! `messages.getCommonChats user_id:InputUser max_id:long limit:int = messages.Chats`: there are no groups yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetCommonChats,
) -> Result<enums::messages::Chats, Error> {
    input::user(call, &request.user_id).await?;
    Ok(types::messages::Chats::new(Vec::new()).into())
}
