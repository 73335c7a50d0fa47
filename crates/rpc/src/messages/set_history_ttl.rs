//! `messages.setHistoryTTL peer:InputPeer period:int = Updates`: new messages of the chat go after so many seconds;
//! 0: they stay.

use boxes::Peer;
use tl::{enums, functions};

use crate::{
    Call,
    errors::Error,
    input,
    messages::{channel, group, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetHistoryTTL,
) -> Result<enums::Updates, Error> {
    let domain = call.domain();
    let peer = input::peer(call, &request.peer).await?;
    domain.chats.check_ttl(request.period)?;
    match peer {
        Peer::User(to) => {
            let told = domain.chats.set_ttl(call.by()?, to, request.period).await?;
            sent::answer(call, &[told]).await
        }
        Peer::Group(id) => {
            let changed = domain.groups.set_ttl(call.by()?, id, request.period).await?;
            group::changed(call, &changed).await
        }
        Peer::Channel(id) => {
            let told = domain.channels.set_ttl(call.by()?, id, request.period).await?;
            channel::entries(call, id, &told).await
        }
    }
}
