//! `channels.getInactiveChannels = messages.InactiveChats`: the caller's channels in which nothing happens any more, for
//! who is in as many as one may be.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::page::PAGE_ITEMS_MAX};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::channels::GetInactiveChannels,
) -> Result<enums::messages::InactiveChats, Error> {
    let me = call.me()?;
    let mut quiet = call.domain().channels.quiet_of(me).await?;
    quiet.truncate(PAGE_ITEMS_MAX);
    let (mut dates, mut chats, mut users) = (Vec::new(), Vec::new(), Vec::new());
    for (date, channel) in quiet {
        // Each date stands beside its channel.
        let named = render::named(call.domain(), me, [Peer::Channel(channel)]).await?;
        if let Some(chat) = named.chats.into_iter().next() {
            dates.push(date);
            chats.push(chat);
            users.extend(named.users);
        }
    }
    Ok(types::messages::InactiveChats::new(dates, chats, users).into())
}
