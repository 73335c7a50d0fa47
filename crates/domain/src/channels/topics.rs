//! Forums: supergroups whose messages stand in topics. A topic begins with the message that made it, whose id is the
//! topic's; what stands in no topic is the general one, 1, which is there from the start and cannot go.

use std::sync::Arc;

use boxes::{Beside, By, ChannelEntry, Content, Message, MessageId, Part, PartState, Peer, UserId, Written};
use store::{
    Direction, Store,
    ids::Owner,
    key::ByPts,
    records::{
        admin_log::{Deed, LoggedTopic},
        channels::{Channel, OfChannel, flag},
        log::{Action as Told, flag as message_flag},
        threads::{Topic, TopicList, topic_flag},
    },
    tables,
};

use super::{
    Action, ChannelError, Channels, Seen, is_broadcast, rights::admin, rows::Rows, threads::part_of,
};
use crate::{Fault, Notice};

/// The general topic.
pub const GENERAL: MessageId = 1;
/// Characters of a topic's name.
const TITLE_CHARS_MAX: usize = 128;
/// Topics on top; clients know this bound.
const PINNED_MAX: usize = 5;
/// Topics of one forum that are looked at.
const LISTED_MAX: usize = 10_000;
/// Messages that go at once with a topic.
const DELETED_AT_ONCE: usize = boxes::CHANNEL_DELETED_AT_ONCE_MAX;
/// What clients offer; the first where they name none of these.
const COLOURS: [i32; 6] = [0x6f_b9_f0, 0xff_d6_7e, 0xcb_86_db, 0x8e_ee_98, 0xff_93_b2, 0xfb_6f_5f];

/// The topics' rows.
pub(super) struct Topics {
    rows: Rows<tables::Topics>,
    lists: Rows<tables::TopicLists>,
}

impl Topics {
    pub(super) fn new(store: Store) -> Self {
        Topics { rows: Rows::new(store.clone(), REMEMBERED), lists: Rows::new(store, REMEMBERED) }
    }
}

/// A topic that is to be made.
pub struct NewTopic {
    /// Its name.
    pub title: String,
    /// The name was taken from its first words.
    pub title_missing: bool,
    /// RGB.
    pub icon_color: Option<i32>,
    /// A custom emoji.
    pub icon_emoji_id: Option<i64>,
    /// What the client drew.
    pub random_id: i64,
}

/// How a topic is to be changed.
#[derive(Default)]
pub struct TopicChange {
    /// The new name.
    pub title: Option<String>,
    /// The new custom emoji; 0: none any more.
    pub icon_emoji_id: Option<i64>,
    /// Whether it is closed.
    pub closed: Option<bool>,
    /// Whether it is out of the list; of the general one alone.
    pub hidden: Option<bool>,
}

/// A topic as somebody sees it.
pub struct TopicView {
    /// Which.
    pub id: MessageId,
    /// The topic; none where it is gone.
    pub topic: Option<Arc<Topic>>,
    /// How it stands for him.
    pub state: PartState,
    /// He has read up to here.
    pub read_max_id: MessageId,
    /// On top of the list.
    pub pinned: bool,
    /// Mentions that he has not seen.
    pub mentions: i32,
    /// His messages with reactions that he has not seen.
    pub reactions: i32,
    /// His polls with votes that he has not seen.
    pub polls: i32,
}

/// A part of a forum's list.
pub struct TopicsPage {
    /// How many there are in all.
    pub count: i32,
    /// The topics.
    pub topics: Vec<TopicView>,
    /// The newest message of each.
    pub messages: Vec<Message>,
}

