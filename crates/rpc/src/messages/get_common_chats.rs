//! `messages.getCommonChats user_id:InputUser max_id:long limit:int = messages.Chats`: the basic groups that both are
//! in.

use boxes::Peer;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, USER_ID_INVALID},
    input,
    messages::page,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetCommonChats,
) -> Result<enums::messages::Chats, Error> {
    let user = input::user(call, &request.user_id).await?;
    let me = call.me()?;
    if user == me {
        return Err(USER_ID_INVALID);
    }
    // Rising would not do for clients: they page downwards from the last one that they have.
    let mut groups = call.domain().groups.common(me, user).await?;
    groups.retain(|group| request.max_id == 0 || *group < request.max_id);
    let count = groups.len();
    groups.truncate(page::limit(request.limit).unsigned_abs() as usize);
    let all = groups.len() == count;
    let named = render::named(call.domain(), me, groups.into_iter().map(Peer::Group)).await?;
    let number = i32::try_from(count).unwrap_or(i32::MAX);
    Ok(if all {
        types::messages::Chats::new(named.chats).into()
    } else {
        types::messages::ChatsSlice::new(number, named.chats).into()
    })
}
