//! Dialogs with their newest messages and everybody whom they name, as several answers carry them.

use boxes::{ARCHIVE_FOLDER, Dialog, Message, Peer};
use domain::settings::NotifyTarget;
use tl::enums;

use crate::{Call, errors::Error};

/// The parts of an answer.
pub(crate) struct DialogList {
    pub(crate) dialogs: Vec<enums::Dialog>,
    pub(crate) messages: Vec<enums::Message>,
    pub(crate) named: render::Named,
}

/// Renders dialogs and their newest messages.
pub(crate) async fn render(
    call: &Call<'_>,
    dialogs: &[Dialog],
    messages: &[Message],
) -> Result<DialogList, Error> {
    let me = call.me()?;
    let lists = &call.domain().chat_lists;
    let list = lists.of(me).await?;
    let unread_polls = call.domain().chats.unread_polls(call.by()?).await?;
    let mut peers: Vec<Peer> = Vec::with_capacity(dialogs.len());
    let mut shown = Vec::with_capacity(dialogs.len());
    for dialog in dialogs {
        peers.push(dialog.peer);
        let notify = call.domain().settings.notify(me, NotifyTarget::Peer(dialog.peer)).await?;
        let pinned = if dialog.folder == ARCHIVE_FOLDER { &list.pinned_archived } else { &list.pinned };
        let arranged = render::Arranged {
            pinned: pinned.contains(&dialog.peer),
            unread_mark: list.unread_marks.contains(&dialog.peer),
            draft: lists.draft(me, dialog.peer, None).await?,
            unread_polls: unread_polls
                .iter()
                .find(|(peer, _)| *peer == dialog.peer)
                .map_or(0, |(_, count)| *count),
        };
        shown.push(render::dialog(dialog, &notify, &arranged));
    }
    let extras = render::Extras::of(call.domain(), me, messages).await?;
    peers.extend(messages.iter().flat_map(render::peers_in));
    peers.extend(extras.peers());
    let named = render::named(call.domain(), me, peers).await?;
    Ok(DialogList {
        dialogs: shown,
        messages: messages.iter().map(|message| render::message(message, &extras)).collect(),
        named,
    })
}
