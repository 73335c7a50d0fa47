//! `channels.editTitle channel:InputChannel title:string = Updates`

use tl::{enums, functions, types};

use crate::{Call, communities, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::EditTitle,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    if communities::is(call, id).await? {
        call.domain().channels.set_community_title(call.by()?, id, &request.title).await?;
        return communities::changed(call, id).await;
    }
    let entries = call.domain().channels.set_title(call.by()?, id, &request.title).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
