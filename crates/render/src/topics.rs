//! Topics of forums as one viewer sees them.

use boxes::{Peer, UserId};
use domain::{SavedDraft, TopicView, settings::NotifySettings};
use store::records::threads::topic_flag;
use tl::{enums, types};

use crate::{messages::peer, settings::notify_settings};

/// A topic of `channel`, with what its viewer has set for it and has begun to write there.
pub fn topic(
    channel: i64,
    viewer: UserId,
    view: &TopicView,
    notify: &NotifySettings,
    draft: Option<&SavedDraft>,
) -> enums::ForumTopic {
    let Some(topic) = &view.topic else { return types::ForumTopicDeleted::new(view.id).into() };
    let has = |bit: u32| topic.flags & bit != 0;
    let from = peer_of_topic(channel, view).unwrap_or(Peer::Channel(channel));
    let unread = i32::try_from(view.state.unread).unwrap_or(i32::MAX);
    // A topic begins with a message, also for who does not see that one.
    let top = if view.state.top > 0 { view.state.top } else { view.id };
    types::ForumTopic {
        my: topic.creator == viewer,
        closed: has(topic_flag::CLOSED),
        pinned: view.pinned,
        hidden: has(topic_flag::HIDDEN),
        title_missing: has(topic_flag::TITLE_MISSING),
        icon_emoji_id: topic.icon_emoji_id,
        draft: draft.and_then(|draft| tl::decode(&draft.message).ok()),
        ..types::ForumTopic::new(
            view.id,
            topic.date,
            peer(Peer::Channel(channel)),
            topic.title.clone(),
            topic.icon_color,
            top,
            view.read_max_id,
            top,
            unread,
            view.mentions,
            view.reactions,
            view.polls,
            peer(from),
            notify_settings(notify),
        )
    }
    .into()
}

/// As whom its creator is shown.
pub fn peer_of_topic(channel: i64, view: &TopicView) -> Option<Peer> {
    let topic = view.topic.as_ref()?;
    let anonymous = topic.flags & topic_flag::ANONYMOUS != 0;
    Some(if anonymous { Peer::Channel(channel) } else { Peer::User(topic.creator) })
}
