//! Telling authors in a supergroup that somebody has read what they wrote, in the whole or in a thread. What is kept says
//! that everything counts as read there; this lets a device that is there know without asking anew, and is never kept
//! itself. Each message is told of once, by its first reader, however many there are.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use boxes::{HistoryQuery, MessageId, Part, UserId};

use super::{Channels, Seen, is_broadcast};
use crate::{Fault, Notice, cache::Cache};

/// A supergroup, and the thread of it where it is not the whole.
type Place = (i64, Option<MessageId>);

/// How far authors were told.
pub(super) struct Outbox {
    told: Mutex<Cache<Place, Told>>,
}

#[derive(Clone, Copy, Default)]
struct Told {
    /// Who has written up to here was told.
    up_to: MessageId,
    /// But for him who read so far: others have read his own messages up to the next.
    reader: UserId,
    readers_own: MessageId,
}

impl Told {
    /// What is to be told when `reader` has read up to `max_id`: above which message whoever wrote, and above which one
    /// the reader before. And how it stands then.
    fn moved(self, reader: UserId, max_id: MessageId) -> (MessageId, MessageId, Told) {
        if reader == self.reader {
            let up_to = self.up_to.max(max_id);
            return (self.up_to, MessageId::MAX, Told { up_to, ..self });
        }
        let after = match max_id >= self.up_to {
            true => Told { up_to: max_id, reader, readers_own: self.up_to },
            false => Told { readers_own: self.readers_own.max(max_id), ..self },
        };
        (self.up_to, self.readers_own, after)
    }
}

impl Outbox {
    pub(super) fn new() -> Self {
        Outbox { told: Mutex::new(Cache::new(REMEMBERED)) }
    }
}

impl Channels {
    /// Somebody has read this part of a supergroup up to `max_id`: who wrote there and did not know it is told.
    pub(super) async fn tell_authors(
        &self,
        seen: &Seen,
        reader: UserId,
        root: Option<MessageId>,
        part: Part,
        max_id: MessageId,
    ) -> Result<(), Fault> {
        if is_broadcast(&seen.record) {
            return Ok(());
        }
        let (before, above, above_own) = {
            let mut told = self.outbox.told.lock().unwrap_or_else(PoisonError::into_inner);
            let before = told.get(&(seen.id, root)).unwrap_or_default();
            let (above, above_own, after) = before.moved(reader, max_id);
            told.put((seen.id, root), after);
            (before.reader, above, above_own)
        };
        let lowest = above.min(above_own);
        if max_id <= lowest {
            return Ok(());
        }
        let query = HistoryQuery {
            offset_id: max_id.saturating_add(1),
            limit: TOLD_AT_ONCE,
            min_id: lowest,
            ..HistoryQuery::default()
        };
        let page = self.boxes.channels().history(seen.id, part, query, seen.min_id).await?;
        let mut authors: BTreeMap<UserId, MessageId> = BTreeMap::new();
        for post in page.posts {
            let author = post.author();
            let known = if author == before { above_own } else { above };
            if author != reader && post.id > known {
                authors.entry(author).or_insert(post.id);
            }
        }
        for (author, max_id) in authors {
            // Whoever sees nothing there any more is told nothing of it.
            if self.live.is_online(author) && self.seen(seen.id, author).await.is_ok() {
                let notice = Notice::ChannelReadOutbox { channel: seen.id, root, max_id };
                self.live.notice(author, notice, None);
            }
        }
        Ok(())
    }
}

/// Places remembered (twice as many at most); of others authors are told once more.
const REMEMBERED: usize = 1 << 12;
/// Messages whose authors are told when somebody reads on; of older ones they learn where they look.
const TOLD_AT_ONCE: i32 = 50;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_author_is_told_once_and_the_first_reader_when_somebody_else_has_read() {
        let (budi, citra) = (UserId(2), UserId(3));
        let (above, _, told) = Told::default().moved(budi, 7);
        assert_eq!((above, told.up_to), (0, 7));
        // He reads on, and again: of the old ones nobody is told.
        let (above, own, told) = told.moved(budi, 9);
        assert_eq!((above, own, told.up_to), (7, MessageId::MAX, 9));
        // Somebody else comes after: the first reader's own messages are read now, all others' were.
        let (above, own, told) = told.moved(citra, 8);
        assert_eq!((above, own), (9, 0));
        let (above, own, told) = told.moved(citra, 12);
        assert_eq!((above, own), (9, 8));
        assert!(told.reader == citra && told.up_to == 12 && told.readers_own == 9);
    }
}
