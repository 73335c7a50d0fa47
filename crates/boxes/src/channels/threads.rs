//! Which messages of a channel stand in which thread: the answers to a message, or the messages of a forum's topic.
//! In memory while the channel is, so that windows and counts of a thread are exact and read nothing; kept in rows by
//! thread and stretch of the log. A topic's own thread holds the message that made it; other threads do not.

use std::collections::{BTreeMap, BTreeSet};

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        log::{MessageRecord, flag},
        threads::ThreadPart,
    },
};

use super::marks::{Marks, STRETCH};

/// Who wrote last in a thread; so many are kept.
const RECENT_MAX: usize = 3;

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Threads {
    threads: BTreeMap<MessageId, Thread>,
    /// Threads and stretches that no row holds as they are.
    changed: BTreeSet<(MessageId, i32)>,
    /// Messages that stand in topics.
    pub(crate) in_topics: Marks,
}

/// One of them.
#[derive(Default)]
pub(crate) struct Thread {
    /// Rising.
    pub(crate) ids: Vec<MessageId>,
    /// Who wrote last, the newest first.
    pub(crate) recent: Vec<Peer>,
    topic: bool,
}

impl Threads {
    /// A thread; none where nothing ever stood in it.
    pub(crate) fn get(&self, root: MessageId) -> Option<&Thread> {
        self.threads.get(&root)
    }

    /// Where the topics begin.
    pub(crate) fn topics(&self) -> Vec<MessageId> {
        self.threads.iter().filter(|(_, thread)| thread.topic).map(|(root, _)| *root).collect()
    }

    /// Puts a part in as it was written. Parts of a thread come in the order of their stretches.
    pub(crate) fn put(&mut self, root: MessageId, stretch: i32, part: &ThreadPart) {
        let thread = self.threads.entry(root).or_default();
        thread.topic |= part.topic;
        thread.recent = part.recent.iter().map(|number| peer_of(*number)).collect();
        let mut id = stretch.saturating_mul(STRETCH_IDS);
        for step in steps(&part.ids) {
            id = id.saturating_add(step);
            thread.ids.push(id);
            if thread.topic {
                self.in_topics.set(id);
            }
        }
    }

    /// A message came to be.
    pub(crate) fn set(&mut self, id: MessageId, record: &MessageRecord) {
        let topic = record.flags & flag::TOPIC != 0;
        let Some(root) = root_of(id, record) else { return };
        let thread = self.threads.entry(root).or_default();
        thread.topic |= topic;
        match thread.ids.last() {
            Some(last) if *last >= id => {
                if let Err(at) = thread.ids.binary_search(&id) {
                    thread.ids.insert(at, id);
                }
            }
            _ => thread.ids.push(id),
        }
        if record.content.action.is_none() {
            let from = record.send_as.unwrap_or(Peer::User(record.author.unwrap_or_default()));
            thread.recent.retain(|other| *other != from);
            thread.recent.insert(0, from);
            thread.recent.truncate(RECENT_MAX);
        }
        if topic {
            self.in_topics.set(id);
        }
        self.changed.insert((root, id / STRETCH_IDS));
    }

    /// A message went that stood in the thread of `root`.
    pub(crate) fn clear(&mut self, id: MessageId, root: MessageId) {
        self.in_topics.clear(id);
        let Some(thread) = self.threads.get_mut(&root) else { return };
        if let Ok(at) = thread.ids.binary_search(&id) {
            thread.ids.remove(at);
            self.changed.insert((root, id / STRETCH_IDS));
        }
    }

    /// What has changed since this was asked before, as it is to be written; none for what is empty now.
    pub(crate) fn take_changed(&mut self) -> Vec<((MessageId, i32), Option<ThreadPart>)> {
        let changed = std::mem::take(&mut self.changed);
        let parts = changed.into_iter().map(|(root, stretch)| {
            let part = self.threads.get(&root).and_then(|thread| thread.part(stretch));
            ((root, stretch), part)
        });
        let parts = parts.collect();
        self.threads.retain(|_, thread| !thread.ids.is_empty());
        parts
    }
}

impl Thread {
    /// How many of its messages have an id of `id` or above.
    pub(crate) fn at_or_above(&self, id: MessageId) -> u32 {
        let below = self.ids.partition_point(|other| *other < id);
        u32::try_from(self.ids.len() - below).unwrap_or(u32::MAX)
    }

