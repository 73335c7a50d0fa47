//! `messages.getDialogs exclude_pinned:flags.0?true folder_id:flags.1?int offset_date:int offset_id:int
//! offset_peer:InputPeer limit:int hash:long = messages.Dialogs`

use boxes::{ARCHIVE_FOLDER, DialogsQuery, MAIN_FOLDER};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FOLDER_ID_INVALID, OFFSET_PEER_ID_INVALID},
    input,
    messages::{dialog_list, page},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetDialogs,
) -> Result<enums::messages::Dialogs, Error> {
    let me = call.me()?;
    if request.folder_id.is_some_and(|folder| ![MAIN_FOLDER, ARCHIVE_FOLDER].contains(&folder)) {
        return Err(FOLDER_ID_INVALID);
    }
    let offset_peer = match &request.offset_peer {
        enums::InputPeer::InputPeerEmpty => None,
        peer => Some(input::peer(call, peer).await.map_err(|_| OFFSET_PEER_ID_INVALID)?),
    };
    let query = DialogsQuery {
        offset_date: request.offset_date,
        offset_id: request.offset_id,
        offset_peer,
        limit: page::limit(request.limit),
        folder: request.folder_id,
    };
    // Without a folder all dialogs are asked for; what is on top of the archive stands in its natural place then.
    let folder = request.folder_id.unwrap_or(MAIN_FOLDER);
    let pinned = call.domain().chat_lists.pinned(me, folder).await?;
    let found = call.boxes().dialogs_with_pins(me, query, &pinned, request.exclude_pinned).await?;
    let all = usize::try_from(found.count).is_ok_and(|count| found.dialogs.len() >= count);
    let list = dialog_list::render(call, &found.dialogs, &found.messages).await?;
    let (dialogs, messages, render::Named { users, chats }) = (list.dialogs, list.messages, list.named);
    Ok(if all {
        types::messages::Dialogs::new(dialogs, messages, chats, users).into()
    } else {
        types::messages::DialogsSlice::new(found.count, dialogs, messages, chats, users).into()
    })
}
