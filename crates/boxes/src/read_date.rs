//! When the other side of a private chat read a message. The log says it: nothing else is written for the sake of a
//! question that few ask.

use store::{
    Direction, Rows,
    ids::{MessageId, Peer, UserId},
    records::log::LogRecord,
    tables,
};

use crate::{boxes::Boxes, error::BoxError, rows};

/// When the other side read a message of the owner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadDate {
    /// It has not.
    NotYet,
    /// In seconds since 1970.
    At(i32),
    /// It has, and so much happened in between that the moment is not looked for.
    Unknown,
}

impl Boxes {
    /// When the other side of a private chat read the owner's message with this id, which `user`'s box holds.
    pub async fn read_date(&self, user: UserId, peer: Peer, id: MessageId) -> Result<ReadDate, BoxError> {
        if self.dialog(user, peer).await?.is_none_or(|dialog| dialog.read_outbox_max_id < id) {
            return Ok(ReadDate::NotYet);
        }
        let mut above = id;
        // Nearly always the entry stands a few behind the message.
        for limit in std::iter::once(ENTRIES_FIRST).chain(std::iter::repeat_n(ENTRIES_NEXT, SLICES_MAX)) {
            let from = rows::log(user, above.saturating_add(1));
            let slice = self.inner.store.scan::<tables::Log>(Rows::since(&from), limit, Direction::Forward);
            let slice = slice.await?;
            for (_, record) in &slice {
                if let LogRecord::ReadOutbox(read) = record
                    && read.peer == peer
                    && read.max_id >= id
                {
                    return Ok(ReadDate::At(read.date));
                }
            }
            let Some((last, _)) = slice.last().filter(|_| slice.len() == limit) else { break };
            above = last.pts;
        }
        Ok(ReadDate::Unknown)
    }
}

/// Entries that are read at first, and then in each slice.
const ENTRIES_FIRST: usize = 32;
const ENTRIES_NEXT: usize = 500;
/// Slices after the first, so that no question costs more than some tens of milliseconds.
const SLICES_MAX: usize = 60;
