//! `messages.getSavedDialogs exclude_pinned:flags.0?true parent_peer:flags.1?InputPeer offset_date:int offset_id:int
//! offset_peer:InputPeer limit:int hash:long = messages.SavedDialogs`: the parts of the chat with oneself.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::Error,
    messages::{page, saved_dialogs},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSavedDialogs,
) -> Result<enums::messages::SavedDialogs, Error> {
    saved_dialogs::own(request.parent_peer.as_ref())?;
    let me = call.me()?;
    let pinned = call.domain().chat_lists.pinned_saved(me).await?;
    let mut parts = call.boxes().saved_parts(me).await?;
    if request.exclude_pinned {
        parts.retain(|part| !pinned.contains(&part.peer));
    } else {
        parts.sort_by_key(|part| pinned.iter().position(|peer| *peer == part.peer).unwrap_or(usize::MAX));
    }
    let count = i32::try_from(parts.len()).unwrap_or(i32::MAX);
    if request.offset_id > 0 {
        match parts.iter().position(|part| part.top_message == request.offset_id) {
            Some(at) => drop(parts.drain(..=at)),
            None => parts.retain(|part| part.top_message < request.offset_id),
        }
    }
    let left = parts.len();
    // Fits: a page is small.
    parts.truncate(page::limit(request.limit) as usize);
    let shown = parts.len();
    let list = saved_dialogs::render(call, &parts).await?;
    if shown == left {
        return Ok(saved_dialogs::whole(list));
    }
    let saved_dialogs::SavedDialogs { dialogs, messages, chats, users } = list;
    Ok(types::messages::SavedDialogsSlice::new(count, dialogs, messages, chats, users).into())
}
