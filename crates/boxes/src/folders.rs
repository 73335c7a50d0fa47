//! The archive: which dialogs stand in it. It takes pts, so it is in the log.

use store::{
    ids::{Peer, UserId},
    records::log::{Folders, LogRecord},
};

use crate::{
    boxes::{Boxes, Decision, GroupPlan, entries_of},
    cells::Loaded,
    error::BoxError,
    need::Refusal,
    plan::Plan,
    queries::Affected,
    types::By,
};

/// The number of the list itself.
pub const MAIN_FOLDER: i32 = 0;
/// The number of the archive.
pub const ARCHIVE_FOLDER: i32 = 1;

impl Boxes {
    /// Moves dialogs to the archive or out of it. What is not there, or stands there already, is passed over.
    pub async fn move_to_folders(&self, by: By, moves: &[(Peer, i32)]) -> Result<Affected, BoxError> {
        self.inner.run_by(by, &[by.user], |states| self.decide_folders(states, by, moves)).await
    }

    /// In which folder a dialog stands.
    pub async fn folder_of(&self, user: UserId, peer: Peer) -> Result<i32, BoxError> {
        Ok(self.dialog(user, peer).await?.map_or(MAIN_FOLDER, |dialog| dialog.folder))
    }

    fn decide_folders(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        moves: &[(Peer, i32)],
    ) -> Result<Decision<Affected>, Refusal> {
        let owner = states.first_mut().ok_or(BoxError::Busy)?;
        let mut moved: Vec<(Peer, i32)> = Vec::with_capacity(moves.len());
        for (peer, folder) in moves {
            let dialog = owner.projection.dialog(*peer)?.filter(|dialog| !dialog.is_empty());
            let named = moved.iter().any(|(named, _)| named == peer);
            if !named && dialog.is_some_and(|dialog| dialog.folder != *folder) {
                moved.push((*peer, *folder));
            }
        }
        let pts = owner.projection.pts;
        if moved.is_empty() {
            return Ok(Decision::answer(Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() }));
        }
        let date = owner.date(self.inner.world.clock.now().seconds());
        let plan = Plan { appends: vec![LogRecord::Folders(Folders { date, moved })], ..Plan::default() };
        plan.check(owner)?;
        let done = owner.carry_out(plan);
        let entries = entries_of(&done);
        let answer = Affected { pts: owner.projection.pts, pts_count: 1, offset: 0, entries };
        let group = GroupPlan { except: by.session, ..GroupPlan::new(0, done) };
        Ok(Decision { answer, groups: vec![group] })
    }
}
