//! Lists of tasks that change: tasks are done, added, or the list is another. Decided under the locks of the chat, so that
//! of two people who change a list at once neither loses anything.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer},
    records::{
        log::{Content, Edited, LogRecord, Media, MessageRecord, flag},
        polls::Styled,
        todo::{Todo, TodoDone, TodoItem, todo_flag},
    },
};

use crate::{
    boxes::{Boxes, Decision, MESSAGE_BYTES_MAX, is_too_large},
    cells::Loaded,
    change::both,
    deliver::{Delivery, What},
    error::BoxError,
    need::Refusal,
    plan::Plan,
    react,
    types::{By, Entry},
};

/// Tasks of one list.
pub const TODO_ITEMS_MAX: usize = 30;

/// What somebody changes in a list.
#[derive(Clone)]
pub enum TodoChange {
    /// Tasks are done, or no longer.
    Complete {
        /// These are.
        done: Vec<i32>,
        /// These are not.
        undone: Vec<i32>,
    },
    /// More tasks behind the others.
    Append(Vec<TodoItem>),
    /// Another list in its place, by its author: what was done and is still there stays done.
    Replace {
        /// What it is called.
        title: Styled,
        /// The tasks.
        items: Vec<TodoItem>,
        /// Of [`todo_flag`].
        flags: u32,
    },
}

impl TodoChange {
    /// Whether the message shows that it was edited.
    fn is_edit(&self) -> bool {
        matches!(self, TodoChange::Replace { .. })
    }
}

/// A list that was changed.
#[derive(Clone)]
pub struct TodoChanged<E> {
    /// The entry that says so.
    pub entry: E,
    /// Tasks that were not done and are.
    pub done: Vec<i32>,
    /// Tasks that were done and are not.
    pub undone: Vec<i32>,
}

/// What a message says with a change, and what is done by it and no longer.
pub(crate) struct After {
    content: Content,
    done: Vec<i32>,
    undone: Vec<i32>,
}

/// Makes a change. `author`: it is made by who sent the message; `by`: as whom that is shown.
pub(crate) fn changed(
    (id, old): (MessageId, &MessageRecord),
    author: bool,
    (by, date): (Peer, i32),
    change: &TodoChange,
) -> Result<After, BoxError> {
    let Some(Media::Todo(todo)) = &old.content.media else { return Err(BoxError::NoSuchMessage { id }) };
    let open = match change {
        TodoChange::Complete { .. } => todo.flags & todo_flag::OTHERS_COMPLETE != 0,
        TodoChange::Append(_) => todo.flags & todo_flag::OTHERS_APPEND != 0,
        TodoChange::Replace { .. } => false,
    };
    // What was forwarded is shown as it was.
    if old.forward.is_some() || !author && !open {
        return Err(BoxError::NotAuthor { id });
    }
    let mut after = todo.clone();
    let (mut now_done, mut now_undone) = (Vec::new(), Vec::new());
    match change {
        TodoChange::Complete { done, undone } => {
            for item in todo.items.iter().map(|item| item.id) {
                let is_done = after.done.iter().any(|done| done.id == item);
                if done.contains(&item) && !is_done {
                    after.done.push(TodoDone { id: item, by, date });
                    now_done.push(item);
                } else if undone.contains(&item) && !done.contains(&item) && is_done {
                    after.done.retain(|done| done.id != item);
                    now_undone.push(item);
                }
            }
        }
        TodoChange::Append(items) => after.items.extend(items.iter().cloned()),
        TodoChange::Replace { title, items, flags } => {
            let done = after.done.into_iter().filter(|done| items.iter().any(|item| item.id == done.id));
            let done = done.collect();
            after = Todo { title: title.clone(), items: items.clone(), flags: *flags, done };
        }
    }
    if after.items.len() > TODO_ITEMS_MAX {
        return Err(BoxError::TooMany { max: TODO_ITEMS_MAX, found: after.items.len() });
    }
    let mut ids: Vec<i32> = after.items.iter().map(|item| item.id).collect();
    ids.sort_unstable();
    if ids.windows(2).any(|pair| pair.first() == pair.last()) {
        return Err(BoxError::TodoDuplicate);
    }
    if after == *todo {
        return Err(BoxError::NotModified);
    }
    let content = Content { media: Some(Media::Todo(after)), ..(*old.content).clone() };
    Ok(After { content, done: now_done, undone: now_undone })
}

/// The message with the new content. Of a task that is done nobody is shown that the message was edited.
pub(crate) fn rewritten(
    old: &MessageRecord,
    content: Arc<Content>,
    date: i32,
    change: &TodoChange,
) -> MessageRecord {
    let mut record = MessageRecord { content, ..old.clone() };
    if change.is_edit() {
        record.edit_date = Some(date);
        record.flags &= !flag::EDIT_HIDDEN;
    } else if record.edit_date.is_none() || record.flags & flag::EDIT_HIDDEN != 0 {
        record.edit_date = Some(date);
        record.flags |= flag::EDIT_HIDDEN;
    }
    record
}

impl After {
    /// The content, and the rest for the answer with its entry.
    pub(crate) fn split<E>(self) -> (Arc<Content>, impl FnOnce(E) -> TodoChanged<E>) {
        let After { content, done, undone } = self;
        (Arc::new(content), move |entry| TodoChanged { entry, done, undone })
    }
}

