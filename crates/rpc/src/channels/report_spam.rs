//! `channels.reportSpam channel:InputChannel participant:InputPeer id:Vector<int> = Bool`: an admin of a supergroup
//! reports messages of somebody.

use domain::ChannelAction;
use store::records::reports::Reported;
use tl::functions;

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
    messages::page,
    reports,
};

pub(crate) async fn handle(call: &Call<'_>, request: functions::channels::ReportSpam) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.allowed(id, call.me()?, ChannelAction::SeeLog).await?;
    let author = input::peer(call, &request.participant).await?;
    let (peer, ids) = (boxes::Peer::Channel(id), page::ids(&request.id)?);
    if reports::authors(call, peer, ids).await?.iter().any(|one| *one != author) {
        return Err(MESSAGE_ID_INVALID);
    }
    reports::take(call, peer, (Reported::Messages(request.id), vec![author]), "spam", "").await?;
    Ok(true)
}
