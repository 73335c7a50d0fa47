//! What happens at its time: scheduled messages are sent, old ones go. Each row of the due queue goes in the
//! commit that does its work, so whatever breaks, it is done once.

use boxes::{By, DueAt, DueNow, DueWhat, Message, NewMessage, Peer, Sent, UserId, WHEN_ONLINE};

use crate::{
    Notice,
    chats::{ChatError, Chats},
    groups::needs,
};

/// What failed is tried again after so long.
const AGAIN_SECONDS: i32 = 5;

impl Chats {
    /// Does what is due. What cannot be done now is tried again.
    pub async fn do_due(&self, due: DueNow) {
        match due {
            DueNow::Online { by, came } => {
                if let Err(error) = self.send_to_who_came(by, came).await {
                    tracing::warn!(%error, "what waited for somebody was not sent");
                }
            }
            DueNow::Shard(shard) => {
                let now = self.world.clock.now().seconds();
                let earliest = match self.do_shard(shard, now).await {
                    // More is due than one look finds.
                    Ok(found) if found >= boxes::DUE_AT_ONCE => now,
                    // All of it was done; what still stands there must not be looked at over and over.
                    Ok(_) => now.saturating_add(1),
                    Err(error) => {
                        tracing::warn!(%error, "what is due was not done");
                        now.saturating_add(AGAIN_SECONDS)
                    }
                };
                self.boxes.due_rest(shard, earliest).await;
            }
        }
    }

    /// Does everything that one look finds and gives how much; the first failure is the answer, and the rest is
    /// done all the same.
    async fn do_shard(&self, shard: boxes::Shard, now: i32) -> Result<usize, ChatError> {
        let mut outcome = Ok(());
        let mut expiring: Vec<(Peer, Vec<DueAt>)> = Vec::new();
        let mut seen: Vec<(Peer, Vec<DueAt>)> = Vec::new();
        let rows = self.boxes.due_in(shard, now).await?;
        let found = rows.len();
        for row in rows {
            match row.what {
                DueWhat::Scheduled(_) => outcome = outcome.and(self.send_due(row).await),
                DueWhat::PollEnd(_) => {
                    outcome = outcome.and(self.polls.end(row).await.map_err(ChatError::from))
                }
                DueWhat::FileOf(..) | DueWhat::FilesOf(_) | DueWhat::BlobOf(..) => {
                    outcome = outcome.and(self.files.do_due(row).await.map_err(ChatError::from))
                }
                DueWhat::Discussion(..) => {
                    outcome = outcome.and(self.channels.discuss_due(row).await.map_err(ChatError::from))
                }
                DueWhat::AdminLog(_) => {
                    outcome = outcome.and(self.channels.clean_log(row).await.map_err(ChatError::from))
                }
                DueWhat::ChannelHistory(..) => {
                    outcome = outcome.and(self.channels.clear_due(row).await.map_err(ChatError::from))
                }
                DueWhat::PostTags(..) | DueWhat::Publication(..) => {
                    outcome = outcome.and(self.channels.index_due(row).await.map_err(ChatError::from))
                }
                DueWhat::Migration(_) => {
                    outcome = outcome.and(self.channels.end_migration(row).await.map_err(ChatError::from))
                }
                DueWhat::Import(_) => outcome = outcome.and(Box::pin(self.import_due(row)).await),
                DueWhat::Seen(_) => later(&mut seen, Peer::User(row.user), row),
                DueWhat::Expiry(_) => later(&mut expiring, Peer::User(row.user), row),
                DueWhat::ChannelExpiry(channel, _) => later(&mut expiring, Peer::Channel(channel), row),
                DueWhat::GroupExpiry(group, _) => later(&mut expiring, Peer::Group(group), row),
            }
        }
        for (peer, rows) in expiring {
            let done = match peer {
                Peer::User(user) => self.boxes.expire(user, &rows).await.map_err(ChatError::from),
                Peer::Group(group) => self.boxes.expire_in_group(group, &rows).await.map_err(ChatError::from),
                Peer::Channel(channel) => self.channels.expire(channel, &rows).await.map_err(ChatError::from),
            };
            outcome = outcome.and(done);
        }
        for (_, rows) in seen {
            let Some(user) = rows.first().map(|row| row.user) else { continue };
            outcome = outcome.and(self.boxes.take_seen(user, &rows).await.map_err(ChatError::from));
        }
        outcome.map(|()| found)
    }

