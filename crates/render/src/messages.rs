//! A message of a box as its owner sees it.

use boxes::{Action, Content, Forward, Media, Message, Peer, Quote, Replies, ReplyTo, UserId};
use store::records::{log::MessageKind, place::Place};
use tl::{enums, types};

use crate::{
    extras::Extras,
    files::{message_media, seen_media},
    pages,
    polls::{poll, poll_results, styled},
    reactions::message_reactions,
};

/// A peer as TL names it.
pub fn peer(peer: Peer) -> enums::Peer {
    match peer {
        Peer::User(UserId(id)) => types::PeerUser::new(id).into(),
        Peer::Group(id) => types::PeerChat::new(id).into(),
        Peer::Channel(id) => types::PeerChannel::new(id).into(),
    }
}

/// Everybody and every chat that the rendered message names.
pub fn peers_in(message: &Message) -> Vec<Peer> {
    let mut peers = Vec::with_capacity(2);
    let mut add = |peer: Option<Peer>| {
        if let Some(peer) = peer
            && !peers.contains(&peer)
        {
            peers.push(peer);
        }
    };
    add(Some(message.peer));
    message.content.action.iter().flat_map(named_by).for_each(|peer| add(Some(peer)));
    add(message.shown_from());
    add(message.via_bot.map(Peer::User));
    let of_channel = message.posted.as_ref().and_then(|posted| posted.reacted.as_ref());
    for reaction in message.reactions.iter().chain(of_channel.iter().flat_map(|totals| &totals.recent)) {
        add(Some(Peer::User(reaction.user)));
    }
    if let Some(replies) = message.posted.as_ref().and_then(|posted| posted.replies.as_ref()) {
        add(replies.in_group.map(Peer::Channel));
        replies.recent.iter().for_each(|peer| add(Some(*peer)));
    }
    if let Some(forward) = &message.forward {
        add(forward.from);
        add(forward.saved_from_peer);
    }
    if let Some(elsewhere) = message.reply_to.as_ref().and_then(|reply| reply.elsewhere.as_ref()) {
        add(elsewhere.from.from);
        add(elsewhere.at.filter(|_| message.out).map(|(peer, _)| peer));
    }
    if let Some(Media::Contact { user: Some(user), .. }) = message.content.media {
        add(Some(Peer::User(user)));
    }
    if let Some(Media::Todo(list)) = &message.content.media {
        list.done.iter().for_each(|done| add(Some(done.by)));
    }
    if let Some(Action::SetMessagesTtl { by_default_of, .. }) = message.content.action {
        add(by_default_of.map(Peer::User));
    }
    for entity in entities(message.content.entities.as_deref()).unwrap_or_default() {
        if let enums::MessageEntity::MessageEntityMentionName(mention) = entity {
            add(Some(Peer::User(UserId(mention.user_id))));
        }
    }
    peers
}

/// The message. Its author is named where he is not the dialog's other side. `extras` were read for it.
pub fn message(message: &Message, extras: &Extras) -> enums::Message {
    if let Some(action) = &message.content.action {
        return service(message, action, extras);
    }
    let content = &message.content;
    // Who has written a post has seen it.
    let views = message.posted.as_ref().and_then(|posted| posted.counted.or(posted.post.then_some((1, 0))));
    types::Message {
        out: message.out,
        post: message.posted.as_ref().is_some_and(|posted| posted.post),
        post_author: message.posted.as_ref().and_then(|posted| posted.post_author.clone()),
        views: views.map(|(views, _)| views),
        forwards: views.map(|(_, forwards)| forwards),
        mentioned: message.mentioned,
        media_unread: message.media_unread,
        silent: message.silent,
        pinned: message.pinned,
        noforwards: message.no_forwards,
        from_scheduled: message.from_scheduled,
        schedule_repeat_period: message.repeat_period,
        invert_media: message.invert_media,
        from_id: author(message),
        saved_peer_id: message.saved_part().map(peer),
        fwd_from: message.forward.as_ref().map(forward),
        via_bot_id: message.via_bot.map(|UserId(id)| id),
        reply_to: message.reply_to.as_ref().map(|to| reply(message, to, extras)),
        media: match &content.media {
            Some(carried) => Some(media(message, carried, extras)),
            None => pages::of_message(content.page, extras.pages()),
        },
        reply_markup: content.reply_markup.as_deref().and_then(|bytes| tl::decode(bytes).ok()),
        entities: entities(content.entities.as_deref()),
        edit_date: message.edit_date,
        edit_hide: message.edit_hidden,
        replies: message.posted.as_ref().and_then(|posted| posted.replies.as_ref()).map(replies),
        reactions: message_reactions(message),
        grouped_id: message.grouped_id,
        ttl_period: message.ttl_period,
        effect: message.effect,
        ..types::Message::new(message.id, peer(message.peer), message.date, content.text.clone())
    }
    .into()
}

