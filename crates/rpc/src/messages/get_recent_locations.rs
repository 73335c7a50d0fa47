//! `messages.getRecentLocations peer:InputPeer limit:int hash:long = messages.Messages`: where people of a chat are now:
//! of each the newest live place whose time is not over.

use boxes::{HistoryPage, Media, Message, MessageKind, Peer, SearchQuery};
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{channel, page},
};

/// Pages of places that are looked through.
const PAGES_MAX: usize = 5;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetRecentLocations,
) -> Result<enums::messages::Messages, Error> {
    let me = call.me()?;
    let peer = input::peer(call, &request.peer).await?;
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let kinds = vec![MessageKind::Geo];
    let mut query = SearchQuery { kinds, limit: page::PAGE_ITEMS_MAX as i32, ..SearchQuery::default() };
    let mut live: Vec<Message> = Vec::new();
    for _ in 0..PAGES_MAX {
        let found = match peer {
            Peer::Channel(id) => call.domain().channels.search(me, id, None, &query).await?,
            Peer::User(_) | Peer::Group(_) => call.boxes().search(me, Some(peer), query.clone()).await?,
        };
        let Some(last) = found.messages.last() else { break };
        query.offset_id = last.id;
        for message in found.messages {
            if is_live(&message, call.now().seconds()) && live.iter().all(|one| one.from != message.from) {
                live.push(message);
            }
        }
    }
    live.truncate(limit);
    let count = i32::try_from(live.len()).unwrap_or(i32::MAX);
    let found = HistoryPage { messages: live, count, offset_id_offset: 0 };
    match peer {
        Peer::Channel(id) => channel::page(call, id, found).await,
        Peer::User(_) | Peer::Group(_) => page::answer(call, found).await,
    }
}

fn is_live(message: &Message, now: i32) -> bool {
    match &message.content.media {
        // One without an end counts far beyond every date.
        Some(Media::GeoLive { period, .. }) => message.date.saturating_add(*period) > now,
        _ => false,
    }
}
