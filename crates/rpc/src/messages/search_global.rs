//! `messages.searchGlobal … q:string filter:MessagesFilter min_date:int max_date:int offset_rate:int
//! offset_peer:InputPeer offset_id:int limit:int = messages.Messages`: of all chats of the caller, by date; or
//! of those that he has in a community.

use std::cmp::Reverse;

use boxes::{HistoryPage, Message, MessageId, Peer, SearchQuery};
use tl::{enums, functions};

use crate::{
    Call, communities,
    errors::{Error, SEARCH_QUERY_EMPTY},
    input,
    messages::{filter, page, search},
};

/// Where a message stands among those of all chats: by date, those of channels before those of the caller's own box.
type Place = (i32, Option<i64>, MessageId);

/// So many messages of one channel and second are told apart where a page ends among them.
const OF_ONE_SECOND_MAX: i32 = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SearchGlobal,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    let any_kind = request.filter == enums::MessagesFilter::InputMessagesFilterEmpty;
    if any_kind && request.q.trim().is_empty() {
        return Err(SEARCH_QUERY_EMPTY);
    }
    let filter = filter::query(&request.filter);
    // The archive is not searched apart.
    let elsewhere = request.folder_id.is_some_and(|id| id != 0);
    let (Some(filter), false) = (filter, elsewhere) else {
        return page::answer(call, search::nothing()).await;
    };
    let community = match &request.community {
        Some(named) => Some(communities::named(call, named).await?),
        None => None,
    };
    let limit = page::limit(request.limit);
    let (min_date, max_date) = (request.min_date, request.max_date);
    let all = SearchQuery { text: request.q, min_date, max_date, limit, ..filter };
    // The last message of the page before, where it is named whole.
    let after: Option<Place> = match &request.offset_peer {
        enums::InputPeer::InputPeerEmpty => None,
        _ if request.offset_rate <= 0 => None,
        named => Some(place(request.offset_rate, input::peer(call, named).await?, request.offset_id)),
    };
    let until = |date: i32| if max_date > 0 { date.min(max_date) } else { date };
    let (own, others) = match after {
        None => (SearchQuery { offset_id: request.offset_id, ..all.clone() }, all),
        // Ids of the own box say it exactly.
        Some((date, None, id)) => {
            let others = SearchQuery { max_date: until(date.saturating_sub(1)), ..all.clone() };
            (SearchQuery { offset_id: id, ..all }, others)
        }
        Some((date, Some(_), _)) => {
            let own = SearchQuery { max_date: until(date), ..all };
            (own.clone(), SearchQuery { limit: limit + OF_ONE_SECOND_MAX, ..own })
        }
    };
    let wanted = |peer: Peer| match peer {
        Peer::User(_) => !request.groups_only && !request.broadcasts_only,
        Peer::Group(_) => !request.users_only && !request.broadcasts_only,
        Peer::Channel(_) => true,
    };
    let HistoryPage { mut messages, mut count, .. } = call.boxes().search(me, None, own).await?;
    messages.retain(|message| wanted(message.peer));
    if community.is_some() {
        // It has no chats but channels.
        (messages, count) = (Vec::new(), 0);
    }
    if !request.users_only {
        let broadcast = match (request.groups_only, request.broadcasts_only) {
            (true, _) => Some(false),
            (false, true) => Some(true),
            (false, false) => None,
        };
        let mut found = call.domain().channels.search_all(me, broadcast, community, &others).await?;
        found.retain(|message| after.is_none_or(|after| place_of(message) < after));
        count = count.saturating_add(i32::try_from(found.len()).unwrap_or(i32::MAX));
        messages.extend(found);
    }
    messages.sort_by_key(|message| Reverse(place_of(message)));
    messages.truncate(usize::try_from(limit).unwrap_or(0));
    let next_rate = messages.last().map(|message| message.date);
    let answer = page::answer(call, HistoryPage { messages, count, offset_id_offset: 0 }).await?;
    Ok(match answer {
        enums::messages::Messages::MessagesSlice(mut slice) => {
            slice.next_rate = next_rate;
            enums::messages::Messages::MessagesSlice(slice)
        }
        other => other,
    })
}

fn place(date: i32, peer: Peer, id: MessageId) -> Place {
    match peer {
        Peer::Channel(channel) => (date, Some(channel), id),
        Peer::User(_) | Peer::Group(_) => (date, None, id),
    }
}

fn place_of(message: &Message) -> Place {
    place(message.date, message.peer, message.id)
}
