//! `messages.setChatTheme peer:InputPeer theme:InputChatTheme = Updates`: how a private chat looks to both,
//! and a channel or group to all.

use boxes::{BoxError, Peer};
use domain::{ChannelError, ChatError, GroupError, looks};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{EMOJI_INVALID, EMOJI_NOT_MODIFIED, Error},
    input,
    messages::{channel, group, sent},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatTheme,
) -> Result<enums::Updates, Error> {
    use enums::InputChatTheme as Input;
    let peer = input::peer(call, &request.peer).await?;
    let emoticon = match &request.theme {
        Input::InputChatThemeEmpty => "",
        Input::InputChatTheme(theme) if theme.emoticon.is_empty() => "",
        Input::InputChatTheme(theme) => looks::chat_theme(&theme.emoticon).ok_or(EMOJI_INVALID)?.emoticon,
        // Nobody has such gifts here.
        Input::InputChatThemeUniqueGift(_) => return Err(EMOJI_INVALID),
    };
    if let Peer::Channel(id) = peer {
        let told = call.domain().channels.set_theme(call.by()?, id, emoticon).await;
        let told = told.map_err(|error| match error {
            ChannelError::NotModified => EMOJI_NOT_MODIFIED,
            error => error.into(),
        })?;
        return channel::entries_and(call, id, &told, vec![types::UpdateChannel::new(id).into()]).await;
    }
    if let Peer::Group(id) = peer {
        let told = call.domain().groups.set_theme(call.by()?, id, emoticon).await;
        let told = told.map_err(|error| match error {
            GroupError::Refused(BoxError::NotModified) => EMOJI_NOT_MODIFIED,
            error => error.into(),
        })?;
        return group::changed(call, &told).await;
    }
    let to = input::person(peer)?;
    let told = call.domain().chats.set_theme(call.by()?, to, emoticon).await;
    let told = told.map_err(|error| match error {
        ChatError::NothingChanges => EMOJI_NOT_MODIFIED,
        error => error.into(),
    })?;
    sent::answer(call, &[told]).await
}
