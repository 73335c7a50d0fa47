//! Parts of the chat with oneself, with their newest messages and everybody whom they name, as several answers carry
//! them.

use boxes::{Peer, SavedPart};
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
};

/// The parts of an answer.
pub(crate) struct SavedDialogs {
    pub(crate) dialogs: Vec<enums::SavedDialog>,
    pub(crate) messages: Vec<enums::Message>,
    pub(crate) chats: Vec<enums::Chat>,
    pub(crate) users: Vec<enums::User>,
}

/// Renders parts; those whose newest message went meanwhile are left out.
pub(crate) async fn render(call: &Call<'_>, parts: &[SavedPart]) -> Result<SavedDialogs, Error> {
    let me = call.me()?;
    let pinned = call.domain().chat_lists.pinned_saved(me).await?;
    let newest: Vec<_> = parts.iter().map(|part| part.top_message).collect();
    let found = call.boxes().messages(me, &newest).await?;
    let (mut dialogs, mut messages) = (Vec::new(), Vec::new());
    let mut peers: Vec<Peer> = Vec::new();
    for (part, message) in parts.iter().zip(found) {
        let Some(message) = message else { continue };
        peers.push(part.peer);
        let dialog = types::SavedDialog::new(render::peer(part.peer), part.top_message);
        dialogs.push(types::SavedDialog { pinned: pinned.contains(&part.peer), ..dialog }.into());
        messages.push(message);
    }
    let extras = render::Extras::of(call.domain(), me, &messages).await?;
    peers.extend(messages.iter().flat_map(render::peers_in));
    peers.extend(extras.peers());
    let render::Named { users, chats } = render::named(call.domain(), me, peers).await?;
    let messages = messages.iter().map(|message| render::message(message, &extras)).collect();
    Ok(SavedDialogs { dialogs, messages, chats, users })
}

/// These parts, in this order, as far as they are there.
pub(crate) async fn of(call: &Call<'_>, peers: &[Peer]) -> Result<Vec<SavedPart>, Error> {
    let there = call.boxes().saved_parts(call.me()?).await?;
    Ok(peers.iter().filter_map(|peer| there.iter().find(|part| part.peer == *peer)).copied().collect())
}

/// As the whole of an answer.
pub(crate) fn whole(list: SavedDialogs) -> enums::messages::SavedDialogs {
    types::messages::SavedDialogs::new(list.dialogs, list.messages, list.chats, list.users).into()
}

/// Refuses the parts of other chats: a channel's direct messages are not served.
pub(crate) fn own(parent: Option<&enums::InputPeer>) -> Result<(), Error> {
    if parent.is_some() { Err(PEER_ID_INVALID) } else { Ok(()) }
}
