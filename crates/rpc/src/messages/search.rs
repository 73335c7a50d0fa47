//! `messages.search … peer:InputPeer q:string from_id:flags.0?InputPeer … filter:MessagesFilter min_date:int
//! max_date:int offset_id:int add_offset:int limit:int max_id:int min_id:int hash:long = messages.Messages`

use boxes::{HistoryPage, HistoryQuery, Peer, SearchQuery};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
    messages::{channel, filter, page, reaction},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::Search,
) -> Result<enums::messages::Messages, Error> {
    let peer = match &request.peer {
        // All private chats and groups, as old clients ask for calls.
        enums::InputPeer::InputPeerEmpty => None,
        peer => Some(input::peer(call, peer).await?),
    };
    let from = match &request.from_id {
        Some(from) => Some(input::person(input::peer(call, from).await?)?),
        None => None,
    };
    let part = match &request.saved_peer_id {
        Some(_) if peer != Some(Peer::User(call.me()?)) => return Err(PEER_ID_INVALID),
        Some(part) => Some(input::peer(call, part).await?),
        None => None,
    };
    if let Some(tags) = &request.saved_reaction {
        return tagged(call, peer, tags, &request).await;
    }
    if matches!(request.filter, enums::MessagesFilter::InputMessagesFilterPinned) {
        return match peer {
            Some(peer) => pinned(call, peer, &request).await,
            None => page::answer(call, nothing()).await,
        };
    }
    let Some(filter) = filter::query(&request.filter) else {
        return page::answer(call, nothing()).await;
    };
    let query = SearchQuery {
        text: request.q,
        from,
        min_date: request.min_date,
        max_date: request.max_date,
        offset_id: request.offset_id,
        add_offset: request.add_offset,
        limit: page::limit(request.limit),
        max_id: request.max_id,
        min_id: request.min_id,
        ..filter
    };
    if let Some(Peer::Channel(id)) = peer {
        let found = call.domain().channels.search(call.me()?, id, request.top_msg_id, &query).await?;
        return channel::page(call, id, found).await;
    }
    let found = match part {
        Some(part) => of_part(call, part, query).await?,
        None => call.boxes().search(call.me()?, peer, query).await?,
    };
    page::answer(call, found).await
}

/// One part of saved messages: the whole chat is searched, as far as this page needs it.
async fn of_part(call: &Call<'_>, part: Peer, query: SearchQuery) -> Result<HistoryPage, Error> {
    let (me, skipped) = (call.me()?, usize::try_from(query.add_offset).unwrap_or(0));
    let limit = usize::try_from(query.limit).unwrap_or(0);
    let mut query = SearchQuery { add_offset: 0, limit: page::PAGE_ITEMS_MAX as i32, ..query };
    let mut found = Vec::new();
    for _ in 0..SEARCHED_PAGES_MAX {
        let page = call.boxes().search(me, Some(Peer::User(me)), query.clone()).await?;
        let Some(last) = page.messages.last() else { break };
        query.offset_id = last.id;
        found.extend(page.messages.into_iter().filter(|message| message.saved_part() == Some(part)));
        if found.len() > skipped + limit {
            break;
        }
    }
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let messages = found.into_iter().skip(skipped).take(limit).collect();
    Ok(HistoryPage { messages, count, offset_id_offset: query.add_offset })
}

/// Pages of the whole chat for one page of a part.
const SEARCHED_PAGES_MAX: usize = 50;

/// Saved messages with one of these tags; words narrow them.
async fn tagged(
    call: &Call<'_>,
    peer: Option<Peer>,
    tags: &[enums::Reaction],
    request: &functions::messages::Search,
) -> Result<enums::messages::Messages, Error> {
    if peer != Some(Peer::User(call.me()?)) {
        return Err(PEER_ID_INVALID);
    }
    let tags = tags.iter().map(reaction::emoji).collect::<Result<Vec<_>, _>>()?;
    let mut found = call.domain().chats.tagged(call.me()?, &tags).await?;
    let words = request.q.to_lowercase();
    found.retain(|message| message.content.text.to_lowercase().contains(&words));
    let count = i32::try_from(found.len()).unwrap_or(i32::MAX);
    let newer = found.iter().take_while(|message| request.offset_id > 0 && message.id >= request.offset_id);
    let from = i64::try_from(newer.count()).unwrap_or(0) + i64::from(request.add_offset);
    let from = usize::try_from(from.max(0)).unwrap_or(0);
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let messages = found.into_iter().skip(from).take(limit).collect();
    let offset_id_offset = i32::try_from(from).unwrap_or(i32::MAX).min(count);
    page::answer(call, HistoryPage { messages, count, offset_id_offset }).await
}

/// The pinned messages of a chat; words and authors narrow what is on the page.
async fn pinned(
    call: &Call<'_>,
    peer: Peer,
    request: &functions::messages::Search,
) -> Result<enums::messages::Messages, Error> {
    let query = HistoryQuery {
        offset_id: request.offset_id,
        offset_date: 0,
        add_offset: request.add_offset,
        limit: page::limit(request.limit),
        max_id: request.max_id,
        min_id: request.min_id,
    };
    if let Peer::Channel(id) = peer {
        let found = call.domain().channels.pinned_messages(call.me()?, id, request.top_msg_id, query).await?;
        return channel::page(call, id, found).await;
    }
    let mut found = call.boxes().pinned_messages(call.me()?, peer, query).await?;
    if !request.q.is_empty() {
        let words = request.q.to_lowercase();
        found.messages.retain(|message| message.content.text.to_lowercase().contains(&words));
        found.count = i32::try_from(found.messages.len()).unwrap_or(i32::MAX);
    }
    page::answer(call, found).await
}

/// What a search finds for kinds of messages that nobody can send yet.
pub(crate) fn nothing() -> HistoryPage {
    HistoryPage { messages: Vec::new(), count: 0, offset_id_offset: 0 }
}
