//! Notices as updates: what sessions are told besides the entries of their box.

use boxes::{Peer, UserId};
use domain::{Domain, Fault, Notice, settings::NotifyTarget};
use store::records::stickers::StickerKind;
use tl::{enums, types};

use crate::{
    chats::banned_rights,
    dialogs::{dialog_filter, dialog_peer, draft, peers_of_filter},
    extras::Extras,
    messages::{peer, peers_in},
    named::named,
    pages::web_page,
    people::status,
    polls::{chat_of_poll, people_of_poll, poll_update},
    settings::{notify_settings, notify_target, peer_settings, privacy_key, privacy_rules},
    stickers::whole_sticker_set,
};

/// A notice as one `updates` for the sessions of `viewer`; none if there is nothing to tell. `now` in seconds
/// since 1970.
///
/// # Errors
/// Where a person's record cannot be read.
pub async fn notice(
    domain: &Domain,
    viewer: UserId,
    notice: &Notice,
    now: i32,
) -> Result<Option<enums::Updates>, Fault> {
    let Some(update) = notice_update(domain, viewer, notice).await? else { return Ok(None) };
    let named = named(domain, viewer, peers_of_notice(domain, viewer, notice).await?).await?;
    Ok(Some(types::Updates::new(vec![update], named.users, named.chats, now, 0).into()))
}

/// Everybody and every chat that a notice's update names.
///
/// # Errors
/// Where a record cannot be read.
pub async fn peers_of_notice(domain: &Domain, viewer: UserId, notice: &Notice) -> Result<Vec<Peer>, Fault> {
    Ok(match notice {
        Notice::Poll { id } => {
            let view = domain.polls.view(viewer, *id).await?;
            let chat = view.iter().filter_map(chat_of_poll);
            view.iter().flat_map(people_of_poll).map(Peer::User).chain(chat).collect()
        }
        Notice::ChatTyping { group, from, .. } => vec![Peer::Group(group.0), Peer::User(*from)],
        Notice::ChatRank { group, user, .. } | Notice::ChatAdmin { group, user, .. } => {
            vec![Peer::Group(group.0), Peer::User(*user)]
        }
        Notice::Chat { peer: group } | Notice::ChatBanned { group, .. } => vec![Peer::Group(group.0)],
        Notice::Scheduled(message) => {
            let extras = Extras::of(domain, viewer, [&**message]).await?;
            peers_in(message).into_iter().chain(extras.peers()).collect()
        }
        notice => peer_of(notice).into_iter().chain(others_of(notice)).collect(),
    })
}

/// The one peer that a notice's update names.
fn peer_of(notice: &Notice) -> Option<Peer> {
    match notice {
        Notice::Typing { from: user, .. }
        | Notice::Status { user, .. }
        | Notice::Name { user }
        | Notice::User { user }
        | Notice::Phone { user }
        | Notice::PeerSettings { user }
        | Notice::WallPaper { user }
        | Notice::Blocked { peer: user, .. } => Some(Peer::User(*user)),
        Notice::Notify { target: NotifyTarget::Peer(peer), .. }
        | Notice::Draft { peer, .. }
        | Notice::DialogPinned { peer, .. }
        | Notice::SavedDialogPinned { peer, .. }
        | Notice::UnreadMark { peer, .. }
        | Notice::JoinRequests { peer, .. }
        | Notice::Unscheduled { peer, .. } => Some(*peer),
        Notice::Notify {
            target: NotifyTarget::Topic(channel, _) | NotifyTarget::Community(channel), ..
        }
        | Notice::WebPage { channel: Some(channel), .. }
        | Notice::Channel { channel }
        | Notice::Membership { channel }
        | Notice::AvailableMessages { channel, .. }
        | Notice::ForumAsMessages { channel, .. }
        | Notice::ChannelRead { channel, .. }
        | Notice::ChannelReadOutbox { channel, .. } => Some(Peer::Channel(*channel)),
        Notice::ChannelTyping { channel, .. }
        | Notice::ChannelReactions { channel, .. }
        | Notice::DiscussionRead { channel, .. }
        | Notice::TopicPinned { channel, .. }
        | Notice::PinnedTopics { channel, .. }
        | Notice::ChannelContentsRead { channel, .. } => Some(Peer::Channel(*channel)),
        Notice::ChatTyping { .. }
        | Notice::Chat { .. }
        | Notice::ChatAdmin { .. }
        | Notice::ChatRank { .. }
        | Notice::ChatBanned { .. }
        | Notice::Scheduled(_)
        | Notice::Notify { .. }
        | Notice::ContactsReset
        | Notice::Poll { .. }
        | Notice::WebPage { channel: None, .. }
        | Notice::RecentReactions
        | Notice::SavedReactionTags
        | Notice::NewStickerSet { .. }
        | Notice::StickerSets { .. }
        | Notice::StickerSetsOrder { .. }
        | Notice::RecentStickers
        | Notice::FavedStickers
        | Notice::SavedGifs
        | Notice::SavedRingtones
        | Notice::Theme { .. }
        | Notice::AutoSave
        | Notice::Browser { .. }
        | Notice::RecentEmojiStatuses
        | Notice::Privacy { .. }
        | Notice::PinnedDialogs { .. }
        | Notice::PinnedSavedDialogs { .. }
        | Notice::Filter { .. }
        | Notice::FilterOrder { .. }
        | Notice::Filters
        | Notice::NewAuthorization { .. } => None,
    }
}

