//! `messages.getPeerDialogs peers:Vector<InputDialogPeer> = messages.PeerDialogs`

use boxes::{Dialog, MessageId, Peer};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FOLDER_ID_INVALID, LIMIT_INVALID, PEER_ID_INVALID},
    input,
    messages::{dialog_list, page::PAGE_ITEMS_MAX},
    updates,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetPeerDialogs,
) -> Result<enums::messages::PeerDialogs, Error> {
    let me = call.me()?;
    if request.peers.len() > PAGE_ITEMS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut dialogs: Vec<Dialog> = Vec::with_capacity(request.peers.len());
    let mut of_channels = Vec::new();
    for input in &request.peers {
        let peer = meant(call, input).await?;
        if dialogs.iter().any(|dialog| dialog.peer == peer) {
            continue;
        }
        if let Peer::Channel(id) = peer {
            let found = call.domain().channels.dialog(me, id).await?;
            dialogs.push(found.dialog);
            of_channels.extend(found.message);
            continue;
        }
        dialogs.push(match call.boxes().dialog(me, peer).await? {
            Some(dialog) => dialog,
            None => {
                let ttl_period = call.domain().chats.rules(me, peer).await?.ttl_period;
                Dialog { ttl_period, ..Dialog::empty(peer) }
            }
        });
    }
    let newest: Vec<MessageId> =
        own(&dialogs).map(|dialog| dialog.top_message).filter(|id| *id > 0).collect();
    let mut messages: Vec<_> = call.boxes().messages(me, &newest).await?.into_iter().flatten().collect();
    messages.append(&mut of_channels);
    let list = dialog_list::render(call, &dialogs, &messages).await?;
    let state = updates::get_state::state(call).await?;
    let render::Named { users, chats } = list.named;
    Ok(types::messages::PeerDialogs::new(list.dialogs, list.messages, chats, users, state).into())
}

/// Those whose messages stand in the caller's own box.
fn own(dialogs: &[Dialog]) -> impl Iterator<Item = &Dialog> {
    dialogs.iter().filter(|dialog| !matches!(dialog.peer, Peer::Channel(_)))
}

/// The chat that is meant.
///
/// # Errors
/// As `input::peer`; folders and communities are no chats.
pub(crate) async fn meant(call: &Call<'_>, input: &enums::InputDialogPeer) -> Result<Peer, Error> {
    match input {
        enums::InputDialogPeer::InputDialogPeer(dialog) => input::peer(call, &dialog.peer).await,
        enums::InputDialogPeer::InputDialogPeerFolder(_) => Err(FOLDER_ID_INVALID),
        enums::InputDialogPeer::InputDialogPeerCommunity(_) => Err(PEER_ID_INVALID),
    }
}
