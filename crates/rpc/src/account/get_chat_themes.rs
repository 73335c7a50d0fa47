//! `account.getChatThemes hash:long = account.Themes`: the themes for chats, which ship with the program.

use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetChatThemes,
) -> Result<enums::account::Themes, Error> {
    let views = call.domain().looks.themes_of_chats(call.me()?).await?;
    let hash = hash_of(views.iter().map(|view| view.id));
    if request.hash == hash {
        return Ok(enums::account::Themes::ThemesNotModified);
    }
    Ok(types::account::Themes::new(hash, views.iter().map(render::theme).collect()).into())
}
