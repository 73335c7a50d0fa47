//! `messages.getPinnedDialogs folder_id:int = messages.PeerDialogs`: the archive, where there is one, stands on top
//! of the list; clients learn of it here.

use boxes::{ARCHIVE_FOLDER, DialogsQuery, MAIN_FOLDER, Peer, UserId};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FOLDER_ID_INVALID},
    messages::dialog_list::{self, DialogList},
    updates,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPinnedDialogs,
) -> Result<enums::messages::PeerDialogs, Error> {
    let me = call.me()?;
    let folder = request.folder_id;
    if ![MAIN_FOLDER, ARCHIVE_FOLDER].contains(&folder) {
        return Err(FOLDER_ID_INVALID);
    }
    let pinned = call.domain().chat_lists.pinned(me, folder).await?;
    let mut dialogs = Vec::with_capacity(pinned.len());
    let (mut newest, mut of_channels) = (Vec::new(), Vec::new());
    for peer in pinned {
        if let Peer::Channel(id) = peer {
            let found = call.domain().channels.dialog(me, id).await?;
            dialogs.push(found.dialog);
            of_channels.extend(found.message);
        } else {
            let dialog = call.boxes().dialog(me, peer).await?;
            newest.extend(dialog.as_ref().map(|dialog| dialog.top_message));
            dialogs.extend(dialog);
        }
    }
    let mut messages: Vec<_> = call.boxes().messages(me, &newest).await?.into_iter().flatten().collect();
    messages.append(&mut of_channels);
    let mut list = dialog_list::render(call, &dialogs, &messages).await?;
    if folder == MAIN_FOLDER {
        add_archive(call, me, &mut list).await?;
    }
    let state = updates::get_state::state(call).await?;
    let render::Named { users, chats } = list.named;
    Ok(types::messages::PeerDialogs::new(list.dialogs, list.messages, chats, users, state).into())
}

/// The archive as the topmost line, if anything stands in it.
async fn add_archive(call: &Call<'_>, me: UserId, list: &mut DialogList) -> Result<(), Error> {
    let newest = DialogsQuery { limit: 1, folder: Some(ARCHIVE_FOLDER), ..DialogsQuery::default() };
    let page = call.boxes().dialogs(me, newest).await?;
    let Some(top) = page.dialogs.first() else { return Ok(()) };
    let (mut muted, mut unmuted) = ((0, 0), (0, 0));
    let archived = call.boxes().all_dialogs(me).await?;
    for dialog in archived.iter().filter(|dialog| dialog.folder == ARCHIVE_FOLDER && dialog.unread_count > 0)
    {
        let is_muted = call.domain().chat_lists.is_muted(me, dialog.peer).await?;
        let counts = if is_muted { &mut muted } else { &mut unmuted };
        *counts = (counts.0 + 1, counts.1 + dialog.unread_count);
    }
    list.dialogs.insert(0, render::archive(top, muted, unmuted));
    let extras = render::Extras::of(call.domain(), me, &page.messages).await?;
    let mut peers: Vec<Peer> = page.messages.iter().flat_map(render::peers_in).collect();
    peers.extend(extras.peers());
    peers.push(top.peer);
    let more = render::named(call.domain(), me, peers).await?;
    for user in more.users {
        if !list.named.users.contains(&user) {
            list.named.users.push(user);
        }
    }
    for chat in more.chats {
        if !list.named.chats.contains(&chat) {
            list.named.chats.push(chat);
        }
    }
    list.messages.extend(page.messages.iter().map(|message| render::message(message, &extras)));
    Ok(())
}
