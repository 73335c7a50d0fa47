//! `messages.setChatAvailableReactions … peer:InputPeer available_reactions:ChatReactions reactions_limit:flags.0?int …
//! = Updates`

use boxes::Peer;
use domain::ChannelAction;
use store::records::channels::{Channel, flag};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, PEER_ID_INVALID, REACTION_INVALID},
    input,
    messages::{channel, group},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatAvailableReactions,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let reactions = match request.available_reactions {
        enums::ChatReactions::ChatReactionsAll(_) => None,
        enums::ChatReactions::ChatReactionsNone => Some(Vec::new()),
        enums::ChatReactions::ChatReactionsSome(some) => Some(emoji(some.reactions)?),
    };
    let limit = request.reactions_limit.filter(|limit| *limit != 0);
    let limits = 1..=i32::try_from(domain::reactions::REACTIONS_UNIQUE_MAX).unwrap_or(i32::MAX);
    if limit.is_some_and(|limit| !limits.contains(&limit)) {
        return Err(LIMIT_INVALID);
    }
    match peer {
        Peer::User(_) => Err(PEER_ID_INVALID),
        Peer::Group(group) => {
            let changed = call.domain().groups.set_reactions(call.by()?, group, reactions, limit).await?;
            group::changed(call, &changed).await
        }
        Peer::Channel(id) => {
            let change = |record: &mut Channel| {
                let none = reactions.as_ref().is_some_and(Vec::is_empty);
                record.flags =
                    if none { record.flags | flag::NO_REACTIONS } else { record.flags & !flag::NO_REACTIONS };
                record.reactions = reactions.filter(|some| !some.is_empty());
                record.reactions_limit = limit;
            };
            call.domain()
                .channels
                .change_record(call.by()?, id, ChannelAction::ChangeSettings, change)
                .await?;
            channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
        }
    }
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
