//! What goes after being seen, at its time: the message stays and says that there was something. As with messages that
//! go, each box has a row in the due queue for its own copy, and the commit that does it takes the row away.

use std::sync::Arc;

use store::{
    ids::{MessageId, UserId},
    records::{
        due::{DueAt, DueWhat},
        log::{Content, Edited, LogRecord, Media, MessageRecord, flag},
    },
};

use crate::{
    beside::Beside,
    boxes::{Boxes, Decision, GroupPlan},
    cells::Loaded,
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
};

impl Boxes {
    /// Takes what was seen out of these messages of one box, and their rows off the due queue.
    pub async fn take_seen(&self, user: UserId, due: &[DueAt]) -> Result<(), BoxError> {
        for part in due.chunks(TAKEN_AT_ONCE) {
            self.inner.run(&[user], |states| self.decide_take_seen(states, part)).await?;
        }
        Ok(())
    }

    fn decide_take_seen(&self, states: &mut [Box<Loaded>], due: &[DueAt]) -> Result<Decision<()>, Refusal> {
        let state = states.first_mut().ok_or(BoxError::Busy)?;
        state.no_backlog()?;
        let ids: Vec<MessageId> = due.iter().filter_map(seen).collect();
        let unknown: Vec<_> = ids.iter().copied().filter(|id| !state.bodies.contains_key(id)).collect();
        if !unknown.is_empty() {
            return Err(Need::Bodies(state.user(), unknown).into());
        }
        let date = state.date(self.inner.world.clock.now().seconds());
        let mut plan = Plan { beside: due.iter().map(|key| Beside::Done(*key)).collect(), ..Plan::default() };
        for id in ids {
            let Some(LogRecord::Message(old)) = state.body(id)? else { continue };
            let Some(record) = without(old, date) else { continue };
            let peer = old.peer;
            plan.rewrites.push((id, LogRecord::Message(record)));
            let edited = Edited { date, id, peer, source: None, everywhere: Some(true) };
            plan.appends.push(LogRecord::Edited(edited));
        }
        plan.check(state)?;
        let done = state.carry_out(plan);
        Ok(Decision { answer: (), groups: vec![GroupPlan::new(0, done)] })
    }
}

/// The message without what it carried, that this is an edit hidden; none where nothing of it was to go.
fn without(message: &MessageRecord, date: i32) -> Option<MessageRecord> {
    let ttl_seconds = message.content.media.as_ref()?.ttl_seconds()?;
    let media = Some(Media::Seen { kind: message.content.kind().code(), ttl_seconds });
    let content = Arc::new(Content { media, ..(*message.content).clone() });
    let mut record = MessageRecord { content, ..message.clone() };
    if record.edit_date.is_none() || record.flags & flag::EDIT_HIDDEN != 0 {
        record.edit_date = Some(date);
        record.flags |= flag::EDIT_HIDDEN;
    }
    Some(record)
}

fn seen(key: &DueAt) -> Option<MessageId> {
    match key.what {
        DueWhat::Seen(id) => Some(id),
        _ => None,
    }
}

/// Each is up to five writes; with the projections it stays below the engine's 1 000.
const TAKEN_AT_ONCE: usize = 120;
