//! Folders of chats: rules and names by which clients sort their list. The server keeps them in order.

use std::sync::Arc;

use boxes::{About, By};
use store::{
    Batch,
    ids::{Peer, UserId},
    key::{ByNumber, OfUser},
    records::chat_list::{ChatList, DialogFilter, filter_flag},
    tables,
};

use super::{ChatListError, ChatLists};
use crate::{Fault, Notice, lasting};

/// Folders of one person; help.getAppConfig names it.
pub const FILTERS_MAX: usize = 100;
/// Chats that a folder names of each kind (in it, not in it).
pub const FILTER_CHATS_MAX: usize = 100;
/// Characters of a folder's name.
const FILTER_TITLE_CHARS_MAX: usize = 12;
/// Ids of folders, first and last; 0 is "all chats" and 1 was the archive.
const FILTER_ID_FIRST: i32 = 2;
/// See [`FILTER_ID_FIRST`].
const FILTER_ID_LAST: i32 = 255;
/// The id of "all chats" in an order.
const ALL_CHATS: i32 = 0;

impl ChatLists {
    /// The folders in their order; none stands for "all chats".
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn filters(&self, user: UserId) -> Result<Vec<(i32, Option<Arc<DialogFilter>>)>, Fault> {
        let mut filters = Vec::new();
        for id in order_of(&*self.of(user).await?) {
            if id == ALL_CHATS {
                filters.push((id, None));
            } else if let Some(filter) = self.filter(user, id).await? {
                filters.push((id, Some(filter)));
            }
        }
        Ok(filters)
    }

    /// One folder.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn filter(&self, user: UserId, id: i32) -> Result<Option<Arc<DialogFilter>>, Fault> {
        Ok(self.filters.get(&key(user, id)).await?)
    }

    /// Makes or changes a folder; the other sessions learn of it.
    ///
    /// # Errors
    /// What is wrong with the folder, or that there are too many.
    pub async fn set_filter(&self, by: By, id: i32, filter: DialogFilter) -> Result<(), ChatListError> {
        check(id, &filter)?;
        let decide = |before: Option<&DialogFilter>| match before.and_then(|before| before.shared.as_ref()) {
            // Who shares a folder changes it as one.
            Some(_) => Err(ChatListError::Shared),
            None => Ok(Some(filter)),
        };
        self.write_filter(by, id, self.store.batch(), decide).await?;
        Ok(())
    }

    /// Changes a shared folder as its owner may: its name and which chats are in it. The other sessions learn of it.
    ///
    /// # Errors
    /// As [`ChatLists::set_filter`]; [`ChatListError::Shared`] for a folder that is not shared.
    pub async fn set_shared_filter(
        &self,
        by: By,
        id: i32,
        filter: DialogFilter,
    ) -> Result<(), ChatListError> {
        self.change_filter(by, id, self.store.batch(), |before| {
            let shared = Some(before.shared.take().ok_or(ChatListError::Shared)?);
            *before = DialogFilter { shared, ..filter };
            Ok(())
        })
        .await?;
        Ok(())
    }

    /// Changes a folder that is there, with what else stands in `batch`; gives it as it is then.
    pub(crate) async fn change_filter(
        &self,
        by: By,
        id: i32,
        batch: Batch,
        change: impl FnOnce(&mut DialogFilter) -> Result<(), ChatListError> + Send,
    ) -> Result<DialogFilter, ChatListError> {
        let decide = |before: Option<&DialogFilter>| {
            let mut filter = before.cloned().ok_or(ChatListError::FilterId { id })?;
            change(&mut filter)?;
            check(id, &filter)?;
            Ok(Some(filter))
        };
        let filter = self.write_filter(by, id, batch, decide).await?;
        filter.ok_or(ChatListError::FilterId { id })
    }

    /// Makes a folder under an id that is free; gives the id.
    pub(crate) async fn add_filter(&self, by: By, filter: DialogFilter) -> Result<i32, ChatListError> {
        loop {
            let id = self.free_filter_id(by.user).await?;
            check(id, &filter)?;
            let new = filter.clone();
            let mut taken = false;
            let decide = |before: Option<&DialogFilter>| {
                taken = before.is_some();
                Ok(Some(before.cloned().unwrap_or(new)))
            };
            self.write_filter(by, id, self.store.batch(), decide).await?;
            // Another device may have been faster.
            if !taken {
                return Ok(id);
            }
        }
    }

    /// An id that no folder has.
    ///
    /// # Errors
    /// [`ChatListError::TooManyFilters`], and faults.
    pub(crate) async fn free_filter_id(&self, user: UserId) -> Result<i32, ChatListError> {
        let known = order_of(&*self.of(user).await?);
        let given = known.len();
        if given > FILTERS_MAX {
            return Err(ChatListError::TooManyFilters { given, max: FILTERS_MAX });
        }
        let free = (FILTER_ID_FIRST..=FILTER_ID_LAST).find(|id| !known.contains(id));
        free.ok_or(ChatListError::TooManyFilters { given, max: FILTERS_MAX })
    }

    /// Takes a folder away, with what else stands in `batch`; its chats stay.
    ///
    /// # Errors
    /// [`ChatListError::FilterId`], and faults.
    pub(crate) async fn delete_filter_with(
        &self,
        by: By,
        id: i32,
        batch: Batch,
    ) -> Result<(), ChatListError> {
        let decide =
            |before: Option<&DialogFilter>| before.map(|_| None).ok_or(ChatListError::FilterId { id });
        self.write_filter(by, id, batch, decide).await?;
        Ok(())
    }

    /// Puts the folders in this order; those that are not named follow.
    ///
    /// # Errors
    /// [`ChatListError::FilterId`] for a folder that is not there, and faults.
    pub async fn order_filters(&self, by: By, order: &[i32]) -> Result<(), ChatListError> {
        let change = |list: &mut ChatList| {
            let known = order_of(list);
            if let Some(id) = order.iter().find(|id| !known.contains(id)) {
                return Err(ChatListError::FilterId { id: *id });
            }
            let mut wanted: Vec<i32> = Vec::with_capacity(known.len());
            for id in order.iter().chain(&known) {
                if !wanted.contains(id) {
                    wanted.push(*id);
                }
            }
            list.filter_order = wanted;
            Ok(())
        };
        let tell = |list: &ChatList| {
            self.live.notice(by.user, Notice::FilterOrder { order: order_of(list) }, by.session);
        };
        self.change(by.user, &[About::FilterOrder], change, tell).await?;
        Ok(())
    }

    /// Whether folders are shown as tags.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_filter_tags(&self, by: By, shown: bool) -> Result<(), Fault> {
        let change = |list: &mut ChatList| {
            list.filter_tags = shown.then_some(true);
            Ok::<(), Fault>(())
        };
        let tell = |_: &ChatList| self.live.notice(by.user, Notice::Filters, by.session);
        self.change(by.user, &[About::Filters], change, tell).await?;
        Ok(())
    }

    /// The folders that are remembered.
    pub(super) fn remembered_filters(&self, user: UserId) -> Vec<Arc<DialogFilter>> {
        let Some(Some(list)) = self.lists.remembered(&OfUser(user)) else { return Vec::new() };
        list.filter_order.iter().filter_map(|id| self.filters.remembered(&key(user, *id)).flatten()).collect()
    }

    /// The folder and its place in the order, in one commit with what else stands in `batch`. `decide` is given the
    /// folder as it is, under its lock, and gives it as it is to be.
    async fn write_filter(
        &self,
        by: By,
        id: i32,
        mut batch: Batch,
        decide: impl FnOnce(Option<&DialogFilter>) -> Result<Option<DialogFilter>, ChatListError> + Send,
    ) -> Result<Option<DialogFilter>, ChatListError> {
        let user = by.user;
        let (list_key, filter_key) = (OfUser(user), key(user, id));
        let _list_lock = self.lists.lock(&list_key).await;
        let _filter_lock = self.filters.lock(&filter_key).await;
        let known = self.filters.get_locked(&filter_key).await?;
        let filter = decide(known.as_deref())?;
        if filter.as_ref() == known.as_deref() {
            if !batch.is_empty() {
                self.store.commit(batch).await?;
            }
            return Ok(filter);
        }
        let before = self.lists.get_locked(&list_key).await?.unwrap_or_default();
        let mut list = (*before).clone();
        let mut order = order_of(&list);
        order.retain(|other| filter.is_some() || *other != id);
        if filter.is_some() && !order.contains(&id) {
            order.push(id);
        }
        let given = order.len() - 1;
        if given > FILTERS_MAX {
            return Err(ChatListError::TooManyFilters { given, max: FILTERS_MAX });
        }
        list.filter_order = order;
        lasting::keep(&self.boxes, &mut batch, user, &[About::Filter(id)]).await?;
        batch.put::<tables::ChatLists>(&list_key, &list);
        match &filter {
            Some(filter) => batch.put::<tables::DialogFilters>(&filter_key, filter),
            None => batch.delete::<tables::DialogFilters>(&filter_key),
        }
        if let Err(error) = self.store.commit(batch).await {
            self.lists.forget(&list_key);
            self.filters.forget(&filter_key);
            return Err(error.into());
        }
        self.lists.keep(&list_key, Some(Arc::new(list)));
        self.filters.keep(&filter_key, filter.clone().map(Arc::new));
        // Under the locks: devices hear of changes in their order.
        self.live.notice(user, Notice::Filter { id, filter: filter.clone() }, by.session);
        Ok(filter)
    }
}

