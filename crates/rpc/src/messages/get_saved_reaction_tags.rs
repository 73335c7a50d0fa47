//! `messages.getSavedReactionTags flags:# peer:flags.0?InputPeer hash:long = messages.SavedReactionTags`: the tags of
//! saved messages, with how many messages have each. Parts of saved messages have none of their own yet.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    messages::reaction,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSavedReactionTags,
) -> Result<enums::messages::SavedReactionTags, Error> {
    if request.peer.is_some() {
        return Err(PEER_ID_INVALID);
    }
    let tags = call.domain().chats.tags(call.me()?).await?;
    let words: Vec<_> =
        tags.iter().flat_map(|tag| [tag.emoji.clone(), tag.title.clone().unwrap_or_default()]).collect();
    let counts = tags.iter().map(|tag| tag.count.to_string());
    let hash = reaction::hash(words.into_iter().chain(counts));
    if request.hash == hash {
        return Ok(enums::messages::SavedReactionTags::SavedReactionTagsNotModified);
    }
    let shown = tags.into_iter().map(|tag| {
        let shown = types::SavedReactionTag::new(render::reaction(&tag.emoji), tag.count);
        types::SavedReactionTag { title: tag.title, ..shown }.into()
    });
    Ok(types::messages::SavedReactionTags::new(shown.collect(), hash).into())
}
