//! `chatlists.getChatlistUpdates chatlist:InputChatlist = chatlists.ChatlistUpdates`: what was put behind the link
//! since the folder was joined.

use tl::{enums, functions, types};

use crate::{
    Call,
    chatlists::{id, nameable, shown_peers},
    errors::Error,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::chatlists::GetChatlistUpdates,
) -> Result<enums::chatlists::ChatlistUpdates, Error> {
    let me = call.me()?;
    let news = call.domain().shared_folders.news(me, id(&request.chatlist)).await?;
    let named = render::named(call.domain(), me, news.iter().copied()).await?;
    let chats = nameable(named.chats);
    Ok(types::chatlists::ChatlistUpdates::new(shown_peers(&news), chats, named.users).into())
}
