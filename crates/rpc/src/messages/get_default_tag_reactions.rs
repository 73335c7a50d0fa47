//! `messages.getDefaultTagReactions hash:long = messages.Reactions`: every reaction can be a tag.

use tl::{enums, functions};

use crate::{Call, errors::Error, messages::reaction};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::GetDefaultTagReactions,
) -> Result<enums::messages::Reactions, Error> {
    let all: Vec<_> = domain::reactions::available().map(|one| one.emoji).collect();
    Ok(reaction::list(all, i32::MAX, request.hash))
}
