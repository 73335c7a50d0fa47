//! What a decision wants to happen to one box, worked out without changing anything, and then carried out.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, Pts},
    records::log::LogRecord,
};

use crate::{
    beside::{Beside, BesideRow},
    cells::Loaded,
    error::BoxError,
    files::{self, FileChange},
    groups::kept,
    need::{Need, Refusal},
    types::Entry,
    view,
};

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Plan {
    /// New entries, in order.
    pub(crate) appends: Vec<LogRecord>,
    /// Entries that get a new body.
    pub(crate) rewrites: Vec<(MessageId, LogRecord)>,
    /// Everything of the peer's box up to here counts as applied, though it left no entry.
    pub(crate) applied: Option<(Peer, Pts)>,
    /// And this has to be on disk, since it would not be decided the same way again.
    pub(crate) keep_applied: bool,
    /// What changes beside the log.
    pub(crate) beside: Vec<Beside>,
    /// Messages of groups as they are from here on; their bodies are not this box's to write.
    pub(crate) shows: Vec<(MessageId, LogRecord)>,
}

/// What came of it.
pub(crate) struct Done {
    /// Rows of the log.
    pub(crate) rows: Vec<(Pts, LogRecord)>,
    /// For the listener and the answer.
    pub(crate) entries: Vec<Arc<Entry>>,
    /// Rows beside the log.
    pub(crate) beside: Vec<BesideRow>,
    /// Places that have another file than before.
    pub(crate) files: Vec<FileChange>,
}

impl Plan {
    /// Adds what another plan for the same box does, behind what this one does.
    pub(crate) fn merge(&mut self, other: Plan) {
        self.appends.extend(other.appends);
        self.rewrites.extend(other.rewrites);
        self.applied = self.applied.or(other.applied);
        self.keep_applied |= other.keep_applied;
        self.beside.extend(other.beside);
        self.shows.extend(other.shows);
    }

    /// Whether nothing is to be written.
    pub(crate) fn is_empty(&self) -> bool {
        self.appends.is_empty() && self.rewrites.is_empty() && self.beside.is_empty() && !self.keep_applied
    }

    /// Whether the box has in memory what carrying out takes, and numbers are left.
    pub(crate) fn check(&self, on: &Loaded) -> Result<(), Refusal> {
        let mut pts = on.projection.pts;
        for record in &self.appends {
            on.projection.ready_for(record)?;
            let next = pts.checked_add(record.pts_count()).filter(|next| *next < PTS_MAX);
            pts = next.ok_or(BoxError::Full { user: on.user() })?;
        }
        if let Some((peer, _)) = self.applied {
            on.projection.dialog(peer)?;
        }
        let stubs = self.rewrites.iter().filter(|(_, record)| files::had_file(record));
        let unknown: Vec<MessageId> =
            stubs.map(|(id, _)| *id).filter(|id| !on.bodies.contains_key(id)).collect();
        if !unknown.is_empty() {
            return Err(Need::Bodies(on.user(), unknown).into());
        }
        Ok(())
    }
}

impl Loaded {
    /// Carries out what `check` agreed to.
    pub(crate) fn carry_out(&mut self, plan: Plan) -> Done {
        let mut rows = Vec::with_capacity(plan.appends.len() + plan.rewrites.len());
        let mut entries = Vec::with_capacity(plan.appends.len());
        let mut files = Vec::new();
        for (id, record) in plan.rewrites {
            let before = self.bodies.insert(id, Some(record.clone())).flatten();
            files.extend(FileChange::of_entry(id, before.as_ref(), &record));
            rows.push((id, kept(record)));
        }
        self.bodies.extend(plan.shows.into_iter().map(|(id, record)| (id, Some(record))));
        for record in plan.appends {
            let pts = self.projection.pts.saturating_add(record.pts_count());
            self.projection.apply(pts, &record);
            let bodies = &self.bodies;
            let body = |id: MessageId| bodies.get(&id).and_then(Option::as_ref);
            if let Some(entry) = view::entry(self.projection.user, pts, &record, body) {
                entries.push(Arc::new(entry));
            }
            files.extend(FileChange::of_entry(pts, None, &record));
            rows.push((pts, kept(record)));
        }
        if let Some((peer, pts)) = plan.applied {
            self.projection.note_applied(peer, pts);
        }
        let mut beside = Vec::new();
        for change in plan.beside {
            self.change_beside(change, &mut beside, &mut files);
        }
        Done { rows, entries, beside, files }
    }

    /// The date for something that happens at `now`: never before the last entry's.
    pub(crate) fn date(&self, now: i32) -> i32 {
        now.max(self.projection.date)
    }

    /// The dialog's entry with this id.
    pub(crate) fn indexed(
        &self,
        peer: Peer,
        id: MessageId,
    ) -> Result<Option<crate::projection::IndexEntry>, Need> {
        let Some(dialog) = self.projection.dialog(peer)? else { return Ok(None) };
        dialog.find(id).map_err(|missing| self.projection.page_need(peer, missing))
    }
}

/// Room is left for the step of a new incarnation.
const PTS_MAX: Pts = Pts::MAX - (1 << 24);
