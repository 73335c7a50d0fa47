//! What stands for a value that a layer cannot say, where leaving it out would be wrong.

use crate::{Encode, Writer, enums, types};

/// An update that moves pts or qts is never left out: an empty one of the same count takes its place.
pub(crate) mod update {
    use super::*;

    pub(crate) fn write(update: &enums::Update, w: &mut Writer) {
        if let Some((channel, pts, pts_count)) = pts(update) {
            let empty: enums::Update = match channel {
                Some(channel) => {
                    types::UpdateDeleteChannelMessages::new(channel, Vec::new(), pts, pts_count).into()
                }
                None => types::UpdateDeleteMessages::new(Vec::new(), pts, pts_count).into(),
            };
            return empty.encode(w);
        }
        if let Some(qts) = qts(update) {
            // A service message of a secret chat that nobody has.
            let nothing = types::EncryptedMessageService::new(0, 0, 0, Vec::new());
            return enums::Update::from(types::UpdateNewEncryptedMessage::new(nothing.into(), qts)).encode(w);
        }
        w.lose();
    }

    /// The channel, if it is one's, with pts and its count.
    fn pts(update: &enums::Update) -> Option<(Option<i64>, i32, i32)> {
        use enums::Update as U;
        Some(match update {
            U::UpdateNewMessage(u) => (None, u.pts, u.pts_count),
            U::UpdateEditMessage(u) => (None, u.pts, u.pts_count),
            U::UpdateDeleteMessages(u) => (None, u.pts, u.pts_count),
            U::UpdateReadHistoryInbox(u) => (None, u.pts, u.pts_count),
            U::UpdateReadHistoryOutbox(u) => (None, u.pts, u.pts_count),
            U::UpdateReadMessagesContents(u) => (None, u.pts, u.pts_count),
            U::UpdateWebPage(u) => (None, u.pts, u.pts_count),
            U::UpdateFolderPeers(u) => (None, u.pts, u.pts_count),
            U::UpdatePinnedMessages(u) => (None, u.pts, u.pts_count),
            U::UpdateNewChannelMessage(u) => (Some(channel_of(&u.message)), u.pts, u.pts_count),
            U::UpdateEditChannelMessage(u) => (Some(channel_of(&u.message)), u.pts, u.pts_count),
            U::UpdateDeleteChannelMessages(u) => (Some(u.channel_id), u.pts, u.pts_count),
            U::UpdateChannelWebPage(u) => (Some(u.channel_id), u.pts, u.pts_count),
            U::UpdatePinnedChannelMessages(u) => (Some(u.channel_id), u.pts, u.pts_count),
            _ => return None,
        })
    }

    fn channel_of(message: &enums::Message) -> i64 {
        let peer = match message {
            enums::Message::Message(m) => Some(&m.peer_id),
            enums::Message::MessageService(m) => Some(&m.peer_id),
            enums::Message::MessageEmpty(m) => m.peer_id.as_ref(),
        };
        match peer {
            Some(enums::Peer::PeerChannel(peer)) => peer.channel_id,
            _ => 0,
        }
    }

    fn qts(update: &enums::Update) -> Option<i32> {
        use enums::Update as U;
        Some(match update {
            U::UpdateNewEncryptedMessage(u) => u.qts,
            U::UpdateMessagePollVote(u) => u.qts,
            U::UpdateChatParticipant(u) => u.qts,
            U::UpdateChannelParticipant(u) => u.qts,
            U::UpdateBotStopped(u) => u.qts,
            U::UpdateBotChatInviteRequester(u) => u.qts,
            U::UpdateBotChatBoost(u) => u.qts,
            U::UpdateBotMessageReaction(u) => u.qts,
            U::UpdateBotMessageReactions(u) => u.qts,
            U::UpdateBotBusinessConnect(u) => u.qts,
            U::UpdateBotNewBusinessMessage(u) => u.qts,
            U::UpdateBotEditBusinessMessage(u) => u.qts,
            U::UpdateBotDeleteBusinessMessage(u) => u.qts,
            U::UpdateBotPurchasedPaidMedia(u) => u.qts,
            U::UpdateManagedBot(u) => u.qts,
            U::UpdateBotGuestChatQuery(u) => u.qts,
            U::UpdateBotStarsSubscription(u) => u.qts,
            _ => return None,
        })
    }
}

