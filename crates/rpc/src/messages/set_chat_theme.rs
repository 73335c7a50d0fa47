//! `messages.setChatTheme peer:InputPeer theme:InputChatTheme = Updates`: how a private chat looks to both.

use domain::{ChatError, looks};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{EMOJI_INVALID, EMOJI_NOT_MODIFIED, Error},
    input,
    messages::sent,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::SetChatTheme,
) -> Result<enums::Updates, Error> {
    use enums::InputChatTheme as Input;
    let to = input::person(input::peer(call, &request.peer).await?)?;
    let emoticon = match &request.theme {
        Input::InputChatThemeEmpty => "",
        Input::InputChatTheme(theme) if theme.emoticon.is_empty() => "",
        Input::InputChatTheme(theme) => looks::chat_theme(&theme.emoticon).ok_or(EMOJI_INVALID)?.emoticon,
        // Nobody has such gifts here.
        Input::InputChatThemeUniqueGift(_) => return Err(EMOJI_INVALID),
    };
    let told = call.domain().chats.set_theme(call.by()?, to, emoticon).await;
    let told = told.map_err(|error| match error {
        ChatError::NothingChanges => EMOJI_NOT_MODIFIED,
        error => error.into(),
    })?;
    sent::answer(call, &[told]).await
}
