//! The reactions to a message as the box's owner sees them.

use boxes::{Message, Peer, Reaction, Totals, UserId};
use store::records::reactions::custom_id;
use tl::{enums, types};

use crate::messages::peer;

/// A reaction as TL names it.
pub fn reaction(emoji: &str) -> enums::Reaction {
    if let Some(id) = custom_id(emoji) {
        return types::ReactionCustomEmoji::new(id).into();
    }
    types::ReactionEmoji::new(emoji.to_owned()).into()
}

/// Which reactions may be given in a chat: these alone, or all, with custom emoji or without.
pub fn chat_reactions(some: Option<&[String]>, custom: bool) -> enums::ChatReactions {
    match some {
        None => types::ChatReactionsAll { allow_custom: custom }.into(),
        Some([]) => enums::ChatReactions::ChatReactionsNone,
        Some(some) => types::ChatReactionsSome::new(some.iter().map(|one| reaction(one)).collect()).into(),
    }
}

/// All reactions to a message; none where there are none. In saved messages they are tags.
pub fn message_reactions(message: &Message) -> Option<enums::MessageReactions> {
    if let Some(totals) = message.posted.as_ref().and_then(|posted| posted.reacted.as_ref()) {
        return Some(of_channel(totals, message.owner));
    }
    if message.reactions.is_empty() {
        return None;
    }
    let viewer = message.owner;
    let as_tags = message.peer == Peer::User(viewer);
    let recent = message.reactions.iter().rev().map(|one| peer_reaction(one, viewer)).collect();
    Some(
        types::MessageReactions {
            can_see_list: !as_tags,
            reactions_as_tags: as_tags,
            recent_reactions: (!as_tags).then_some(recent),
            ..types::MessageReactions::new(counts(&message.reactions, viewer))
        }
        .into(),
    )
}

/// What a message of a channel was given.
fn of_channel(totals: &Totals, viewer: UserId) -> enums::MessageReactions {
    let count = |(emoji, count): &(String, u32)| {
        let chosen = totals.chosen.iter().position(|chosen| chosen == emoji);
        types::ReactionCount {
            chosen_order: chosen.and_then(|at| i32::try_from(at).ok()),
            ..types::ReactionCount::new(reaction(emoji), i32::try_from(*count).unwrap_or(i32::MAX))
        }
        .into()
    };
    let recent: Vec<_> = totals.recent.iter().map(|one| peer_reaction(one, viewer)).collect();
    types::MessageReactions {
        can_see_list: totals.listed,
        recent_reactions: (!recent.is_empty()).then_some(recent),
        ..types::MessageReactions::new(totals.counts.iter().map(count).collect())
    }
    .into()
}

/// One person's reaction.
pub fn peer_reaction(one: &Reaction, viewer: UserId) -> enums::MessagePeerReaction {
    types::MessagePeerReaction {
        big: one.big,
        unread: one.unread,
        my: viewer == one.user,
        ..types::MessagePeerReaction::new(peer(Peer::User(one.user)), one.date, reaction(&one.emoji))
    }
    .into()
}

/// The update that tells of all reactions to a message, also that there are none.
pub fn reactions_update(message: &Message) -> enums::Update {
    let none = || types::MessageReactions::new(Vec::new()).into();
    let reactions = message_reactions(message).unwrap_or_else(none);
    types::UpdateMessageReactions::new(peer(message.peer), message.id, reactions).into()
}

/// How often each was given, the one given most often first.
fn counts(reactions: &[Reaction], viewer: UserId) -> Vec<enums::ReactionCount> {
    let mut counts: Vec<types::ReactionCount> = Vec::new();
    let mut chosen = 0;
    for one in reactions {
        let shown = reaction(&one.emoji);
        let at = counts.iter().position(|count| count.reaction == shown).unwrap_or_else(|| {
            counts.push(types::ReactionCount::new(shown, 0));
            counts.len() - 1
        });
        let Some(count) = counts.get_mut(at) else { continue };
        count.count += 1;
        if viewer == one.user {
            count.chosen_order = Some(chosen);
            chosen += 1;
        }
    }
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts.into_iter().map(Into::into).collect()
}
