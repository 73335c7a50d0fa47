//! Chats that a person has marked as unread by hand.

use boxes::{About, By};
use store::ids::{Peer, UserId};

use super::{ChatListError, ChatLists, peer_number};
use crate::{Fault, Notice};

/// Marks of one person.
pub const UNREAD_MARKS_MAX: usize = 2_000;

impl ChatLists {
    /// Marks a chat as unread, or takes the mark away; the other sessions learn of it.
    ///
    /// # Errors
    /// [`ChatListError::NoSuchDialog`], [`ChatListError::TooManyMarks`], and faults.
    pub async fn mark_unread(&self, by: By, peer: Peer, unread: bool) -> Result<(), ChatListError> {
        if unread && self.stands_in(by.user, peer).await?.is_none() {
            return Err(ChatListError::NoSuchDialog);
        }
        let change = |list: &mut store::records::chat_list::ChatList| {
            let at = list.unread_marks.iter().position(|marked| *marked == peer);
            match (at, unread) {
                (Some(at), false) => drop(list.unread_marks.remove(at)),
                (None, true) => list.unread_marks.push(peer),
                _ => {}
            }
            let given = list.unread_marks.len();
            if given > UNREAD_MARKS_MAX {
                return Err(ChatListError::TooManyMarks { given, max: UNREAD_MARKS_MAX });
            }
            Ok(())
        };
        let about = [About::UnreadMark(peer_number(peer))];
        let notice = Notice::UnreadMark { peer, unread };
        self.change(by.user, &about, change, |_| self.live.notice(by.user, notice, by.session)).await?;
        Ok(())
    }

    /// What a read of a chat does to its mark.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn was_read(&self, by: By, peer: Peer) -> Result<(), Fault> {
        if !self.of(by.user).await?.unread_marks.contains(&peer) {
            return Ok(());
        }
        match self.mark_unread(by, peer, false).await {
            Err(ChatListError::Fault(fault)) => Err(fault),
            _ => Ok(()),
        }
    }

    /// The chats that are there and marked as unread.
    ///
    /// # Errors
    /// Where the store or the box fails.
    pub async fn unread_marks(&self, user: UserId) -> Result<Vec<Peer>, Fault> {
        let mut marked = Vec::new();
        for peer in &self.of(user).await?.unread_marks {
            if self.stands_in(user, *peer).await?.is_some() {
                marked.push(*peer);
            }
        }
        Ok(marked)
    }
}
