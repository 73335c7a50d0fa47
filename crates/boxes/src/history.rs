//! Reading a box: messages by id, a dialog's history, the list of dialogs. Positions come from the index in
//! memory, messages from the log.

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::LogRecord,
};

use crate::{
    boxes::{Boxes, Decision},
    cells::Loaded,
    error::BoxError,
    need::Refusal,
    projection,
    queries::{Dialog, DialogsPage, DialogsQuery, HistoryPage, HistoryQuery},
    types::Message,
    view,
};

impl Boxes {
    /// Messages of a box in the order of the ids; none for what it does not hold.
    pub async fn messages(&self, user: UserId, ids: &[MessageId]) -> Result<Vec<Option<Message>>, BoxError> {
        // Also a box that is being written answers with what is on disk.
        let bodies = self.inner.bodies(user, ids).await?;
        Ok(ids.iter().zip(bodies).map(|(id, body)| shown(user, *id, body)).collect())
    }

    /// A part of a dialog's history, newest first.
    pub async fn history(
        &self,
        user: UserId,
        peer: Peer,
        query: HistoryQuery,
    ) -> Result<HistoryPage, BoxError> {
        let query = if query.offset_id == 0 && query.offset_date > 0 {
            HistoryQuery { offset_id: self.first_since(user, peer, query.offset_date).await?, ..query }
        } else {
            query
        };
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Window::default())) };
            Ok(Decision::answer(window(state, peer, &query)?))
        };
        let window = self.inner.run(&[user], decide).await?;
        let messages = self.messages(user, &window.ids).await?;
        Ok(HistoryPage {
            messages: messages.into_iter().flatten().collect(),
            count: window.count,
            offset_id_offset: window.newer,
        })
    }

    /// One dialog; none if there is none, or nothing is left in it.
    pub async fn dialog(&self, user: UserId, peer: Peer) -> Result<Option<Dialog>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(None)) };
            let dialog = state.projection.dialog(peer)?;
            Ok(Decision::answer(
                dialog.filter(|dialog| !dialog.is_empty()).map(|dialog| line(state, peer, dialog)),
            ))
        };
        self.inner.run(&[user], decide).await
    }

    /// A part of the list of dialogs, by newest message, newest first.
    pub async fn dialogs(&self, user: UserId, query: DialogsQuery) -> Result<DialogsPage, BoxError> {
        self.dialogs_with_pins(user, query, &[], false).await
    }

    /// As [`Boxes::dialogs`], with these dialogs on top, in this order; or without them.
    pub async fn dialogs_with_pins(
        &self,
        user: UserId,
        query: DialogsQuery,
        pinned: &[Peer],
        without_pinned: bool,
    ) -> Result<DialogsPage, BoxError> {
        let mut all = self.all_dialogs(user).await?;
        all.retain(|dialog| query.folder.is_none_or(|folder| dialog.folder == folder));
        let rank = |peer: Peer| pinned.iter().position(|other| *other == peer).unwrap_or(usize::MAX);
        let is_pinned = |dialog: &Dialog| rank(dialog.peer) != usize::MAX;
        all.retain(|dialog| !without_pinned || !is_pinned(dialog));
        all.sort_unstable_by_key(|dialog| {
            (rank(dialog.peer), std::cmp::Reverse((dialog.top_message, dialog.peer)))
        });
        let count = i32::try_from(all.len()).unwrap_or(i32::MAX);
        let limit = usize::try_from(query.limit).unwrap_or(0).min(DIALOGS_MAX);
        let last = |dialog: &Dialog| {
            query.offset_peer == Some(dialog.peer)
                && (query.offset_id <= 0 || dialog.top_message == query.offset_id)
        };
        if let Some(at) = all.iter().position(last) {
            all.drain(..=at);
        } else if query.offset_id > 0 {
            all.retain(|dialog| dialog.top_message < query.offset_id && !is_pinned(dialog));
        }
        let mut page = DialogsPage { dialogs: Vec::new(), messages: Vec::new(), count };
        for part in all.chunks(limit.max(1)) {
            if page.dialogs.len() >= limit {
                break;
            }
            let ids: Vec<MessageId> = part.iter().map(|dialog| dialog.top_message).collect();
            for (dialog, message) in part.iter().zip(self.messages(user, &ids).await?) {
                // A message that went between the two looks takes its dialog along; the client hears of it.
                let Some(message) = message else { continue };
                let before =
                    query.offset_id > 0 || query.offset_date <= 0 || message.date < query.offset_date;
                if before && page.dialogs.len() < limit {
                    page.dialogs.push(*dialog);
                    page.messages.push(message);
                }
            }
        }
        Ok(page)
    }

    /// Every dialog with something in it, in no particular order.
    pub async fn all_dialogs(&self, user: UserId) -> Result<Vec<Dialog>, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer(Vec::new())) };
            if !state.projection.all_dialogs {
                return Err(crate::need::Need::AllDialogs(user).into());
            }
            let filled = state.projection.dialogs.iter().filter(|(_, dialog)| !dialog.is_empty());
            Ok(Decision::answer(filled.map(|(peer, dialog)| line(state, *peer, dialog)).collect()))
        };
        self.inner.run(&[user], decide).await
    }

    /// The first message of a dialog that is not before `date`; above all when there is none.
    async fn first_since(&self, user: UserId, peer: Peer, date: i32) -> Result<MessageId, BoxError> {
        let count = self.position(user, peer, u32::MAX).await?.1;
        // Dates rise with ids: the messages from the newest down to position `low` are not before the date.
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            let Some(id) = self.position(user, peer, middle).await?.0 else { break };
            let dated = self.messages(user, &[id]).await?.pop().flatten().map(|message| message.date);
            if dated.is_some_and(|found| found >= date) { low = middle + 1 } else { high = middle }
        }
        match low.checked_sub(1) {
            Some(at) => Ok(self.position(user, peer, at).await?.0.unwrap_or(MessageId::MAX)),
            None => Ok(MessageId::MAX),
        }
    }

    /// The id at a position from the newest, and the number of messages.
    async fn position(
        &self,
        user: UserId,
        peer: Peer,
        at: u32,
    ) -> Result<(Option<MessageId>, u32), BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first() else { return Ok(Decision::answer((None, 0))) };
            let Some(dialog) = state.projection.dialog(peer)? else {
                return Ok(Decision::answer((None, 0)));
            };
            let found = dialog.slice(at, 1).map_err(|missing| state.projection.page_need(peer, missing))?;
            Ok(Decision::answer((found.first().map(|entry| entry.id), dialog.count())))
        };
        self.inner.run(&[user], decide).await
    }
}

