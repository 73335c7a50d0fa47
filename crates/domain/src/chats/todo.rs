//! Lists of tasks: what one may say, and who changes one that stands in a chat.

use std::sync::Arc;

use boxes::{BoxError, By, Entry, MessageId, Peer, TODO_ITEMS_MAX, TodoChange, TodoChanged};
use store::records::{
    log::Media,
    polls::Styled,
    todo::{Todo, TodoItem},
};

use crate::chats::{ChatError, Chats, MediaError};

/// Characters of what a list is called.
pub const TODO_TITLE_CHARS_MAX: usize = 32;
/// Characters of a task.
pub const TODO_ITEM_CHARS_MAX: usize = 64;

/// A list that is to be sent.
#[derive(Clone)]
pub struct NewTodo {
    /// What it is called.
    pub title: Styled,
    /// The tasks, in order.
    pub items: Vec<TodoItem>,
    /// Of `store::records::todo::todo_flag`.
    pub flags: u32,
}

impl NewTodo {
    /// The list as a message keeps it; nothing is done yet.
    ///
    /// # Errors
    /// What is wrong with its parts.
    pub fn checked(self) -> Result<Todo, MediaError> {
        let NewTodo { title, items, flags } = self;
        if !fits(&title.text, TODO_TITLE_CHARS_MAX) {
            return Err(MediaError::Part { what: "a title" });
        }
        checked_items(&items)?;
        let mut ids: Vec<i32> = items.iter().map(|item| item.id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(MediaError::TaskTwice);
        }
        Ok(Todo { title, items, flags, done: Vec::new() })
    }
}

/// Whether tasks may stand in a list.
fn checked_items(items: &[TodoItem]) -> Result<(), MediaError> {
    if items.is_empty() {
        return Err(MediaError::NoTasks);
    }
    if items.len() > TODO_ITEMS_MAX {
        return Err(MediaError::Part { what: "a number of tasks" });
    }
    let wrong = |item: &TodoItem| item.id < 0 || !fits(&item.title.text, TODO_ITEM_CHARS_MAX);
    if items.iter().any(wrong) { Err(MediaError::Part { what: "a task" }) } else { Ok(()) }
}

fn fits(words: &str, max: usize) -> bool {
    !words.trim().is_empty() && words.chars().count() <= max
}

/// Whether a change is one that can be made.
pub(crate) fn checked_change(change: &TodoChange) -> Result<(), MediaError> {
    match change {
        TodoChange::Complete { .. } => Ok(()),
        TodoChange::Append(items) => checked_items(items),
        TodoChange::Replace { title, items, flags } => {
            NewTodo { title: title.clone(), items: items.clone(), flags: *flags }.checked().map(|_| ())
        }
    }
}

impl Chats {
    /// Changes the list of tasks of a message in a private chat or a group.
    ///
    /// # Errors
    /// [`ChatError::NoSuchMessage`] also for one that carries none, [`ChatError::NotTheAuthor`],
    /// [`ChatError::NotModified`], [`ChatError::Media`], what stands against writing to the peer, and faults.
    pub async fn change_todo(
        &self,
        by: By,
        peer: Peer,
        id: MessageId,
        change: TodoChange,
    ) -> Result<TodoChanged<Arc<Entry>>, ChatError> {
        checked_change(&change)?;
        let found = self.of_chat(by.user, peer, &[id]).await?.into_iter().next().flatten();
        if !found.is_some_and(|message| matches!(message.content.media, Some(Media::Todo(_)))) {
            return Err(ChatError::NoSuchMessage);
        }
        if let Peer::User(to) = peer {
            self.may_write(by.user, to).await?;
        }
        self.recall_recipient(by.user, peer).await?;
        self.boxes.change_todo(by, id, change).await.map_err(refused)
    }
}

/// Why a list was not changed.
pub(crate) fn refused(error: BoxError) -> ChatError {
    match error {
        BoxError::NoSuchMessage { .. } => ChatError::NoSuchMessage,
        BoxError::NotAuthor { .. } => ChatError::NotTheAuthor,
        BoxError::NotModified => ChatError::NotModified,
        BoxError::TodoDuplicate => MediaError::TaskTwice.into(),
        BoxError::TooMany { .. } => MediaError::Part { what: "a number of tasks" }.into(),
        BoxError::MayNot | BoxError::GroupDeactivated => ChatError::ReadOnly,
        error => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Styled {
        Styled { text: text.to_owned(), entities: None }
    }

    fn list(title: &str, items: &[(i32, &str)]) -> NewTodo {
        let items = items.iter().map(|(id, text)| TodoItem { id: *id, title: words(text) }).collect();
        NewTodo { title: words(title), items, flags: 0 }
    }

    #[test]
    fn a_list_has_a_title_and_tasks_that_differ() {
        assert!(list("a", &[(1, "b"), (5, "b")]).checked().is_ok());
        assert!(matches!(list("a", &[]).checked(), Err(MediaError::NoTasks)));
        assert!(matches!(list("a", &[(1, "b"), (1, "c")]).checked(), Err(MediaError::TaskTwice)));
        let long = "x".repeat(65);
        for wrong in [list(" ", &[(1, "b")]), list(&long, &[(1, "b")]), list("a", &[(-1, "b")])] {
            assert!(matches!(wrong.checked(), Err(MediaError::Part { .. })));
        }
        assert!(matches!(list("a", &[(1, &long)]).checked(), Err(MediaError::Part { .. })));
        let many: Vec<_> = (1..=31).map(|id| (id, "b")).collect();
        assert!(list("a", &many[..30]).checked().is_ok() && list("a", &many).checked().is_err());
    }
}