/// Further peers that a notice's update names.
fn others_of(notice: &Notice) -> Vec<Peer> {
    match notice {
        Notice::PinnedDialogs { order, .. } | Notice::PinnedSavedDialogs { order } => order.clone(),
        Notice::Filter { filter: Some(filter), .. } => peers_of_filter(filter),
        Notice::ChannelTyping { from, .. } => vec![*from],
        Notice::JoinRequests { recent, .. } => recent.iter().copied().map(Peer::User).collect(),
        Notice::DiscussionRead { of_post: Some((channel, _)), .. } => vec![Peer::Channel(*channel)],
        _ => Vec::new(),
    }
}

/// The one update of a notice.
///
/// # Errors
/// Where a person's record cannot be read.
pub async fn notice_update(
    domain: &Domain,
    viewer: UserId,
    notice: &Notice,
) -> Result<Option<enums::Update>, Fault> {
    Ok(Some(match notice {
        Notice::Typing { from, action } => {
            let Ok(action) = tl::decode(action) else { return Ok(None) };
            types::UpdateUserTyping::new(from.0, action).into()
        }
        Notice::ChatTyping { group, from, action } => {
            let Ok(action) = tl::decode(action) else { return Ok(None) };
            types::UpdateChatUserTyping::new(group.0, peer(Peer::User(*from)), action).into()
        }
        Notice::Chat { peer: group } => types::UpdateChat::new(group.0).into(),
        Notice::ChatRank { group, user, rank, version } => {
            types::UpdateChatParticipantRank::new(group.0, user.0, rank.clone(), *version).into()
        }
        Notice::ChatAdmin { group, user, admin, version } => {
            types::UpdateChatParticipantAdmin::new(group.0, user.0, *admin, *version).into()
        }
        Notice::ChatBanned { group, bits, version } => {
            let chat = peer(Peer::Group(group.0));
            types::UpdateChatDefaultBannedRights::new(chat, banned_rights(*bits, 0), *version).into()
        }
        Notice::JoinRequests { peer: chat, count, recent } => {
            let count = i32::try_from(*count).unwrap_or(i32::MAX);
            let recent = recent.iter().map(|user| user.0).collect();
            types::UpdatePendingJoinRequests::new(peer(*chat), count, recent).into()
        }
        Notice::Status { user, status: seen } => types::UpdateUserStatus::new(user.0, status(*seen)).into(),
        Notice::User { user } => types::UpdateUser::new(user.0).into(),
        Notice::Phone { user } => {
            let Some(view) = domain.users.view(viewer, *user).await? else { return Ok(None) };
            // Whoever may not see it is told nothing.
            let Some(phone) = view.phone else { return Ok(None) };
            types::UpdateUserPhone::new(user.0, phone).into()
        }
        Notice::Name { user } => {
            let Some(view) = domain.users.view(viewer, *user).await? else { return Ok(None) };
            let username = |name| types::Username { active: true, ..types::Username::new(name) }.into();
            let usernames = view.username.map(username).into_iter().collect();
            types::UpdateUserName::new(user.0, view.first_name, view.last_name, usernames).into()
        }
        Notice::Blocked { peer: user, blocked } => {
            let update = types::UpdatePeerBlocked::new(peer(Peer::User(*user)));
            types::UpdatePeerBlocked { blocked: *blocked, ..update }.into()
        }
        Notice::PeerSettings { user } => {
            let Some(view) = domain.users.view(viewer, *user).await? else { return Ok(None) };
            let blocked = domain.blocks.has(viewer, *user).await?;
            let bar = domain.peer_bars.of(viewer, &view).await?;
            types::UpdatePeerSettings::new(peer(Peer::User(*user)), peer_settings(&view, blocked, bar)).into()
        }
        Notice::ForumAsMessages { channel, enabled } => {
            types::UpdateChannelViewForumAsMessages::new(*channel, *enabled).into()
        }
        Notice::AvailableMessages { channel, available_min_id } => {
            types::UpdateChannelAvailableMessages::new(*channel, *available_min_id).into()
        }
        Notice::Poll { id } => {
            let Some(view) = domain.polls.view(viewer, *id).await? else { return Ok(None) };
            poll_update(&view)
        }
        Notice::RecentReactions => enums::Update::UpdateRecentReactions,
        Notice::SavedReactionTags => enums::Update::UpdateSavedReactionTags,
        Notice::NewStickerSet { set } => match domain.stickers.view(viewer, *set).await? {
            Some(view) => {
                let set = Box::pin(whole_sticker_set(domain, viewer, &view)).await?;
                types::UpdateNewStickerSet::new(set.into()).into()
            }
            None => return Ok(None),
        },
        Notice::StickerSets { kind } => types::UpdateStickerSets {
            masks: *kind == StickerKind::Mask,
            emojis: *kind == StickerKind::Emoji,
        }
        .into(),
        Notice::StickerSetsOrder { kind, order } => types::UpdateStickerSetsOrder {
            masks: *kind == StickerKind::Mask,
            emojis: *kind == StickerKind::Emoji,
            ..types::UpdateStickerSetsOrder::new(order.clone())
        }
        .into(),
        Notice::RecentStickers => enums::Update::UpdateRecentStickers,
        Notice::FavedStickers => enums::Update::UpdateFavedStickers,
        Notice::SavedGifs => enums::Update::UpdateSavedGifs,
        Notice::SavedRingtones => enums::Update::UpdateSavedRingtones,
        Notice::AutoSave => enums::Update::UpdateAutoSaveSettings,
        Notice::RecentEmojiStatuses => enums::Update::UpdateRecentEmojiStatuses,
        // Of single places clients hear by asking anew, which this makes them do.
        Notice::Browser { browser } => types::UpdateWebBrowserSettings {
            open_external_browser: browser.external,
            display_close_button: browser.close_button,
        }
        .into(),
        Notice::Theme { id } => match domain.looks.theme(viewer, *id).await? {
            Some(view) => types::UpdateTheme::new(crate::looks::theme(&view)).into(),
            None => return Ok(None),
        },
        Notice::WallPaper { user } => match domain.chats.rules(viewer, Peer::User(*user)).await {
            Ok(rules) => crate::looks::wallpaper_update(domain, viewer, *user, &rules).await?,
            Err(_) => return Ok(None),
        },
        Notice::ContactsReset => enums::Update::UpdateContactsReset,
        Notice::Notify { target, settings } => {
            types::UpdateNotifySettings::new(notify_target(*target), notify_settings(settings)).into()
        }
        Notice::Privacy { key, rules } => {
            types::UpdatePrivacy::new(privacy_key(*key), privacy_rules(rules)).into()
        }
        Notice::Scheduled(message) => {
            let extras = Extras::of(domain, viewer, [&**message]).await?;
            types::UpdateNewScheduledMessage::new(crate::messages::message(message, &extras)).into()
        }
        Notice::Unscheduled { peer: chat, ids, sent } => {
            let update = types::UpdateDeleteScheduledMessages::new(peer(*chat), ids.clone());
            let sent_messages = Some(sent.clone()).filter(|sent| !sent.is_empty());
            types::UpdateDeleteScheduledMessages { sent_messages, ..update }.into()
        }
        Notice::Draft { peer: chat, topic, draft: written } => types::UpdateDraftMessage {
            top_msg_id: *topic,
            ..types::UpdateDraftMessage::new(peer(*chat), draft(written.as_ref()))
        }
        .into(),
        Notice::DialogPinned { peer: chat, folder, pinned } => types::UpdateDialogPinned {
            pinned: *pinned,
            folder_id: (*folder != 0).then_some(*folder),
            ..types::UpdateDialogPinned::new(dialog_peer(*chat))
        }
        .into(),
        Notice::PinnedDialogs { folder, order } => types::UpdatePinnedDialogs {
            folder_id: (*folder != 0).then_some(*folder),
            order: Some(order.iter().map(|chat| dialog_peer(*chat)).collect()),
        }
        .into(),
        Notice::SavedDialogPinned { peer: part, pinned } => types::UpdateSavedDialogPinned {
            pinned: *pinned,
            ..types::UpdateSavedDialogPinned::new(dialog_peer(*part))
        }
        .into(),
        Notice::PinnedSavedDialogs { order } => types::UpdatePinnedSavedDialogs {
            order: Some(order.iter().map(|part| dialog_peer(*part)).collect()),
        }
        .into(),
        Notice::UnreadMark { peer: chat, unread } => types::UpdateDialogUnreadMark {
            unread: *unread,
            ..types::UpdateDialogUnreadMark::new(dialog_peer(*chat))
        }
        .into(),
        Notice::Filter { id, filter } => {
            let shown = |filter| dialog_filter(&domain.access, viewer, *id, Some(filter));
            types::UpdateDialogFilter {
                filter: filter.as_ref().map(shown),
                ..types::UpdateDialogFilter::new(*id)
            }
            .into()
        }
        Notice::Channel { channel } | Notice::Membership { channel } => {
            types::UpdateChannel::new(*channel).into()
        }
        Notice::ChannelRead { channel, max_id, still_unread, pts } => {
            types::UpdateReadChannelInbox::new(*channel, *max_id, *still_unread, *pts).into()
        }
        Notice::WebPage { id, channel } => {
            let Some(view) = domain.pages.view(viewer, *id).await? else { return Ok(None) };
            let page = web_page(&view, false);
            // It takes no place in a log: whoever is away finds it in the message.
            let pts = domain.pages.pts(viewer, *channel).await?;
            match channel {
                None => types::UpdateWebPage::new(page, pts, 0).into(),
                Some(channel) => types::UpdateChannelWebPage::new(*channel, page, pts, 0).into(),
            }
        }
        Notice::ChannelReactions { channel, id } => {
            let Ok(found) = domain.channels.messages(viewer, *channel, &[*id]).await else { return Ok(None) };
            let Some(message) = found.into_iter().flatten().next() else { return Ok(None) };
            crate::reactions::reactions_update(&message)
        }
        Notice::ChannelContentsRead { channel, ids } => {
            types::UpdateChannelReadMessagesContents::new(*channel, ids.clone()).into()
        }
        Notice::DiscussionRead { channel, root, max_id, of_post } => {
            types::UpdateReadChannelDiscussionInbox {
                broadcast_id: of_post.map(|(broadcast, _)| broadcast),
                broadcast_post: of_post.map(|(_, post)| post),
                ..types::UpdateReadChannelDiscussionInbox::new(*channel, *root, *max_id)
            }
            .into()
        }
        Notice::ChannelReadOutbox { channel, root: None, max_id } => {
            types::UpdateReadChannelOutbox::new(*channel, *max_id).into()
        }
        Notice::ChannelReadOutbox { channel, root: Some(root), max_id } => {
            types::UpdateReadChannelDiscussionOutbox::new(*channel, *root, *max_id).into()
        }
        Notice::TopicPinned { channel, topic, pinned } => types::UpdatePinnedForumTopic {
            pinned: *pinned,
            ..types::UpdatePinnedForumTopic::new(peer(Peer::Channel(*channel)), *topic)
        }
        .into(),
        Notice::PinnedTopics { channel, order } => types::UpdatePinnedForumTopics {
            order: Some(order.clone()),
            ..types::UpdatePinnedForumTopics::new(peer(Peer::Channel(*channel)))
        }
        .into(),
        Notice::ChannelTyping { channel, from, thread, action } => {
            let Ok(action) = tl::decode(action) else { return Ok(None) };
            types::UpdateChannelUserTyping {
                top_msg_id: *thread,
                ..types::UpdateChannelUserTyping::new(*channel, peer(*from), action)
            }
            .into()
        }
        Notice::FilterOrder { order } => types::UpdateDialogFilterOrder::new(order.clone()).into(),
        Notice::Filters => enums::Update::UpdateDialogFilters,
        Notice::NewAuthorization { hash, date, device, location } => types::UpdateNewAuthorization {
            unconfirmed: true,
            date: Some(*date),
            device: Some(device.clone()),
            location: Some(location.clone()),
            ..types::UpdateNewAuthorization::new(*hash)
        }
        .into(),
    }))
}
