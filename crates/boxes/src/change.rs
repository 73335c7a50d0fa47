//! Edits and reads: changes of a box that the other side hears of.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::{Content, Edited, LogRecord, MessageRecord, Origin, ReadInbox, flag},
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, MESSAGE_BYTES_MAX, entries_of, is_too_large},
    cells::Loaded,
    defect::Defect,
    deliver::{self, Delivery, What},
    error::BoxError,
    need::Refusal,
    plan::Plan,
    queries::Affected,
    types::{By, Entry},
};

impl Boxes {
    /// Gives the author's own message a new content.
    ///
    /// Errors: `NoSuchMessage`, `NotAuthor`, `NotModified`, `TooLarge`, `Store`.
    pub async fn edit(&self, by: By, id: MessageId, content: Content) -> Result<Arc<Entry>, BoxError> {
        let peer = self.peer_of(by.user, id).await?.ok_or(BoxError::NoSuchMessage { id })?;
        if let Peer::Group(group) = peer {
            return self.edit_in_group(by, group, id, content).await;
        }
        let content = Arc::new(content);
        let users = both(by.user, peer);
        self.inner.run_by(by, &users, |states| self.decide_edit(states, by, peer, id, &content)).await
    }

    /// Marks incoming messages of a dialog as read up to `max_id`; 0 for all. Takes no pts where nothing was
    /// unread.
    pub async fn read(&self, by: By, peer: Peer, max_id: MessageId) -> Result<Affected, BoxError> {
        if let Peer::Group(group) = peer
            && self.is_in_group(by.user, group).await?
        {
            return self.read_in_group(by, group, max_id).await;
        }
        let users = both(by.user, peer);
        self.inner.run_by(by, &users, |states| self.decide_read(states, by, peer, max_id)).await
    }

    /// The dialog of a message; none if it is gone or never was.
    pub(crate) async fn peer_of(&self, user: UserId, id: MessageId) -> Result<Option<Peer>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(None)) };
            if id <= 0 || id > state.projection.pts {
                return Ok(Decision::answer(None));
            }
            Ok(Decision::answer(match state.body(id)? {
                Some(LogRecord::Message(record)) => Some(record.peer),
                _ => None,
            }))
        };
        self.inner.run(&[user], decide).await
    }

    fn decide_edit(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        id: MessageId,
        content: &Arc<Content>,
    ) -> Result<Decision<Arc<Entry>>, Refusal> {
        let (author, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        author.no_backlog()?;
        let Some(LogRecord::Message(old)) = author.body(id)? else {
            return Err(BoxError::NoSuchMessage { id }.into());
        };
        if old.flags & flag::OUT == 0 {
            return Err(BoxError::NotAuthor { id }.into());
        }
        if old.content == *content {
            return Err(BoxError::NotModified.into());
        }
        let date = author.date(self.inner.world.clock.now().seconds());
        let flags = old.flags & !flag::EDIT_HIDDEN;
        let record = MessageRecord { content: content.clone(), edit_date: Some(date), flags, ..old.clone() };
        let record = LogRecord::Message(record);
        if let Some(found) = is_too_large(&record) {
            return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found }.into());
        }
        let edited = LogRecord::Edited(Edited { date, id, peer, source: None, everywhere: None });
        let plan = Plan { appends: vec![edited], rewrites: vec![(id, record)], ..Plan::default() };
        plan.check(author)?;
        let to = Origin { author: by.user, id };
        let what = What::Edit { to, content: content.clone(), edit_date: Some(date), hidden: false };
        let delivery = Delivery { pts: author.projection.pts + 1, date, what };
        let delivery = Some(delivery).filter(|_| self.inner.defect != Some(Defect::EditNotDelivered));
        let (groups, mut entries) = self.carry_out_both(author, others, plan, delivery, by)?;
        let entry = entries.pop().ok_or(BoxError::Busy)?;
        Ok(Decision { answer: entry, groups })
    }

    fn decide_read(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        max_id: MessageId,
    ) -> Result<Decision<Affected>, Refusal> {
        let (reader, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        reader.no_backlog()?;
        let unread = Affected { pts: reader.projection.pts, pts_count: 0, offset: 0, entries: Vec::new() };
        let Some(dialog) = reader.projection.dialog(peer)? else { return Ok(Decision::answer(unread)) };
        let Some(top) = dialog.top() else { return Ok(Decision::answer(unread)) };
        // Not cut to the newest message that is left: the client takes for read what it asked for.
        let up_to = if max_id <= 0 { top } else { max_id.min(reader.projection.pts) };
        let missing = |missing| reader.projection.page_need(peer, missing);
        let newest = dialog.incoming_at_or_below(up_to).map_err(missing)?;
        let Some(newest) = newest.filter(|newest| newest.id > dialog.read_inbox_max_id) else {
            return Ok(Decision::answer(unread));
        };
        let still_unread = dialog.incoming_above(up_to).map_err(missing)?;
        let date = reader.date(self.inner.world.clock.now().seconds());
        let record = LogRecord::ReadInbox(ReadInbox {
            date,
            peer,
            max_id: up_to,
            still_unread: i32::try_from(still_unread).unwrap_or(i32::MAX),
            origin: Some(newest.origin),
        });
        let plan = Plan { appends: vec![record], ..Plan::default() };
        plan.check(reader)?;
        let delivery = Delivery { pts: reader.projection.pts + 1, date, what: What::Read(newest.origin) };
        let (groups, entries) = self.carry_out_both(reader, others, plan, Some(delivery), by)?;
        let answer = Affected { pts: reader.projection.pts, pts_count: 1, offset: 0, entries };
        Ok(Decision { answer, groups })
    }

    /// Carries out a change with one entry in the box of who makes it, and what it does to the other side.
    pub(crate) fn carry_out_both(
        &self,
        acting: &mut Loaded,
        others: &mut [Box<Loaded>],
        plan: Plan,
        delivery: Option<Delivery>,
        by: By,
    ) -> Result<(Vec<GroupPlan>, Vec<Arc<Entry>>), Refusal> {
        let inner = &self.inner;
        let delivered = match (others.first(), &delivery) {
            (Some(other), Some(delivery)) => {
                let deliveries = std::slice::from_ref(delivery);
                let plan = deliver::plan(other, acting.user(), deliveries, &*inner.gate, inner.defect)?;
                plan.check(other)?;
                Some((plan, delivery.pts))
            }
            _ => None,
        };
        let done = acting.carry_out(plan);
        let entries = entries_of(&done);
        let mut group = GroupPlan { except: by.session, ..GroupPlan::new(0, done) };
        group.undelivered_from = delivered.as_ref().map(|(_, pts)| *pts);
        let mut groups = vec![group];
        if let (Some((plan, pts)), Some(other)) = (delivered, others.first_mut()) {
            let (checkpoint, written) = (plan.keep_applied, !plan.is_empty());
            let done = other.carry_out(plan);
            if written {
                let delivers = Some((acting.user(), pts));
                groups.push(GroupPlan { delivers, checkpoint, ..GroupPlan::new(1, done) });
            }
        }
        Ok((groups, entries))
    }
}

/// Who acts, and the other side where that is a person with a box.
pub(crate) fn both(user: UserId, peer: Peer) -> Vec<UserId> {
    match peer {
        Peer::User(other) if other != user && other != UserId::SERVICE => vec![user, other],
        _ => vec![user],
    }
}
