//! `communities.toggleCommunityCollapsedInDialogs flags:# collapsed:flags.0?true community:InputChannel = Updates`

use tl::{enums, functions};

use super::{changed, named};
use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::communities::ToggleCommunityCollapsedInDialogs,
) -> Result<enums::Updates, Error> {
    let id = named(call, &request.community).await?;
    call.domain().channels.collapse_community(call.by()?, id, request.collapsed).await?;
    changed(call, id).await
}