/// The entities that a client has to be told of, since the server may have changed them.
pub fn content_entities(content: &Content) -> Option<Vec<enums::MessageEntity>> {
    entities(content.entities.as_deref())
}

fn service(message: &Message, action: &Action, extras: &Extras) -> enums::Message {
    let action = match action {
        Action::ContactSignUp => enums::MessageAction::MessageActionContactSignUp,
        Action::HistoryClear => enums::MessageAction::MessageActionHistoryClear,
        Action::SetMessagesTtl { period, by_default_of } => types::MessageActionSetMessagesTTL {
            auto_setting_from: by_default_of.map(|UserId(id)| id),
            ..types::MessageActionSetMessagesTTL::new(*period)
        }
        .into(),
        Action::NoForwards { before, after } => {
            types::MessageActionNoForwardsToggle::new(*before, *after).into()
        }
        Action::SetChatTheme { emoticon } => {
            types::MessageActionSetChatTheme::new(types::ChatTheme::new(emoticon.clone()).into()).into()
        }
        Action::SetChatWallPaper { wallpaper: worn, same, for_both } => {
            // Of a picture that is gone its place is left.
            let gone = || types::WallPaperNoFile::new(worn.id).into();
            let behind = extras.wallpaper(worn).map_or_else(gone, crate::looks::wallpaper);
            types::MessageActionSetChatWallPaper {
                same: *same,
                for_both: *for_both,
                ..types::MessageActionSetChatWallPaper::new(behind)
            }
            .into()
        }
        Action::SuggestProfilePhoto { photo } => {
            let gone = || types::PhotoEmpty::new(*photo).into();
            let shown = extras.file(*photo).map_or_else(gone, crate::files::photo);
            types::MessageActionSuggestProfilePhoto::new(shown).into()
        }
        Action::SuggestBirthday { birthday } => {
            types::MessageActionSuggestBirthday::new(crate::people::birthday(*birthday)).into()
        }
        Action::TodoCompletions { completed, incompleted } => {
            types::MessageActionTodoCompletions::new(completed.clone(), incompleted.clone()).into()
        }
        Action::TodoAppendTasks { items } => {
            types::MessageActionTodoAppendTasks::new(crate::todo::items(items)).into()
        }
        Action::PollAppendAnswer { text, option } => {
            let answer = types::PollAnswer::new(styled(text), option.clone());
            types::MessageActionPollAppendAnswer::new(answer.into()).into()
        }
        Action::PollDeleteAnswer { text, option } => {
            let answer = types::PollAnswer::new(styled(text), option.clone());
            types::MessageActionPollDeleteAnswer::new(answer.into()).into()
        }
        Action::PinMessage => enums::MessageAction::MessageActionPinMessage,
        Action::ScreenshotTaken => enums::MessageAction::MessageActionScreenshotTaken,
        Action::ChangeCreator { user } => types::MessageActionChangeCreator::new(user.0).into(),
        Action::ChatCreate { title, users } => {
            types::MessageActionChatCreate::new(title.clone(), numbers(users)).into()
        }
        Action::ChatEditTitle { title } => types::MessageActionChatEditTitle::new(title.clone()).into(),
        Action::ChatEditPhoto { photo } => {
            let gone = || types::PhotoEmpty::new(*photo).into();
            let shown = extras.file(*photo).map_or_else(gone, crate::files::photo);
            types::MessageActionChatEditPhoto::new(shown).into()
        }
        Action::ChatDeletePhoto => enums::MessageAction::MessageActionChatDeletePhoto,
        Action::ChatAddUser { users } => types::MessageActionChatAddUser::new(numbers(users)).into(),
        Action::ChatDeleteUser { user } => types::MessageActionChatDeleteUser::new(user.0).into(),
        Action::ChatJoinedByLink { inviter } => types::MessageActionChatJoinedByLink::new(inviter.0).into(),
        Action::ChatMigrateTo { channel } => types::MessageActionChatMigrateTo::new(*channel).into(),
        Action::ChannelMigrateFrom { title, chat } => {
            types::MessageActionChannelMigrateFrom::new(title.clone(), *chat).into()
        }
        Action::ChannelCreate { title } => types::MessageActionChannelCreate::new(title.clone()).into(),
        Action::ChannelEditTitle { title } => types::MessageActionChatEditTitle::new(title.clone()).into(),
        Action::ChannelAddUsers { users } => {
            types::MessageActionChatAddUser::new(users.iter().map(|user| user.0).collect()).into()
        }
        Action::ChannelDeleteUser { user } => types::MessageActionChatDeleteUser::new(user.0).into(),
        Action::ChannelJoinedByLink { inviter } => {
            types::MessageActionChatJoinedByLink::new(inviter.0).into()
        }
        Action::ChannelJoinedByRequest | Action::ChatJoinedByRequest => {
            enums::MessageAction::MessageActionChatJoinedByRequest
        }
        Action::ChangeCommunity { community } => {
            types::MessageActionChangeCommunity { community_id: *community }.into()
        }
        Action::ChannelJoinedViaCommunity { community } => {
            types::MessageActionChatJoinedViaCommunity::new(*community).into()
        }
        Action::TopicCreate { title, icon_color, icon_emoji_id, title_missing } => {
            types::MessageActionTopicCreate {
                title_missing: *title_missing,
                icon_emoji_id: *icon_emoji_id,
                ..types::MessageActionTopicCreate::new(title.clone(), *icon_color)
            }
            .into()
        }
        Action::TopicEdit { title, icon_emoji_id, closed, hidden } => types::MessageActionTopicEdit {
            title: title.clone(),
            icon_emoji_id: *icon_emoji_id,
            closed: *closed,
            hidden: *hidden,
        }
        .into(),
    };
    types::MessageService {
        out: message.out,
        post: message.posted.as_ref().is_some_and(|posted| posted.post),
        mentioned: message.mentioned,
        media_unread: message.media_unread,
        silent: message.silent,
        from_id: author(message),
        saved_peer_id: message.saved_part().map(peer),
        reply_to: message.reply_to.as_ref().map(|to| reply(message, to, extras)),
        ttl_period: message.ttl_period,
        ..types::MessageService::new(message.id, peer(message.peer), message.date, action)
    }
    .into()
}