/// Whether a private chat is in a folder by its name or by a rule.
pub(super) fn holds(filter: &DialogFilter, other: UserId, is_contact: bool) -> bool {
    let peer = Peer::User(other);
    if filter.pinned.contains(&peer) || filter.included.contains(&peer) {
        return true;
    }
    let kind = if is_contact { filter_flag::CONTACTS } else { filter_flag::NON_CONTACTS };
    filter.flags & kind != 0
        && filter.flags & filter_flag::EXCLUDE_ARCHIVED == 0
        && !filter.excluded.contains(&peer)
}

/// The ids in their order, with "all chats" where nobody has moved it.
fn order_of(list: &ChatList) -> Vec<i32> {
    if list.filter_order.contains(&ALL_CHATS) {
        return list.filter_order.clone();
    }
    std::iter::once(ALL_CHATS).chain(list.filter_order.iter().copied()).collect()
}

fn check(id: i32, filter: &DialogFilter) -> Result<(), ChatListError> {
    if !(FILTER_ID_FIRST..=FILTER_ID_LAST).contains(&id) {
        return Err(ChatListError::FilterId { id });
    }
    let chars = filter.title.chars().count();
    if !(1..=FILTER_TITLE_CHARS_MAX).contains(&chars) {
        return Err(ChatListError::FilterTitle { chars });
    }
    let named = filter.pinned.len() + filter.included.len();
    if named == 0 && filter.flags & filter_flag::KINDS == 0 {
        return Err(ChatListError::FilterEmpty);
    }
    let given = named.max(filter.excluded.len());
    if given > FILTER_CHATS_MAX {
        return Err(ChatListError::FilterTooLarge { given, max: FILTER_CHATS_MAX });
    }
    Ok(())
}

fn key(user: UserId, id: i32) -> ByNumber {
    ByNumber { user, number: i64::from(id) }
}
