//! `messages.getMessageReadParticipants peer:InputPeer msg_id:int = Vector<ReadParticipantDate>`

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessageReadParticipants,
) -> Result<Vec<enums::ReadParticipantDate>, Error> {
    let Peer::Group(group) = input::peer(call, &request.peer).await? else { return Err(PEER_ID_INVALID) };
    let readers = call.domain().groups.readers(call.me()?, group, request.msg_id).await?;
    Ok(readers.into_iter().map(|(user, date)| types::ReadParticipantDate::new(user.0, date).into()).collect())
}
