//! `messages.getFutureChatCreatorAfterLeave peer:InputPeer = User`: nobody. Who leaves a group or channel of his own stays its
//! creator here until he gives it to somebody (`messages.editChatCreator`) or comes back.

use boxes::{BoxError, Peer};
use domain::{ChannelAction, GroupError};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetFutureChatCreatorAfterLeave,
) -> Result<enums::User, Error> {
    let (domain, me) = (call.domain(), call.me()?);
    match input::peer(call, &request.peer).await? {
        Peer::User(_) => return Err(PEER_ID_INVALID),
        Peer::Group(id) => {
            let seen = domain.groups.seen(me, id).await?.ok_or(PEER_ID_INVALID)?;
            if !seen.is_member() || seen.view.record.creator != me {
                return Err(GroupError::Refused(BoxError::MayNot).into());
            }
        }
        Peer::Channel(id) => drop(domain.channels.allowed(id, me, ChannelAction::Own).await?),
    }
    Ok(types::UserEmpty::new(0).into())
}
