//! `stats.getMessagePublicForwards channel:InputChannel msg_id:int offset:string limit:int = stats.PublicForwards`: where
//! a post was forwarded for all to see.

use store::records::figures::ByForward;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, OFFSET_INVALID},
    input,
    messages::page::{self, PAGE_ITEMS_MAX},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stats::GetMessagePublicForwards,
) -> Result<enums::stats::PublicForwards, Error> {
    let me = call.me()?;
    let channel = input::channel(call, &request.channel).await?;
    let id = request.msg_id;
    let offset = match request.offset.as_str() {
        "" => None,
        said => Some(read(channel, id, said).ok_or(OFFSET_INVALID)?),
    };
    let limit = usize::try_from(page::limit(request.limit)).unwrap_or(PAGE_ITEMS_MAX);
    let found = call.domain().channels.public_forwards(me, channel, id, offset, limit).await?;
    let extras = render::Extras::of(call.domain(), me, &found.messages).await?;
    let peers = found.messages.iter().flat_map(render::peers_in).chain(extras.peers());
    let render::Named { users, chats } = render::named(call.domain(), me, peers).await?;
    let shown = |message| types::PublicForwardMessage::new(render::message(message, &extras)).into();
    let forwards = found.messages.iter().map(shown).collect();
    let count = i32::try_from(found.count).unwrap_or(i32::MAX);
    let page = types::stats::PublicForwards::new(count, forwards, chats, users);
    Ok(types::stats::PublicForwards { next_offset: found.next.map(write), ..page }.into())
}

/// Where the next page begins.
fn write(last: ByForward) -> String {
    format!("{}.{}.{}", last.date, last.to_channel, last.to_id)
}

fn read(channel: i64, id: i32, said: &str) -> Option<ByForward> {
    let mut parts = said.split('.');
    let date = parts.next()?.parse().ok()?;
    let to_channel = parts.next()?.parse().ok()?;
    let to_id = parts.next()?.parse().ok()?;
    parts.next().is_none().then_some(ByForward { channel, id, date, to_channel, to_id })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_is_read_as_it_was_written() {
        let last = ByForward { channel: 5, id: 6, date: 7, to_channel: 8, to_id: 9 };
        assert!(read(5, 6, &write(last)) == Some(last));
        for wrong in ["", "7", "7.8", "7.8.9.10", "a.8.9", "7.8.99999999999"] {
            assert!(read(5, 6, wrong).is_none());
        }
    }
}
