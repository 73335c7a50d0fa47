//! What was done in a channel, for its admins to look up: a row in the commit of each deed, and gone two days later.
//! What changed of the channel and of people is seen from the rows themselves, so no deed is forgotten here.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use boxes::{Beside, By, DueAt, DueQueue, DueWhat, MessageId, UserId, Written};
use store::{
    Batch, Direction, Rows,
    ids::Pts,
    key::Key,
    records::{
        admin_log::{ByDeed, Deed, LoggedDeed, LoggedLink, LoggedMessage, Reactions},
        channels::{Channel, ChannelStyle, Participant, flag},
        due::Due,
        figures::ByDay,
        invites::Invite,
        log::LogRecord,
    },
    tables,
};
use world::World;

use super::{
    Action, ChannelError, Channels, Seen,
    figures::{DAYS_KEPT, day_of},
    rights::banned,
};
use crate::Fault;

/// For so long it can be looked up.
pub(super) const KEPT_SECONDS: i32 = 48 * 3_600;
/// Rows of a channel go together, so often.
const CLEANED_EVERY_SECONDS: i32 = 3_600;
/// Deeds of one answer.
const PAGE_MAX: usize = 100;
/// Rows that one answer looks at.
const LOOKED_AT_MAX: usize = 20_000;
const PART: usize = 200;
/// Bytes of messages in the deeds of one commit, well below what the engine takes.
const MESSAGES_BYTES_MAX: usize = 400 * 1024;
/// And of one of them.
const MESSAGE_BYTES_MAX: usize = 24 * 1024;
/// Pins of one commit that are told of.
const PINS_MAX: usize = 100;
/// Flags that clients know as deeds.
const FLAGS: [u32; 6] = [
    flag::SIGNATURES,
    flag::SIGNATURE_PROFILES,
    flag::NO_FORWARDS,
    flag::HIDDEN_PREHISTORY,
    flag::FORUM,
    flag::ANTI_SPAM,
];

/// Which deeds are asked for; the bits of `channelAdminLogEventsFilter`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeedKind {
    /// Somebody came by himself.
    Join = 0,
    /// Somebody went by himself.
    Leave = 1,
    /// Somebody was brought in.
    Invite = 2,
    /// Somebody may do less.
    Ban = 3,
    /// Somebody may do more again.
    Unban = 4,
    /// Somebody was thrown out.
    Kick = 5,
    /// Somebody may come back.
    Unkick = 6,
    /// Somebody has rights of an admin.
    Promote = 7,
    /// Somebody has them no longer.
    Demote = 8,
    /// Title, description, picture, name.
    Info = 9,
    /// Anything that is set.
    Settings = 10,
    /// Pins.
    Pinned = 11,
    /// Changed messages.
    Edit = 12,
    /// Deleted messages.
    Delete = 13,
    /// Links.
    Invites = 15,
    /// Topics.
    Forums = 17,
    /// Titles of people.
    EditRank = 19,
}

/// What is looked for.
#[derive(Default)]
pub struct LogQuery {
    /// In names and words.
    pub words: String,
    /// Bits of [`DeedKind`]; none for all.
    pub kinds: Option<u32>,
    /// Deeds of these people alone.
    pub admins: Option<Vec<UserId>>,
    /// Deeds below; 0 for all.
    pub max_id: i64,
    /// Deeds above.
    pub min_id: i64,
    /// So many.
    pub limit: usize,
}

/// What is to be written of deeds, and their numbers.
pub(super) struct AdminLog {
    last: AtomicI64,
    due: Arc<DueQueue>,
    world: World,
}

impl AdminLog {
    pub(super) fn new(due: Arc<DueQueue>, world: World) -> Self {
        AdminLog { last: AtomicI64::new(0), due, world }
    }

