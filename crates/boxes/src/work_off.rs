//! Working off what has not reached the other side: after a crash from the dirty lists, and after a commit that
//! failed. The log is the outbox; recipients skip what they have.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use store::{
    Direction, Rows,
    ids::{MessageId, Peer, Pts, UserId},
    records::log::{LogRecord, Origin, flag},
    tables,
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, Inner},
    cells::Loaded,
    deliver::{self, Delivery, What},
    error::BoxError,
    flight::{Flight, Outbox},
    need::Refusal,
    react, rows,
};

impl Inner {
    /// Works off every shard's dirty list.
    pub(crate) async fn work_off_all(self: &Arc<Self>) -> Result<(), BoxError> {
        for shard in 0..kv::SHARDS {
            let rows = Rows::<tables::Dirty>::of_shard(store::Shard(shard));
            let listed = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
            for user in listed.iter().filter_map(|(key, _)| rows::of_dirty(key)) {
                // Loading finds the list's row; asking that nothing is left works it off.
                self.caught_up(user).await?;
            }
            for group in listed.iter().filter_map(|(key, _)| rows::of_dirty_group(key)) {
                self.group_caught_up(group).await?;
            }
        }
        Ok(())
    }

    /// Asks a box for nothing but that it has no backlog.
    async fn caught_up(self: &Arc<Self>, user: UserId) -> Result<(), BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            for state in states.iter() {
                state.no_backlog()?;
            }
            Ok(Decision::answer(()))
        };
        self.run(&[user], decide).await
    }

    /// After a delivery that failed: again, with growing pauses, until it succeeds or somebody else has done it.
    pub(crate) async fn deliver_later(self: &Arc<Self>, user: UserId) {
        let mut pause = PAUSE_FIRST;
        for _ in 0..TRIES_MAX {
            if self.caught_up(user).await.is_ok() {
                return;
            }
            let clock = &self.world.clock;
            clock.sleep_until(clock.elapsed() + pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    /// Delivers what stands in a box's log above its mark.
    pub(crate) async fn work_off(self: &Arc<Self>, sender: UserId) -> Result<(), BoxError> {
        // What is on its way cannot be read yet.
        self.quiet(sender).await;
        let found = self.with_loaded(sender, |loaded| {
            let mark = loaded.listed.unwrap_or(loaded.projection.as_of);
            loaded.backlog.map(|number| (mark, loaded.projection.pts, number))
        });
        let Some(Some((mark, head, number))) = found else { return Ok(()) };
        let mut above = mark;
        let mut flights = Vec::new();
        let mut recipients = BTreeSet::new();
        loop {
            let entries = self.log(sender, above, head, ENTRIES_AT_ONCE).await?;
            for (pts, record) in &entries {
                if let Some((recipient, delivery)) = self.delivery(sender, *pts, record).await? {
                    flights.extend(self.deliver_one(sender, recipient, &delivery).await?);
                    recipients.insert(recipient);
                }
            }
            match entries.last() {
                Some((pts, _)) if entries.len() == ENTRIES_AT_ONCE => above = *pts,
                _ => break,
            }
        }
        for flight in flights {
            flight.land_all().await?;
        }
        // Somebody else may have queued what was skipped here: that has to be on disk as well.
        self.settled(&recipients.into_iter().collect::<Vec<_>>()).await?;
        self.with_loaded(sender, |loaded| {
            // What has come about since is another backlog.
            if loaded.backlog == Some(number) {
                loaded.backlog = None;
            }
        });
        Ok(())
    }

    /// What an entry of the sender's log means for somebody else.
    async fn delivery(
        &self,
        sender: UserId,
        pts: Pts,
        record: &LogRecord,
    ) -> Result<Option<(UserId, Delivery)>, BoxError> {
        let date = record.date();
        let (peer, what) = match record {
            LogRecord::Message(message) if message.flags & flag::OUT != 0 => {
                (message.peer, What::New(Box::new(message.clone())))
            }
            LogRecord::Edited(edited) if edited.source.is_none() && edited.everywhere != Some(true) => {
                let bodies = self.bodies(sender, &[edited.id]).await?;
                let Some(Some(LogRecord::Message(message))) = bodies.first() else { return Ok(None) };
                let Some(to) = react::origin(sender, edited.id, message) else { return Ok(None) };
                let (content, edit_date) = (message.content.clone(), message.edit_date);
                let hidden = message.flags & flag::EDIT_HIDDEN != 0;
                (edited.peer, What::Edit { to, content, edit_date, hidden })
            }
            LogRecord::Reacted(reacted) if reacted.source.is_none() => {
                let bodies = self.bodies(sender, &[reacted.id]).await?;
                let Some(Some(LogRecord::Message(message))) = bodies.first() else { return Ok(None) };
                let Some(to) = react::origin(sender, reacted.id, message) else { return Ok(None) };
                (reacted.peer, What::React { to, reactions: react::of(message, sender) })
            }
            LogRecord::Deleted(deleted) if deleted.revoke && deleted.source.is_none() => {
                let Some(part) = deleted.dialogs.first() else { return Ok(None) };
                let ids: Vec<_> = deleted
                    .dialogs
                    .iter()
                    .flat_map(|dialog| dialog.ids.iter().map(|id| (dialog.peer, *id)))
                    .collect();
                (part.peer, What::Delete(self.origins(sender, &ids).await?))
            }
            LogRecord::Pinned(pinned) if pinned.source.is_none() && !pinned.oneside => {
                let ids: Vec<_> = pinned.ids.iter().map(|id| (pinned.peer, *id)).collect();
                let origins = self.origins(sender, &ids).await?;
                (pinned.peer, What::Pin { origins, pinned: pinned.pinned })
            }
            LogRecord::MentionsRead(read) if read.source.is_none() && matches!(read.peer, Peer::User(_)) => {
                let ids: Vec<_> = read.ids.iter().map(|id| (read.peer, *id)).collect();
                let mut origins = self.origins(sender, &ids).await?;
                // What others wrote; what became of one's own is not told to them.
                origins.retain(|origin| origin.author != sender);
                (read.peer, What::Opened(origins))
            }
            LogRecord::ReadInbox(read) => match read.origin {
                Some(origin) => (read.peer, What::Read(origin)),
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(match peer {
            Peer::User(other) if other != sender && other != UserId::SERVICE => {
                Some((other, Delivery { pts, date, what }))
            }
            _ => None,
        })
    }

    /// The origins of messages, out of the log; those of deleted ones out of their stubs.
    async fn origins(&self, sender: UserId, ids: &[(Peer, MessageId)]) -> Result<Vec<Origin>, BoxError> {
        let stubs = self.bodies(sender, &ids.iter().map(|(_, id)| *id).collect::<Vec<_>>()).await?;
        let origin = |((peer, id), stub): (&(Peer, MessageId), Option<LogRecord>)| match (stub, peer) {
            (Some(LogRecord::Stub(stub)), Peer::User(other)) if !stub.out => {
                Some(Origin { author: *other, id: stub.origin })
            }
            (Some(LogRecord::Message(message)), Peer::User(other)) if message.flags & flag::OUT == 0 => {
                message.origin.map(|id| Origin { author: *other, id })
            }
            (Some(LogRecord::Stub(_) | LogRecord::Message(_)), _) => Some(Origin { author: sender, id: *id }),
            _ => None,
        };
        Ok(ids.iter().zip(stubs).filter_map(origin).collect())
    }

    /// Queues what one delivery does to its recipient, if he has not had it.
    async fn deliver_one(
        self: &Arc<Self>,
        sender: UserId,
        recipient: UserId,
        delivery: &Delivery,
    ) -> Result<Option<Flight>, BoxError> {
        let deliveries = std::slice::from_ref(delivery);
        let mut decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first_mut() else { return Err(BoxError::Busy.into()) };
            let plan = deliver::plan(state, sender, deliveries, &*self.gate, self.defect)?;
            plan.check(state)?;
            let (checkpoint, written) = (plan.keep_applied, !plan.is_empty());
            let done = state.carry_out(plan);
            // Who finds it done in memory, and goes on, must learn of it when it is not.
            let again = Some(Outbox::User(sender));
            let group = GroupPlan { checkpoint, again, ..GroupPlan::new(0, done) };
            Ok(Decision { answer: (), groups: if written { vec![group] } else { Vec::new() } })
        };
        if matches!(delivery.what, What::New(_) | What::React { .. })
            && !self.gate.recall(recipient, sender).await
        {
            return Err(BoxError::Busy);
        }
        let _pins = self.pin(&[recipient]);
        for _ in 0..ROUNDS_MAX {
            match self.attempt(&[recipient], &mut decide) {
                Ok(((), flight)) => return Ok(flight),
                Err(Refusal::Error(error)) => return Err(error),
                Err(Refusal::Need(need)) => Box::pin(self.fetch(need)).await?,
            }
        }
        Err(BoxError::Busy)
    }
}

impl Boxes {
    /// Delivers everything of a box that has not reached the other side.
    pub async fn deliver(&self, user: UserId) -> Result<(), BoxError> {
        self.inner.caught_up(user).await
    }
}

const ENTRIES_AT_ONCE: usize = 256;
const ROUNDS_MAX: usize = 10_000;
const TRIES_MAX: u32 = 12;
const PAUSE_FIRST: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(60);
