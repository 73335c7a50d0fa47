//! `channels.searchPosts hashtag:flags.0?string query:flags.1?string offset_rate:int offset_peer:InputPeer offset_id:int
//! limit:int allow_paid_stars:flags.2?long = messages.Messages`: posts of all public channels with a hashtag, newest
//! first. Other words are for who pays, as clients know it; here nobody can.

use boxes::{HistoryPage, Peer};
use domain::hashtags;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, PREMIUM_ACCOUNT_REQUIRED, SEARCH_QUERY_EMPTY},
    input,
    messages::{page, places::number},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::SearchPosts,
) -> Result<enums::messages::Messages, Error> {
    let tag = match (&request.hashtag, &request.query) {
        (Some(tag), _) => hashtags::asked(tag).ok_or(SEARCH_QUERY_EMPTY)?,
        (None, Some(words)) if !words.trim().is_empty() => tag_of(words).ok_or(PREMIUM_ACCOUNT_REQUIRED)?,
        (None, _) => return Err(SEARCH_QUERY_EMPTY),
    };
    // The last post of the page before.
    let after = match &request.offset_peer {
        enums::InputPeer::InputPeerEmpty => None,
        _ if request.offset_rate <= 0 => None,
        named => match input::peer(call, named).await? {
            Peer::Channel(channel) => Some((request.offset_rate, channel, request.offset_id)),
            Peer::User(_) | Peer::Group(_) => None,
        },
    };
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(0);
    let found = call.domain().channels.public_posts(call.me()?, &tag, after, limit).await?;
    let (messages, first) = (found.messages, after.is_none());
    // A page that is not full is the last one.
    let count = match messages.len() < limit {
        true if first => messages.len(),
        _ => found.count.max(messages.len().saturating_add(1)),
    };
    let next_rate = messages.last().map(|message| message.date);
    let page = HistoryPage { messages, count: number(count), offset_id_offset: 0 };
    Ok(match page::answer(call, page).await? {
        enums::messages::Messages::MessagesSlice(mut slice) => {
            slice.next_rate = next_rate;
            slice.offset_id_offset = None;
            enums::messages::Messages::MessagesSlice(slice)
        }
        other => other,
    })
}

/// The tag that words are, sign and all.
pub(super) fn tag_of(words: &str) -> Option<String> {
    let words = words.trim();
    if words.starts_with(['#', '$']) { hashtags::asked(words) } else { None }
}
