//! `messages.updateSavedReactionTag flags:# reaction:Reaction title:flags.0?string = Bool`

use tl::functions;

use crate::{Call, errors::Error, messages::reaction};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UpdateSavedReactionTag,
) -> Result<bool, Error> {
    let emoji = reaction::emoji(&request.reaction)?;
    let title = request.title.unwrap_or_default();
    call.domain().reactions.name_tag(call.by()?, &emoji, &title).await?;
    Ok(true)
}