    /// The message at a position, counted from the newest, which has 0.
    pub(crate) fn at(&self, position: u32) -> Option<MessageId> {
        let position = usize::try_from(position).ok()?;
        self.ids.iter().rev().nth(position).copied()
    }

    fn part(&self, stretch: i32) -> Option<ThreadPart> {
        let first = stretch.saturating_mul(STRETCH_IDS);
        let from = self.ids.partition_point(|id| *id < first);
        let to = self.ids.partition_point(|id| *id < first.saturating_add(STRETCH_IDS));
        let ids = self.ids.get(from..to).filter(|ids| !ids.is_empty())?;
        let mut before = first;
        let mut bytes = Vec::with_capacity(ids.len());
        for id in ids {
            push_step(&mut bytes, id - before);
            before = *id;
        }
        let recent = self.recent.iter().map(|peer| number_of(*peer)).collect();
        Some(ThreadPart { ids: bytes, recent, topic: self.topic })
    }
}

/// The thread in which a message stands; none for most.
pub(crate) fn root_of(id: MessageId, record: &MessageRecord) -> Option<MessageId> {
    let topic = record.flags & flag::TOPIC != 0;
    record.thread.or(topic.then_some(id))
}

/// People stand above zero, channels below.
fn number_of(peer: Peer) -> i64 {
    match peer {
        Peer::User(UserId(id)) => id,
        Peer::Channel(id) | Peer::Group(id) => -id,
    }
}

fn peer_of(number: i64) -> Peer {
    if number < 0 { Peer::Channel(-number) } else { Peer::User(UserId(number)) }
}

fn push_step(bytes: &mut Vec<u8>, step: i32) {
    let mut left = step.max(0).cast_unsigned();
    while left >= 0x80 {
        bytes.push(left.to_le_bytes()[0] | 0x80);
        left >>= 7;
    }
    bytes.push(left.to_le_bytes()[0]);
}

fn steps(bytes: &[u8]) -> impl Iterator<Item = i32> {
    bytes.split_inclusive(|byte| byte & 0x80 == 0).map(|step| {
        let seven = step.iter().take(STEP_BYTES_MAX).enumerate();
        seven.fold(0, |sum, (at, byte)| sum | i32::from(byte & 0x7f) << (7 * at))
    })
}

/// A step fits a stretch.
const STEP_BYTES_MAX: usize = 3;
const STRETCH_IDS: i32 = STRETCH as i32;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use store::records::log::Content;

    use super::*;

    fn message(author: i64, thread: Option<MessageId>, flags: u32) -> MessageRecord {
        let plain = MessageRecord::new(Peer::Channel(9), 0, flags, Arc::new(Content::default()));
        MessageRecord { author: Some(UserId(author)), thread, ..plain }
    }

    #[test]
    fn threads_come_back_from_their_rows() {
        let mut threads = Threads::default();
        threads.set(7, &message(1, None, flag::TOPIC));
        for id in [9, 200, 40_000, 70_000] {
            threads.set(id, &message(i64::from(id), Some(7), flag::TOPIC));
        }
        threads.set(10, &message(2, Some(3), 0));
        threads.clear(200, 7);
        let rows = threads.take_changed();
        assert!(threads.take_changed().is_empty());
        let mut again = Threads::default();
        for ((root, stretch), part) in &rows {
            again.put(*root, *stretch, part.as_ref().unwrap());
        }
        let thread = again.get(7).unwrap();
        assert_eq!(thread.ids, [7, 9, 40_000, 70_000]);
        assert_eq!(thread.recent.first(), Some(&Peer::User(UserId(70_000))));
        assert_eq!((thread.at(0), thread.at(3), thread.at(4)), (Some(70_000), Some(7), None));
        assert_eq!((thread.at_or_above(10), thread.at_or_above(0)), (2, 4));
        assert!(again.in_topics.has(40_000) && !again.in_topics.has(10));
        assert_eq!(again.get(3).unwrap().ids, [10]);
    }

    #[test]
    fn an_empty_thread_loses_its_row() {
        let mut threads = Threads::default();
        threads.set(10, &message(2, Some(3), 0));
        threads.take_changed();
        threads.clear(10, 3);
        assert!(threads.take_changed() == vec![((3, 0), None)]);
        assert!(threads.get(3).is_none());
    }
}
