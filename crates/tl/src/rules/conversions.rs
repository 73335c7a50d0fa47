//! Fields that changed their type: `rise` gives the newest value for an old one, `fall` the old one for the
//! newest, or nothing where the old type cannot say it. Fields of requests alone need no `fall`.

use crate::{enums, types};

/// A module with `rise` and `fall`.
macro_rules! convert {
    ($name:ident: $old:ty => $new:ty; $rise:expr; $fall:expr) => {
        pub(crate) mod $name {
            #[allow(unused_imports, reason = "not every conversion names a type")]
            use super::*;
            pub(crate) fn rise(old: $old) -> $new {
                let rise: fn($old) -> $new = $rise;
                rise(old)
            }
            #[allow(dead_code, reason = "requests are not written for older layers")]
            pub(crate) fn fall(new: &$new) -> Option<$old> {
                let fall: fn(&$new) -> Option<$old> = $fall;
                fall(new)
            }
        }
    };
}

convert!(seconds: i32 => f64; f64::from; |new| Some(new.round() as i32));
convert!(number_text: i32 => String; |old| old.to_string(); |new| new.parse().ok());
convert!(months: i32 => i32; |old| old.saturating_mul(30); |new| Some((new.saturating_add(15) / 30).max(1)));

convert!(plain_text: String => enums::TextWithEntities;
    |old| types::TextWithEntities::new(old, Vec::new()).into();
    |enums::TextWithEntities::TextWithEntities(new)| Some(new.text.clone()));
convert!(plain_texts: String => Vec<enums::TextWithEntities>;
    |old| vec![plain_text::rise(old)];
    |new| new.first().and_then(plain_text::fall));

convert!(recent_story: i32 => enums::RecentStory;
    |old| types::RecentStory { max_id: Some(old), ..types::RecentStory::new() }.into();
    |enums::RecentStory::RecentStory(new)| new.max_id);
convert!(peer_color: i32 => enums::PeerColor;
|old| types::PeerColor { color: Some(old), ..types::PeerColor::new() }.into();
|new| match new {
    enums::PeerColor::PeerColor(new) => new.color,
    _ => None,
});

convert!(emoji_reaction: String => enums::Reaction;
|old| types::ReactionEmoji::new(old).into();
|new| match new {
    enums::Reaction::ReactionEmoji(new) => Some(new.emoticon.clone()),
    _ => None,
});
convert!(emoji_reactions: String => Vec<enums::Reaction>;
    |old| if old.is_empty() { Vec::new() } else { vec![emoji_reaction::rise(old)] };
    |new| new.first().and_then(emoji_reaction::fall));
convert!(chat_reactions: Vec<String> => enums::ChatReactions;
|old| match old.is_empty() {
    true => enums::ChatReactions::ChatReactionsNone,
    false => types::ChatReactionsSome::new(old.into_iter().map(emoji_reaction::rise).collect()).into(),
};
|new| match new {
    enums::ChatReactions::ChatReactionsSome(new) => {
        Some(new.reactions.iter().filter_map(emoji_reaction::fall).collect())
    }
    _ => Some(Vec::new()),
});

convert!(user_peer: i64 => enums::Peer;
|old| types::PeerUser::new(old).into();
|new| match new {
    enums::Peer::PeerUser(new) => Some(new.user_id),
    _ => None,
});
convert!(user_peers: Vec<i64> => Vec<enums::Peer>;
    |old| old.into_iter().map(user_peer::rise).collect();
    |new| Some(new.iter().filter_map(user_peer::fall).collect()));
convert!(channel_peer: i64 => enums::Peer;
|old| types::PeerChannel::new(old).into();
|new| match new {
    enums::Peer::PeerChannel(new) => Some(new.channel_id),
    _ => None,
});
convert!(call_peer: i64 => enums::Peer;
|old| types::PeerChannel::new(old).into();
|new| match new {
    enums::Peer::PeerChannel(new) => Some(new.channel_id),
    enums::Peer::PeerChat(new) => Some(new.chat_id),
    enums::Peer::PeerUser(_) => None,
});
convert!(one_peer: enums::Peer => Vec<enums::Peer>; |old| vec![old]; |new| new.first().cloned());
convert!(send_as_peers: Vec<enums::Peer> => Vec<enums::SendAsPeer>;
|old| old.into_iter().map(|peer| types::SendAsPeer::new(peer).into()).collect();
|new| {
    let free = new.iter().filter_map(|enums::SendAsPeer::SendAsPeer(new)| (!new.premium_required).then_some(new));
    Some(free.map(|new| new.peer.clone()).collect())
});