impl Boxes {
    /// Changes the list of tasks of a message.
    ///
    /// Errors: `NoSuchMessage` also for what carries none, `NotAuthor` for who may not, `TooMany`, `TodoDuplicate`,
    /// `NotModified`, `TooLarge`, `Store`.
    pub async fn change_todo(
        &self,
        by: By,
        id: MessageId,
        change: TodoChange,
    ) -> Result<TodoChanged<Arc<Entry>>, BoxError> {
        let peer = self.peer_of(by.user, id).await?.ok_or(BoxError::NoSuchMessage { id })?;
        if let Peer::Group(group) = peer {
            return self.change_todo_in_group(by, group, id, change).await;
        }
        let users = both(by.user, peer);
        self.inner.run_by(by, &users, |states| self.decide_todo(states, by, (peer, id), &change)).await
    }

    fn decide_todo(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        (peer, id): (Peer, MessageId),
        change: &TodoChange,
    ) -> Result<Decision<TodoChanged<Arc<Entry>>>, Refusal> {
        let (acting, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        acting.no_backlog()?;
        // The other side may have changed the list as well: what it did must be in it.
        for other in others.iter() {
            other.no_backlog()?;
        }
        let Some(LogRecord::Message(old)) = acting.body(id)? else {
            return Err(BoxError::NoSuchMessage { id }.into());
        };
        let date = acting.date(self.inner.world.clock.now().seconds());
        let author = old.flags & flag::OUT != 0;
        let (content, told) = changed((id, old), author, (Peer::User(by.user), date), change)?.split();
        let record = rewritten(old, content.clone(), date, change);
        let (edit_date, to) = (record.edit_date, react::origin(by.user, id, old));
        let hidden = record.flags & flag::EDIT_HIDDEN != 0;
        let record = LogRecord::Message(record);
        if let Some(found) = is_too_large(&record) {
            return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found }.into());
        }
        let edited = LogRecord::Edited(Edited { date, id, peer, source: None, everywhere: None });
        let plan = Plan { appends: vec![edited], rewrites: vec![(id, record)], ..Plan::default() };
        plan.check(acting)?;
        let pts = acting.projection.pts + 1;
        let delivery =
            to.map(|to| Delivery { pts, date, what: What::Edit { to, content, edit_date, hidden } });
        let (groups, mut entries) = self.carry_out_both(acting, others, plan, delivery, by)?;
        let entry = entries.pop().ok_or(BoxError::Busy)?;
        Ok(Decision { answer: told(entry), groups })
    }
}

#[cfg(test)]
mod tests {
    use store::ids::UserId;

    use super::*;

    fn list(flags: u32) -> MessageRecord {
        let item = |id| TodoItem { id, title: Styled::default() };
        let todo = Todo { title: Styled::default(), items: vec![item(1), item(2)], flags, done: Vec::new() };
        let content = Content { media: Some(Media::Todo(todo)), ..Content::default() };
        MessageRecord::new(Peer::User(UserId(1)), 5, flag::OUT, Arc::new(content))
    }

    fn try_it(old: &MessageRecord, author: bool, change: &TodoChange) -> Result<After, BoxError> {
        changed((7, old), author, (Peer::User(UserId(2)), 9), change)
    }

    #[test]
    fn who_may_change_a_list_is_as_its_author_has_said() {
        let done = TodoChange::Complete { done: vec![1], undone: Vec::new() };
        let more = TodoChange::Append(vec![TodoItem { id: 3, title: Styled::default() }]);
        let other = TodoChange::Replace { title: Styled::default(), items: Vec::new(), flags: 0 };
        let all = [&done, &more, &other];
        let may = |flags, author| all.map(|change| try_it(&list(flags), author, change).is_ok());
        assert_eq!(may(0, true), [true; 3]);
        assert_eq!(may(0, false), [false; 3]);
        assert_eq!(may(todo_flag::OTHERS_COMPLETE, false), [true, false, false]);
        assert_eq!(may(todo_flag::OTHERS_APPEND, false), [false, true, false]);
    }

    #[test]
    fn what_changes_nothing_is_refused_and_what_was_done_stays_done_in_another_list() {
        let done = TodoChange::Complete { done: vec![2, 9], undone: vec![1] };
        let after = try_it(&list(0), true, &done).unwrap_or_else(|_| panic!("refused"));
        assert!((after.done == [2]) && after.undone.is_empty());
        let now = MessageRecord { content: Arc::new(after.content), ..list(0) };
        assert!(matches!(try_it(&now, true, &done), Err(BoxError::NotModified)));
        let twice = TodoChange::Append(vec![TodoItem { id: 2, title: Styled::default() }]);
        assert!(matches!(try_it(&now, true, &twice), Err(BoxError::TodoDuplicate)));
        let items = vec![TodoItem { id: 2, title: Styled::default() }];
        let other = TodoChange::Replace { title: Styled::default(), items, flags: 0 };
        let after = try_it(&now, true, &other).unwrap_or_else(|_| panic!("refused"));
        let Some(Media::Todo(todo)) = after.content.media else { panic!("no list") };
        assert!(todo.items.len() == 1 && todo.done.len() == 1);
    }
}
