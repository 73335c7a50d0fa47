//! Votes in a person's own polls that he has not seen: a row for each message of his in which he asked, written with
//! the vote. Where the message is gone its row goes when somebody looks.

use boxes::{By, MessageId, Peer, UserId};
use store::{
    Direction, Rows,
    key::Numbered,
    records::polls::{BySeat, Poll},
    tables,
};

use super::Polls;
use crate::{Fault, Notice};

/// Polls of one chat that are looked at.
const UNREAD_MAX: usize = 1_000;

impl Polls {
    /// The chats of `user` with polls of his own in which there are votes that he has not seen, and the messages.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn unread(&self, user: UserId) -> Result<Vec<(Peer, MessageId)>, Fault> {
        let rows = Rows::<tables::UnreadPolls>::of(user.into());
        let found = self.store.scan(rows, UNREAD_MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, _)| (key.peer, key.id)).collect())
    }

    /// Takes note that he has seen the votes in these polls, or that the messages are gone, and tells his other
    /// devices.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn seen_votes(&self, by: By, peer: Peer, ids: &[MessageId]) -> Result<(), Fault> {
        for id in ids {
            let key = BySeat { user: by.user, peer, id: *id };
            let Some(row) = self.store.get::<tables::UnreadPolls>(&key).await? else { continue };
            let number = Numbered(row.poll);
            // A vote writes both under the same lock.
            let lock = self.rows.lock(&number).await;
            let mut batch = self.store.batch();
            batch.delete::<tables::UnreadPolls>(&key);
            match self.rows.get_locked(&number).await? {
                Some(poll) => {
                    let after = Poll { unread: None, ..(*poll).clone() };
                    self.rows.write_locked_with(&number, Some(after), batch).await?;
                }
                None => self.store.commit(batch).await?,
            }
            drop(lock);
            self.live.notice(by.user, Notice::Poll { id: row.poll }, by.session);
        }
        Ok(())
    }
}