convert!(input_user_peer: enums::InputUser => enums::InputPeer;
|old| match old {
    enums::InputUser::InputUserEmpty => enums::InputPeer::InputPeerEmpty,
    enums::InputUser::InputUserSelf => enums::InputPeer::InputPeerSelf,
    enums::InputUser::InputUser(old) => types::InputPeerUser::new(old.user_id, old.access_hash).into(),
    enums::InputUser::InputUserFromMessage(old) => {
        types::InputPeerUserFromMessage::new(old.peer, old.msg_id, old.user_id).into()
    }
};
|new| match new {
    enums::InputPeer::InputPeerSelf => Some(enums::InputUser::InputUserSelf),
    enums::InputPeer::InputPeerUser(new) => {
        Some(types::InputUser::new(new.user_id, new.access_hash).into())
    }
    enums::InputPeer::InputPeerUserFromMessage(new) => {
        Some(types::InputUserFromMessage::new(new.peer.clone(), new.msg_id, new.user_id).into())
    }
    _ => None,
});
convert!(input_user_peers: Vec<enums::InputUser> => Vec<enums::InputPeer>;
    |old| old.into_iter().map(input_user_peer::rise).collect();
    |new| Some(new.iter().filter_map(input_user_peer::fall).collect()));
convert!(one_input_peer: enums::InputPeer => Vec<enums::InputPeer>; |old| vec![old]; |new| new.first().cloned());
convert!(input_channel_peer: enums::InputChannel => enums::InputPeer;
    |old| match old {
        enums::InputChannel::InputChannelEmpty => enums::InputPeer::InputPeerEmpty,
        enums::InputChannel::InputChannel(old) => {
            types::InputPeerChannel::new(old.channel_id, old.access_hash).into()
        }
        enums::InputChannel::InputChannelFromMessage(old) => {
            types::InputPeerChannelFromMessage::new(old.peer, old.msg_id, old.channel_id).into()
        }
    };
    |_| None);

convert!(stars: i64 => enums::StarsAmount;
|old| types::StarsAmount::new(old, 0).into();
|new| match new {
    enums::StarsAmount::StarsAmount(new) => Some(new.amount),
    enums::StarsAmount::StarsTonAmount(_) => None,
});
convert!(one_stars: i64 => Vec<enums::StarsAmount>;
    |old| vec![stars::rise(old)];
    |new| new.iter().find_map(stars::fall));
convert!(rarity: i32 => enums::StarGiftAttributeRarity;
|old| types::StarGiftAttributeRarity::new(old).into();
|new| match new {
    enums::StarGiftAttributeRarity::StarGiftAttributeRarity(new) => Some(new.permille),
    _ => Some(0),
});
convert!(saved_gift: i32 => enums::InputSavedStarGift;
    |old| types::InputSavedStarGiftUser::new(old).into();
    |_| None);
convert!(stars_topup: enums::StarsTopupOption => enums::InputStorePaymentPurpose;
    |enums::StarsTopupOption::StarsTopupOption(old)| {
        types::InputStorePaymentStarsTopup::new(old.stars, old.currency, old.amount).into()
    };
    |_| None);
convert!(paid_privacy: bool => enums::PaidReactionPrivacy;
    |old| match old {
        true => enums::PaidReactionPrivacy::PaidReactionPrivacyAnonymous,
        false => enums::PaidReactionPrivacy::PaidReactionPrivacyDefault,
    };
    |new| Some(matches!(new, enums::PaidReactionPrivacy::PaidReactionPrivacyAnonymous)));

convert!(chat_theme: String => enums::ChatTheme;
|old| types::ChatTheme::new(old).into();
|new| match new {
    enums::ChatTheme::ChatTheme(new) => Some(new.emoticon.clone()),
    enums::ChatTheme::ChatThemeUniqueGift(_) => Some(String::new()),
});
convert!(input_chat_theme: String => enums::InputChatTheme;
    |old| match old.is_empty() {
        true => enums::InputChatTheme::InputChatThemeEmpty,
        false => types::InputChatTheme::new(old).into(),
    };
    |_| None);
convert!(first_username: String => Vec<enums::Username>;
|old| match old.is_empty() {
    true => Vec::new(),
    false => vec![types::Username { editable: true, active: true, ..types::Username::new(old) }.into()],
};
|new| {
    let active = new.iter().find_map(|enums::Username::Username(new)| new.active.then_some(new));
    Some(active.map(|new| new.username.clone()).unwrap_or_default())
});
convert!(email_code: String => enums::EmailVerification;
    |old| types::EmailVerificationCode::new(old).into();
    |_| None);
convert!(one_document: enums::Document => Vec<enums::Document>; |old| vec![old]; |new| new.first().cloned());
convert!(one_extended_media: enums::MessageExtendedMedia => Vec<enums::MessageExtendedMedia>;
    |old| vec![old];
    |new| new.first().cloned());
convert!(one_id: i32 => Vec<i32>; |old| vec![old]; |new| new.first().copied());
convert!(reply_always: i32 => enums::InputReplyTo;
    |old| types::InputReplyToMessage::new(old).into();
    |_| None);
