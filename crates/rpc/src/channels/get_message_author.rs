//! `channels.getMessageAuthor channel:InputChannel id:int = User`: who wrote what is shown as the channel's own, for its
//! admins.

use domain::ChannelAction;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::GetMessageAuthor,
) -> Result<enums::User, Error> {
    let (me, domain) = (call.me()?, call.domain());
    let id = input::channel(call, &request.channel).await?;
    domain.channels.allowed(id, me, ChannelAction::SeeLog).await?;
    let found = domain.channels.messages(me, id, &[request.id]).await?;
    let message = found.into_iter().flatten().next().ok_or(MESSAGE_ID_INVALID)?;
    let people = render::people(domain, me, [message.from]).await?;
    people.into_iter().next().ok_or(MESSAGE_ID_INVALID)
}
