//! The users of one shard that are in memory, in the order of their ids. They are few, so a sorted list finds one
//! as fast as a tree would, and takes no room for those who are not there.

use store::ids::UserId;

use crate::cells::Slot;

/// See the top of the file.
#[derive(Default)]
pub(crate) struct Slots(Vec<(UserId, Box<Slot>)>);

impl Slots {
    pub(crate) fn get(&self, user: &UserId) -> Option<&Slot> {
        self.place(user).ok().and_then(|at| self.0.get(at)).map(|(_, slot)| &**slot)
    }

    pub(crate) fn get_mut(&mut self, user: &UserId) -> Option<&mut Slot> {
        let at = self.place(user).ok()?;
        self.0.get_mut(at).map(|(_, slot)| &mut **slot)
    }

    /// The user's slot; `make` makes it where there is none.
    pub(crate) fn get_or_make(&mut self, user: UserId, make: impl FnOnce() -> Slot) -> &mut Slot {
        let at = self.place(&user).unwrap_or_else(|at| {
            // One by one: most shards have a user or two.
            self.0.reserve_exact(1);
            self.0.insert(at, (user, Box::new(make())));
            at
        });
        &mut self.0[at].1
    }

    pub(crate) fn remove(&mut self, user: &UserId) {
        if let Ok(at) = self.place(user) {
            self.0.remove(at);
        }
    }

    pub(crate) fn users(&self) -> impl Iterator<Item = UserId> {
        self.0.iter().map(|(user, _)| *user)
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (UserId, &mut Slot)> {
        self.0.iter_mut().map(|(user, slot)| (*user, &mut **slot))
    }

    fn place(&self, user: &UserId) -> Result<usize, usize> {
        self.0.binary_search_by_key(user, |(user, _)| *user)
    }
}
