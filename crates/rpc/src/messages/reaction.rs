//! `Reaction` as callers name one, and lists of them with the hash by which a client tells whether it has one
//! already.

use tl::enums;

use crate::errors::{Error, REACTION_EMPTY, REACTION_INVALID};

/// The emoji of a reaction; whether people may give it is `domain`'s to say.
///
/// # Errors
/// `REACTION_EMPTY` for none, `REACTION_INVALID` for custom emoji and stars, which are not served.
pub(crate) fn emoji(reaction: &enums::Reaction) -> Result<&str, Error> {
    match reaction {
        enums::Reaction::ReactionEmoji(reaction) if reaction.emoticon.is_empty() => Err(REACTION_EMPTY),
        enums::Reaction::ReactionEmoji(reaction) => Ok(&reaction.emoticon),
        enums::Reaction::ReactionEmpty => Err(REACTION_EMPTY),
        enums::Reaction::ReactionCustomEmoji(_) | enums::Reaction::ReactionPaid => Err(REACTION_INVALID),
    }
}
