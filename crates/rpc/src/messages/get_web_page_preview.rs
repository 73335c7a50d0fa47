//! `messages.getWebPagePreview flags:# message:string entities:flags.3?Vector<MessageEntity> =
//! messages.WebPagePreview`: the page to which a text that is not sent yet links first.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    messages::{pages, text},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetWebPagePreview,
) -> Result<enums::messages::WebPagePreview, Error> {
    let media = preview(call, request).await?.unwrap_or(enums::MessageMedia::MessageMediaEmpty);
    Ok(types::messages::WebPagePreview::new(media, Vec::new(), Vec::new()).into())
}

async fn preview(
    call: &Call<'_>,
    request: functions::messages::GetWebPagePreview,
) -> Result<Option<enums::MessageMedia>, Error> {
    let (me, pages) = (call.me()?, &call.domain().pages);
    if !pages.on() || request.message.trim().is_empty() {
        return Ok(None);
    }
    let text = text::checked(call, &request.message, request.entities.unwrap_or_default()).await?;
    let Some(link) = pages::first_link(&text.text, &text.entities) else { return Ok(None) };
    let Some(asked) = pages.ask_and_wait(me, &link).await? else { return Ok(None) };
    if asked.pending {
        // Nobody else: what is not sent yet is told to nobody.
        pages.stands_at(call.by()?, boxes::Peer::User(me), asked.id).await;
    }
    let view = pages.view(me, asked.id).await?;
    Ok(view.and_then(|view| render::web_page_media(&view, 0, asked.pending)))
}
