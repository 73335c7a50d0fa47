//! What methods of `messages.*` answer for a channel: its entries to the session that caused them, its pages.

use std::sync::Arc;

use boxes::{ChannelEntry, Content, HistoryPage, Message, Peer, UserId};
use domain::Draft;
use tl::{enums, types};

use crate::{Call, errors::Error, messages::scheduled};

/// Entries as the answer to the session that caused them.
pub(crate) async fn entries(
    call: &Call<'_>,
    channel: i64,
    entries: &[Arc<ChannelEntry>],
) -> Result<enums::Updates, Error> {
    entries_and(call, channel, entries, Vec::new()).await
}

/// The same with more behind.
pub(crate) async fn entries_and(
    call: &Call<'_>,
    channel: i64,
    entries: &[Arc<ChannelEntry>],
    behind: Vec<enums::Update>,
) -> Result<enums::Updates, Error> {
    let updates = render::channel_entries(call.domain(), call.me()?, channel, entries, true, behind).await?;
    Ok(match updates {
        enums::Updates::Updates(mut updates) => {
            if updates.date == 0 {
                updates.date = call.now().seconds();
            }
            updates.into()
        }
        other => other,
    })
}

/// Sends drafts to a channel.
pub(crate) async fn send(
    call: &Call<'_>,
    channel: i64,
    drafts: Vec<Draft>,
    when: (Option<i32>, Option<i32>),
) -> Result<enums::Updates, Error> {
    if let Some(answer) = scheduled::instead(call, Peer::Channel(channel), &drafts, when).await? {
        return Ok(answer);
    }
    let mut written = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mentions = mentioned(call, &draft.content).await;
        written.push((draft, mentions));
    }
    let posted = call.domain().channels.post(call.by()?, channel, written).await?;
    let told: Vec<_> = posted.into_iter().map(|posted| posted.entry).collect();
    entries(call, channel, &told).await
}

/// Whom a text mentions, by name or by username.
pub(crate) async fn mentioned(call: &Call<'_>, content: &Content) -> Vec<UserId> {
    use enums::MessageEntity as Entity;
    let mut people = Vec::new();
    for entity in render::content_entities(content).unwrap_or_default() {
        match entity {
            Entity::MessageEntityMentionName(named) => people.push(UserId(named.user_id)),
            Entity::MessageEntityMention(named) => {
                let units = content.text.encode_utf16();
                let part = units
                    .skip(usize::try_from(named.offset).unwrap_or(0))
                    .take(usize::try_from(named.length).unwrap_or(0));
                let username = String::from_utf16_lossy(&part.collect::<Vec<_>>());
                if let Ok(Some(Peer::User(user))) = call.domain().usernames.resolve(&username).await {
                    people.push(user);
                }
            }
            _ => {}
        }
        if people.len() >= MENTIONS_MAX {
            break;
        }
    }
    people
}

/// People whom one message tells that it mentions them.
const MENTIONS_MAX: usize = 50;

/// A page of a channel.
pub(crate) async fn page(
    call: &Call<'_>,
    channel: i64,
    page: HistoryPage,
) -> Result<enums::messages::Messages, Error> {
    let HistoryPage { messages, count, offset_id_offset } = page;
    let shown: Vec<_> = messages.into_iter().map(Some).collect();
    let mut answer = messages_of(call, channel, &shown, &[]).await?;
    answer.count = count;
    answer.offset_id_offset = Some(offset_id_offset);
    Ok(answer.into())
}

/// Messages of a channel, each in its place: `ids` name those that are not there.
pub(crate) async fn messages_of(
    call: &Call<'_>,
    channel: i64,
    messages: &[Option<Message>],
    ids: &[i32],
) -> Result<types::messages::ChannelMessages, Error> {
    let me = call.me()?;
    let extras = render::Extras::of(call.domain(), me, messages.iter().flatten()).await?;
    let mut peers: Vec<Peer> = messages.iter().flatten().flat_map(render::peers_in).collect();
    peers.extend(extras.peers());
    peers.push(Peer::Channel(channel));
    let named = render::named(call.domain(), me, peers).await?;
    let pts = call.domain().channels.pts(channel).await?;
    let shown: Vec<enums::Message> = messages
        .iter()
        .enumerate()
        .map(|(at, message)| match message {
            Some(message) => render::message(message, &extras),
            None => types::MessageEmpty::new(ids.get(at).copied().unwrap_or(0)).into(),
        })
        .collect();
    let count = i32::try_from(shown.len()).unwrap_or(i32::MAX);
    Ok(types::messages::ChannelMessages::new(pts, count, shown, Vec::new(), named.chats, named.users))
}
