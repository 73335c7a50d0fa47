//! `account.updatePersonalChannel channel:InputChannel = Bool`: a channel that the caller's page shows, or none any more.
//! It is public, and his own.

use domain::Role;
use store::records::channels::flag;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{CHANNEL_INVALID, CHAT_ADMIN_REQUIRED, Error},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdatePersonalChannel,
) -> Result<bool, Error> {
    let (domain, by) = (call.domain(), call.by()?);
    let channel = match &request.channel {
        enums::InputChannel::InputChannelEmpty => None,
        named => {
            let id = input::channel(call, named).await?;
            let seen = domain.channels.seen(id, by.user).await?;
            if seen.record.username.is_none() || seen.record.flags & flag::BROADCAST == 0 {
                return Err(CHANNEL_INVALID);
            }
            if !matches!(seen.standing.role, Role::Creator | Role::Admin(_)) {
                return Err(CHAT_ADMIN_REQUIRED);
            }
            Some(id)
        }
    };
    domain.users.set_personal_channel(by, channel).await?;
    Ok(true)
}