/// The peers that a service message names beside its author.
fn named_by(action: &Action) -> Vec<Peer> {
    match action {
        Action::ChatCreate { users, .. }
        | Action::ChatAddUser { users }
        | Action::ChannelAddUsers { users } => users.iter().copied().map(Peer::User).collect(),
        Action::ChatDeleteUser { user }
        | Action::ChatJoinedByLink { inviter: user }
        | Action::ChannelDeleteUser { user }
        | Action::ChangeCreator { user }
        | Action::ChannelJoinedByLink { inviter: user } => {
            vec![Peer::User(*user)]
        }
        Action::ChatMigrateTo { channel: named }
        | Action::ChangeCommunity { community: Some(named) }
        | Action::ChannelJoinedViaCommunity { community: named } => vec![Peer::Channel(*named)],
        Action::ChannelMigrateFrom { chat, .. } => vec![Peer::Group(*chat)],
        _ => Vec::new(),
    }
}

fn numbers(users: &[UserId]) -> Vec<i64> {
    users.iter().map(|UserId(id)| *id).collect()
}

/// In a private chat, what comes in is from the other side: not said again.
fn author(message: &Message) -> Option<enums::Peer> {
    let from = message.shown_from()?;
    (message.out || from != message.peer || message.posted.is_some()).then(|| peer(from))
}

/// What was said in answer to a message.
pub fn replies(replies: &Replies) -> enums::MessageReplies {
    types::MessageReplies {
        comments: replies.in_group.is_some(),
        channel_id: replies.in_group,
        recent_repliers: Some(replies.recent.iter().copied().map(peer).collect::<Vec<_>>())
            .filter(|recent| !recent.is_empty()),
        max_id: Some(replies.max_id).filter(|max_id| *max_id > 0),
        read_max_id: replies.read_max_id,
        ..types::MessageReplies::new(replies.count, replies.pts)
    }
    .into()
}

fn forward(forward: &Forward) -> enums::MessageFwdHeader {
    let saved = forward.saved_from_peer.zip(forward.saved_from_id);
    types::MessageFwdHeader {
        imported: forward.imported == Some(true),
        from_id: forward.from.map(peer),
        from_name: forward.from_name.clone(),
        saved_from_peer: saved.map(|(from, _)| peer(from)),
        saved_from_msg_id: saved.map(|(_, id)| id),
        channel_post: forward.channel_post,
        post_author: forward.post_author.clone(),
        ..types::MessageFwdHeader::new(forward.date)
    }
    .into()
}