    /// Puts a deed into the commit of what it is about.
    pub(super) fn put(&self, batch: &mut Batch, channel: i64, user: UserId, deed: Deed) {
        let date = self.world.clock.now().seconds();
        let first = ByDeed::first_at(date);
        let next = |last: i64| Some(last.saturating_add(1).max(first));
        let last = self.last.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next);
        let id = last.map_or(first, |last| last.saturating_add(1).max(first));
        batch.put::<tables::AdminLog>(&ByDeed { channel, id }, &LoggedDeed { date, user, deed });
        // The same row for all deeds of an hour.
        let hour = date.saturating_add(KEPT_SECONDS) / CLEANED_EVERY_SECONDS;
        let at = hour.saturating_add(1).saturating_mul(CLEANED_EVERY_SECONDS);
        let due = DueAt { at, user: UserId(0), what: DueWhat::AdminLog(channel) };
        batch.put::<tables::DueQueue>(&due, &Due::default());
        self.due.note(due.shard(), at);
    }
}

/// Rows of several, in this order.
pub(super) fn both(first: Option<Beside>, second: Beside) -> Beside {
    match first {
        None => second,
        Some(first) => Arc::new(move |batch, written| {
            first(batch, written);
            second(batch, written);
        }),
    }
}

impl Channels {
    /// The newest deeds that fit, newest first, each with its number.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for who is no admin, and as [`Channels::seen`].
    pub async fn admin_log(
        &self,
        user: UserId,
        channel: i64,
        query: &LogQuery,
    ) -> Result<(Seen, Vec<(i64, LoggedDeed)>), ChannelError> {
        let seen = self.allowed(channel, user, Action::SeeLog).await?;
        let limit = query.limit.min(PAGE_MAX);
        let oldest = ByDeed::first_at(self.now().saturating_sub(KEPT_SECONDS));
        let from = ByDeed { channel, id: oldest.max(query.min_id.saturating_add(1)) };
        let mut to = ByDeed { channel, id: if query.max_id > 0 { query.max_id } else { i64::MAX } };
        let (mut found, mut looked_at) = (Vec::new(), 0);
        while found.len() < limit && looked_at < LOOKED_AT_MAX && from.id < to.id {
            let rows = Rows::<tables::AdminLog>::between(&from, &to);
            let part = self.store.scan(rows, PART, Direction::Backward).await?;
            looked_at += part.len();
            let last = part.len() < PART;
            for (key, row) in part {
                to = key;
                if found.len() < limit && self.is_asked_for(query, &row).await? {
                    found.push((key.id, row));
                }
            }
            if last {
                break;
            }
        }
        Ok((seen, found))
    }

