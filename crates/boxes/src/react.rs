//! Reactions: a person's change of what he thinks of a message, which the other side hears of, and the owner's
//! seeing what others thought of his. Which reactions there are is `domain`'s.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        log::{LogRecord, MessageRecord, Origin, flag},
        reactions::{Reacted, Reaction, ReactionsRead},
    },
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, entries_of},
    cells::Loaded,
    change::both,
    deliver::{Delivery, What},
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
    queries::Affected,
    types::{By, Entry},
};

/// One of the reactions that somebody gives.
#[derive(Clone, PartialEq)]
pub struct NewReaction {
    /// Which.
    pub emoji: String,
    /// Shown large.
    pub big: bool,
}

impl Boxes {
    /// Makes `reactions` all of the person's reactions to a message, in their order; none takes them back.
    ///
    /// Errors: `NoSuchMessage`, `NotModified`, `Store`.
    pub async fn react(
        &self,
        by: By,
        id: MessageId,
        reactions: Vec<NewReaction>,
    ) -> Result<Arc<Entry>, BoxError> {
        let peer = self.peer_of(by.user, id).await?.ok_or(BoxError::NoSuchMessage { id })?;
        if let Peer::Group(group) = peer {
            return self.react_in_group(by, group, id, &reactions).await;
        }
        let users = both(by.user, peer);
        self.inner.run_by(by, &users, |states| self.decide_react(states, by, peer, id, &reactions)).await
    }

    /// Messages of the owner's in a dialog with reactions that he has not seen, newest first.
    pub async fn unread_reactions(&self, user: UserId, peer: Peer) -> Result<Vec<MessageId>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Vec::new())) };
            let dialog = state.projection.dialog(peer)?;
            let ids = dialog.map(|dialog| dialog.unread_reactions.iter().rev().copied().collect());
            Ok(Decision::answer(ids.unwrap_or_default()))
        };
        self.inner.run(&[user], decide).await
    }

    /// Marks the reactions to the owner's messages of a dialog as seen: those of `ids`, or all. Takes no pts where
    /// there was nothing to see. `offset` of the answer is above 0 while some are left.
    pub async fn read_reactions(
        &self,
        by: By,
        peer: Peer,
        ids: Option<&[MessageId]>,
    ) -> Result<Affected, BoxError> {
        if let Peer::Group(group) = peer {
            return self.read_reactions_in_group(by, group, ids).await;
        }
        self.inner.run_by(by, &[by.user], |states| self.decide_read_reactions(states, by, peer, ids)).await
    }

    fn decide_react(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        id: MessageId,
        reactions: &[NewReaction],
    ) -> Result<Decision<Arc<Entry>>, Refusal> {
        let (acting, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        acting.no_backlog()?;
        let Some(LogRecord::Message(old)) = acting.body(id)? else {
            return Err(BoxError::NoSuchMessage { id }.into());
        };
        let date = acting.date(self.inner.world.clock.now().seconds());
        let user = by.user;
        let given = |one: &NewReaction| Reaction {
            user,
            emoji: one.emoji.clone(),
            date,
            big: one.big,
            unread: false,
        };
        let before = of(old, user);
        if before.len() == reactions.len()
            && before.iter().zip(reactions).all(|(old, new)| old.emoji == new.emoji && old.big == new.big)
        {
            return Err(BoxError::NotModified.into());
        }
        let own: Vec<Reaction> = reactions.iter().map(given).collect();
        let record = replaced(old, user, own.clone(), date);
        let (to, unread) = (origin(user, id, old), is_unread(&record));
        let plan = Plan {
            appends: vec![LogRecord::Reacted(Reacted { date, id, peer, source: None, unread })],
            rewrites: vec![(id, LogRecord::Message(record))],
            ..Plan::default()
        };
        plan.check(acting)?;
        let pts = acting.projection.pts + 1;
        let delivery = to.map(|to| Delivery { pts, date, what: What::React { to, reactions: own } });
        let (groups, mut entries) = self.carry_out_both(acting, others, plan, delivery, by)?;
        let entry = entries.pop().ok_or(BoxError::Busy)?;
        Ok(Decision { answer: entry, groups })
    }

    fn decide_read_reactions(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        ids: Option<&[MessageId]>,
    ) -> Result<Decision<Affected>, Refusal> {
        let owner = states.first_mut().ok_or(BoxError::Busy)?;
        let pts = owner.projection.pts;
        let nothing = Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() };
        let Some(dialog) = owner.projection.dialog(peer)? else { return Ok(Decision::answer(nothing)) };
        let wanted = dialog.unread_reactions.iter().filter(|id| ids.is_none_or(|ids| ids.contains(id)));
        let found: Vec<MessageId> = wanted.copied().collect();
        let (now, left) = found.split_at(found.len().min(READ_AT_ONCE));
        if now.is_empty() {
            return Ok(Decision::answer(nothing));
        }
        let unknown: Vec<_> = now.iter().filter(|id| !owner.bodies.contains_key(id)).copied().collect();
        if !unknown.is_empty() {
            return Err(Need::Bodies(owner.user(), unknown).into());
        }
        let mut plan = Plan::default();
        for id in now {
            if let Some(LogRecord::Message(old)) = owner.body(*id)? {
                let mut record = old.clone();
                record.reactions.iter_mut().flatten().for_each(|reaction| reaction.unread = false);
                plan.rewrites.push((*id, LogRecord::Message(record)));
            }
        }
        let date = owner.date(self.inner.world.clock.now().seconds());
        plan.appends.push(LogRecord::ReactionsRead(ReactionsRead { date, peer, ids: now.to_vec() }));
        plan.check(owner)?;
        let done = owner.carry_out(plan);
        let offset = i32::try_from(left.len()).unwrap_or(i32::MAX);
        let answer = Affected { pts: owner.projection.pts, pts_count: 1, offset, entries: entries_of(&done) };
        Ok(Decision { answer, groups: vec![GroupPlan { except: by.session, ..GroupPlan::new(0, done) }] })
    }
}

/// One person's reactions to a message.
pub(crate) fn of(message: &MessageRecord, user: UserId) -> Vec<Reaction> {
    message.reactions.iter().flatten().filter(|reaction| reaction.user == user).cloned().collect()
}

/// The message with `given` in place of the person's reactions before. That this is an edit is hidden, unless the
/// message shows one already.
pub(crate) fn replaced(
    message: &MessageRecord,
    user: UserId,
    given: Vec<Reaction>,
    date: i32,
) -> MessageRecord {
    let mut record = message.clone();
    let mut reactions = record.reactions.take().unwrap_or_default();
    reactions.retain(|reaction| reaction.user != user);
    reactions.extend(given);
    record.reactions = Some(reactions).filter(|reactions| !reactions.is_empty());
    if record.edit_date.is_none() || record.flags & flag::EDIT_HIDDEN != 0 {
        record.edit_date = Some(date);
        record.flags |= flag::EDIT_HIDDEN;
    }
    record
}

/// Whether the owner has not seen all reactions.
pub(crate) fn is_unread(message: &MessageRecord) -> bool {
    message.reactions.iter().flatten().any(|reaction| reaction.unread)
}

/// The message as all boxes call it; none where no other box has it.
pub(crate) fn origin(owner: UserId, id: MessageId, message: &MessageRecord) -> Option<Origin> {
    if message.flags & flag::OUT != 0 {
        return Some(Origin { author: owner, id });
    }
    match message.peer {
        Peer::User(other) => message.origin.map(|id| Origin { author: other, id }),
        _ => None,
    }
}

/// Messages of one commit.
const READ_AT_ONCE: usize = 300;
