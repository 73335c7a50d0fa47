//! `messages.editMessage … peer:InputPeer id:int message:flags.11?string media:flags.14?InputMedia … = Updates`

use domain::Edit;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, MESSAGE_EMPTY, SHORTCUT_INVALID},
    input,
    messages::{scheduled, text},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::EditMessage,
) -> Result<enums::Updates, Error> {
    let peer = input::peer(call, &request.peer).await?;
    if request.media.is_some() || request.rich_message.is_some() {
        return Err(MEDIA_INVALID);
    }
    if request.quick_reply_shortcut_id.is_some() {
        return Err(SHORTCUT_INVALID);
    }
    if request.schedule_date.is_some() || request.schedule_repeat_period.is_some() {
        return scheduled::edit(call, peer, request).await;
    }
    // Who may not change a message learns that, whatever the new text is.
    call.domain().chats.editable(call.by()?, peer, request.id).await?;
    let text = request.message.ok_or(MESSAGE_EMPTY)?;
    let text = text::checked(call, &text, request.entities.unwrap_or_default()).await?;
    let edit = Edit { entities: text.stored_entities(), text: text.text };
    let entry = call.domain().chats.edit(call.by()?, peer, request.id, edit).await?;
    Ok(render::entries(call.domain(), call.me()?, &[entry]).await?)
}
