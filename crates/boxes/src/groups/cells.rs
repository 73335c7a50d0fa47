//! Groups in memory: each with its lock, its state while it is loaded, and its commits that are on their way.
//! A group's lock is taken before those of its members' shards, and never two groups' at once.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use store::{
    Hold,
    ids::{Pts, UserId},
    records::{
        groups::{GroupMember, GroupRead, GroupRecord},
        log::LogRecord,
    },
};
use tokio::sync::Notify;

use super::rules::GroupView;
use crate::{cells::Flights, need::Need};

/// All groups that somebody asked for.
#[derive(Default)]
pub(crate) struct Groups {
    cells: Mutex<BTreeMap<i64, Arc<GroupCell>>>,
}

/// One group's.
pub(crate) struct GroupCell {
    slot: Mutex<GroupSlot>,
    /// Told whenever a commit of the group ended.
    pub(crate) changed: Notify,
    /// Reading the group into memory happens once at a time.
    pub(crate) loading: tokio::sync::Mutex<()>,
}

/// Under the group's lock.
pub(crate) struct GroupSlot {
    pub(crate) loaded: Option<Box<GroupLoaded>>,
    pub(crate) flights: Flights,
}

/// A group in memory.
pub(crate) struct GroupLoaded {
    pub(crate) hold: Hold,
    pub(crate) id: i64,
    pub(crate) record: GroupRecord,
    /// Who is and was in it.
    pub(crate) members: BTreeMap<UserId, GroupMember>,
    pub(crate) reads: BTreeMap<UserId, GroupRead>,
    /// The end of its log.
    pub(crate) pts: Pts,
    /// Seconds since 1970 of the last event.
    pub(crate) date: i32,
    /// No message stands above.
    pub(crate) last_post: Pts,
    /// Entries of its log that changes rest on; absent ones are unknown.
    pub(crate) bodies: BTreeMap<Pts, Option<LogRecord>>,
    /// As of a box.
    pub(crate) listed: Option<Pts>,
    /// As of a box.
    pub(crate) backlog: Option<u64>,
    /// Events on their way to the members: by the number of their commit, the first of them.
    pub(crate) arriving: BTreeMap<u64, Pts>,
    /// What it looks like, while nothing has changed.
    pub(crate) view: Option<Arc<GroupView>>,
}

impl Groups {
    /// The group's cell, made when it is asked for first.
    pub(crate) fn of(&self, group: i64) -> Arc<GroupCell> {
        let mut cells = self.lock();
        Arc::clone(cells.entry(group).or_insert_with(|| Arc::new(GroupCell::new())))
    }

    /// The group's cell, if somebody asked for it.
    pub(crate) fn find(&self, group: i64) -> Option<Arc<GroupCell>> {
        self.lock().get(&group).cloned()
    }

    /// The groups in memory.
    pub(crate) fn all(&self) -> Vec<i64> {
        self.lock().keys().copied().collect()
    }

    /// Lets go of groups that nothing holds, once there are more than `max`.
    pub(crate) fn make_room(&self, max: usize) {
        let mut cells = self.lock();
        if cells.len() > max {
            cells.retain(|_, cell| Arc::strong_count(cell) > 1 || !cell.is_idle());
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, Arc<GroupCell>>> {
        self.cells.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl GroupCell {
    fn new() -> Self {
        let slot = GroupSlot { loaded: None, flights: Flights::new(0) };
        GroupCell { slot: Mutex::new(slot), changed: Notify::new(), loading: tokio::sync::Mutex::new(()) }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, GroupSlot> {
        // As for boxes: after a panic under the lock the group is read again.
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_idle(&self) -> bool {
        let slot = self.lock();
        let at_rest = |group: &GroupLoaded| group.backlog.is_none() && group.arriving.is_empty();
        slot.flights.is_quiet() && slot.loaded.as_deref().is_none_or(at_rest)
    }
}

impl GroupLoaded {
    /// Events up to here have reached the members.
    pub(crate) fn delivered(&self) -> Pts {
        match (self.backlog.is_some(), self.listed, self.arriving.values().next()) {
            (true, Some(mark), _) => mark,
            (_, _, Some(first)) => first.saturating_sub(1),
            _ => self.pts,
        }
    }

    /// Refuses to go on before what is left of earlier days has been delivered.
    pub(crate) fn no_backlog(&self) -> Result<(), Need> {
        if self.backlog.is_some() { Err(Need::GroupDelivery(self.id)) } else { Ok(()) }
    }

    /// The date for something that happens at `now`: never before the last event's.
    pub(crate) fn date(&self, now: i32) -> i32 {
        now.max(self.date)
    }

    /// An entry of the log that a change rests on.
    pub(crate) fn body(&self, id: Pts) -> Result<Option<&LogRecord>, Need> {
        if id <= 0 || id > self.pts {
            return Ok(None);
        }
        match self.bodies.get(&id) {
            Some(found) => Ok(found.as_ref()),
            None => Err(Need::GroupBodies(self.id, vec![id])),
        }
    }

    /// The membership of somebody who is in the group.
    pub(crate) fn member(&self, user: UserId) -> Option<&GroupMember> {
        self.members.get(&user).filter(|member| member.left.is_none())
    }

    /// Who is in the group.
    pub(crate) fn current(&self) -> impl Iterator<Item = UserId> {
        self.members.iter().filter(|(_, member)| member.left.is_none()).map(|(user, _)| *user)
    }

    /// Whether somebody who has left may hold this message.
    pub(crate) fn has_former(&self, id: Pts) -> bool {
        self.members.values().any(|member| member.left.is_some_and(|left| left >= id))
    }

    /// What it looks like now.
    pub(crate) fn view(&mut self) -> Arc<GroupView> {
        let (id, record, members) = (self.id, &self.record, &self.members);
        let make = || Arc::new(GroupView { id, record: record.clone(), members: members.clone() });
        Arc::clone(self.view.get_or_insert_with(make))
    }
}