    async fn is_asked_for(&self, query: &LogQuery, row: &LoggedDeed) -> Result<bool, Fault> {
        let bits = kinds(&row.deed).into_iter().fold(0, |bits, kind| bits | 1 << kind as u32);
        if query.kinds.is_some_and(|kinds| kinds & bits == 0)
            || query.admins.as_ref().is_some_and(|admins| !admins.contains(&row.user))
        {
            return Ok(false);
        }
        let words = query.words.trim().trim_start_matches('@').to_lowercase();
        if words.is_empty() || said(&row.deed).iter().any(|said| said.to_lowercase().contains(&words)) {
            return Ok(true);
        }
        for user in people(row) {
            if let Some(person) = self.users.record(user).await? {
                let named = format!("{} {}", person.first_name, person.last_name).to_lowercase();
                let username = person.username.as_deref().unwrap_or_default().to_lowercase();
                if named.contains(&words) || username.starts_with(&words) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Takes away what is too old to be looked up. Does what such a row of the due queue stands for.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn clean_log(&self, due: DueAt) -> Result<(), ChannelError> {
        let DueWhat::AdminLog(channel) = due.what else { return Ok(()) };
        // What goes is counted before.
        self.count_deeds(channel).await?;
        let oldest = ByDeed::first_at(self.now().saturating_sub(KEPT_SECONDS));
        let mut batch = self.store.batch();
        batch.delete_rows(Rows::<tables::AdminLog>::before(&ByDeed { channel, id: oldest }));
        let day = day_of(self.now()).saturating_sub(DAYS_KEPT);
        batch.delete_rows(Rows::<tables::ChannelDays>::before(&ByDay { channel, day }));
        batch.delete::<tables::DueQueue>(&due);
        Ok(self.store.commit(batch).await?)
    }

    /// Puts a deed of `by` into its commit.
    pub(crate) fn log_deed(&self, batch: &mut Batch, channel: i64, by: UserId, deed: Deed) {
        self.log.put(batch, channel, by, deed);
    }

    /// Puts what `by` changed of the channel's record into its commit.
    pub(super) fn log_record(
        &self,
        batch: &mut Batch,
        by: UserId,
        channel: i64,
        changed: (&Channel, &Channel),
    ) {
        let (before, after) = changed;
        let mut deeds = Vec::new();
        if before.title != after.title {
            deeds.push(Deed::Title(before.title.clone(), after.title.clone()));
        }
        if before.about != after.about {
            deeds.push(Deed::About(before.about.clone(), after.about.clone()));
        }
        if before.username != after.username {
            deeds.push(Deed::Username(before.username.clone(), after.username.clone()));
        }
        let photo = |record: &Channel| record.photo.as_ref().map(|photo| photo.file);
        if photo(before) != photo(after) {
            deeds.push(Deed::Photo(photo(before), photo(after)));
        }
        for flag in FLAGS.into_iter().filter(|flag| (before.flags ^ after.flags) & flag != 0) {
            deeds.push(Deed::Flag { flag, on: after.flags & flag != 0 });
        }
        if before.default_banned != after.default_banned {
            deeds.push(Deed::DefaultBanned(before.default_banned, after.default_banned));
        }
        if before.slow_mode != after.slow_mode {
            deeds.push(Deed::SlowMode(before.slow_mode, after.slow_mode));
        }
        if before.linked != after.linked {
            deeds.push(Deed::Linked(before.linked, after.linked));
        }
        let (old, new) = (before.ttl_period.unwrap_or(0), after.ttl_period.unwrap_or(0));
        if old != new {
            deeds.push(Deed::HistoryTtl(old, new));
        }
        let allowed = |record: &Channel| Reactions {
            some: record.reactions.clone(),
            none: record.flags & flag::NO_REACTIONS != 0,
            no_custom: (record.flags & flag::NO_CUSTOM_REACTIONS != 0).then_some(true),
        };
        let (old, new) = (allowed(before), allowed(after));
        if old != new {
            deeds.push(Deed::Reactions(old, new));
        }
        if before.style != after.style {
            restyled(&before.style(), &after.style(), &mut deeds);
        }
        for deed in deeds {
            self.log.put(batch, channel, by, deed);
        }
    }

    /// Puts what `by` did to somebody's row into its commit; `link` is the one that he came by.
    pub(super) fn log_person(
        &self,
        batch: &mut Batch,
        by: UserId,
        channel: i64,
        (user, before, after): (UserId, &Participant, &Participant),
        link: Option<(&str, &Invite)>,
    ) {
        let mut put = |user: UserId, deed: Deed| self.log.put(batch, channel, user, deed);
        let (was, is) = (Box::new(before.clone()), Box::new(after.clone()));
        let bans = |row: &Participant| (row.banned.unwrap_or(0), row.banned_until);
        if bans(before) != bans(after) {
            let (before, after) = (was.clone(), is.clone());
            put(by, Deed::Banned { user, before, after });
        } else if before.member && !after.member {
            put(user, Deed::Leave);
        }
        if !before.member && after.member {
            let link =
                link.map(|(hash, invite)| LoggedLink { hash: hash.to_owned(), invite: invite.clone() });
            if after.via_request == Some(true) {
                put(user, Deed::JoinByRequest { link, approved_by: by });
            } else if let Some(link) = link {
                put(user, Deed::JoinByLink(link));
            } else if by == user {
                put(user, Deed::Join);
            } else {
                put(by, Deed::Invite { user, row: is.clone() });
            }
        }
        let admin = |row: &Participant| (row.admin, row.rank.clone());
        if admin(before) != admin(after) && after.member {
            put(by, Deed::Admin { user, before: was, after: is });
        }
    }

    /// What is written with an edit of `by`.
    pub(super) fn log_edit(&self, by: By, channel: i64) -> Beside {
        let log = Arc::clone(&self.log);
        Arc::new(move |batch, Written { before, after, .. }| {
            for ((id, old), (_, new)) in before.iter().zip(*after) {
                if let (LogRecord::Message(old), LogRecord::Message(new)) = (old, new) {
                    let kept = |record| LoggedMessage::of(*id, record, MESSAGE_BYTES_MAX);
                    log.put(batch, channel, by.user, Deed::Edited(kept(old), kept(new)));
                }
            }
        })
    }

    /// What is written with a delete of `by`.
    pub(super) fn log_delete(&self, by: By, channel: i64) -> Beside {
        let log = Arc::clone(&self.log);
        Arc::new(move |batch, written| {
            let mut deleted = Vec::new();
            messages(written.before, &mut deleted, usize::MAX);
            for message in deleted {
                log.put(batch, channel, by.user, Deed::Deleted(message));
            }
        })
    }

    /// What is written with a pin of `by`.
    pub(super) fn log_pin(&self, by: By, channel: i64) -> Beside {
        let log = Arc::clone(&self.log);
        Arc::new(move |batch, written| {
            let mut pinned = Vec::new();
            messages(written.after, &mut pinned, PINS_MAX);
            for message in pinned {
                log.put(batch, channel, by.user, Deed::Pinned(message));
            }
        })
    }
}

/// What changed of how a channel is drawn.
fn restyled(before: &ChannelStyle, after: &ChannelStyle, deeds: &mut Vec<Deed>) {
    if before.color != after.color {
        deeds.push(Deed::Color(before.color, after.color));
    }
    if before.profile_color != after.profile_color {
        deeds.push(Deed::ProfileColor(before.profile_color, after.profile_color));
    }
    if before.emoji_status != after.emoji_status {
        deeds.push(Deed::EmojiStatus(before.emoji_status, after.emoji_status));
    }
    if before.sticker_set != after.sticker_set {
        deeds.push(Deed::StickerSet(before.sticker_set, after.sticker_set));
    }
    if before.emoji_set != after.emoji_set {
        deeds.push(Deed::EmojiSet(before.emoji_set, after.emoji_set));
    }
    if before.wallpaper != after.wallpaper {
        deeds.push(Deed::WallPaper(before.wallpaper.clone(), after.wallpaper.clone()));
    }
    if before.location != after.location {
        deeds.push(Deed::Location(before.location.clone(), after.location.clone()));
    }
}

/// The messages among `records`, `max` of them; all together stay within the bound of a commit.
fn messages(records: &[(Pts, LogRecord)], found: &mut Vec<LoggedMessage>, max: usize) {
    let bytes = (MESSAGES_BYTES_MAX / records.len().max(1)).min(MESSAGE_BYTES_MAX);
    let logged = |(id, record): &(MessageId, LogRecord)| match record {
        LogRecord::Message(record) => Some(LoggedMessage::of(*id, record, bytes)),
        _ => None,
    };
    found.extend(records.iter().take(max).filter_map(logged));
}

/// What a deed counts as.
fn kinds(deed: &Deed) -> Vec<DeedKind> {
    match deed {
        Deed::Title(..)
        | Deed::About(..)
        | Deed::Username(..)
        | Deed::Photo(..)
        | Deed::Color(..)
        | Deed::ProfileColor(..)
        | Deed::EmojiStatus(..)
        | Deed::StickerSet(..)
        | Deed::EmojiSet(..)
        | Deed::WallPaper(..)
        | Deed::Location(..) => vec![DeedKind::Info],
        Deed::Linked(..) => vec![DeedKind::Info, DeedKind::Settings],
        Deed::Flag { flag, .. } if *flag == flag::FORUM => vec![DeedKind::Forums, DeedKind::Settings],
        Deed::Flag { .. }
        | Deed::DefaultBanned(..)
        | Deed::SlowMode(..)
        | Deed::HistoryTtl(..)
        | Deed::Reactions(..) => vec![DeedKind::Settings],
        Deed::Join => vec![DeedKind::Join],
        Deed::JoinByLink(_) | Deed::JoinByRequest { .. } => vec![DeedKind::Join, DeedKind::Invites],
        Deed::Leave => vec![DeedKind::Leave],
        Deed::Invite { .. } => vec![DeedKind::Invite],
        Deed::Banned { before, after, .. } => {
            let (old, new) = (before.banned.unwrap_or(0), after.banned.unwrap_or(0));
            match (old & banned::VIEW_MESSAGES != 0, new & banned::VIEW_MESSAGES != 0) {
                (false, true) => vec![DeedKind::Kick],
                (true, false) if new == 0 => vec![DeedKind::Unkick],
                (true, false) => vec![DeedKind::Unkick, DeedKind::Ban],
                _ if new & !old == 0 && new != old => vec![DeedKind::Unban],
                _ => vec![DeedKind::Ban],
            }
        }
        Deed::Admin { before, after, .. } if before.admin == after.admin => {
            vec![DeedKind::EditRank, DeedKind::Promote]
        }
        Deed::Admin { before, after, .. } => {
            let (old, new) = (before.admin.unwrap_or(0), after.admin.unwrap_or(0));
            vec![if new & !old == 0 { DeedKind::Demote } else { DeedKind::Promote }]
        }
        Deed::LinkEdited(..) | Deed::LinkRevoked(_) | Deed::LinkDeleted(_) => vec![DeedKind::Invites],
        Deed::Edited(..) | Deed::PollStopped(_) => vec![DeedKind::Edit],
        Deed::Deleted(_) => vec![DeedKind::Delete],
        Deed::Pinned(_) => vec![DeedKind::Pinned],
        Deed::TopicCreated(_) | Deed::TopicEdited(..) | Deed::TopicDeleted(_) | Deed::TopicPinned { .. } => {
            vec![DeedKind::Forums]
        }
    }
}

/// The words of a deed.
fn said(deed: &Deed) -> Vec<&str> {
    let title = |link: &'_ LoggedLink| link.invite.title.is_some();
    match deed {
        Deed::Title(before, after) | Deed::About(before, after) => vec![before, after],
        Deed::Username(before, after) => before.iter().chain(after).map(String::as_str).collect(),
        Deed::Edited(before, after) => vec![&before.record.content.text, &after.record.content.text],
        Deed::Deleted(message) | Deed::Pinned(message) | Deed::PollStopped(message) => {
            vec![&message.record.content.text]
        }
        Deed::TopicCreated(topic) | Deed::TopicDeleted(topic) | Deed::TopicPinned { topic, .. } => {
            vec![&topic.topic.title]
        }
        Deed::TopicEdited(before, after) => vec![&before.topic.title, &after.topic.title],
        Deed::LinkEdited(link, _) | Deed::LinkRevoked(link) | Deed::LinkDeleted(link) if title(link) => {
            link.invite.title.iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// Whom a deed concerns.
fn people(row: &LoggedDeed) -> Vec<UserId> {
    let concerned = match &row.deed {
        Deed::Invite { user, .. } | Deed::Banned { user, .. } | Deed::Admin { user, .. } => Some(*user),
        Deed::Deleted(message) | Deed::Edited(message, _) => message.record.author,
        _ => None,
    };
    std::iter::once(row.user).chain(concerned).collect()
}
