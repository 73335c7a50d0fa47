//! Lists of tasks: as callers give them, and what a change of one is answered and told in the chat.

use std::sync::Arc;

use boxes::{Action, By, Content, Entry, MessageId, Peer, ReplyTo, TodoChange};
use domain::{Draft, NewTodo};
use store::records::{
    polls::Styled,
    todo::{TodoItem, todo_flag},
};
use tl::{enums, types};

use crate::{
    Call,
    errors::{Error, MEDIA_INVALID, MESSAGE_NOT_MODIFIED, TODO_NOT_MODIFIED},
    messages::{channel, media},
};

/// A list that is to be sent, or to take the place of another.
///
/// # Errors
/// `MEDIA_INVALID` for words that are none; what else is wrong is `domain`'s to say.
pub(crate) async fn list(call: &Call<'_>, list: enums::TodoList) -> Result<NewTodo, Error> {
    let enums::TodoList::TodoList(list) = list;
    let bit = |set: bool, bit: u32| if set { bit } else { 0 };
    let flags = bit(list.others_can_append, todo_flag::OTHERS_APPEND)
        | bit(list.others_can_complete, todo_flag::OTHERS_COMPLETE);
    Ok(NewTodo { title: words(call, list.title).await?, items: items(call, list.list).await?, flags })
}

/// The list that is to take the place of another.
///
/// # Errors
/// As [`list`].
pub(crate) async fn replacing(call: &Call<'_>, given: enums::TodoList) -> Result<TodoChange, Error> {
    let NewTodo { title, items, flags } = list(call, given).await?;
    Ok(TodoChange::Replace { title, items, flags })
}

/// Tasks.
///
/// # Errors
/// As [`list`].
pub(crate) async fn items(call: &Call<'_>, given: Vec<enums::TodoItem>) -> Result<Vec<TodoItem>, Error> {
    // One more than fits is seen as too many.
    let mut items = Vec::with_capacity(given.len().min(boxes::TODO_ITEMS_MAX));
    for item in given.into_iter().take(boxes::TODO_ITEMS_MAX + 1) {
        let enums::TodoItem::TodoItem(item) = item;
        items.push(TodoItem { id: item.id, title: words(call, item.title).await? });
    }
    Ok(items)
}

async fn words(call: &Call<'_>, words: enums::TextWithEntities) -> Result<Styled, Error> {
    let enums::TextWithEntities::TextWithEntities(types::TextWithEntities { text, entities }) = words;
    media::styled(call, text, entities).await.map_err(|_| MEDIA_INVALID)
}

/// Changes the list of a message, and says in the chat what was done or added.
///
/// # Errors
/// `TODO_NOT_MODIFIED` where nothing changes, and as the domain says.
pub(crate) async fn changed(
    call: &Call<'_>,
    peer: Peer,
    id: MessageId,
    change: TodoChange,
) -> Result<enums::Updates, Error> {
    let added = match &change {
        TodoChange::Append(items) => Some(Action::TodoAppendTasks { items: items.clone() }),
        TodoChange::Complete { .. } | TodoChange::Replace { .. } => None,
    };
    let told =
        |done, undone| added.unwrap_or(Action::TodoCompletions { completed: done, incompleted: undone });
    let by = call.by()?;
    if let Peer::Channel(channel) = peer {
        let changed = call.domain().channels.change_todo(by, channel, id, &change).await;
        let changed = changed.map_err(|error| same(error.into()))?;
        let mut entries = vec![changed.entry];
        let draft = notice(id, told(changed.done, changed.undone));
        // Who may not say it has done it all the same: the list shows that.
        if let Ok(posted) = call.domain().channels.post(by, channel, vec![(draft, Vec::new())]).await {
            entries.extend(posted.into_iter().map(|posted| posted.entry));
        }
        return channel::entries(call, channel, &entries).await;
    }
    let changed = call.domain().chats.change_todo(by, peer, id, change).await;
    let changed = changed.map_err(|error| same(error.into()))?;
    let mut entries = vec![changed.entry];
    let draft = notice(id, told(changed.done, changed.undone));
    entries.extend(say(call, by, peer, draft).await);
    Ok(render::entries(call.domain(), call.me()?, &entries).await?)
}

/// What stands in the chat of it, as far as the caller may say it.
pub(crate) async fn say(call: &Call<'_>, by: By, peer: Peer, draft: Draft) -> Vec<Arc<Entry>> {
    let sent = match peer {
        Peer::User(to) => call.domain().chats.send(by, to, vec![draft]).await.ok(),
        Peer::Group(group) => call.domain().groups.send(by, group, vec![draft]).await.ok(),
        Peer::Channel(_) => None,
    };
    sent.unwrap_or_default().into_iter().map(|sent| sent.entry).collect()
}

fn notice(list: MessageId, action: Action) -> Draft {
    let content = Content { action: Some(action), ..Content::default() };
    Draft { reply_to: Some(ReplyTo::here(list, None)), ..Draft::new(0, content) }
}

/// A list that says that already.
fn same(error: Error) -> Error {
    if error == MESSAGE_NOT_MODIFIED { TODO_NOT_MODIFIED } else { error }
}
