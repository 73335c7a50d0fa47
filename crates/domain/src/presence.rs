//! Who is online and when somebody was last. In memory, and written down now and then, so that a restart does not
//! forget it.

use std::sync::{Arc, Mutex, PoisonError};

use boxes::{By, DueQueue};
use store::{
    Store,
    ids::UserId,
    key::OfUser,
    records::account::{Contact, LastSeen},
    tables,
};
use world::World;

use crate::{
    Blocks, Contacts, Fault, Live, Notice, Settings,
    audience::Audience,
    cache::Cache,
    settings::{self, Asker, PrivacyKey},
};

/// What a viewer is told about somebody's presence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Nothing is known, or it was more than a month ago.
    Empty,
    /// Online until so many seconds since 1970, unless something else is told.
    Online(i32),
    /// Last seen, in seconds since 1970.
    Offline(i32),
    /// Within three days. `by_me`: the viewer's own rules hide the moment.
    Recently {
        /// See above.
        by_me: bool,
    },
    /// Within a week.
    LastWeek {
        /// As in [`Status::Recently`].
        by_me: bool,
    },
    /// Within a month.
    LastMonth {
        /// As in [`Status::Recently`].
        by_me: bool,
    },
}

/// When somebody was or will have been there, in seconds since 1970.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    online_until: i32,
    /// 0 where nothing is known.
    last: i32,
    /// When it was last written down.
    written: i32,
}

/// The presence of everybody.
pub struct Presence {
    world: World,
    live: Arc<dyn Live>,
    audience: Arc<Audience>,
    contacts: Arc<Contacts>,
    settings: Arc<Settings>,
    blocks: Arc<Blocks>,
    store: Store,
    /// Messages may wait for somebody to come.
    due: Arc<DueQueue>,
    seen: Mutex<Cache<UserId, Seen>>,
}

/// How long somebody counts as online after `account.updateStatus`; clients repeat it before that.
pub const ONLINE_SECONDS: i32 = 300;
/// People remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 17;
/// How old a row may be of somebody who is there.
const WRITTEN_SECONDS: i32 = 600;
const DAY_SECONDS: i32 = 24 * 60 * 60;

impl Presence {
    pub(crate) fn new(
        store: Store,
        world: World,
        live: Arc<dyn Live>,
        audience: Arc<Audience>,
        contacts: Arc<Contacts>,
        settings: Arc<Settings>,
        due: Arc<DueQueue>,
        blocks: Arc<Blocks>,
    ) -> Self {
        let seen = Mutex::new(Cache::new(REMEMBERED));
        Presence { store, world, live, audience, contacts, settings, blocks, due, seen }
    }

    /// A device says that its person is there, or no longer. Those who know him are told.
    ///
    /// # Errors
    /// Where the store or a box fails.
    pub async fn update(&self, by: By, offline: bool) -> Result<(), Fault> {
        let now = self.world.clock.now().seconds();
        let online_until = if offline { now } else { now.saturating_add(ONLINE_SECONDS) };
        let before = self.recall(by.user).await?;
        let was_online = before.online_until > now;
        // Not each sign of life is worth a write; after a crash somebody was there a little earlier.
        let write = offline && was_online || now.saturating_sub(before.written) >= WRITTEN_SECONDS;
        let written = if write { now } else { before.written };
        self.put(by.user, Seen { online_until, last: now, written });
        if write {
            let mut batch = self.store.batch();
            batch.put::<tables::LastSeen>(&OfUser(by.user), &LastSeen { at: now });
            self.store.commit(batch).await?;
        }
        if !offline {
            self.due.came_online(by.user);
        }
        if offline && !was_online {
            return Ok(());
        }
        self.tell(by.user).await
    }

    /// Tells those who know somebody, and are connected, what they may know of his presence now.
    ///
    /// # Errors
    /// Where the store or a box fails.
    pub async fn tell(&self, user: UserId) -> Result<(), Fault> {
        for other in self.audience.of(user).await? {
            let status = self.status(other, user).await?;
            self.live.notice(other, Notice::Status { user, status }, None);
        }
        Ok(())
    }

    /// When somebody was there, from memory or from his row.
    async fn recall(&self, user: UserId) -> Result<Seen, Fault> {
        if let Some(seen) = self.remembered(user) {
            return Ok(seen);
        }
        let row = self.store.get::<tables::LastSeen>(&OfUser(user)).await?;
        Ok(self.was_read(user, row))
    }

    /// Takes over what somebody's row says.
    pub(crate) fn bring_read(&self, user: UserId, row: Option<LastSeen>) {
        self.was_read(user, row);
    }

    fn was_read(&self, user: UserId, row: Option<LastSeen>) -> Seen {
        let at = row.map_or(0, |row| row.at);
        let seen = Seen { online_until: 0, last: at, written: at };
        // Somebody may have come while the row was read.
        self.remembered(user).unwrap_or_else(|| {
            self.put(user, seen);
            seen
        })
    }