/// An update on its own that the layer does not know leaves an empty list with its date.
pub(crate) mod updates {
    use super::*;

    pub(crate) fn write(updates: &enums::Updates, w: &mut Writer) {
        let date = match updates {
            enums::Updates::UpdateShort(u) => u.date,
            _ => 0,
        };
        let empty = types::Updates::new(Vec::new(), Vec::new(), Vec::new(), date, 0);
        enums::Updates::from(empty).encode(w);
    }
}

/// Clients show "not supported, please update".
pub(crate) mod message_media {
    use super::*;

    pub(crate) fn write(_: &enums::MessageMedia, w: &mut Writer) {
        enums::MessageMedia::MessageMediaUnsupported.encode(w);
    }
}

pub(crate) mod message_action {
    use super::*;
    pub(crate) use crate::rules::forms::message_action_read::*;

    pub(crate) fn write(_: &enums::MessageAction, w: &mut Writer) {
        enums::MessageAction::MessageActionEmpty.encode(w);
    }
}

/// The text without what the layer cannot show about it.
pub(crate) mod rich_text {
    use super::*;

    pub(crate) fn write(text: &enums::RichText, w: &mut Writer) {
        use enums::RichText as T;
        match text {
            T::TextSpoiler(t) => t.text.encode(w),
            T::TextMention(t) => t.text.encode(w),
            T::TextHashtag(t) => t.text.encode(w),
            T::TextBotCommand(t) => t.text.encode(w),
            T::TextCashtag(t) => t.text.encode(w),
            T::TextAutoUrl(t) => t.text.encode(w),
            T::TextAutoEmail(t) => t.text.encode(w),
            T::TextAutoPhone(t) => t.text.encode(w),
            T::TextBankCard(t) => t.text.encode(w),
            T::TextMentionName(t) => t.text.encode(w),
            T::TextDate(t) => t.text.encode(w),
            T::TextTonAddress(t) => t.text.encode(w),
            _ => T::TextEmpty.encode(w),
        }
    }
}

pub(crate) mod page_block {
    use super::*;

    pub(crate) fn write(_: &enums::PageBlock, w: &mut Writer) {
        enums::PageBlock::PageBlockUnsupported.encode(w);
    }
}

/// A community looks like a channel that one may not enter.
pub(crate) mod chat {
    use super::*;

    pub(crate) fn write(chat: &enums::Chat, w: &mut Writer) {
        let (id, access_hash, title) = match chat {
            enums::Chat::Community(c) => (c.id, c.access_hash, c.title.clone()),
            enums::Chat::CommunityForbidden(c) => (c.id, c.access_hash, c.title.clone()),
            _ => return w.lose(),
        };
        enums::Chat::from(types::ChannelForbidden::new(id, access_hash.unwrap_or_default(), title)).encode(w);
    }
}

pub(crate) mod send_message_action {
    use super::*;

    pub(crate) fn write(_: &enums::SendMessageAction, w: &mut Writer) {
        enums::SendMessageAction::SendMessageTypingAction.encode(w);
    }
}

pub(crate) mod discard_reason {
    use super::*;

    pub(crate) fn write(_: &enums::PhoneCallDiscardReason, w: &mut Writer) {
        enums::PhoneCallDiscardReason::PhoneCallDiscardReasonHangup.encode(w);
    }
}

/// Every client can ask for a code in the app.
pub(crate) mod sent_code_type {
    use super::*;

    /// Digits of a code whose length the true type does not tell.
    const DIGITS: i32 = 5;

    pub(crate) fn write(code: &enums::auth::SentCodeType, w: &mut Writer) {
        use enums::auth::SentCodeType as C;
        let length = match code {
            C::SentCodeTypeFragmentSms(c) => c.length,
            C::SentCodeTypeFirebaseSms(c) => c.length,
            _ => DIGITS,
        };
        C::from(types::auth::SentCodeTypeSms::new(length)).encode(w);
    }
}

pub(crate) mod request_peer_type {
    use super::*;

    /// The first layer that knows the type.
    const KNOWN_SINCE: i32 = 152;

    pub(crate) fn write(_: &enums::RequestPeerType, w: &mut Writer) {
        if w.number() < KNOWN_SINCE {
            return w.lose();
        }
        enums::RequestPeerType::from(types::RequestPeerTypeUser::new()).encode(w);
    }
}