    async fn send_due(&self, row: DueAt) -> Result<(), ChatError> {
        let DueWhat::Scheduled(id) = row.what else { return Ok(()) };
        let message = self.boxes.scheduled_message(row.user, id).await?;
        match message.filter(|message| message.date == row.at) {
            Some(Message { peer: Peer::Channel(channel), .. }) => {
                let sent = self.channels.send_scheduled(By::user(row.user), channel, id).await;
                sent.map(drop).map_err(ChatError::from)
            }
            Some(message) => self.send_scheduled(By::user(row.user), &message).await.map(drop),
            None => Ok(self.boxes.due_done(row).await?),
        }
    }

    async fn send_to_who_came(&self, by: UserId, came: UserId) -> Result<(), ChatError> {
        if !self.presence.shows_moments(by, came).await? {
            // A message that comes with him would tell what he hides. It waits for a time of its own.
            return Ok(());
        }
        let mut waiting = self.boxes.scheduled(by, Peer::User(came)).await?;
        waiting.retain(|message| message.date == WHEN_ONLINE);
        // In the order in which they were written.
        waiting.reverse();
        for message in waiting {
            self.send_scheduled(By::user(by), &message).await?;
        }
        Ok(())
    }

    async fn may_write_in_group(&self, user: UserId, group: i64, bits: u32) -> Result<(), ChatError> {
        let view = self.boxes.group(group).await?;
        let open = view.is_some_and(|view| view.record.deactivated != Some(true) && view.may(user, bits));
        if open { Ok(()) } else { Err(ChatError::ReadOnly) }
    }

    /// Sends a scheduled message now. Where that is no longer allowed, it goes unsent: none.
    ///
    /// # Errors
    /// Faults; and [`ChatError::NoSuchMessage`] where somebody else was faster.
    pub async fn send_scheduled(&self, by: By, message: &Message) -> Result<Option<Sent>, ChatError> {
        let allowed = match message.peer {
            Peer::User(to) => match self.may_write(by.user, to).await {
                Ok(()) => self.may_speak(by.user, to, &message.content).await,
                refused => refused,
            },
            Peer::Group(group) => self.may_write_in_group(by.user, group, needs(&message.content)).await,
            Peer::Channel(_) => Err(ChatError::NoSuchPeer),
        };
        match allowed {
            Ok(()) => {}
            Err(ChatError::Fault(fault)) => return Err(fault.into()),
            Err(_) => {
                self.delete_scheduled(By::user(by.user), message.peer, &[message.id]).await?;
                return Ok(None);
            }
        }
        if message.peer != Peer::User(by.user) {
            self.accounts.code_leaked(by.user, &message.content.text).await?;
        }
        if let Peer::User(to) = message.peer {
            self.open_by_default(by, to).await?;
        }
        let _held = self.files.hold(message.content.file());
        if let Some(file) = message.content.file() {
            // Who got keys when it was scheduled has lost them, if it was long ago.
            self.files.shared(file, by.user.into(), &[message.peer.into()]).await?;
        }
        let now = self.world.clock.now().seconds();
        let firing = NewMessage { needs: needs(&message.content), ..NewMessage::firing(by, message, now) };
        let sent = match self.boxes.send(vec![firing]).await {
            Ok(sent) => sent.into_iter().next(),
            // Deleted, changed or sent meanwhile: whoever did that has told.
            Err(boxes::BoxError::NoSuchMessage { .. }) => None,
            // He left, or may no longer write, in this moment: as above.
            Err(
                boxes::BoxError::NotInGroup | boxes::BoxError::MayNot | boxes::BoxError::GroupDeactivated,
            ) => {
                self.delete_scheduled(By::user(by.user), message.peer, &[message.id]).await?;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        let Some(sent) = sent else { return Ok(None) };
        let (peer, ids) = (message.peer, vec![message.id]);
        self.live.notice(by.user, Notice::Unscheduled { peer, ids, sent: vec![sent.id] }, by.session);
        if message.repeat_period.is_some() {
            let again = self.boxes.scheduled(by.user, peer).await?;
            for next in again.into_iter().filter(|next| next.repeat_period == message.repeat_period) {
                self.live.notice(by.user, Notice::Scheduled(Box::new(next)), None);
            }
        }
        Ok(Some(sent))
    }
}

/// Puts a row beside those of the same box.
fn later(expiring: &mut Vec<(Peer, Vec<DueAt>)>, peer: Peer, row: DueAt) {
    match expiring.iter_mut().find(|(other, _)| *other == peer) {
        Some((_, rows)) => rows.push(row),
        None => expiring.push((peer, vec![row])),
    }
}
