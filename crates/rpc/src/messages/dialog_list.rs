//! Dialogs with their newest messages and everybody whom they name, as several answers carry them.

use boxes::{ARCHIVE_FOLDER, Dialog, Message, Peer, UserId};
use domain::settings::NotifyTarget;
use tl::enums;

use crate::{Call, errors::Error};

/// The parts of an answer.
pub(crate) struct DialogList {
    pub(crate) dialogs: Vec<enums::Dialog>,
    pub(crate) messages: Vec<enums::Message>,
    pub(crate) users: Vec<enums::User>,
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
    let mut people: Vec<UserId> = Vec::with_capacity(dialogs.len());
    let mut shown = Vec::with_capacity(dialogs.len());
    for dialog in dialogs {
        if let Peer::User(user) = dialog.peer {
            people.push(user);
        }
        let notify = call.domain().settings.notify(me, NotifyTarget::Peer(dialog.peer)).await?;
        let pinned = if dialog.folder == ARCHIVE_FOLDER { &list.pinned_archived } else { &list.pinned };
        let arranged = render::Arranged {
            pinned: pinned.contains(&dialog.peer),
            unread_mark: list.unread_marks.contains(&dialog.peer),
            draft: lists.draft(me, dialog.peer).await?,
        };
        shown.push(render::dialog(dialog, &notify, &arranged));
    }
    let extras = render::Extras::of(call.domain(), me, messages).await?;
    people.extend(messages.iter().flat_map(render::people_in));
    people.extend(extras.people());
    let users = render::people(call.domain(), me, people).await?;
    Ok(DialogList {
        dialogs: shown,
        messages: messages.iter().map(|message| render::message(message, &extras)).collect(),
        users,
    })
}
