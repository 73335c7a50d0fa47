//! `messages.getMessageReadParticipants peer:InputPeer msg_id:int = Vector<ReadParticipantDate>`

use boxes::Peer;
use domain::ChannelError;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{CHAT_TOO_BIG, Error, MSG_TOO_OLD, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetMessageReadParticipants,
) -> Result<Vec<enums::ReadParticipantDate>, Error> {
    let readers = match input::peer(call, &request.peer).await? {
        Peer::Group(group) => call.domain().groups.readers(call.me()?, group, request.msg_id).await?,
        Peer::Channel(channel) => {
            match call.domain().channels.readers(call.me()?, channel, request.msg_id).await {
                Err(ChannelError::NotAGroup) => return Err(CHAT_TOO_BIG),
                Err(ChannelError::TooOld) => return Err(MSG_TOO_OLD),
                readers => readers?,
            }
        }
        Peer::User(_) => return Err(PEER_ID_INVALID),
    };
    Ok(readers.into_iter().map(|(user, date)| types::ReadParticipantDate::new(user.0, date).into()).collect())
}
