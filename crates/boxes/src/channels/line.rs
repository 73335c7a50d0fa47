//! The messages of a channel, or of a part of it, as a line from the newest back: how many lie above an id, and which
//! stands at a position. Everything that pages through a channel goes by it.

use store::ids::MessageId;

use super::{loaded::Loaded, marks::Marks, threads::Thread};

/// Which messages of a channel are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All.
    Whole,
    /// Those of the thread that begins at a message; a topic's hold that message.
    Thread(MessageId),
    /// Those that stand in no topic.
    General,
}

/// See the top of the file.
pub(crate) enum Line<'a> {
    Whole(&'a Marks),
    Thread(&'a Thread),
    But(&'a Marks, &'a Marks),
    Nothing,
}

impl Loaded {
    /// The messages of a part.
    pub(crate) fn line(&self, part: Part) -> Line<'_> {
        match part {
            Part::Whole => Line::Whole(&self.marks),
            Part::Thread(root) => self.threads.get(root).map_or(Line::Nothing, Line::Thread),
            Part::General => Line::But(&self.marks, &self.threads.in_topics),
        }
    }
}

impl Line<'_> {
    /// How many have an id of `id` or above.
    pub(crate) fn at_or_above(&self, id: MessageId) -> u32 {
        match self {
            Line::Whole(marks) => marks.at_or_above(id),
            Line::Thread(thread) => thread.at_or_above(id),
            // Whatever stands in a topic is there.
            Line::But(marks, other) => marks.at_or_above(id).saturating_sub(other.at_or_above(id)),
            Line::Nothing => 0,
        }
    }

    /// The one at a position, counted from the newest, which has 0.
    pub(crate) fn at(&self, position: u32) -> Option<MessageId> {
        match self {
            Line::Whole(marks) => marks.at(position),
            Line::Thread(thread) => thread.at(position),
            Line::But(marks, other) => marks.at_without(other, position),
            Line::Nothing => None,
        }
    }
}
