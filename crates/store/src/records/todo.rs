//! Lists of tasks, as messages carry them: what is to be done, and who has done it. None of these has Debug: they hold
//! what people plan.

use minicbor::{Decode, Encode};

use crate::{ids::Peer, records::polls::Styled};

/// A list of tasks.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct Todo {
    /// What it is called.
    #[n(0)]
    pub title: Styled,
    /// The tasks, in order.
    #[n(1)]
    pub items: Vec<TodoItem>,
    /// Of [`todo_flag`].
    #[n(2)]
    pub flags: u32,
    /// Which of them are done.
    #[n(3)]
    pub done: Vec<TodoDone>,
}

/// The bits of [`Todo::flags`].
pub mod todo_flag {
    /// Others than the author may add tasks.
    pub const OTHERS_APPEND: u32 = 1;
    /// Others than the author may say that a task is done.
    pub const OTHERS_COMPLETE: u32 = 1 << 1;
}

/// One task.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct TodoItem {
    /// As clients name it; from 0, each once in a list.
    #[n(0)]
    pub id: i32,
    /// What is to be done.
    #[n(1)]
    pub title: Styled,
}

/// That a task is done.
#[derive(Encode, Decode, Clone, PartialEq)]
#[cbor(array)]
pub struct TodoDone {
    /// Which.
    #[n(0)]
    pub id: i32,
    /// Who says so, as he is shown in the chat.
    #[n(1)]
    pub by: Peer,
    /// Seconds since 1970.
    #[n(2)]
    pub date: i32,
}
