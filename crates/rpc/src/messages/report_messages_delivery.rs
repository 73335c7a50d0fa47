//! `messages.reportMessagesDelivery push:flags.0?true peer:InputPeer id:Vector<int> = Bool`: that messages came which ask
//! for it. None here do: it is heard, and nothing of it is kept.

use boxes::Peer;
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReportMessagesDelivery,
) -> Result<bool, Error> {
    if let Peer::Channel(channel) = input::peer(call, &request.peer).await? {
        call.domain().channels.seen(channel, call.me()?).await?;
    }
    Ok(true)
}
