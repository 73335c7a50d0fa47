//! `channels.deleteChannel channel:InputChannel = Updates`

use domain::CommunityRole;
use store::ids::Owner;
use tl::{enums, functions, types};

use crate::{
    Call, communities,
    errors::{CHAT_ADMIN_REQUIRED, Error},
    input,
    messages::channel,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::DeleteChannel,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    if communities::is(call, id).await? {
        let view = call.domain().channels.community_seen(id, call.me()?).await?;
        if view.role != CommunityRole::Creator {
            return Err(CHAT_ADMIN_REQUIRED);
        }
        call.domain().files.leave(Owner::Channel(id)).await?;
        call.domain().channels.delete_community(call.by()?, id).await?;
        return communities::changed(call, id).await;
    }
    call.domain().files.leave(Owner::Channel(id)).await?;
    call.domain().channels.delete(call.by()?, id).await?;
    channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
}