impl Channels {
    /// Gives a supergroup topics, or takes them away.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for all but the creator, [`ChannelError::ForumUnallowed`], and faults.
    pub async fn set_forum(
        &self,
        by: By,
        channel: i64,
        enabled: bool,
        tabs: bool,
    ) -> Result<(), ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        if is_broadcast(&seen.record) {
            return Err(ChannelError::NotAForum);
        }
        if enabled && seen.record.flags & flag::GIGAGROUP != 0 {
            return Err(ChannelError::ForumUnallowed);
        }
        if enabled && self.linked(channel, &seen.record).await?.is_some() {
            return Err(ChannelError::ForumUnallowed);
        }
        let bits = flag::FORUM | flag::FORUM_TABS;
        let set = match (enabled, tabs) {
            (true, true) => bits,
            (true, false) => flag::FORUM,
            (false, _) => 0,
        };
        self.change_record(by, channel, Action::Own, |record| record.flags = record.flags & !bits | set).await
    }

    /// Makes a topic with the message that says so.
    ///
    /// # Errors
    /// [`ChannelError::NotAForum`], [`ChannelError::TopicTitle`], [`ChannelError::AdminRequired`], and faults.
    pub async fn create_topic(
        &self,
        by: By,
        channel: i64,
        new: NewTopic,
    ) -> Result<Arc<ChannelEntry>, ChannelError> {
        let turn = self.boxes.turn(by).await;
        let passage = self.pass(channel).await;
        let seen = self.forum(channel, by.user).await?;
        if !seen.standing.member || !seen.standing.may(&seen.record, Action::CreateTopics) {
            return Err(ChannelError::AdminRequired);
        }
        let title = topic_title(&new.title)?;
        let icon_color = new.icon_color.filter(|color| COLOURS.contains(color)).unwrap_or(COLOURS[0]);
        let icon_emoji_id = new.icon_emoji_id.filter(|id| *id != 0);
        let anonymous = is_anonymous(&seen);
        let bit = |set: bool, flag: u32| if set { flag } else { 0 };
        let topic = Topic {
            date: self.now(),
            creator: by.user,
            title: title.clone(),
            icon_color,
            icon_emoji_id,
            flags: bit(anonymous, topic_flag::ANONYMOUS) | bit(new.title_missing, topic_flag::TITLE_MISSING),
        };
        let title_missing = new.title_missing;
        let told = Told::TopicCreate { title, icon_color, icon_emoji_id, title_missing };
        let mut post = self.service_post(by, channel, &seen.record, service(told));
        post.message.random_id = new.random_id;
        post.flags |= message_flag::TOPIC;
        post.send_as = anonymous.then_some(Peer::Channel(channel));
        let (row, log) = (topic.clone(), Arc::clone(&self.log));
        let beside: Beside = Arc::new(move |batch, written| {
            if let Some(id) = written.pts.first() {
                batch.put::<tables::Topics>(&key(channel, *id), &row);
                log.put(batch, channel, by.user, Deed::TopicCreated(logged(*id, &row)));
            }
        });
        let posted = self.boxes.channels().post_and(channel, vec![post], Some(beside), (turn, passage));
        let posted = posted.await?.pop().ok_or(ChannelError::NoSuchTopic)?;
        if !posted.duplicate {
            self.topics.rows.written(&key(channel, posted.entry.pts), topic);
        }
        self.note_own_in(by.user, channel, posted.entry.pts, posted.entry.pts);
        Ok(posted.entry)
    }

    /// Changes a topic, and says so in it.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchTopic`], [`ChannelError::TopicNotModified`], [`ChannelError::TopicTitle`],
    /// [`ChannelError::AdminRequired`] for who neither made it nor looks after topics, and faults.
    pub async fn edit_topic(
        &self,
        by: By,
        channel: i64,
        id: MessageId,
        change: TopicChange,
    ) -> Result<Arc<ChannelEntry>, ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.forum(channel, by.user).await?;
        let topic = self.topic(&seen, id).await?.ok_or(ChannelError::NoSuchTopic)?;
        let manages = seen.standing.may(&seen.record, Action::ManageTopics);
        if !seen.standing.member || !manages && (topic.creator != by.user || id == GENERAL) {
            return Err(ChannelError::AdminRequired);
        }
        if change.hidden.is_some() && id != GENERAL || change.icon_emoji_id.is_some() && id == GENERAL {
            return Err(ChannelError::NoSuchTopic);
        }
        let mut new = (*topic).clone();
        if let Some(title) = &change.title {
            new.title = topic_title(title)?;
            new.flags &= !topic_flag::TITLE_MISSING;
        }
        if let Some(icon) = change.icon_emoji_id {
            new.icon_emoji_id = Some(icon).filter(|icon| *icon != 0);
        }
        for (set, bit) in [(change.closed, topic_flag::CLOSED), (change.hidden, topic_flag::HIDDEN)] {
            match set {
                Some(true) => new.flags |= bit,
                Some(false) => new.flags &= !bit,
                None => {}
            }
        }
        if new == *topic {
            return Err(ChannelError::TopicNotModified);
        }
        let changed = |bit: u32| Some(new.flags & bit != 0).filter(|now| *now != (topic.flags & bit != 0));
        let told = Told::TopicEdit {
            title: Some(new.title.clone()).filter(|title| *title != topic.title),
            icon_emoji_id: change.icon_emoji_id.filter(|_| new.icon_emoji_id != topic.icon_emoji_id),
            closed: changed(topic_flag::CLOSED),
            hidden: changed(topic_flag::HIDDEN),
        };
        let mut post = self.service_post(by, channel, &seen.record, service(told));
        if id != GENERAL {
            post.flags |= message_flag::TOPIC;
            post.thread = Some(id);
        }
        post.send_as = is_anonymous(&seen).then_some(Peer::Channel(channel));
        let (row, log) = (new.clone(), Arc::clone(&self.log));
        let beside: Beside = Arc::new(move |batch, _| {
            batch.put::<tables::Topics>(&key(channel, id), &row);
            let deed = Deed::TopicEdited(logged(id, &topic), logged(id, &row));
            log.put(batch, channel, by.user, deed);
        });
        let posted = self.boxes.channels().post_and(channel, vec![post], Some(beside), ()).await;
        match &posted {
            Ok(_) => self.topics.rows.written(&key(channel, id), new),
            Err(_) => self.topics.rows.forget(&key(channel, id)),
        }
        Ok(posted?.pop().ok_or(ChannelError::NoSuchTopic)?.entry)
    }

    /// Deletes a topic with its messages, so many at once; gives the entry, and how many are left to be deleted.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchTopic`], [`ChannelError::DeleteForbidden`], and faults.
    pub async fn delete_topic(
        &self,
        by: By,
        channel: i64,
        id: MessageId,
    ) -> Result<(Option<Arc<ChannelEntry>>, usize), ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.forum(channel, by.user).await?;
        let topic = self.topic(&seen, id).await?.filter(|_| id != GENERAL);
        let topic = topic.ok_or(ChannelError::NoSuchTopic)?;
        let boxes = self.boxes.channels();
        let ids = boxes.newest_of(channel, Part::Thread(id), 0, DELETED_AT_ONCE).await?;
        let others = seen.standing.may(&seen.record, Action::DeleteOthers);
        if !seen.standing.member || !others && topic.creator != by.user {
            return Err(ChannelError::DeleteForbidden);
        }
        let count = boxes.parts(channel, &[(Part::Thread(id), 0)], 0).await?;
        let count = count.first().map_or(0, |state| usize::try_from(state.count).unwrap_or(0));
        let left = count.saturating_sub(ids.len());
        if !others {
            // His own topic, as long as nobody else has written in it.
            let posts = boxes.posts(channel, &ids).await?;
            if left > 0 || posts.iter().flatten().any(|post| post.author() != by.user) {
                return Err(ChannelError::DeleteForbidden);
            }
        }
        if left > 0 {
            let log = Some(self.log_delete(by, channel));
            return Ok((boxes.delete_and(channel, by, &ids, log).await?, left));
        }
        let mut list = self.pinned_topics(channel).await?;
        list.pinned.retain(|pinned| *pinned != id);
        let (kept, log) = (list.clone(), Arc::clone(&self.log));
        let beside: Beside = Arc::new(move |batch, _| {
            batch.delete::<tables::Topics>(&key(channel, id));
            batch.put::<tables::TopicLists>(&OfChannel(channel), &kept);
            log.put(batch, channel, by.user, Deed::TopicDeleted(logged(id, &topic)));
        });
        let entry = match ids.is_empty() {
            false => boxes.delete_and(channel, by, &ids, Some(beside)).await?,
            true => {
                let mut batch = self.store.batch();
                beside(&mut batch, &Written { pts: &[], before: &[], after: &[] });
                self.store.commit(batch).await?;
                None
            }
        };
        self.topics.rows.forget(&key(channel, id));
        self.topics.lists.written(&OfChannel(channel), list);
        Ok((entry, 0))
    }

    /// Puts a topic on top of the list, or takes it from there.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchTopic`], [`ChannelError::PinnedTopics`], [`ChannelError::TopicNotModified`],
    /// [`ChannelError::AdminRequired`], and faults.
    pub async fn pin_topic(
        &self,
        by: By,
        channel: i64,
        id: MessageId,
        pinned: bool,
    ) -> Result<(), ChannelError> {
        self.change_pinned_topics(by, channel, &[id], |list| {
            let was = list.len();
            list.retain(|other| *other != id);
            if pinned == (was != list.len()) {
                return Err(ChannelError::TopicNotModified);
            }
            if pinned {
                list.insert(0, id);
            }
            Ok(())
        })
        .await?;
        let notice = Notice::TopicPinned { channel, topic: id, pinned };
        self.live.channel_notice(channel, notice, by.session);
        Ok(())
    }

    /// Puts the topics on top in order. Those that are not named stay behind them, unless `force`.
    ///
    /// # Errors
    /// As [`Channels::pin_topic`].
    pub async fn order_topics(
        &self,
        by: By,
        channel: i64,
        order: &[MessageId],
        force: bool,
    ) -> Result<Vec<MessageId>, ChannelError> {
        let order = self
            .change_pinned_topics(by, channel, order, |list| {
                let before = std::mem::take(list);
                for id in order {
                    if (force || before.contains(id)) && !list.contains(id) {
                        list.push(*id);
                    }
                }
                if !force {
                    list.extend(before.into_iter().filter(|id| !order.contains(id)));
                }
                Ok(())
            })
            .await?;
        let notice = Notice::PinnedTopics { channel, order: order.clone() };
        self.live.channel_notice(channel, notice, by.session);
        Ok(order)
    }

    async fn change_pinned_topics(
        &self,
        by: By,
        channel: i64,
        named: &[MessageId],
        change: impl FnOnce(&mut Vec<MessageId>) -> Result<(), ChannelError>,
    ) -> Result<Vec<MessageId>, ChannelError> {
        let _gate = self.gate(channel).await;
        let seen = self.forum(channel, by.user).await?;
        if !seen.standing.member || !seen.standing.may(&seen.record, Action::ManageTopics) {
            return Err(ChannelError::AdminRequired);
        }
        for id in named {
            if self.topic(&seen, *id).await?.is_none() {
                return Err(ChannelError::NoSuchTopic);
            }
        }
        let mut list = self.pinned_topics(channel).await?;
        let before = list.pinned.clone();
        change(&mut list.pinned)?;
        if list.pinned.len() > PINNED_MAX {
            return Err(ChannelError::PinnedTopics { max: PINNED_MAX });
        }
        let mut batch = self.store.batch();
        batch.put::<tables::TopicLists>(&OfChannel(channel), &list);
        for id in named {
            let pinned = list.pinned.contains(id);
            if pinned != before.contains(id)
                && let Some(topic) = self.topic(&seen, *id).await?
            {
                let topic = logged(*id, &topic);
                self.log.put(&mut batch, channel, by.user, Deed::TopicPinned { topic, pinned });
            }
        }
        match self.store.commit(batch).await {
            Ok(()) => self.topics.lists.written(&OfChannel(channel), list.clone()),
            Err(error) => {
                self.topics.lists.forget(&OfChannel(channel));
                return Err(error.into());
            }
        }
        Ok(list.pinned)
    }

    /// A part of a forum's topics: those on top, then the ones with the newest messages. `offset_topic` is the last
    /// one of the page before.
    ///
    /// # Errors
    /// [`ChannelError::NotAForum`], and as [`Channels::seen`].
    pub async fn topics(
        &self,
        user: UserId,
        channel: i64,
        name: &str,
        offset_topic: MessageId,
        limit: usize,
    ) -> Result<TopicsPage, ChannelError> {
        let seen = self.forum(channel, user).await?;
        let rows = store::Rows::<tables::Topics>::of(Owner::Channel(channel));
        let found = self.store.scan(rows, LISTED_MAX, Direction::Forward).await?;
        let mut topics: Vec<(MessageId, Arc<Topic>)> =
            found.into_iter().map(|(key, topic)| (key.pts, Arc::new(topic))).collect();
        if !topics.iter().any(|(id, _)| *id == GENERAL) {
            topics.push((GENERAL, Arc::new(general(&seen.record))));
        }
        let name = name.to_lowercase();
        topics.retain(|(_, topic)| name.is_empty() || topic.title.to_lowercase().contains(&name));
        let mut views = self.views_of_topics(&seen, user, topics).await?;
        let pinned = self.pinned_topics(channel).await?.pinned;
        let place = |view: &TopicView| pinned.iter().position(|id| *id == view.id).unwrap_or(usize::MAX);
        views.sort_by_key(|view| (place(view), std::cmp::Reverse(view.state.top.max(view.id))));
        let count = i32::try_from(views.len()).unwrap_or(i32::MAX);
        let from = views.iter().position(|view| view.id == offset_topic).map_or(0, |at| at + 1);
        let topics: Vec<TopicView> = views.into_iter().skip(from).take(limit).collect();
        let messages = self.tops(user, channel, &topics).await?;
        Ok(TopicsPage { count, topics, messages })
    }

    /// These topics, each in its place.
    ///
    /// # Errors
    /// As [`Channels::topics`].
    pub async fn topics_by_id(
        &self,
        user: UserId,
        channel: i64,
        ids: &[MessageId],
    ) -> Result<TopicsPage, ChannelError> {
        let seen = self.forum(channel, user).await?;
        let mut topics = Vec::with_capacity(ids.len());
        for id in ids {
            let view = match self.topic(&seen, *id).await? {
                Some(topic) => self.views_of_topics(&seen, user, vec![(*id, topic)]).await?.pop(),
                None => None,
            };
            topics.push(view.unwrap_or_else(|| TopicView {
                id: *id,
                topic: None,
                state: PartState::default(),
                read_max_id: 0,
                pinned: false,
                mentions: 0,
                reactions: 0,
                polls: 0,
            }));
        }
        let messages = self.tops(user, channel, &topics).await?;
        let count = i32::try_from(topics.len()).unwrap_or(i32::MAX);
        Ok(TopicsPage { count, topics, messages })
    }

    /// The newest message of each topic.
    async fn tops(
        &self,
        user: UserId,
        channel: i64,
        topics: &[TopicView],
    ) -> Result<Vec<Message>, ChannelError> {
        let ids: Vec<MessageId> = topics.iter().map(|view| view.state.top).filter(|top| *top > 0).collect();
        Ok(self.messages(user, channel, &ids).await?.into_iter().flatten().collect())
    }

    async fn views_of_topics(
        &self,
        seen: &Seen,
        user: UserId,
        topics: Vec<(MessageId, Arc<Topic>)>,
    ) -> Result<Vec<TopicView>, ChannelError> {
        let pinned = self.pinned_topics(seen.id).await?.pinned;
        let own = self.membership(seen.id, user).await?;
        let asked = self.polls.unread(user).await?;
        let asked: Vec<MessageId> =
            asked.into_iter().filter(|(peer, _)| *peer == Peer::Channel(seen.id)).map(|(_, id)| id).collect();
        let mut parts = Vec::with_capacity(topics.len());
        for (id, _) in &topics {
            let kept = self.read_in(user, seen.id, *id).await?;
            parts.push((part_of(seen, *id), self.read_so_far(seen, user, kept).await?));
        }
        let boxes = self.boxes.channels();
        let states = boxes.parts(seen.id, &parts, seen.min_id).await?;
        let mut views = Vec::with_capacity(topics.len());
        for (((id, topic), (part, read_max_id)), state) in topics.into_iter().zip(parts).zip(states) {
            let news = |found: Vec<MessageId>| i32::try_from(found.len()).unwrap_or(i32::MAX);
            let (mut mentions, mut reactions, mut polls) = (0, 0, 0);
            if !own.mentions.is_empty() {
                mentions = news(boxes.in_part(seen.id, part, &own.mentions).await?);
            }
            if !own.reactions.is_empty() {
                reactions = news(boxes.in_part(seen.id, part, &own.reactions).await?);
            }
            if !asked.is_empty() {
                polls = news(boxes.in_part(seen.id, part, &asked).await?);
            }
            let pinned = pinned.contains(&id);
            let topic = Some(topic);
            views.push(TopicView { id, topic, state, read_max_id, pinned, mentions, reactions, polls });
        }
        Ok(views)
    }

    /// How many messages of a forum somebody has not read, over all topics.
    pub(super) async fn unread_in_topics(&self, seen: &Seen, user: UserId) -> Result<i32, ChannelError> {
        let boxes = self.boxes.channels();
        let mut roots = boxes.topics(seen.id).await?;
        roots.push(GENERAL);
        let mut parts = Vec::with_capacity(roots.len());
        for root in roots {
            let kept = self.read_in(user, seen.id, root).await?;
            parts.push((part_of(seen, root), self.read_so_far(seen, user, kept).await?));
        }
        let states = boxes.parts(seen.id, &parts, seen.min_id).await?;
        let sum: u64 = states.iter().map(|state| u64::from(state.unread)).sum();
        Ok(i32::try_from(sum).unwrap_or(i32::MAX))
    }

    /// Whether `seen` may write in a topic; `None` is the general one.
    pub(super) async fn may_post_in(
        &self,
        seen: &Seen,
        user: UserId,
        topic: Option<MessageId>,
    ) -> Result<(), ChannelError> {
        let id = topic.unwrap_or(GENERAL);
        let found = self.topic(seen, id).await?.ok_or(ChannelError::NoSuchTopic)?;
        let manages = seen.standing.may(&seen.record, Action::ManageTopics);
        let own = found.creator == user && id != GENERAL;
        if found.flags & topic_flag::CLOSED != 0 && !manages && !own {
            return Err(ChannelError::TopicClosed);
        }
        Ok(())
    }

    /// Whether `user` sees a topic there.
    ///
    /// # Errors
    /// [`ChannelError::NotAForum`], [`ChannelError::NoSuchTopic`], and as [`Channels::seen`].
    pub async fn has_topic(&self, user: UserId, channel: i64, id: MessageId) -> Result<(), ChannelError> {
        let seen = self.forum(channel, user).await?;
        self.topic(&seen, id).await?.map(drop).ok_or(ChannelError::NoSuchTopic)
    }

    async fn topic(&self, seen: &Seen, id: MessageId) -> Result<Option<Arc<Topic>>, Fault> {
        let found = self.topics.rows.get(&key(seen.id, id)).await?;
        Ok(found.or_else(|| (id == GENERAL).then(|| Arc::new(general(&seen.record)))))
    }

    async fn pinned_topics(&self, channel: i64) -> Result<TopicList, Fault> {
        let row = self.topics.lists.get(&OfChannel(channel)).await?;
        Ok(row.map(|row| (*row).clone()).unwrap_or_default())
    }

    async fn forum(&self, channel: i64, user: UserId) -> Result<Seen, ChannelError> {
        let seen = self.seen(channel, user).await?;
        if seen.record.flags & flag::FORUM == 0 {
            return Err(ChannelError::NotAForum);
        }
        Ok(seen)
    }
}

/// The general topic of a forum that nobody has changed it in.
fn general(record: &Channel) -> Topic {
    Topic {
        date: record.date,
        creator: record.creator,
        title: "General".into(),
        icon_color: COLOURS[0],
        ..Topic::default()
    }
}

fn is_anonymous(seen: &Seen) -> bool {
    seen.standing.rights() & admin::ANONYMOUS != 0
}

fn service(told: Told) -> Content {
    Content { action: Some(told), ..Content::default() }
}

fn logged(id: MessageId, topic: &Topic) -> LoggedTopic {
    LoggedTopic { id, topic: topic.clone() }
}

fn topic_title(title: &str) -> Result<String, ChannelError> {
    let title = title.trim();
    let chars = title.chars().count();
    if (1..=TITLE_CHARS_MAX).contains(&chars) {
        Ok(title.to_owned())
    } else {
        Err(ChannelError::TopicTitle { chars })
    }
}

fn key(channel: i64, id: MessageId) -> ByPts {
    ByPts { owner: Owner::Channel(channel), pts: id }
}

const REMEMBERED: usize = 1 << 12;
