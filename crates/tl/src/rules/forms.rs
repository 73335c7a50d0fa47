//! Fields that go into a part of a newer field, and constructors that became part of another.

use crate::{Encode, Failed, Reader, Writer, enums, old, types};

/// The message that is answered, when it was a field of its own.
pub(crate) mod reply_message {
    use super::*;

    pub(crate) fn rise(reply_to: &mut Option<enums::InputReplyTo>, message: i32) {
        let mut reply = types::InputReplyToMessage::new(message);
        if let Some(enums::InputReplyTo::InputReplyToMessage(known)) = reply_to {
            reply.top_msg_id = known.top_msg_id;
        }
        *reply_to = Some(reply.into());
    }

    pub(crate) fn fall(reply_to: &Option<enums::InputReplyTo>) -> Option<i32> {
        match reply_to {
            Some(enums::InputReplyTo::InputReplyToMessage(reply)) => Some(reply.reply_to_msg_id),
            _ => None,
        }
    }
}

/// The thread of the message that is answered. Without such a message the thread itself is answered.
pub(crate) mod reply_top {
    use super::*;

    pub(crate) fn rise(reply_to: &mut Option<enums::InputReplyTo>, top: i32) {
        match reply_to {
            Some(enums::InputReplyTo::InputReplyToMessage(reply)) => reply.top_msg_id = Some(top),
            _ => {
                let reply = types::InputReplyToMessage {
                    top_msg_id: Some(top),
                    ..types::InputReplyToMessage::new(top)
                };
                *reply_to = Some(reply.into());
            }
        }
    }
}

/// `chosen`, before reactions had an order.
pub(crate) mod chosen {
    pub(crate) fn rise(order: &mut Option<i32>, _: bool) {
        *order = Some(0);
    }

    pub(crate) fn fall(order: &Option<i32>) -> Option<bool> {
        order.map(|_| true)
    }
}

/// The one right that a business bot could have.
pub(crate) mod can_reply {
    use super::*;

    pub(crate) fn rise(rights: &mut Option<enums::BusinessBotRights>, _: bool) {
        *rights = Some(types::BusinessBotRights { reply: true, ..types::BusinessBotRights::new() }.into());
    }

    pub(crate) fn fall(rights: &Option<enums::BusinessBotRights>) -> Option<bool> {
        rights.as_ref().and_then(super::can_reply_always::fall)
    }
}

/// The same where the rights are always there.
pub(crate) mod can_reply_always {
    use super::*;

    pub(crate) fn rise(rights: &mut enums::BusinessBotRights, _: bool) {
        *rights = types::BusinessBotRights { reply: true, ..types::BusinessBotRights::new() }.into();
    }

    pub(crate) fn fall(
        enums::BusinessBotRights::BusinessBotRights(rights): &enums::BusinessBotRights,
    ) -> Option<bool> {
        Some(rights.reply)
    }
}

/// The emoji behind a name, before it was part of the colour.
pub(crate) mod background_emoji {
    use super::*;

    pub(crate) fn rise(color: &mut Option<enums::PeerColor>, emoji: i64) {
        if let Some(enums::PeerColor::PeerColor(color)) = color {
            color.background_emoji_id = Some(emoji);
        } else {
            *color =
                Some(types::PeerColor { background_emoji_id: Some(emoji), ..types::PeerColor::new() }.into());
        }
    }
}

/// A quiz named its right answers by their bytes; now by their place.
pub(crate) mod correct_answers {
    use super::*;
    use crate::Bytes;

    pub(crate) fn rise(media: &mut types::InputMediaPoll, correct: Vec<Bytes>) {
        let enums::Poll::Poll(poll) = &media.poll;
        let place = |wanted: &Bytes| poll.answers.iter().position(|answer| option(answer) == Some(&wanted.0));
        let places = correct.iter().filter_map(place).filter_map(|at| i32::try_from(at).ok());
        media.correct_answers = Some(places.collect());
    }

    pub(crate) fn fall(media: &types::InputMediaPoll) -> Option<Vec<Bytes>> {
        let enums::Poll::Poll(poll) = &media.poll;
        let answer =
            |at: &i32| poll.answers.get(usize::try_from(*at).ok()?).and_then(option).cloned().map(Bytes);
        Some(media.correct_answers.as_ref()?.iter().filter_map(answer).collect())
    }

    fn option(answer: &enums::PollAnswer) -> Option<&Vec<u8>> {
        match answer {
            enums::PollAnswer::PollAnswer(answer) => Some(&answer.option),
            enums::PollAnswer::InputPollAnswer(_) => None,
        }
    }
}

/// A status with an end had a constructor of its own up to 204.
pub(crate) mod emoji_status_until {
    use super::*;

    pub(crate) fn read(id: u32, r: &mut Reader<'_>) -> Result<Option<enums::EmojiStatus>, Failed> {
        let known = old::EmojiStatusUntil::read_known(id, r)?;
        let status = |s: old::EmojiStatusUntil| types::EmojiStatus {
            document_id: s.document_id,
            until: Some(s.until),
        };
        Ok(known.map(|s| status(s).into()))
    }
}

/// The same, written.
pub(crate) mod emoji_status {
    use super::*;

    /// Layers from which `emojiStatus` itself has the end.
    const WHOLE_SINCE: i32 = 198;

    pub(crate) fn write(status: &types::EmojiStatus, w: &mut Writer) -> bool {
        match status.until {
            Some(until) if w.number() < WHOLE_SINCE => {
                old::EmojiStatusUntil::new(status.document_id, until).encode(w);
                true
            }
            _ => false,
        }
    }
}

/// Actions that became a flag of another.
pub(crate) mod message_action_read {
    use super::*;

    pub(crate) fn read(id: u32, r: &mut Reader<'_>) -> Result<Option<enums::MessageAction>, Failed> {
        if let Some(action) = old::MessageActionSetSameChatWallPaper::read_known(id, r)? {
            let same = types::MessageActionSetChatWallPaper {
                same: true,
                ..types::MessageActionSetChatWallPaper::new(action.wallpaper)
            };
            return Ok(Some(same.into()));
        }
        let allowed = old::MessageActionAttachMenuBotAllowed::read_known(id, r)?;
        let bot =
            |_| types::MessageActionBotAllowed { attach_menu: true, ..types::MessageActionBotAllowed::new() };
        Ok(allowed.map(|a| bot(a).into()))
    }
}

/// "No translation" is now an empty list.
pub(crate) mod no_translation {
    use super::*;

    pub(crate) fn read(
        id: u32,
        r: &mut Reader<'_>,
    ) -> Result<Option<enums::messages::TranslatedText>, Failed> {
        let known = old::TranslateNoResult::read_known(id, r)?;
        Ok(known.map(|_| types::messages::TranslateResult::new(Vec::new()).into()))
    }
}

/// A promotion without a peer was no promotion up to 201.
pub(crate) mod promo_data {
    use super::*;

    /// The first layer whose promotion can do without a peer.
    const PEERLESS_SINCE: i32 = 203;

    pub(crate) fn write(promo: &types::help::PromoData, w: &mut Writer) -> bool {
        let empty = promo.peer.is_none() && w.number() < PEERLESS_SINCE;
        if empty {
            enums::help::PromoData::from(types::help::PromoDataEmpty::new(promo.expires)).encode(w);
        }
        empty
    }
}
