//! Lists of tasks: everybody sees the same.

use store::records::todo::{Todo, TodoItem, todo_flag};
use tl::{enums, types};

use crate::{messages::peer, polls::styled};

/// The list, and what of it is done.
pub(crate) fn todo(list: &Todo) -> enums::MessageMedia {
    let shown = types::TodoList {
        others_can_append: list.flags & todo_flag::OTHERS_APPEND != 0,
        others_can_complete: list.flags & todo_flag::OTHERS_COMPLETE != 0,
        ..types::TodoList::new(styled(&list.title), items(&list.items))
    };
    let done =
        list.done.iter().map(|done| types::TodoCompletion::new(done.id, peer(done.by), done.date).into());
    let done: Vec<enums::TodoCompletion> = done.collect();
    let completions = Some(done).filter(|done| !done.is_empty());
    types::MessageMediaToDo { completions, ..types::MessageMediaToDo::new(shown.into()) }.into()
}

/// Tasks.
pub(crate) fn items(items: &[TodoItem]) -> Vec<enums::TodoItem> {
    items.iter().map(|item| types::TodoItem::new(item.id, styled(&item.title)).into()).collect()
}

#[cfg(test)]
mod tests {
    use domain::polls::Styled;
    use tl::Layer;

    use super::*;

    #[test]
    fn a_client_that_knows_no_lists_is_told_that_there_is_something() {
        let words = Styled { text: "a".into(), entities: None };
        let list = Todo {
            title: words.clone(),
            items: vec![TodoItem { id: 1, title: words }],
            flags: 0,
            done: Vec::new(),
        };
        let unsupported = enums::MessageMedia::MessageMediaUnsupported;
        let old = Layer::new(198);
        assert_eq!(tl::encode(&todo(&list), old), tl::encode(&unsupported, old));
        assert_ne!(tl::encode(&todo(&list), Layer::NEWEST), tl::encode(&unsupported, Layer::NEWEST));
    }
}
