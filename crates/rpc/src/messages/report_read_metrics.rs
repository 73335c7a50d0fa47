//! `messages.reportReadMetrics peer:InputPeer metrics:Vector<InputMessageReadMetric> = Bool`: for how long somebody had
//! posts before his eyes. Nobody here counts that: it is heard, and nothing of it is kept.

use boxes::Peer;
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReportReadMetrics,
) -> Result<bool, Error> {
    if let Peer::Channel(channel) = input::peer(call, &request.peer).await? {
        call.domain().channels.seen(channel, call.me()?).await?;
    }
    Ok(true)
}
