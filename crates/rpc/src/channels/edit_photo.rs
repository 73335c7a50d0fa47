//! `channels.editPhoto channel:InputChannel photo:InputChatPhoto = Updates`

use tl::{enums, functions, types};

use crate::{
    Call, communities,
    errors::Error,
    input,
    messages::{channel, files},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::EditPhoto,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let photo = files::chat_photo(call, &request.photo).await?;
    if communities::is(call, id).await? {
        call.domain().channels.set_community_photo(call.by()?, id, photo).await?;
        return communities::changed(call, id).await;
    }
    let entries = call.domain().channels.set_photo(call.by()?, id, photo).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
