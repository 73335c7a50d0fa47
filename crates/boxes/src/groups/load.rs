//! Bringing groups into memory, and letting go of them.

use std::{collections::BTreeMap, sync::Arc};

use store::{
    Direction, Rows,
    ids::{Owner, Pts},
    records::{groups::GroupRecord, log::LogRecord},
    tables,
};

use super::cells::GroupLoaded;
use crate::{boxes::Inner, error::BoxError, rows};

impl Inner {
    /// Reads a group, unless it is in memory and good.
    ///
    /// Errors: `NoSuchGroup`, `Store`.
    pub(crate) async fn load_group(&self, group: i64) -> Result<(), BoxError> {
        let cell = self.groups.of(group);
        let _loading = cell.loading.lock().await;
        self.group_quiet(group).await;
        {
            let slot = cell.lock();
            if slot.loaded.as_ref().is_some_and(|loaded| self.store.is_current(&loaded.hold)) {
                return Ok(());
            }
        }
        if self.store.get::<tables::Groups>(&rows::group(group)).await?.is_none() {
            self.groups.make_room(self.options.loaded_max);
            return Err(BoxError::NoSuchGroup);
        }
        let loaded = self.read_group(group).await?;
        cell.lock().loaded = Some(Box::new(loaded));
        self.groups.make_room(self.options.loaded_max);
        Ok(())
    }

    /// Puts a group in memory that is to be made.
    ///
    /// Errors: `GroupExists`, `Store`.
    pub(crate) async fn prepare_group(&self, group: i64) -> Result<(), BoxError> {
        let cell = self.groups.of(group);
        let _loading = cell.loading.lock().await;
        let hold = self.store.hold(Owner::Group(group)).await?;
        let there = self.store.get::<tables::Groups>(&rows::group(group)).await?.is_some();
        let mut slot = cell.lock();
        if there || slot.loaded.is_some() || !slot.flights.queue.is_empty() {
            return Err(BoxError::GroupExists);
        }
        slot.loaded = Some(Box::new(GroupLoaded {
            hold,
            id: group,
            record: GroupRecord::default(),
            members: BTreeMap::new(),
            reads: BTreeMap::new(),
            pts: 0,
            date: 0,
            last_post: 0,
            bodies: BTreeMap::new(),
            listed: None,
            backlog: None,
            arriving: BTreeMap::new(),
            view: None,
        }));
        Ok(())
    }

    async fn read_group(&self, group: i64) -> Result<GroupLoaded, BoxError> {
        let owner = Owner::Group(group);
        // Before anything is read, as for a box.
        let hold = self.store.hold(owner).await?;
        let record = self.store.get::<tables::Groups>(&rows::group(group)).await?;
        let record = record.ok_or(BoxError::NoSuchGroup)?;
        let members =
            self.store.scan::<tables::GroupMembers>(Rows::of(owner), usize::MAX, Direction::Forward);
        let members = members.await?.into_iter().map(|(key, member)| (key.user, member)).collect();
        let reads = self.store.scan::<tables::GroupReads>(Rows::of(owner), usize::MAX, Direction::Forward);
        let reads = reads.await?.into_iter().map(|(key, read)| (key.user, read)).collect();
        let listed = self.store.get::<tables::Dirty>(&rows::dirty_group(group)).await?;
        let listed = listed.map(|row| row.delivered_pts);
        let newest = self.store.scan::<tables::Log>(Rows::of(owner), 1, Direction::Backward).await?;
        let (pts, date) = newest.first().map_or((0, 0), |(key, record)| (key.pts, record.date()));
        Ok(GroupLoaded {
            hold,
            id: group,
            record,
            members,
            reads,
            pts,
            date,
            last_post: pts,
            bodies: BTreeMap::new(),
            listed,
            backlog: listed.map(|_| self.cells.next_sequence()),
            arriving: BTreeMap::new(),
            view: None,
        })
    }

    /// Brings entries of a group's log that a decision rests on.
    pub(crate) async fn bring_group_bodies(&self, group: i64, ids: Vec<Pts>) -> Result<(), BoxError> {
        let cell = self.groups.of(group);
        let _loading = cell.loading.lock().await;
        // What is on its way is in memory already; what was let go of is on disk.
        let found = self.group_bodies(group, &ids).await?;
        if let Some(loaded) = cell.lock().loaded.as_deref_mut() {
            for (id, body) in ids.into_iter().zip(found) {
                loaded.bodies.entry(id).or_insert(body);
            }
        }
        Ok(())
    }

    /// Entries of a group's log, in the order of the ids.
    pub(crate) async fn group_bodies(
        &self,
        group: i64,
        ids: &[Pts],
    ) -> Result<Vec<Option<LogRecord>>, BoxError> {
        let keys: Vec<_> = ids.iter().map(|id| rows::group_log(group, *id)).collect();
        Ok(self.store.get_many::<tables::Log>(&keys).await?)
    }

    /// Takes the groups that have nothing left to deliver off the dirty lists, and all of them out of memory.
    pub(crate) async fn let_groups_go(self: &Arc<Self>) -> Result<(), BoxError> {
        for group in self.groups.all() {
            self.group_quiet(group).await;
            let cell = self.groups.of(group);
            let done = {
                let slot = cell.lock();
                let loaded = slot.loaded.as_deref();
                let done = loaded.filter(|group| group.backlog.is_none() && group.arriving.is_empty());
                done.filter(|group| group.listed.is_some() && self.store.is_current(&group.hold))
                    .map(|group| group.hold.clone())
            };
            if let Some(hold) = done {
                let mut batch = self.store.batch();
                batch.under(&hold);
                batch.delete::<tables::Dirty>(&rows::dirty_group(group));
                self.store.commit(batch).await?;
            }
            cell.lock().loaded = None;
        }
        self.groups.make_room(0);
        Ok(())
    }
}
