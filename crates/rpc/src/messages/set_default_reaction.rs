//! `messages.setDefaultReaction reaction:Reaction = Bool`: what a double tap gives, in `config.reactions_default`.

use tl::functions;

use crate::{Call, errors::Error, messages::reaction};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetDefaultReaction,
) -> Result<bool, Error> {
    let emoji = reaction::emoji(&request.reaction)?;
    call.domain().reactions.set_default(call.by()?, &emoji).await?;
    Ok(true)
}
