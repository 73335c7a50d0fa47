//! `account.reportPeer peer:InputPeer reason:ReportReason message:string = Bool`: reports a chat or person.

use boxes::Peer;
use store::records::reports::Reported;
use tl::functions;

use crate::{Call, errors::Error, reports};

pub(crate) async fn handle(call: &Call<'_>, request: functions::account::ReportPeer) -> Result<bool, Error> {
    let peer = reports::peer(call, &request.peer).await?;
    let people = Some(peer).filter(|peer| matches!(peer, Peer::User(_))).into_iter().collect();
    let reason = reports::reason(&request.reason);
    reports::take(call, peer, (Reported::Whole, people), reason, &request.message).await?;
    Ok(true)
}
