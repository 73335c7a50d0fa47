//! `channels.deleteChannel channel:InputChannel = Updates`

use store::ids::Owner;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::DeleteChannel,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().files.leave(Owner::Channel(id)).await?;
    call.domain().channels.delete(call.by()?, id).await?;
    channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
}
