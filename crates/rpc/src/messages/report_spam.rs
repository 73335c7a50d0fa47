//! `messages.reportSpam peer:InputPeer = Bool`: reports whoever has written first, and puts the bar above the chat away.

use boxes::Peer;
use store::records::reports::Reported;
use tl::functions;

use crate::{Call, errors::Error, reports};

pub(crate) async fn handle(call: &Call<'_>, request: functions::messages::ReportSpam) -> Result<bool, Error> {
    let peer = reports::peer(call, &request.peer).await?;
    let people = match peer {
        Peer::User(_) => vec![peer],
        Peer::Group(_) | Peer::Channel(_) => Vec::new(),
    };
    reports::take(call, peer, (Reported::Whole, people), "spam", "").await?;
    if let Peer::User(user) = peer {
        call.domain().peer_bars.hide(call.by()?, user).await?;
    }
    Ok(true)
}
