//! `channels.editAdmin channel:InputChannel user_id:InputUser admin_rights:ChatAdminRights rank:flags.0?string
//! = Updates`

use tl::{enums, functions, types};

use crate::{Call, communities, errors::Error, input, messages::channel};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::EditAdmin,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let user = input::user(call, &request.user_id).await?;
    let rights = render::admin_bits(&request.admin_rights);
    let channels = &call.domain().channels;
    if communities::is(call, id).await? {
        channels.set_community_admin(call.by()?, id, user, rights, request.rank.as_deref()).await?;
        return communities::changed(call, id).await;
    }
    let entries = channels.set_admin(call.by()?, id, user, rights, request.rank.as_deref()).await?;
    channel::entries_and(call, id, &entries, vec![types::UpdateChannel::new(id).into()]).await
}
