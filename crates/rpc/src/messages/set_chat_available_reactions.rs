//! `messages.setChatAvailableReactions … peer:InputPeer available_reactions:ChatReactions reactions_limit:flags.0?int …
//! = Updates`

use boxes::Peer;
use domain::{ChannelAction, reactions::CHAT_REACTIONS_MAX};
use store::records::channels::{Channel, flag};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, PEER_ID_INVALID, REACTIONS_TOO_MANY},
    input,
    messages::{channel, group, reaction},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatAvailableReactions,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let (reactions, custom) = match request.available_reactions {
        enums::ChatReactions::ChatReactionsAll(all) => (None, all.allow_custom),
        enums::ChatReactions::ChatReactionsNone => (Some(Vec::new()), true),
        enums::ChatReactions::ChatReactionsSome(some) => (Some(checked(call, &some.reactions).await?), true),
    };
    let limit = request.reactions_limit.filter(|limit| *limit != 0);
    let limits = 1..=i32::try_from(domain::reactions::REACTIONS_UNIQUE_MAX).unwrap_or(i32::MAX);
    if limit.is_some_and(|limit| !limits.contains(&limit)) {
        return Err(LIMIT_INVALID);
    }
    match peer {
        Peer::User(_) => Err(PEER_ID_INVALID),
        Peer::Group(group) => {
            let changed =
                call.domain().groups.set_reactions(call.by()?, group, (reactions, custom), limit).await?;
            group::changed(call, &changed).await
        }
        Peer::Channel(id) => {
            let change = |record: &mut Channel| {
                let none = reactions.as_ref().is_some_and(Vec::is_empty);
                record.flags &= !(flag::NO_REACTIONS | flag::NO_CUSTOM_REACTIONS);
                record.flags |= if none { flag::NO_REACTIONS } else { 0 };
                record.flags |= if custom { 0 } else { flag::NO_CUSTOM_REACTIONS };
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

/// Reactions that there are, each once.
async fn checked(call: &Call<'_>, reactions: &[enums::Reaction]) -> Result<Vec<String>, Error> {
    if reactions.len() > CHAT_REACTIONS_MAX {
        return Err(REACTIONS_TOO_MANY);
    }
    let emoji = reactions.iter().map(reaction::emoji).collect::<Result<Vec<_>, _>>()?;
    Ok(call.domain().reactions.all_checked(&emoji).await?)
}
