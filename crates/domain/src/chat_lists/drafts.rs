//! What people have begun to write: one draft for each chat, the same on all devices.

use boxes::{About, By};
use store::{
    Direction, Rows,
    ids::{Owner, Peer, UserId},
    records::{box_index::ByPeer, chat_list::Draft},
    tables,
};

use super::{ChatLists, peer_number};
use crate::{Fault, Notice, lasting};

/// Drafts of one answer; who has more than this loses sight of the rest there.
const DRAFTS_MAX: usize = 1_000;

impl ChatLists {
    /// What `user` has begun to write to `peer`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn draft(&self, user: UserId, peer: Peer) -> Result<Option<Draft>, Fault> {
        Ok(self.drafts.get(&ByPeer { user, peer }).await?.map(|draft| (*draft).clone()))
    }

    /// All that `user` has begun to write.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn all_drafts(&self, user: UserId) -> Result<Vec<(Peer, Draft)>, Fault> {
        let rows = Rows::<tables::Drafts>::of(Owner::User(user));
        let rows = self.store.scan(rows, DRAFTS_MAX, Direction::Forward).await?;
        Ok(rows.into_iter().map(|(key, draft)| (key.peer, draft)).collect())
    }

    /// Keeps a draft, or takes it away; the other sessions learn of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn save_draft(&self, by: By, peer: Peer, draft: Option<Draft>) -> Result<(), Fault> {
        let key = ByPeer { user: by.user, peer };
        let _lock = self.drafts.lock(&key).await;
        let before = self.drafts.get_locked(&key).await?;
        let same = match (&before, &draft) {
            (None, None) => true,
            (Some(before), Some(draft)) => before.message == draft.message,
            _ => false,
        };
        if same {
            return Ok(());
        }
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, by.user, &[About::Draft(peer_number(peer))]).await?;
        self.drafts.write_locked_with(&key, draft.clone(), batch).await?;
        self.live.notice(by.user, Notice::Draft { peer, draft }, by.session);
        Ok(())
    }

    /// Takes all drafts away.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn clear_drafts(&self, by: By) -> Result<(), Fault> {
        for (peer, _) in self.all_drafts(by.user).await? {
            self.save_draft(by, peer, None).await?;
        }
        Ok(())
    }
}