fn reply(message: &Message, reply: &ReplyTo, extras: &Extras) -> enums::MessageReplyHeader {
    let thread = message.posted.as_ref().and_then(|posted| posted.thread);
    let header = types::MessageReplyHeader {
        forum_topic: message.posted.as_ref().is_some_and(|posted| posted.topic),
        reply_to_top_id: thread.filter(|thread| *thread != reply.id),
        ..types::MessageReplyHeader::new()
    };
    let Some(elsewhere) = &reply.elsewhere else {
        let header = types::MessageReplyHeader { reply_to_msg_id: Some(reply.id), ..header };
        return quoted(header, reply.quote.as_ref(), true).into();
    };
    // Where it stands is the author's to know.
    let at = elsewhere.at.filter(|_| message.out);
    let header = types::MessageReplyHeader {
        reply_to_peer_id: at.map(|(other, _)| peer(other)),
        reply_to_msg_id: at.map(|(_, id)| id),
        reply_from: Some(forward(&elsewhere.from)),
        reply_media: elsewhere.media.as_ref().map(|carried| media(message, carried, extras)),
        ..header
    };
    quoted(header, elsewhere.quote.as_ref(), elsewhere.chosen).into()
}

/// A header with the words that are answered; `chosen`: the author has picked them.
fn quoted(
    header: types::MessageReplyHeader,
    quote: Option<&Quote>,
    chosen: bool,
) -> types::MessageReplyHeader {
    let Some(Quote { text, entities: styled, offset }) = quote else { return header };
    types::MessageReplyHeader {
        quote: chosen,
        quote_text: Some(text.clone()),
        quote_entities: entities(styled.as_deref()),
        quote_offset: *offset,
        ..header
    }
}

fn media(message: &Message, carried: &Media, extras: &Extras) -> enums::MessageMedia {
    match carried {
        Media::Contact { phone, first_name, last_name, user, vcard } => types::MessageMediaContact::new(
            phone.clone(),
            first_name.clone(),
            last_name.clone(),
            vcard.clone().unwrap_or_default(),
            user.map_or(0, |UserId(id)| id),
        )
        .into(),
        Media::Geo(at) => types::MessageMediaGeo::new(point(message, at)).into(),
        Media::Venue { at, title, address, provider, venue_id, venue_type } => types::MessageMediaVenue::new(
            point(message, at),
            title.clone(),
            address.clone(),
            provider.clone(),
            venue_id.clone(),
            venue_type.clone(),
        )
        .into(),
        Media::GeoLive { at, heading, period, proximity } => types::MessageMediaGeoLive {
            heading: *heading,
            proximity_notification_radius: *proximity,
            ..types::MessageMediaGeoLive::new(point(message, at), *period)
        }
        .into(),
        Media::Dice { emoji, value } => types::MessageMediaDice::new(*value, emoji.clone()).into(),
        Media::Poll { id } => match extras.poll(*id) {
            Some(view) => types::MessageMediaPoll::new(poll(view), poll_results(view)).into(),
            None => enums::MessageMedia::MessageMediaUnsupported,
        },
        Media::Todo(list) => crate::todo::todo(list),
        Media::Photo { id, flags, ttl_seconds } | Media::Document { id, flags, ttl_seconds, .. } => {
            match extras.file(*id) {
                Some(view) => message_media(view, *flags, *ttl_seconds, message.content.kind()),
                None => enums::MessageMedia::MessageMediaUnsupported,
            }
        }
        Media::Seen { kind, ttl_seconds } => seen_media(MessageKind::from_code(*kind), *ttl_seconds),
    }
}

/// A place; clients want a number with it that tells the viewer's places apart.
fn point(message: &Message, at: &Place) -> enums::GeoPoint {
    geo(at, message.owner.0.wrapping_mul(1 << 20) ^ i64::from(message.id))
}

/// The same with that number.
pub(crate) fn geo(at: &Place, number: i64) -> enums::GeoPoint {
    types::GeoPoint {
        accuracy_radius: at.accuracy,
        ..types::GeoPoint::new(at.longitude, at.latitude, number)
    }
    .into()
}

/// Stored entities; none where they cannot be read (they were checked when they were stored).
pub(crate) fn entities(stored: Option<&[u8]>) -> Option<Vec<enums::MessageEntity>> {
    stored.and_then(|bytes| tl::decode(bytes).ok())
}
