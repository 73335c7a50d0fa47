//! `messages.createChat users:Vector<InputUser> title:string ttl_period:flags.0?int = messages.InvitedUsers`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, USERS_TOO_MUCH},
    input,
    messages::group,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::CreateChat,
) -> Result<enums::messages::InvitedUsers, Error> {
    let ttl_period = request.ttl_period.filter(|period| *period != 0);
    call.domain().chats.check_ttl(ttl_period.unwrap_or(0))?;
    if request.users.len() > boxes::GROUP_MEMBERS_MAX {
        return Err(USERS_TOO_MUCH);
    }
    let mut users = Vec::with_capacity(request.users.len());
    for user in &request.users {
        users.push(input::user(call, user).await?);
    }
    let made = call.domain().groups.create(call.by()?, &request.title, &users, ttl_period).await?;
    let updates = group::changed(call, &made.changed).await?;
    Ok(types::messages::InvitedUsers::new(updates, group::missing(&made.missing)).into())
}
