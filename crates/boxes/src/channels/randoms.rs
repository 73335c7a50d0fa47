//! What clients drew for their sends to a channel, so that a repeated send finds its first result, for 7 days.

use std::collections::BTreeMap;

use store::{
    ids::{MessageId, UserId},
    records::channels::ChannelRandomIds,
};

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Randoms {
    known: BTreeMap<(UserId, i64), MessageId>,
    /// Those that no row holds yet, in order.
    fresh: Vec<(UserId, i64, MessageId)>,
}

impl Randoms {
    /// Puts a row in as it was written.
    pub(crate) fn put(&mut self, row: &ChannelRandomIds) {
        self.known.extend(row.sends.iter().map(|(user, random_id, id)| ((*user, *random_id), *id)));
    }

    /// A message was sent.
    pub(crate) fn note(&mut self, user: UserId, random_id: i64, id: MessageId) {
        // The first one stays: a repeat never gets here but in a log that was read again.
        self.known.entry((user, random_id)).or_insert(id);
        self.fresh.push((user, random_id, id));
    }

    /// The first result of this send.
    pub(crate) fn find(&self, user: UserId, random_id: i64) -> Option<MessageId> {
        if random_id == 0 { None } else { self.known.get(&(user, random_id)).copied() }
    }

    /// What no row holds yet, as it is to be written.
    pub(crate) fn take_fresh(&mut self, date: i32) -> Option<ChannelRandomIds> {
        let sends = std::mem::take(&mut self.fresh);
        (!sends.is_empty()).then_some(ChannelRandomIds { date, sends })
    }
}

/// For so long a repeat is known.
pub(crate) const KEPT_SECONDS: i32 = 7 * 86_400;
