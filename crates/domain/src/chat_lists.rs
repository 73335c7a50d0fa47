//! The list of chats as a person has arranged it: drafts, pinned chats and their order, unread marks, the archive,
//! folders. Which chats there are is the box's; how they are shown is `render`'s.

mod archive;
mod drafts;
mod filters;
mod marks;
mod pins;
mod top;

use std::sync::Arc;

use boxes::{About, BoxError, Boxes};
use store::{
    Store,
    ids::{Peer, UserId},
    key::OfUser,
    records::chat_list::ChatList,
    tables,
};
use world::World;

use crate::{Contacts, Fault, Live, Settings, cached::CachedRows, lasting};

pub use filters::{FILTER_CHATS_MAX, FILTERS_MAX};
pub use marks::UNREAD_MARKS_MAX;
pub use pins::{PINNED_ARCHIVED_MAX, PINNED_DIALOGS_MAX, PINNED_SAVED_MAX};
pub use store::records::chat_list::{DialogFilter, Draft as SavedDraft, filter_flag};
pub use top::TopPeer;

/// Why the list of chats was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChatListError {
    /// There is no such chat in the list.
    #[error("there is no such chat in the list")]
    NoSuchDialog,
    /// There is no such place for chats.
    #[error("there is no place {folder} for chats")]
    NoSuchFolder {
        /// As asked.
        folder: i32,
    },
    /// More chats on top than fit.
    #[error("{given} chats on top; at most {max} are")]
    TooManyPinned {
        /// How many there would be.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// More marks than are kept.
    #[error("{given} chats marked as unread; at most {max} are")]
    TooManyMarks {
        /// How many there would be.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// A folder's number is none, or there is no such folder.
    #[error("{id} is no folder")]
    FilterId {
        /// As asked.
        id: i32,
    },
    /// A folder's name is empty or too long.
    #[error("a folder's name of {chars} characters")]
    FilterTitle {
        /// How long it is.
        chars: usize,
    },
    /// A folder that no chat can ever be in.
    #[error("a folder without chats")]
    FilterEmpty,
    /// A folder with too many chats that are named one by one.
    #[error("a folder that names {given} chats; at most {max} are")]
    FilterTooLarge {
        /// How many it names.
        given: usize,
        /// How many it may name.
        max: usize,
    },
    /// The folder is shared, or is not, and what was asked for is for the other kind.
    #[error("not for a folder of this kind")]
    Shared,
    /// More folders than are kept.
    #[error("{given} folders; at most {max} are kept")]
    TooManyFilters {
        /// How many there would be.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<BoxError> for ChatListError {
    fn from(error: BoxError) -> Self {
        ChatListError::Fault(Fault::Box(error))
    }
}

impl From<store::StoreError> for ChatListError {
    fn from(error: store::StoreError) -> Self {
        ChatListError::Fault(Fault::Store(error))
    }
}

/// The lists of all people.
pub struct ChatLists {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    contacts: Arc<Contacts>,
    settings: Arc<Settings>,
    lists: CachedRows<tables::ChatLists>,
    drafts: CachedRows<tables::Drafts>,
    topic_drafts: CachedRows<tables::TopicDrafts>,
    filters: CachedRows<tables::DialogFilters>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 15;
const TOPICS_REMEMBERED: usize = 1 << 12;

impl ChatLists {
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        world: World,
        live: Arc<dyn Live>,
        contacts: Arc<Contacts>,
        settings: Arc<Settings>,
    ) -> Self {
        ChatLists {
            lists: CachedRows::new(store.clone(), REMEMBERED),
            drafts: CachedRows::new(store.clone(), REMEMBERED),
            topic_drafts: CachedRows::new(store.clone(), TOPICS_REMEMBERED),
            filters: CachedRows::new(store.clone(), REMEMBERED),
            store,
            boxes,
            world,
            live,
            contacts,
            settings,
        }
    }

    /// What `user` has set for the list as a whole.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of(&self, user: UserId) -> Result<Arc<ChatList>, Fault> {
        Ok(self.lists.get(&OfUser(user)).await?.unwrap_or_default())
    }

    /// The folder that a chat of the list stands in; none if it is not in the list.
    async fn stands_in(&self, user: UserId, peer: Peer) -> Result<Option<i32>, Fault> {
        if let Peer::Channel(channel) = peer {
            let key = store::key::ByNumber { user, number: channel };
            let row = self.store.get::<tables::Memberships>(&key).await?;
            return Ok(row.filter(|row| row.member).map(|row| row.folder));
        }
        Ok(self.boxes.dialog(user, peer).await?.map(|dialog| dialog.folder))
    }

    /// Changes the row of `user` for as long as its lock is held, and keeps for devices that are away what it was
    /// about; an error of `change` leaves it as it was. `tell` tells those that are there, in the order of the
    /// changes. True if anything changed.
    async fn change<E: From<Fault>>(
        &self,
        user: UserId,
        about: &[About],
        change: impl FnOnce(&mut ChatList) -> Result<(), E>,
        tell: impl FnOnce(&ChatList),
    ) -> Result<bool, E> {
        let key = OfUser(user);
        let _lock = self.lists.lock(&key).await;
        let before = self.lists.get_locked(&key).await.map_err(Fault::from)?.unwrap_or_default();
        let mut after = (*before).clone();
        change(&mut after)?;
        if after == *before {
            return Ok(false);
        }
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, user, about).await?;
        let after = self.lists.write_locked_with(&key, Some(after), batch).await.map_err(Fault::from)?;
        if let Some(after) = &after {
            tell(after);
        }
        Ok(true)
    }
}

/// A peer as one number, for names of lasting changes. Fixed for ever.
pub(crate) fn peer_number(peer: Peer) -> i64 {
    let (kind, id) = match peer {
        Peer::User(UserId(id)) => (0, id),
        Peer::Group(id) => (1, id),
        Peer::Channel(id) => (2, id),
    };
    id.wrapping_mul(4).wrapping_add(kind)
}

/// The other way.
pub(crate) fn peer_of_number(number: i64) -> Option<Peer> {
    let id = number.div_euclid(4);
    match number.rem_euclid(4) {
        0 => Some(Peer::User(UserId(id))),
        1 => Some(Peer::Group(id)),
        2 => Some(Peer::Channel(id)),
        _ => None,
    }
}
