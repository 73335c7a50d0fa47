//! Messages of one chat by their places among all that a filter lets through: for calendars and scroll bars.

use boxes::{HistoryPage, HistoryQuery, Message, MessageId, Peer, Places, SearchQuery};
use tl::enums;

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
    messages::{filter, page},
};

/// Messages of a chat with oneself that are read for a part of it.
const OF_PART_READ_MAX: usize = 5_000;

/// What is asked for.
pub(crate) struct Asked<'a> {
    pub(crate) peer: &'a enums::InputPeer,
    pub(crate) saved_peer: Option<&'a enums::InputPeer>,
    pub(crate) filter: &'a enums::MessagesFilter,
    pub(crate) offset_id: MessageId,
}

/// The messages at the places that `choose` gives, newest first; it gets how many there are, and how many of them are not
/// older than the offset.
pub(crate) async fn places(
    call: &Call<'_>,
    asked: Asked<'_>,
    choose: impl FnOnce(usize, usize) -> Vec<usize>,
) -> Result<Places, Error> {
    let me = call.me()?;
    let peer = input::peer(call, asked.peer).await?;
    let part = match asked.saved_peer {
        Some(_) if peer != Peer::User(me) => return Err(PEER_ID_INVALID),
        Some(part) => Some(input::peer(call, part).await?),
        None => None,
    };
    let channels = &call.domain().channels;
    let Some(query) = filter::query(asked.filter) else {
        // Who may not see the chat is not told that nothing fits.
        if let Peer::Channel(channel) = peer {
            channels.seen(channel, me).await?;
        }
        return Ok(Places::default());
    };
    let query = SearchQuery { offset_id: asked.offset_id, ..query };
    match (peer, part) {
        (Peer::Channel(channel), _) => Ok(channels.search_places(me, channel, &query, choose).await?),
        (peer, None) => Ok(call.boxes().search_places(me, peer, &query, choose).await?),
        (peer, Some(part)) => {
            let all = |count: usize, _| (0..count.min(OF_PART_READ_MAX)).collect();
            let whole = call.boxes().search_places(me, peer, &query, all).await?;
            let here = whole.found.into_iter().filter(|(_, message)| message.saved_part() == Some(part));
            let here: Vec<Message> = here.map(|(_, message)| message).collect();
            let newer =
                here.iter().take_while(|one| asked.offset_id > 0 && one.id >= asked.offset_id).count();
            let chosen = choose(here.len(), newer).into_iter();
            let found = chosen.filter_map(|place| Some((place, here.get(place)?.clone()))).collect();
            Ok(Places { count: here.len(), newer, found })
        }
    }
}

/// The first message of a chat that is dated before `date`: where a calendar begins that names no message.
pub(crate) async fn before(call: &Call<'_>, peer: &enums::InputPeer, date: i32) -> Result<MessageId, Error> {
    let query = HistoryQuery { offset_date: date, limit: 1, ..HistoryQuery::default() };
    let HistoryPage { messages, .. } = match input::peer(call, peer).await? {
        Peer::Channel(channel) => call.domain().channels.history(call.me()?, channel, query).await?,
        peer => call.boxes().history(call.me()?, peer, query).await?,
    };
    Ok(messages.first().map_or(1, |message| message.id.saturating_add(1)))
}

/// A number of places as the protocol has it.
pub(crate) fn number(places: usize) -> i32 {
    i32::try_from(places).unwrap_or(i32::MAX)
}

/// The messages with everybody whom they name.
pub(crate) async fn shown(
    call: &Call<'_>,
    messages: Vec<Message>,
) -> Result<(Vec<enums::Message>, Vec<enums::Chat>, Vec<enums::User>), Error> {
    let count = number(messages.len());
    let page = page::answer(call, HistoryPage { messages, count, offset_id_offset: 0 }).await?;
    Ok(match page {
        enums::messages::Messages::Messages(all) => (all.messages, all.chats, all.users),
        _ => Default::default(),
    })
}
