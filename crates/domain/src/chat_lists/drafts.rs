//! What people have begun to write: one draft for each chat and for each topic of a forum, the same on all devices.

use std::hash::Hash;

use boxes::{About, By, MessageId};
use store::{
    Direction, Rows, Table,
    ids::{Owner, Peer, UserId},
    records::{box_index::ByPeer, chat_list::Draft, threads::ByOwnThread},
    tables,
};

use super::{ChatLists, peer_number};
use crate::{Fault, Notice, cached::CachedRows, lasting};

/// Drafts of one answer; who has more than this loses sight of the rest there.
const DRAFTS_MAX: usize = 1_000;

impl ChatLists {
    /// What `user` has begun to write to `peer`, or in a topic of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn draft(
        &self,
        user: UserId,
        peer: Peer,
        topic: Option<MessageId>,
    ) -> Result<Option<Draft>, Fault> {
        let row = match (peer, topic) {
            (Peer::Channel(channel), Some(root)) => {
                self.topic_drafts.get(&ByOwnThread { user, channel, root }).await?
            }
            _ => self.drafts.get(&ByPeer { user, peer }).await?,
        };
        Ok(row.map(|draft| (*draft).clone()))
    }

    /// All that `user` has begun to write: the chat, the topic, and what.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn all_drafts(&self, user: UserId) -> Result<Vec<(Peer, Option<MessageId>, Draft)>, Fault> {
        let rows = Rows::<tables::Drafts>::of(Owner::User(user));
        let rows = self.store.scan(rows, DRAFTS_MAX, Direction::Forward).await?;
        let topics = Rows::<tables::TopicDrafts>::of(Owner::User(user));
        let topics = self.store.scan(topics, DRAFTS_MAX, Direction::Forward).await?;
        let chats = rows.into_iter().map(|(key, draft)| (key.peer, None, draft));
        let topics =
            topics.into_iter().map(|(key, draft)| (Peer::Channel(key.channel), Some(key.root), draft));
        Ok(chats.chain(topics).collect())
    }

    /// Keeps a draft, or takes it away; the other sessions learn of it. Only channels have topics.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn save_draft(
        &self,
        by: By,
        peer: Peer,
        topic: Option<MessageId>,
        draft: Option<Draft>,
    ) -> Result<(), Fault> {
        match (peer, topic) {
            (Peer::Channel(channel), Some(root)) => {
                let key = ByOwnThread { user: by.user, channel, root };
                let about = About::TopicDraft(channel, root);
                self.write_draft(by, &self.topic_drafts, key, (about, (peer, topic)), draft).await
            }
            _ => {
                let key = ByPeer { user: by.user, peer };
                let about = About::Draft(peer_number(peer));
                self.write_draft(by, &self.drafts, key, (about, (peer, None)), draft).await
            }
        }
    }

    async fn write_draft<T: Table<Record = Draft>>(
        &self,
        by: By,
        rows: &CachedRows<T>,
        key: T::Key,
        (about, (peer, topic)): (About, (Peer, Option<MessageId>)),
        draft: Option<Draft>,
    ) -> Result<(), Fault>
    where
        T::Key: Hash + Eq + Clone,
    {
        let _lock = rows.lock(&key).await;
        let before = rows.get_locked(&key).await?;
        let same = match (&before, &draft) {
            (None, None) => true,
            (Some(before), Some(draft)) => before.message == draft.message,
            _ => false,
        };
        if same {
            return Ok(());
        }
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, by.user, &[about]).await?;
        rows.write_locked_with(&key, draft.clone(), batch).await?;
        self.live.notice(by.user, Notice::Draft { peer, topic, draft }, by.session);
        Ok(())
    }

    /// Takes all drafts away.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn clear_drafts(&self, by: By) -> Result<(), Fault> {
        for (peer, topic, _) in self.all_drafts(by.user).await? {
            self.save_draft(by, peer, topic, None).await?;
        }
        Ok(())
    }
}