    /// What [`Presence::shown`] looks at.
    pub(crate) async fn bring(&self, user: UserId) -> Result<Seen, Fault> {
        self.recall(user).await
    }

    /// As [`Presence::bring`], if it is remembered.
    pub(crate) fn remembered(&self, user: UserId) -> Option<Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&user)
    }

    fn put(&self, user: UserId, seen: Seen) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).put(user, seen);
    }

    /// What `viewer` is told about `user`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn status(&self, viewer: UserId, user: UserId) -> Result<Status, Fault> {
        let seen = self.bring(user).await?;
        let known = self.contacts.get(user, viewer).await?;
        let knows = self.contacts.get(viewer, user).await?;
        let (theirs, own) = (self.settings.of(user).await?, self.settings.of(viewer).await?);
        let blocked = self.blocks.has(user, viewer).await?;
        let (known, knows) = (known.as_deref(), knows.as_deref());
        // It may have become other while the rest was read.
        let seen = self.remembered(user).unwrap_or(seen);
        Ok(self.shown(viewer, user, seen, &Rules { theirs: &theirs, own: &own, known, knows, blocked }))
    }

    /// Whether `viewer` may know when `user` is there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn shows_moments(&self, viewer: UserId, user: UserId) -> Result<bool, Fault> {
        let known = self.contacts.get(user, viewer).await?;
        let knows = self.contacts.get(viewer, user).await?;
        let (theirs, own) = (self.settings.of(user).await?, self.settings.of(viewer).await?);
        let blocked = self.blocks.has(user, viewer).await?;
        let (known, knows) = (known.as_deref(), knows.as_deref());
        let rules = Rules { theirs: &theirs, own: &own, known, knows, blocked };
        Ok(rules.allowed(viewer) && rules.shares(user))
    }

    /// Whether `reader` and `author` keep from each other when they read messages: both said so for whomever they do
    /// not let know when they are there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn hides_reading(&self, author: UserId, reader: UserId) -> Result<HidesReading, Fault> {
        let known = self.contacts.get(reader, author).await?;
        let knows = self.contacts.get(author, reader).await?;
        let (theirs, own) = (self.settings.of(reader).await?, self.settings.of(author).await?);
        let blocked = self.blocks.has(reader, author).await?;
        let (known, knows) = (known.as_deref(), knows.as_deref());
        let rules = Rules { theirs: &theirs, own: &own, known, knows, blocked };
        let hides = |settings: &settings::Record| {
            settings.global_privacy.as_ref().is_some_and(|global| global.hide_read_marks)
        };
        Ok(HidesReading {
            reader: hides(&theirs) && !rules.allowed(author),
            author: hides(&own) && !rules.shares(reader),
        })
    }

    /// What is shown under these rules; reads nothing.
    pub(crate) fn shown(&self, viewer: UserId, user: UserId, seen: Seen, rules: &Rules<'_>) -> Status {
        // To somebody who is blocked it looks as if nobody had been there for a long time.
        if seen.last == 0 || viewer != user && rules.blocked {
            return Status::Empty;
        }
        let now = self.world.clock.now().seconds();
        let allowed = rules.allowed(viewer);
        let shares = rules.shares(user);
        if viewer == user || allowed && shares {
            return if seen.online_until > now {
                Status::Online(seen.online_until)
            } else {
                Status::Offline(seen.last)
            };
        }
        let by_me = allowed && !shares;
        match now.saturating_sub(seen.last) / DAY_SECONDS {
            ..3 => Status::Recently { by_me },
            3..7 => Status::LastWeek { by_me },
            7..30 => Status::LastMonth { by_me },
            _ => Status::Empty,
        }
    }
}

/// Who of two keeps from the other when he reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HidesReading {
    /// Who got the message.
    pub reader: bool,
    /// Who wrote it.
    pub author: bool,
}

/// What decides how exactly presence is shown.
pub(crate) struct Rules<'a> {
    /// Settings of who is looked at.
    pub(crate) theirs: &'a settings::Record,
    /// Settings of the viewer.
    pub(crate) own: &'a settings::Record,
    /// The viewer's line in the address book of who is looked at.
    pub(crate) known: Option<&'a Contact>,
    /// The other way round.
    pub(crate) knows: Option<&'a Contact>,
    /// Whether who is looked at has blocked the viewer.
    pub(crate) blocked: bool,
}

impl Rules<'_> {
    fn allowed(&self, viewer: UserId) -> bool {
        let asker = Asker { user: viewer, contact: self.known, blocked: self.blocked };
        settings::allows(self.theirs, PrivacyKey::StatusTimestamp, &asker)
    }

    /// Who hides his own presence from somebody does not learn that one's either.
    fn shares(&self, user: UserId) -> bool {
        let asker = Asker { user, contact: self.knows, blocked: false };
        settings::allows(self.own, PrivacyKey::StatusTimestamp, &asker)
    }
}
