//! `messages.setChatAvailableReactions … peer:InputPeer available_reactions:ChatReactions reactions_limit:flags.0?int …
//! = Updates`

use boxes::Peer;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{CHANNEL_INVALID, Error, PEER_ID_INVALID, REACTION_INVALID},
    input,
    messages::group,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatAvailableReactions,
) -> Result<enums::Updates, Error> {
    let group = match input::peer(call, &request.peer).await? {
        Peer::Group(group) => group,
        Peer::Channel(_) => return Err(CHANNEL_INVALID),
        Peer::User(_) => return Err(PEER_ID_INVALID),
    };
    let reactions = match request.available_reactions {
        enums::ChatReactions::ChatReactionsAll(_) => None,
        enums::ChatReactions::ChatReactionsNone => Some(Vec::new()),
        enums::ChatReactions::ChatReactionsSome(some) => Some(emoji(some.reactions)?),
    };
    let changed = call.domain().groups.set_reactions(call.by()?, group, reactions).await?;
    group::changed(call, &changed).await
}

fn emoji(reactions: Vec<enums::Reaction>) -> Result<Vec<String>, Error> {
    let known = |reaction| match reaction {
        enums::Reaction::ReactionEmoji(emoji) => {
            domain::reactions::known(&emoji.emoticon).map(str::to_owned).ok_or(REACTION_INVALID)
        }
        _ => Err(REACTION_INVALID),
    };
    reactions.into_iter().map(known).collect()
}
