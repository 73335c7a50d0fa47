//! Chats on top of the list, of the archive, and parts of saved messages on top of theirs.
//!
//! A chat that is gone, or stands elsewhere now, is no longer on top; its place in the row is passed over.

use boxes::{ARCHIVE_FOLDER, About, By, MAIN_FOLDER};
use store::{
    ids::{Peer, UserId},
    records::chat_list::ChatList,
};

use super::{ChatListError, ChatLists};
use crate::{Fault, Notice};

/// Chats on top of the list; help.getConfig and help.getAppConfig name it.
pub const PINNED_DIALOGS_MAX: usize = 5;
/// Chats on top of the archive.
pub const PINNED_ARCHIVED_MAX: usize = 100;
/// Parts of saved messages on top.
pub const PINNED_SAVED_MAX: usize = 5;

impl ChatLists {
    /// The chats on top of a folder's list, the topmost first.
    ///
    /// # Errors
    /// Where the store or the box fails.
    pub async fn pinned(&self, user: UserId, folder: i32) -> Result<Vec<Peer>, Fault> {
        let list = self.of(user).await?;
        self.still_there(user, folder, kept_of(&list, folder)).await
    }

    /// Puts a chat on top, above all others, or takes it from there.
    ///
    /// # Errors
    /// [`ChatListError::NoSuchDialog`], [`ChatListError::TooManyPinned`], and faults.
    pub async fn toggle_pin(&self, by: By, peer: Peer, pinned: bool) -> Result<(), ChatListError> {
        let folder = self.stands_in(by.user, peer).await?.ok_or(ChatListError::NoSuchDialog)?;
        let there = self.pinned(by.user, folder).await?;
        let list = self.of(by.user).await?;
        let gone: Vec<Peer> =
            kept_of(&list, folder).iter().filter(|peer| !there.contains(peer)).copied().collect();
        let change = |list: &mut ChatList| {
            let order = kept(list, folder);
            if order.contains(&peer) == pinned {
                return Ok(());
            }
            order.retain(|other| *other != peer && !gone.contains(other));
            if pinned {
                order.insert(0, peer);
            }
            fits(order.len(), folder)
        };
        let notice = Notice::DialogPinned { peer, folder, pinned };
        let tell = |_: &ChatList| self.live.notice(by.user, notice, by.session);
        self.change(by.user, &[About::PinnedDialogs(folder)], change, tell).await?;
        Ok(())
    }

    /// Puts the chats on top in this order. With `force` those that are not named go from there; else they
    /// stay, behind the others.
    ///
    /// # Errors
    /// As [`ChatLists::toggle_pin`], and [`ChatListError::NoSuchFolder`].
    pub async fn reorder_pins(
        &self,
        by: By,
        folder: i32,
        order: &[Peer],
        force: bool,
    ) -> Result<(), ChatListError> {
        if ![MAIN_FOLDER, ARCHIVE_FOLDER].contains(&folder) {
            return Err(ChatListError::NoSuchFolder { folder });
        }
        fits(order.len(), folder)?;
        let mut wanted = each_once(order);
        if self.still_there(by.user, folder, &wanted).await?.len() != wanted.len() {
            return Err(ChatListError::NoSuchDialog);
        }
        let before = self.pinned(by.user, folder).await?;
        if !force {
            let rest: Vec<Peer> = before.iter().filter(|peer| !wanted.contains(peer)).copied().collect();
            wanted.extend(rest);
        }
        if wanted != before {
            let order = wanted.clone();
            let change = |list: &mut ChatList| {
                fits(order.len(), folder)?;
                *kept(list, folder) = order;
                Ok::<(), ChatListError>(())
            };
            let notice = Notice::PinnedDialogs { folder, order: wanted };
            let tell = |_: &ChatList| self.live.notice(by.user, notice, by.session);
            self.change(by.user, &[About::PinnedDialogs(folder)], change, tell).await?;
        }
        Ok(())
    }

    /// The parts of saved messages on top, the topmost first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pinned_saved(&self, user: UserId) -> Result<Vec<Peer>, Fault> {
        Ok(self.of(user).await?.pinned_saved.clone().unwrap_or_default())
    }

    /// Puts a part of saved messages on top, or takes it from there.
    ///
    /// # Errors
    /// [`ChatListError::TooManyPinned`], and faults.
    pub async fn toggle_saved_pin(&self, by: By, peer: Peer, pinned: bool) -> Result<(), ChatListError> {
        let mut order = self.pinned_saved(by.user).await?;
        if order.contains(&peer) == pinned {
            return Ok(());
        }
        order.retain(|other| *other != peer);
        if pinned {
            order.insert(0, peer);
        }
        self.write_saved_pins(by, order, Notice::SavedDialogPinned { peer, pinned }).await
    }

    /// Puts the parts of saved messages on top in this order; see [`ChatLists::reorder_pins`].
    ///
    /// # Errors
    /// As [`ChatLists::toggle_saved_pin`].
    pub async fn reorder_saved_pins(&self, by: By, order: &[Peer], force: bool) -> Result<(), ChatListError> {
        let mut wanted = each_once(order);
        let before = self.pinned_saved(by.user).await?;
        if !force {
            let rest: Vec<Peer> = before.iter().filter(|peer| !wanted.contains(peer)).copied().collect();
            wanted.extend(rest);
        }
        if wanted == before {
            return Ok(());
        }
        let notice = Notice::PinnedSavedDialogs { order: wanted.clone() };
        self.write_saved_pins(by, wanted, notice).await
    }

    async fn write_saved_pins(&self, by: By, order: Vec<Peer>, notice: Notice) -> Result<(), ChatListError> {
        let given = order.len();
        if given > PINNED_SAVED_MAX {
            return Err(ChatListError::TooManyPinned { given, max: PINNED_SAVED_MAX });
        }
        let change = |list: &mut ChatList| {
            list.pinned_saved = Some(order);
            Ok::<(), ChatListError>(())
        };
        let tell = |_: &ChatList| self.live.notice(by.user, notice, by.session);
        self.change(by.user, &[About::PinnedSavedDialogs], change, tell).await?;
        Ok(())
    }

    /// Of these chats, those that stand in the folder.
    async fn still_there(&self, user: UserId, folder: i32, peers: &[Peer]) -> Result<Vec<Peer>, Fault> {
        let mut there = Vec::with_capacity(peers.len());
        for peer in peers {
            if self.stands_in(user, *peer).await? == Some(folder) {
                there.push(*peer);
            }
        }
        Ok(there)
    }
}

pub(super) fn kept(list: &mut ChatList, folder: i32) -> &mut Vec<Peer> {
    if folder == ARCHIVE_FOLDER { &mut list.pinned_archived } else { &mut list.pinned }
}

fn kept_of(list: &ChatList, folder: i32) -> &[Peer] {
    if folder == ARCHIVE_FOLDER { &list.pinned_archived } else { &list.pinned }
}

fn fits(given: usize, folder: i32) -> Result<(), ChatListError> {
    let max = if folder == ARCHIVE_FOLDER { PINNED_ARCHIVED_MAX } else { PINNED_DIALOGS_MAX };
    if given > max { Err(ChatListError::TooManyPinned { given, max }) } else { Ok(()) }
}

pub(super) fn each_once(peers: &[Peer]) -> Vec<Peer> {
    let mut once: Vec<Peer> = Vec::with_capacity(peers.len());
    for peer in peers {
        if !once.contains(peer) {
            once.push(*peer);
        }
    }
    once
}
