//! `channels.createChannel broadcast:flags.0?true megagroup:flags.1?true … title:string about:string … = Updates`

use domain::NewChannel;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{CHANNELS_ADMIN_LOCATED_TOO_MUCH, Error},
    messages::channel,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::CreateChannel,
) -> Result<enums::Updates, Error> {
    // Groups of a place are not served.
    if request.geo_point.is_some() {
        return Err(CHANNELS_ADMIN_LOCATED_TOO_MUCH);
    }
    let new = NewChannel {
        title: request.title,
        about: request.about,
        // Old clients name neither where they mean a supergroup.
        broadcast: request.broadcast && !request.megagroup,
        forum: request.forum,
        ttl_period: request.ttl_period,
    };
    let (id, entries) = call.domain().channels.create(call.by()?, new).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
