//! `channels.inviteToChannel channel:InputChannel users:Vector<InputUser> = messages.InvitedUsers`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
    messages::channel,
};

/// People of one call.
const USERS_MAX: usize = 200;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::InviteToChannel,
) -> Result<enums::messages::InvitedUsers, Error> {
    let id = input::channel(call, &request.channel).await?;
    if request.users.len() > USERS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut people = Vec::with_capacity(request.users.len());
    for named in &request.users {
        people.push(input::user(call, named).await?);
    }
    let brought = call.domain().channels.bring(call.by()?, id, &people).await?;
    let updates = channel::entries(call, id, &brought.entries).await?;
    let missing = brought.missing.iter().map(|(user, _)| types::MissingInvitee::new(user.0).into());
    Ok(types::messages::InvitedUsers::new(updates, missing.collect()).into())
}