/// Which messages an answer shows.
#[derive(Default)]
struct Window {
    ids: Vec<MessageId>,
    count: i32,
    newer: i32,
}

fn window(state: &Loaded, peer: Peer, query: &HistoryQuery) -> Result<Window, Refusal> {
    let Some(dialog) = state.projection.dialog(peer)? else { return Ok(Window::default()) };
    let missing = |missing| Refusal::from(state.projection.page_need(peer, missing));
    let count = dialog.count();
    let start = if query.offset_id > 0 { dialog.at_or_above(query.offset_id).map_err(missing)? } else { 0 };
    let limit = i64::from(query.limit.clamp(0, HISTORY_MAX));
    let from = i64::from(start) + i64::from(query.add_offset);
    let to = (from + limit).clamp(0, i64::from(count));
    let from = from.clamp(0, i64::from(count));
    // Both lie in 0..=count.
    let (from, length) = (from as u32, (to - from) as u32);
    let mut ids: Vec<MessageId> =
        dialog.slice(from, length).map_err(missing)?.iter().map(|entry| entry.id).collect();
    ids.retain(|id| (query.max_id <= 0 || *id < query.max_id) && (query.min_id <= 0 || *id > query.min_id));
    let number = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(Window { ids, count: number(count), newer: number(from) })
}

fn line(state: &Loaded, peer: Peer, dialog: &projection::Dialog) -> Dialog {
    Dialog {
        peer,
        top_message: dialog.top().unwrap_or(0),
        read_inbox_max_id: dialog.read_inbox_max_id,
        read_outbox_max_id: dialog.read_outbox_max_id,
        unread_count: dialog.unread_count,
        unread_mentions_count: i32::try_from(dialog.unread_mentions.len()).unwrap_or(i32::MAX),
        unread_reactions_count: i32::try_from(dialog.unread_reactions.len()).unwrap_or(i32::MAX),
        ttl_period: state.beside.ttl_of(peer),
        folder: dialog.folder,
        pts: None,
        as_messages: false,
    }
}

pub(crate) fn shown(user: UserId, id: MessageId, body: Option<LogRecord>) -> Option<Message> {
    match body {
        Some(LogRecord::Message(record)) => Some(view::message(user, id, &record)),
        _ => None,
    }
}

/// Messages of one answer.
pub const HISTORY_MAX: i32 = 100;
/// Dialogs of one answer.
pub const DIALOGS_MAX: usize = 500;
