//! The archive: who moves a chat there, and when a message brings it out again.

use boxes::{ARCHIVE_FOLDER, Affected, By, MAIN_FOLDER};
use store::{
    ids::{Peer, UserId},
    records::chat_list::ChatList,
};

use super::{ChatListError, ChatLists, filters, pins};
use crate::{Fault, settings::NotifyTarget};

impl ChatLists {
    /// Moves chats to the archive (1) or out of it (0); chats on top lose that place.
    ///
    /// # Errors
    /// [`ChatListError::NoSuchFolder`], and faults.
    pub async fn move_to_folders(&self, by: By, moves: &[(Peer, i32)]) -> Result<Affected, ChatListError> {
        for (_, folder) in moves {
            if ![MAIN_FOLDER, ARCHIVE_FOLDER].contains(folder) {
                return Err(ChatListError::NoSuchFolder { folder: *folder });
            }
        }
        let affected = self.boxes.move_to_folders(by, moves).await?;
        if affected.pts_count > 0 {
            let change = |list: &mut ChatList| {
                for (peer, folder) in moves {
                    let left = if *folder == MAIN_FOLDER { ARCHIVE_FOLDER } else { MAIN_FOLDER };
                    pins::kept(list, left).retain(|other| other != peer);
                }
                Ok::<(), ChatListError>(())
            };
            // Whoever hears of the move knows that.
            self.change(by.user, &[], change, |_| {}).await?;
        }
        Ok(affected)
    }

    /// Brings to mind what [`ChatLists::unarchives`] looks at.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn recall(&self, owner: UserId, other: UserId) -> Result<(), Fault> {
        let settings = self.settings.of(owner).await?;
        self.settings.notify(owner, NotifyTarget::Users).await?;
        self.settings.notify(owner, NotifyTarget::Peer(Peer::User(other))).await?;
        let global = settings.global_privacy.as_ref();
        if global.is_some_and(|global| global.keep_archived_folders) {
            self.contacts.get(owner, other).await?;
            Box::pin(self.filters(owner)).await?;
        }
        Ok(())
    }

    /// Whether a message of `other` brings his chat out of the archive of `owner`: where it is not muted, and
    /// the settings do not keep it there. Decided from what is remembered.
    pub(crate) fn unarchives(&self, owner: UserId, other: UserId) -> bool {
        let Some(settings) = self.settings.remembered(owner) else { return false };
        let peer = Peer::User(other);
        let global = settings.global_privacy.clone().unwrap_or_default();
        if global.keep_archived_unmuted || self.remembered_muted(owner, peer) {
            return false;
        }
        !(global.keep_archived_folders && self.is_in_a_filter(owner, other))
    }

    /// Whether nothing of a chat is to be heard now.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_muted(&self, owner: UserId, peer: Peer) -> Result<bool, Fault> {
        self.settings.notify(owner, NotifyTarget::Users).await?;
        self.settings.notify(owner, NotifyTarget::Peer(peer)).await?;
        Ok(self.remembered_muted(owner, peer))
    }

    fn remembered_muted(&self, owner: UserId, peer: Peer) -> bool {
        let until = |target| self.settings.remembered_notify(owner, target).and_then(|set| set.mute_until);
        let until = until(NotifyTarget::Peer(peer)).or_else(|| until(NotifyTarget::Users));
        until.is_some_and(|until| until > self.world.clock.now().seconds())
    }

    fn is_in_a_filter(&self, owner: UserId, other: UserId) -> bool {
        let is_contact = self.contacts.remembered(owner, other).flatten().is_some();
        self.remembered_filters(owner).iter().any(|filter| filters::holds(filter, other, is_contact))
    }
}
