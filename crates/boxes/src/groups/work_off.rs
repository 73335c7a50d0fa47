//! Working off what of a group has not reached all members, as for boxes: the group's log is the outbox.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use store::{
    Direction, Rows,
    ids::{Pts, UserId},
    records::log::{LogRecord, MessageRecord},
    tables,
};

use super::{
    member::{self, Delivery, What},
    run::{GroupDecision, within},
};
use crate::{
    boxes::{Boxes, Decision, GroupPlan, Inner},
    cells::Loaded,
    error::BoxError,
    flight::{Flight, Outbox},
    need::Refusal,
    rows,
};

impl Inner {
    /// Asks a group for nothing but that it has no backlog.
    pub(crate) async fn group_caught_up(self: &Arc<Self>, group: i64) -> Result<(), BoxError> {
        let decide = |group: &mut super::cells::GroupLoaded, _: &mut [Box<Loaded>]| {
            group.no_backlog()?;
            Ok(GroupDecision::answer(()))
        };
        self.run_group(group, |_| Vec::new(), decide).await
    }

    /// After a member's part failed: again, with growing pauses, until it succeeds or somebody else has done it.
    pub(crate) async fn deliver_group_later(self: &Arc<Self>, group: i64) {
        let mut pause = PAUSE_FIRST;
        for _ in 0..TRIES_MAX {
            if self.group_caught_up(group).await.is_ok() {
                return;
            }
            let clock = &self.world.clock;
            clock.sleep_until(clock.elapsed() + pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    /// Delivers what stands in a group's log above its mark.
    pub(crate) async fn work_off_group(self: &Arc<Self>, group: i64) -> Result<(), BoxError> {
        // What is on its way cannot be read yet.
        self.group_quiet(group).await;
        let found = self.groups.of(group).lock().loaded.as_deref().and_then(|loaded| {
            let mark = loaded.listed.unwrap_or(0);
            loaded.backlog.map(|number| (mark, loaded.pts, number, loaded.members.clone()))
        });
        let Some((mark, head, number, members)) = found else { return Ok(()) };
        let mut above = mark;
        let mut flights = Vec::new();
        let mut recipients = BTreeSet::new();
        loop {
            let (from, to) =
                (rows::group_log(group, above + 1), rows::group_log(group, head.saturating_add(1)));
            let entries = self
                .store
                .scan::<tables::Log>(Rows::between(&from, &to), ENTRIES_AT_ONCE, Direction::Forward)
                .await?;
            for (key, record) in &entries {
                let Some(delivery) = self.group_delivery(group, key.pts, record).await? else { continue };
                for (user, member) in &members {
                    if !within(std::slice::from_ref(&delivery), member).is_empty() {
                        let delivery = self.as_seen(group, &delivery, member.left).await?;
                        flights.extend(self.deliver_to_member(group, *user, &delivery).await?);
                        recipients.insert(*user);
                    }
                }
            }
            match entries.last() {
                Some((key, _)) if entries.len() == ENTRIES_AT_ONCE => above = key.pts,
                _ => break,
            }
        }
        for flight in flights {
            flight.land_all().await?;
        }
        // Somebody else may have queued what was skipped here: that has to be on disk as well.
        self.settled(&recipients.into_iter().collect::<Vec<_>>()).await?;
        if let Some(loaded) = self.groups.of(group).lock().loaded.as_deref_mut()
            && loaded.backlog == Some(number)
        {
            loaded.backlog = None;
        }
        Ok(())
    }

    /// What an entry of the group's log means for its members, with the bodies as they are now.
    async fn group_delivery(
        &self,
        group: i64,
        pts: Pts,
        record: &LogRecord,
    ) -> Result<Option<Delivery>, BoxError> {
        let what = match record {
            LogRecord::Message(message) => What::New(Arc::new(message.clone())),
            LogRecord::Edited(edited) => match self.group_message(group, edited.id).await? {
                Some(body) => What::Edit { id: edited.id, body },
                None => return Ok(None),
            },
            LogRecord::Reacted(reacted) => match self.group_message(group, reacted.id).await? {
                Some(body) => What::React { id: reacted.id, body },
                None => return Ok(None),
            },
            LogRecord::Deleted(deleted) => {
                What::Delete(deleted.dialogs.iter().flat_map(|part| part.ids.iter().copied()).collect())
            }
            LogRecord::Pinned(pinned) => What::Pin { ids: pinned.ids.clone(), pinned: pinned.pinned },
            LogRecord::ReadInGroup(read) => What::Read { user: read.user, max: read.max },
            _ => return Ok(None),
        };
        Ok(Some(Delivery { pts, date: record.date(), what }))
    }

    /// The event as it was when a member left.
    async fn as_seen(
        &self,
        group: i64,
        delivery: &Delivery,
        left: Option<Pts>,
    ) -> Result<Delivery, BoxError> {
        let mut delivery = delivery.clone();
        if let (Some(_), What::New(body)) = (left, &delivery.what)
            && let Some(body) = self.as_of(group, delivery.pts, (**body).clone(), left).await?
        {
            delivery.what = What::New(Arc::new(body));
        }
        Ok(delivery)
    }

    async fn group_message(&self, group: i64, id: Pts) -> Result<Option<Arc<MessageRecord>>, BoxError> {
        let found = self.group_bodies(group, &[id]).await?.pop().flatten();
        Ok(found.and_then(|body| match body {
            LogRecord::Message(body) => Some(Arc::new(body)),
            _ => None,
        }))
    }

    /// Queues what one event does to a member, if he has not had it.
    async fn deliver_to_member(
        self: &Arc<Self>,
        group: i64,
        user: UserId,
        delivery: &Delivery,
    ) -> Result<Option<Flight>, BoxError> {
        let deliveries = std::slice::from_ref(delivery);
        let mut decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first_mut() else { return Err(BoxError::Busy.into()) };
            let plan = member::plan(state, group, deliveries)?;
            plan.check(state)?;
            let written = !plan.is_empty();
            let done = state.carry_out(plan);
            // Who finds it done in memory, and goes on, must learn of it when it is not.
            let plan = GroupPlan { again: Some(Outbox::Group(group)), ..GroupPlan::new(0, done) };
            Ok(Decision { answer: (), groups: if written { vec![plan] } else { Vec::new() } })
        };
        let _pins = self.pin(&[user]);
        for _ in 0..ROUNDS_MAX {
            match self.attempt(&[user], &mut decide) {
                Ok(((), flight)) => return Ok(flight),
                Err(Refusal::Error(error)) => return Err(error),
                Err(Refusal::Need(need)) => Box::pin(self.fetch(need)).await?,
            }
        }
        Err(BoxError::Busy)
    }
}

impl Boxes {
    /// Delivers everything of a group that has not reached its members.
    pub async fn deliver_group(&self, group: i64) -> Result<(), BoxError> {
        self.inner.group_caught_up(group).await
    }
}

const ENTRIES_AT_ONCE: usize = 256;
const ROUNDS_MAX: usize = 10_000;
const TRIES_MAX: u32 = 12;
const PAUSE_FIRST: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(60);
