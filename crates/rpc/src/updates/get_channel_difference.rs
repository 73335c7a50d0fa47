//! `updates.getChannelDifference force:flags.0?true channel:InputChannel filter:ChannelMessagesFilter pts:int
//! limit:int = updates.ChannelDifference`: what a device has missed of a channel, also of one that it only looks at.

use boxes::{ChannelDifference, ChannelEvent, HistoryQuery, Peer};
use domain::{Channels, NotifyTarget};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PERSISTENT_TIMESTAMP_EMPTY, PERSISTENT_TIMESTAMP_INVALID},
    input,
};

/// Entries of one answer.
const LIMIT_MAX: i32 = 100;
/// Seconds after which a client that looks at a channel asks again.
const TIMEOUT_SECONDS: i32 = 30;
/// Messages that come with an answer that is too long.
const NEWEST: i32 = 20;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::updates::GetChannelDifference,
) -> Result<enums::updates::ChannelDifference, Error> {
    let me = call.me()?;
    let id = input::channel(call, &request.channel).await?;
    if request.pts == 0 {
        return Err(PERSISTENT_TIMESTAMP_EMPTY);
    }
    if request.pts < 0 || request.limit < 0 {
        return Err(PERSISTENT_TIMESTAMP_INVALID);
    }
    let limit = if request.limit == 0 { LIMIT_MAX } else { request.limit.min(LIMIT_MAX) };
    let (found, min_id) = call.domain().channels.difference(me, id, request.pts, limit).await?;
    match found {
        ChannelDifference::Empty(pts) => Ok(types::updates::ChannelDifferenceEmpty {
            r#final: true,
            timeout: Some(TIMEOUT_SECONDS),
            ..types::updates::ChannelDifferenceEmpty::new(pts.max(1))
        }
        .into()),
        ChannelDifference::TooLong => too_long(call, id).await,
        ChannelDifference::Entries { new, others, pts, last } => {
            let mut new = Channels::shown(me, &new, min_id);
            call.domain().channels.answered(me, id, &mut new).await?;
            let edited: Vec<_> = others
                .iter()
                .filter_map(|entry| match &entry.event {
                    ChannelEvent::Edited(post) if post.id >= min_id => Some(post.seen_by(me)),
                    _ => None,
                })
                .collect();
            let all: Vec<_> = new.iter().chain(&edited).cloned().collect();
            let extras = render::Extras::of(call.domain(), me, &all).await?;
            let updates = others
                .iter()
                .filter(|entry| !matches!(&entry.event, ChannelEvent::Edited(post) if post.id < min_id))
                .map(|entry| render::channel_update(entry, id, me, &extras))
                .collect();
            let peers =
                all.iter().flat_map(render::peers_in).chain(extras.peers()).chain([Peer::Channel(id)]);
            let named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
            let shown = new.iter().map(|message| render::message(message, &extras)).collect();
            Ok(types::updates::ChannelDifference {
                r#final: last,
                timeout: last.then_some(TIMEOUT_SECONDS),
                ..types::updates::ChannelDifference::new(pts.max(1), shown, updates, named.chats, named.users)
            }
            .into())
        }
    }
}

/// The client begins anew from the dialog and its newest messages.
async fn too_long(call: &Call<'_>, id: i64) -> Result<enums::updates::ChannelDifference, Error> {
    let me = call.me()?;
    let channels = &call.domain().channels;
    let found = channels.dialog(me, id).await?;
    let peer = Peer::Channel(id);
    let newest = HistoryQuery { limit: NEWEST, ..HistoryQuery::default() };
    let messages = channels.history(me, id, newest).await?.messages;
    let notify = call.domain().settings.notify(me, NotifyTarget::Peer(peer)).await?;
    let arranged = render::Arranged::default();
    let extras = render::Extras::of(call.domain(), me, &messages).await?;
    let peers = messages.iter().flat_map(render::peers_in).chain(extras.peers()).chain([peer]);
    let named = render::named(call.domain(), me, peers.collect::<Vec<_>>()).await?;
    Ok(types::updates::ChannelDifferenceTooLong {
        r#final: true,
        timeout: Some(TIMEOUT_SECONDS),
        ..types::updates::ChannelDifferenceTooLong::new(
            render::dialog(&found.dialog, &notify, &arranged),
            messages.iter().map(|message| render::message(message, &extras)).collect(),
            named.chats,
            named.users,
        )
    }
    .into())
}
