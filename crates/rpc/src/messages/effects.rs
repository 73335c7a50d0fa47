//! The effects that can be shown with a message in a private chat, by the numbers under which clients know them. Their
//! animations are files, which clients that have them of their own show; none are kept here.

use boxes::Peer;

use crate::errors::{EFFECT_ID_INVALID, Error};

/// Number and emoji.
pub(crate) const EFFECTS: [(i64, &str); 6] = [
    (5_104_841_245_755_180_586, "\u{1f525}"),
    (5_107_584_321_108_051_014, "\u{1f44d}"),
    (5_104_858_069_142_078_462, "\u{1f44e}"),
    (5_159_385_139_981_059_251, "\u{2764}\u{fe0f}"),
    (5_046_509_860_389_126_442, "\u{1f389}"),
    (5_046_589_136_895_476_101, "\u{1f4a9}"),
];

/// The effect that is asked for; 0 is none.
///
/// # Errors
/// `EFFECT_ID_INVALID` for one that there is not, or outside of a private chat.
pub(crate) fn checked(peer: Peer, asked: Option<i64>) -> Result<Option<i64>, Error> {
    let Some(asked) = asked.filter(|asked| *asked != 0) else { return Ok(None) };
    let known = EFFECTS.iter().any(|(id, _)| *id == asked);
    if known && matches!(peer, Peer::User(_)) { Ok(Some(asked)) } else { Err(EFFECT_ID_INVALID) }
}

#[cfg(test)]
mod tests {
    use boxes::UserId;

    use super::*;

    #[test]
    fn only_effects_that_there_are_go_along_and_only_between_people() {
        let chat = Peer::User(UserId(1));
        let (fire, _) = EFFECTS[0];
        assert!(checked(chat, None) == Ok(None) && checked(chat, Some(0)) == Ok(None));
        assert!(checked(chat, Some(fire)) == Ok(Some(fire)));
        assert!(checked(chat, Some(fire + 1)) == Err(EFFECT_ID_INVALID));
        assert!(checked(Peer::Channel(1), Some(fire)) == Err(EFFECT_ID_INVALID));
    }
}
