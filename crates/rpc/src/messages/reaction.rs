//! `Reaction` as callers name one, and lists of them with the hash by which a client tells whether it has one
//! already.

use domain::reactions::{custom, custom_id};
use tl::{enums, types};

use crate::errors::{Error, REACTION_EMPTY, REACTION_INVALID};

/// A reaction as it is kept; whether there is such a one, and people may give it, is `domain`'s to say.
///
/// # Errors
/// `REACTION_EMPTY` for none, `REACTION_INVALID` for stars, which are not served.
pub(crate) fn emoji(reaction: &enums::Reaction) -> Result<String, Error> {
    match reaction {
        enums::Reaction::ReactionEmoji(reaction) if reaction.emoticon.is_empty() => Err(REACTION_EMPTY),
        // What is kept of a custom emoji is no emoji.
        enums::Reaction::ReactionEmoji(reaction) if custom_id(&reaction.emoticon).is_some() => {
            Err(REACTION_INVALID)
        }
        enums::Reaction::ReactionEmoji(reaction) => Ok(reaction.emoticon.clone()),
        enums::Reaction::ReactionCustomEmoji(reaction) => Ok(custom(reaction.document_id)),
        enums::Reaction::ReactionEmpty => Err(REACTION_EMPTY),
        enums::Reaction::ReactionPaid => Err(REACTION_INVALID),
    }
}

/// A list of reactions, cut to `limit`; "not modified" for a client that has it.
pub(crate) fn list(emoji: Vec<&str>, limit: i32, known: i64) -> enums::messages::Reactions {
    let limit = usize::try_from(limit).unwrap_or(0);
    let shown: Vec<_> = emoji.into_iter().take(limit).collect();
    let hash = hash(shown.iter().map(|emoji| (*emoji).to_owned()));
    if hash == known {
        return enums::messages::Reactions::ReactionsNotModified;
    }
    types::messages::Reactions::new(hash, shown.into_iter().map(render::reaction).collect()).into()
}

/// A hash of words in their order, never 0 (FNV-1a): clients that have nothing send 0.
pub(crate) fn hash(words: impl IntoIterator<Item = String>) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for word in words {
        for byte in word.bytes().chain(std::iter::once(0)) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    (hash >> 1).max(1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_has_a_list_is_not_told_it_again_and_another_is() {
        let enums::messages::Reactions::Reactions(all) = list(vec!["a", "b"], 9, 0) else { panic!("a list") };
        assert_eq!(all.reactions.len(), 2);
        let again = list(vec!["a", "b"], 9, all.hash);
        assert!(matches!(again, enums::messages::Reactions::ReactionsNotModified));
        assert!(matches!(list(vec!["b", "a"], 9, all.hash), enums::messages::Reactions::Reactions(_)));
        assert!(matches!(list(vec!["a", "b"], 1, all.hash), enums::messages::Reactions::Reactions(_)));
    }
}
