//! State and difference: the log replayed for a device that was away. Replays fold: what is deleted since is
//! told as deleted, a message comes with its newest content, and of many edits and reads one is told.

use std::{collections::BTreeSet, sync::Arc};

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        log::{Edited, LogRecord},
        reactions::Reacted,
    },
};

use crate::{
    boxes::{Boxes, Decision},
    cells::Loaded,
    defect::Defect,
    error::BoxError,
    projection::FIRST_LIFE,
    queries::{Difference, State},
    step,
    types::{Entry, Event},
    view,
};

impl Boxes {
    /// Where a box stands. Everything up to there is on disk.
    pub async fn state(&self, user: UserId) -> Result<State, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let state = states.first().map_or(NEW, |state| state_of(state));
            Ok(Decision::answer(state))
        };
        self.inner.run(&[user], decide).await
    }

    /// What happened above `pts`. `pts_limit` bounds the entries of one slice, down to 1, which gives exactly
    /// one update; `pts_total_limit` says from which distance on the client rather starts anew.
    pub async fn difference(
        &self,
        user: UserId,
        pts: Pts,
        pts_limit: Option<i32>,
        pts_total_limit: Option<i32>,
    ) -> Result<Difference, BoxError> {
        let state = self.state(user).await?;
        let above = pts.max(0);
        if above >= state.pts {
            return Ok(Difference::Empty(state));
        }
        if let Some(limit) = pts_total_limit.filter(|limit| *limit > 0 && state.pts - above > *limit)
            && !self.is_near(user, above, state.pts, limit).await?
        {
            return Ok(Difference::TooLong(state.pts));
        }
        let limit = pts_limit.filter(|limit| *limit > 0).map_or(SLICE_ENTRIES, |limit| limit as usize);
        let limit = limit.min(SLICE_ENTRIES);
        // One more than asked tells whether something is left.
        let mut log = self.inner.log(user, above, state.pts, limit + 1).await?;
        let last = log.len() <= limit;
        log.truncate(limit);
        let mut entries = self.replayed(user, &log, limit == 1).await?;
        if let Some(Entry { pts, pts_count, event: event @ Event::Step, .. }) = entries.first_mut()
            && *pts - *pts_count < above
        {
            // The store began a new life, and the device stands in what was lost of the one before.
            *event = Event::Deleted(step::taken_back(*pts, *pts_count, above));
        }
        let pts = log.last().map_or(state.pts, |(pts, _)| *pts);
        let date = log.last().map_or(state.date, |(_, record)| record.date());
        let reached = if last { state } else { State { pts, date, ..state } };
        let mut entries: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
        match self.inner.defect {
            Some(Defect::DifferenceCutShort) if !last => drop(entries.pop()),
            Some(Defect::DifferenceForgetsPins) => {
                entries.retain(|entry| !matches!(entry.event, Event::Pinned { .. }));
            }
            Some(Defect::DifferenceForgetsDeletes) => {
                entries.retain(|entry| !matches!(entry.event, Event::Deleted(_)));
            }
            _ => {}
        }
        Ok(Difference::Entries { entries, state: reached, last })
    }

    /// Whether no more than `limit` entries lie above, though a step takes many pts.
    async fn is_near(&self, user: UserId, above: Pts, head: Pts, limit: i32) -> Result<bool, BoxError> {
        let limit = usize::try_from(limit).unwrap_or(0);
        if self.inner.store.incarnation() == FIRST_LIFE || limit > SLICE_ENTRIES {
            return Ok(false);
        }
        Ok(self.inner.log(user, above, head, limit + 1).await?.len() <= limit)
    }

    async fn replayed(
        &self,
        user: UserId,
        log: &[(Pts, LogRecord)],
        single: bool,
    ) -> Result<Vec<Entry>, BoxError> {
        let here: BTreeSet<MessageId> = log.iter().map(|(pts, _)| *pts).collect();
        // Messages that edits name and that came before this part of the log.
        let mut wanted: Vec<MessageId> = log.iter().filter_map(|(_, record)| edited(record)).collect();
        wanted.retain(|id| !here.contains(id) || single);
        wanted.sort_unstable();
        wanted.dedup();
        let bodies = self.inner.bodies(user, &wanted).await?;
        let body = |id: MessageId| {
            let at = wanted.binary_search(&id).ok()?;
            bodies.get(at).and_then(Option::as_ref)
        };
        let told: BTreeSet<MessageId> = log.iter().flat_map(|(_, record)| deleted(record)).collect();
        let mut entries = Vec::with_capacity(log.len());
        // From the newest back, so that the first of its kind is the one to tell.
        let mut seen = Seen::default();
        for (pts, record) in log.iter().rev() {
            entries.extend(self.fold(user, *pts, record, &here, &told, body, &mut seen));
        }
        entries.reverse();
        Ok(entries)
    }

    fn fold<'a>(
        &self,
        user: UserId,
        pts: Pts,
        record: &LogRecord,
        here: &BTreeSet<MessageId>,
        told: &BTreeSet<MessageId>,
        body: impl Fn(MessageId) -> Option<&'a LogRecord>,
        seen: &mut Seen,
    ) -> Option<Entry> {
        let date = record.date();
        // Gone since, and the entry that says so is not part of this answer.
        let gone = |id: MessageId| {
            let entry = Entry { pts, pts_count: 0, date, event: Event::Deleted(vec![id]) };
            (!told.contains(&id)).then_some(entry)
        };
        match record {
            LogRecord::Stub(_) => gone(pts),
            LogRecord::Edited(Edited { id, .. }) | LogRecord::Reacted(Reacted { id, .. }) => {
                // Both tell the message as it is now.
                if !seen.edits.insert(*id) || here.contains(id) {
                    return None;
                }
                match body(*id) {
                    Some(LogRecord::Message(_)) => view::entry(user, pts, record, body),
                    _ => gone(*id),
                }
            }
            LogRecord::Message(message) => {
                if message.flags & store::records::log::flag::OUT == 0 {
                    *seen.incoming.entry(message.peer).or_default() += 1;
                }
                view::entry(user, pts, record, body)
            }
            LogRecord::ReadInbox(read) => {
                if !seen.read_inbox.insert(read.peer) {
                    return None;
                }
                // Clients take the new messages first, so the count has to be the one after them.
                let since = seen.incoming.get(&read.peer).copied().unwrap_or(0);
                let mut entry = view::entry(user, pts, record, body)?;
                if let Event::ReadInbox { still_unread, .. } = &mut entry.event {
                    *still_unread += since;
                }
                Some(entry)
            }
            LogRecord::ReadOutbox(read) if !seen.read_outbox.insert(read.peer) => None,
            _ => view::entry(user, pts, record, body),
        }
    }
}

/// What later entries of the same answer have told already.
#[derive(Default)]
struct Seen {
    edits: BTreeSet<MessageId>,
    read_inbox: BTreeSet<Peer>,
    read_outbox: BTreeSet<Peer>,
    incoming: std::collections::BTreeMap<Peer, i32>,
}

fn edited(record: &LogRecord) -> Option<MessageId> {
    match record {
        LogRecord::Edited(edited) => Some(edited.id),
        LogRecord::Reacted(reacted) => Some(reacted.id),
        _ => None,
    }
}

fn deleted(record: &LogRecord) -> Vec<MessageId> {
    match record {
        LogRecord::Deleted(deleted) => {
            deleted.dialogs.iter().flat_map(|dialog| dialog.ids.iter().copied()).collect()
        }
        _ => Vec::new(),
    }
}

fn state_of(state: &Loaded) -> State {
    let projection = &state.projection;
    State { pts: projection.pts, qts: 0, date: projection.date, unread_count: projection.unread_count }
}

const NEW: State = State { pts: 1, qts: 0, date: 0, unread_count: 0 };
/// Entries of one answer.
const SLICE_ENTRIES: usize = 500;
