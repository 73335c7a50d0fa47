//! `messages.editChatPhoto chat_id:long photo:InputChatPhoto = Updates`

use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    messages::{files, group},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditChatPhoto,
) -> Result<enums::Updates, Error> {
    let id = group::named(call, request.chat_id).await?;
    let photo = files::chat_photo(call, &request.photo).await?;
    let changed = call.domain().groups.set_photo(call.by()?, id, photo).await?;
    group::changed(call, &changed).await
}
