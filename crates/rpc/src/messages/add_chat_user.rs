//! `messages.addChatUser chat_id:long user_id:InputUser fwd_limit:int = messages.InvitedUsers`: who comes in is shown
//! nothing from before, whatever `fwd_limit` asks.

use domain::Brought;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::group};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::AddChatUser,
) -> Result<enums::messages::InvitedUsers, Error> {
    let id = group::named(call, request.chat_id).await?;
    let user = input::user(call, &request.user_id).await?;
    let (updates, missing) = match call.domain().groups.add(call.by()?, id, user).await? {
        Brought::In(changed) => (group::changed(call, &changed).await?, Vec::new()),
        Brought::Missing => {
            let updates = types::Updates::new(Vec::new(), Vec::new(), Vec::new(), call.now().seconds(), 0);
            (updates.into(), group::missing(&[user]))
        }
    };
    Ok(types::messages::InvitedUsers::new(updates, missing).into())
}
