//! Where the owner of a box is mentioned, and his seeing it. A mention is his own mark on a message; nobody else hears
//! that he has seen it.

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        groups::MentionsRead,
        log::{LogRecord, MessageRecord, flag},
    },
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, entries_of},
    cells::Loaded,
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
    queries::Affected,
    types::By,
};

impl Boxes {
    /// Messages of a dialog that mention the owner and that he has not seen, newest first.
    pub async fn unread_mentions(&self, user: UserId, peer: Peer) -> Result<Vec<MessageId>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Vec::new())) };
            let dialog = state.projection.dialog(peer)?;
            let ids = dialog.map(|dialog| dialog.unread_mentions.iter().rev().copied().collect());
            Ok(Decision::answer(ids.unwrap_or_default()))
        };
        self.inner.run(&[user], decide).await
    }

    /// Marks mentions of the owner in a dialog as seen: those in `ids`, or all. Takes no pts where there was nothing to
    /// see. `offset` of the answer is above 0 while some are left.
    pub async fn read_mentions(
        &self,
        by: By,
        peer: Peer,
        ids: Option<&[MessageId]>,
    ) -> Result<Affected, BoxError> {
        self.inner.run_by(by, &[by.user], |states| self.decide_read_mentions(states, by, peer, ids)).await
    }

    fn decide_read_mentions(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        ids: Option<&[MessageId]>,
    ) -> Result<Decision<Affected>, Refusal> {
        let owner = states.first_mut().ok_or(BoxError::Busy)?;
        let pts = owner.projection.pts;
        let unread = owner.projection.dialog(peer)?.map(|dialog| &dialog.unread_mentions);
        let wanted = unread.into_iter().flatten().filter(|id| ids.is_none_or(|ids| ids.contains(id)));
        let found: Vec<MessageId> = wanted.copied().collect();
        let (now, left) = found.split_at(found.len().min(READ_AT_ONCE));
        if now.is_empty() {
            return Ok(Decision::answer(Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() }));
        }
        let unknown: Vec<_> = now.iter().filter(|id| !owner.bodies.contains_key(id)).copied().collect();
        if !unknown.is_empty() {
            return Err(Need::Bodies(owner.user(), unknown).into());
        }
        let mut plan = Plan::default();
        for id in now {
            if let Some(LogRecord::Message(old)) = owner.body(*id)? {
                let seen = MessageRecord { flags: old.flags & !flag::MEDIA_UNREAD, ..old.clone() };
                plan.rewrites.push((*id, LogRecord::Message(seen)));
            }
        }
        let date = owner.date(self.inner.world.clock.now().seconds());
        plan.appends.push(LogRecord::MentionsRead(MentionsRead {
            date,
            peer,
            ids: now.to_vec(),
            source: None,
        }));
        plan.check(owner)?;
        let done = owner.carry_out(plan);
        let offset = i32::try_from(left.len()).unwrap_or(i32::MAX);
        let answer = Affected { pts: owner.projection.pts, pts_count: 1, offset, entries: entries_of(&done) };
        Ok(Decision { answer, groups: vec![GroupPlan { except: by.session, ..GroupPlan::new(0, done) }] })
    }
}

/// Messages of one commit.
const READ_AT_ONCE: usize = 300;
