//! Basic groups. A group is an owner with a log of its own, in which the bodies of its messages and all that
//! happens to them stand once, memberships in the same order. Every event is written there first; the members'
//! boxes take a small pointer each, in the order of the group's events, and the group stands in its shard's dirty
//! list while one of them has not. A pointer is read together with the body that it points to.

mod cells;
mod change;
mod land;
mod load;
mod member;
mod mentions;
mod people;
mod read;
mod resolve;
mod rules;
mod run;
mod send;
mod work_off;

pub(crate) use cells::Groups;
pub(crate) use land::LeadPart;
pub use people::{GROUP_MEMBERS_MAX, GroupChange, GroupChanged, NewGroup};
pub(crate) use resolve::kept;
pub use rules::{GroupView, banned};
