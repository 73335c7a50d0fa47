//! Closing at its time: a row of the due queue beside the poll, written with the poll and taken away by the commit
//! that closes it. So those who are there are told once, also where the server was down at that time.

use boxes::{By, DueAt, DueWhat};
use store::{
    key::{Key, Numbered},
    records::{due::Due, polls::Poll},
    tables,
};

use super::Polls;
use crate::Fault;

impl Polls {
    /// Keeps a poll that was just asked, and when it closes.
    pub(super) async fn keep_new(&self, id: i64, poll: Poll) -> Result<(), Fault> {
        let mut batch = self.store.batch();
        let due = poll.close_date.filter(|_| !poll.closed);
        let due = due.map(|at| DueAt { at, user: poll.creator, what: DueWhat::PollEnd(id) });
        if let Some(due) = &due {
            batch.put::<tables::DueQueue>(due, &Due::default());
        }
        let written = self.rows.write_locked_with(&Numbered(id), Some(poll), batch).await;
        if let Some(due) = &due {
            // Also after a failure: nobody may know whether the row is there.
            self.due.note(due.shard(), due.at);
        }
        written?;
        Ok(())
    }

    /// Closes the poll of a row of the due queue and tells everybody in whose box it stands. Where it is closed or
    /// gone already, only the row goes.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn end(&self, due: DueAt) -> Result<(), Fault> {
        let DueWhat::PollEnd(id) = due.what else { return Ok(()) };
        let key = Numbered(id);
        let lock = self.rows.lock(&key).await;
        let poll = self.rows.get_locked(&key).await?;
        let mut batch = self.store.batch();
        batch.delete::<tables::DueQueue>(&due);
        let open = poll.filter(|poll| !poll.closed && poll.close_date == Some(due.at));
        let Some(poll) = open else {
            self.store.commit(batch).await?;
            return Ok(());
        };
        let closed = Poll { closed: true, ..(*poll).clone() };
        self.rows.write_locked_with(&key, Some(closed), batch).await?;
        drop(lock);
        self.tell(By::user(due.user), id).await
    }
}
