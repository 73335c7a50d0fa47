//! The chat with oneself by parts: from whom each message was saved. Worked out from the messages when it is asked
//! for, from the newest ones down to a bound: nobody waits for who has saved very much.

use std::collections::BTreeMap;

use store::ids::{MessageId, Peer, UserId};

use crate::{
    boxes::Boxes,
    error::BoxError,
    history::HISTORY_MAX,
    queries::{DeleteHistory, HistoryPage, HistoryQuery},
    types::Message,
};

/// Messages that one question looks at.
const LOOKED_AT_MAX: usize = 10_000;

/// A part of the chat with oneself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SavedPart {
    /// From whom the messages were saved; the owner himself for what he wrote.
    pub peer: Peer,
    /// The newest of them.
    pub top_message: MessageId,
}

impl Message {
    /// In the chat with oneself: the part in which the message stands.
    pub fn saved_part(&self) -> Option<Peer> {
        let own = Peer::User(self.owner);
        if self.peer != own {
            return None;
        }
        Some(self.forward.as_ref().and_then(|forward| forward.saved_from_peer).unwrap_or(own))
    }
}

impl Boxes {
    /// The parts of the chat with oneself, that with the newest message first.
    pub async fn saved_parts(&self, user: UserId) -> Result<Vec<SavedPart>, BoxError> {
        let mut newest: BTreeMap<Peer, MessageId> = BTreeMap::new();
        for (peer, message) in self.saved(user, 0).await? {
            newest.entry(peer).or_insert(message.id);
        }
        let mut parts: Vec<SavedPart> =
            newest.into_iter().map(|(peer, top_message)| SavedPart { peer, top_message }).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.top_message));
        Ok(parts)
    }

    /// A window of one part, newest first.
    pub async fn saved_history(
        &self,
        user: UserId,
        part: Peer,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BoxError> {
        let mut all = self.saved(user, 0).await?;
        all.retain(|(peer, _)| *peer == part);
        let above = |message: &Message| match (query.offset_id, query.offset_date) {
            (0, 0) => false,
            (0, date) => message.date >= date,
            (id, _) => message.id >= id,
        };
        let newer = all.iter().take_while(|(_, message)| above(message)).count() as i64;
        let limit = i64::from(query.limit.clamp(0, HISTORY_MAX));
        let from = (newer + i64::from(query.add_offset)).max(0);
        let to = (newer + i64::from(query.add_offset) + limit).max(0);
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let (count, from, to) = (all.len(), from as usize, to as usize);
        let wanted = |message: &Message| {
            (query.max_id <= 0 || message.id < query.max_id)
                && (query.min_id <= 0 || message.id > query.min_id)
        };
        let window = all.into_iter().take(to).skip(from).map(|(_, message)| message);
        Ok(HistoryPage {
            messages: window.filter(wanted).collect(),
            count: number(count),
            offset_id_offset: number(from.min(count)),
        })
    }

    /// The messages of one part that `what` names, newest first.
    pub async fn saved_ids(
        &self,
        user: UserId,
        part: Peer,
        what: DeleteHistory,
    ) -> Result<Vec<MessageId>, BoxError> {
        let above = if what.max_id > 0 { what.max_id.saturating_add(1) } else { 0 };
        let wanted = |message: &Message| {
            what.min_date.is_none_or(|date| message.date >= date)
                && what.max_date.is_none_or(|date| message.date <= date)
        };
        let all = self.saved(user, above).await?;
        let of_part = all.iter().filter(|(peer, message)| *peer == part && wanted(message));
        Ok(of_part.map(|(_, message)| message.id).collect())
    }

    /// The messages of the chat with oneself below `above` (0: all), newest first, each with its part.
    async fn saved(&self, user: UserId, above: MessageId) -> Result<Vec<(Peer, Message)>, BoxError> {
        let mut found = Vec::new();
        let mut offset_id = above;
        while found.len() < LOOKED_AT_MAX {
            let query = HistoryQuery { offset_id, limit: HISTORY_MAX, ..HistoryQuery::default() };
            let page = self.history(user, Peer::User(user), query).await?;
            let Some(last) = page.messages.last() else { break };
            offset_id = last.id;
            let parts = page.messages.into_iter();
            found.extend(parts.filter_map(|message| Some((message.saved_part()?, message))));
        }
        Ok(found)
    }
}
