//! `messages.getDialogs exclude_pinned:flags.0?true folder_id:flags.1?int offset_date:int offset_id:int
//! offset_peer:InputPeer limit:int hash:long = messages.Dialogs`

use boxes::{ARCHIVE_FOLDER, Dialog, DialogsPage, DialogsQuery, MAIN_FOLDER, Message, Peer};
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
    let found = with_channels(call, query, &pinned, request.exclude_pinned).await?;
    let all = usize::try_from(found.count).is_ok_and(|count| found.dialogs.len() >= count);
    let list = dialog_list::render(call, &found.dialogs, &found.messages).await?;
    let (dialogs, messages, render::Named { users, chats }) = (list.dialogs, list.messages, list.named);
    Ok(if all {
        types::messages::Dialogs::new(dialogs, messages, chats, users).into()
    } else {
        types::messages::DialogsSlice::new(found.count, dialogs, messages, chats, users).into()
    })
}

/// The dialogs of the caller's own box and his channels in one list: pins first, then by the date of the newest
/// message; of the same second first those of the box, then channels, the highest id first.
async fn with_channels(
    call: &Call<'_>,
    query: DialogsQuery,
    pinned: &[Peer],
    without_pinned: bool,
) -> Result<DialogsPage, Error> {
    let me = call.me()?;
    let rank = |peer: Peer| pinned.iter().position(|other| *other == peer).unwrap_or(usize::MAX);
    let after_channel = match query.offset_peer {
        Some(Peer::Channel(id)) => Some(id),
        _ => None,
    };
    let begins = query.offset_id <= 0 && query.offset_date <= 0 && query.offset_peer.is_none();
    let of_box = match after_channel {
        // The page before ended among channels: of the box all of that second was shown.
        Some(_) => DialogsQuery { offset_id: 0, offset_peer: None, ..query },
        None => query,
    };
    // What is on top was shown on the first page.
    let drops_pinned = without_pinned || after_channel.is_some();
    let mut page = call.boxes().dialogs_with_pins(me, of_box, pinned, drops_pinned).await?;
    let mut channels = call.domain().channels.dialogs(me).await?;
    channels.retain(|one| query.folder.is_none_or(|folder| one.dialog.folder == folder));
    channels.retain(|one| !without_pinned || rank(one.dialog.peer) == usize::MAX);
    let all = i32::try_from(channels.len()).unwrap_or(i32::MAX);
    if !begins {
        let date = last_date(call, &query).await?;
        channels.retain(|one| {
            let shown_before = match after_channel {
                Some(id) => (one.date, one.dialog.peer) >= (date, Peer::Channel(id)),
                None => one.date > date,
            };
            !shown_before && rank(one.dialog.peer) == usize::MAX
        });
    }
    let mut lines: Vec<(Dialog, Message)> = page.dialogs.into_iter().zip(page.messages).collect();
    lines.extend(channels.into_iter().filter_map(|one| Some((one.dialog, one.message?))));
    lines.sort_by_key(|(dialog, message)| {
        let channel = matches!(dialog.peer, Peer::Channel(_));
        let within = if channel { (0, dialog.peer) } else { (dialog.top_message, dialog.peer) };
        (rank(dialog.peer), std::cmp::Reverse((message.date, !channel, within)))
    });
    lines.truncate(usize::try_from(query.limit).unwrap_or(0));
    (page.dialogs, page.messages) = lines.into_iter().unzip();
    page.count = page.count.saturating_add(all);
    Ok(page)
}

/// The date at which the page before ended.
async fn last_date(call: &Call<'_>, query: &DialogsQuery) -> Result<i32, Error> {
    if query.offset_date > 0 {
        return Ok(query.offset_date);
    }
    let found = match query.offset_peer {
        Some(peer) => call.domain().chats.of_chat(call.me()?, peer, &[query.offset_id]).await?,
        None => call.boxes().messages(call.me()?, &[query.offset_id]).await?,
    };
    Ok(found.into_iter().flatten().next().map_or(i32::MAX, |message| message.date))
}
