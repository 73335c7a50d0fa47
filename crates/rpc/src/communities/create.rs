//! `communities.create flags:# hidden:flags.1?true title:string about:flags.0?string peer:InputPeer = Updates`: around
//! a chat of the caller's.

use domain::NewCommunity;
use tl::{enums, functions, types};

use super::chat;
use crate::{Call, errors::Error, messages};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::Create,
) -> Result<enums::Updates, Error> {
    let about = request.about.unwrap_or_default();
    // Nobody's group becomes another kind of chat for a community that cannot be.
    call.domain().channels.fits_community(&request.title, &about)?;
    let channel = chat(call, &request.peer).await?;
    let new = NewCommunity { title: request.title, about, channel, hidden: request.hidden };
    let (id, entries) = call.domain().channels.create_community(call.by()?, new).await?;
    let updates = [id, channel].map(|id| types::UpdateChannel::new(id).into());
    messages::channel::entries_and(call, channel, &entries, updates.to_vec()).await
}
