//! Who is to be told when something about a person changes: those who are connected and know him.

use std::{collections::BTreeSet, sync::Arc};

use boxes::{Boxes, DialogsQuery};
use store::{
    Direction, Rows, Store,
    ids::{Owner, Peer, UserId},
    tables,
};

use crate::{Fault, Live, service::SERVICE_USER};

/// Finds those who know a person.
pub(crate) struct Audience {
    store: Store,
    boxes: Boxes,
    live: Arc<dyn Live>,
}

/// People with this person in their address books who are looked at.
const KNOWN_TO_MAX: usize = 5_000;
/// Dialogs of this person that are looked at, newest first.
const DIALOGS_MAX: i32 = 100;

impl Audience {
    pub(crate) fn new(store: Store, boxes: Boxes, live: Arc<dyn Live>) -> Self {
        Audience { store, boxes, live }
    }

    /// The connected people who have `user` as a contact or chat with him; never `user` himself.
    pub(crate) async fn of(&self, user: UserId) -> Result<Vec<UserId>, Fault> {
        let rows = Rows::<tables::ContactsOf>::of(Owner::User(user));
        let known_to = self.store.scan(rows, KNOWN_TO_MAX, Direction::Forward).await?;
        let mut people: BTreeSet<UserId> = known_to.into_iter().map(|(key, _)| UserId(key.number)).collect();
        let query = DialogsQuery { limit: DIALOGS_MAX, ..DialogsQuery::default() };
        let page = self.boxes.dialogs(user, query).await?;
        people.extend(page.dialogs.iter().filter_map(|dialog| match dialog.peer {
            Peer::User(other) if other != SERVICE_USER => Some(other),
            _ => None,
        }));
        people.remove(&user);
        Ok(people.into_iter().filter(|other| self.live.is_online(*other)).collect())
    }
}
