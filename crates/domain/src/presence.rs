//! Who is online and when somebody was last. In memory alone; a restart forgets it.

use std::sync::{Arc, Mutex, PoisonError};

use boxes::{By, DueQueue};
use store::ids::UserId;
use world::World;

use crate::{
    Contacts, Fault, Live, Notice, Settings,
    audience::Audience,
    cache::Cache,
    settings::{self, PrivacyKey},
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
struct Seen {
    online_until: i32,
    last: i32,
}

/// The presence of everybody.
pub struct Presence {
    world: World,
    live: Arc<dyn Live>,
    audience: Arc<Audience>,
    contacts: Arc<Contacts>,
    settings: Arc<Settings>,
    /// Messages may wait for somebody to come.
    due: Arc<DueQueue>,
    seen: Mutex<Cache<UserId, Seen>>,
}

/// How long somebody counts as online after `account.updateStatus`; clients repeat it before that.
pub const ONLINE_SECONDS: i32 = 300;
/// People remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 17;
const DAY_SECONDS: i32 = 24 * 60 * 60;

impl Presence {
    pub(crate) fn new(
        world: World,
        live: Arc<dyn Live>,
        audience: Arc<Audience>,
        contacts: Arc<Contacts>,
        settings: Arc<Settings>,
        due: Arc<DueQueue>,
    ) -> Self {
        Presence { world, live, audience, contacts, settings, due, seen: Mutex::new(Cache::new(REMEMBERED)) }
    }

    /// A device says that its person is there, or no longer. Those who know him are told.
    ///
    /// # Errors
    /// Where the store or a box fails.
    pub async fn update(&self, by: By, offline: bool) -> Result<(), Fault> {
        let now = self.world.clock.now().seconds();
        let online_until = if offline { now } else { now.saturating_add(ONLINE_SECONDS) };
        let before = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let before = seen.get(&by.user);
            seen.put(by.user, Seen { online_until, last: now });
            before
        };
        if !offline {
            self.due.came_online(by.user);
        }
        let was_online = before.is_some_and(|seen| seen.online_until > now);
        if offline && !was_online {
            return Ok(());
        }
        for other in self.audience.of(by.user).await? {
            let status = self.status(other, by.user).await?;
            self.live.notice(other, Notice::Status { user: by.user, status }, None);
        }
        Ok(())
    }

    /// What `viewer` is told about `user`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn status(&self, viewer: UserId, user: UserId) -> Result<Status, Fault> {
        let known = self.contacts.get(user, viewer).await?.is_some();
        let knows = self.contacts.get(viewer, user).await?.is_some();
        let (theirs, own) = (self.settings.of(user).await?, self.settings.of(viewer).await?);
        Ok(self.shown(viewer, user, &Rules { theirs: &theirs, own: &own, known, knows }))
    }

    /// Whether `viewer` may know when `user` is there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn shows_moments(&self, viewer: UserId, user: UserId) -> Result<bool, Fault> {
        let known = self.contacts.get(user, viewer).await?.is_some();
        let knows = self.contacts.get(viewer, user).await?.is_some();
        let (theirs, own) = (self.settings.of(user).await?, self.settings.of(viewer).await?);
        Ok(settings::allows(&theirs, PrivacyKey::StatusTimestamp, viewer, known)
            && settings::allows(&own, PrivacyKey::StatusTimestamp, user, knows))
    }

    /// What is shown under these rules; reads nothing.
    pub(crate) fn shown(&self, viewer: UserId, user: UserId, rules: &Rules<'_>) -> Status {
        let Some(seen) = self.seen.lock().unwrap_or_else(PoisonError::into_inner).get(&user) else {
            return Status::Empty;
        };
        let now = self.world.clock.now().seconds();
        let allowed = settings::allows(rules.theirs, PrivacyKey::StatusTimestamp, viewer, rules.known);
        // Who hides his own presence from somebody does not learn that one's either.
        let shares = settings::allows(rules.own, PrivacyKey::StatusTimestamp, user, rules.knows);
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

/// What decides how exactly presence is shown.
pub(crate) struct Rules<'a> {
    /// Settings of who is looked at.
    pub(crate) theirs: &'a settings::Record,
    /// Settings of the viewer.
    pub(crate) own: &'a settings::Record,
    /// Whether the viewer stands in the address book of who is looked at.
    pub(crate) known: bool,
    /// The other way round.
    pub(crate) knows: bool,
}
