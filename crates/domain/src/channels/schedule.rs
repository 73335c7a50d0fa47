//! Messages that are to be posted later. They wait in their author's box as all that he has scheduled. One is posted
//! under a number that follows from it, and taken away afterwards: if the server breaks off in between, it is posted
//! again under the same number, which does nothing.

use std::sync::Arc;

use boxes::{By, ChannelEntry, Message, MessageId, NewMessage, NewSchedule, Peer, UserId};
use store::ids::Owner;

use super::{ChannelError, Channels};
use crate::{ChatError, Draft, Notice};

impl Channels {
    /// Schedules messages to a channel, each with whom it mentions.
    ///
    /// # Errors
    /// As [`Channels::post`], `ChatError::SentAlready`, and where too much is scheduled.
    pub async fn schedule(
        &self,
        by: By,
        channel: i64,
        drafts: Vec<(Draft, Vec<UserId>)>,
        schedule: NewSchedule,
    ) -> Result<Vec<Message>, ChannelError> {
        let seen = self.seen(channel, by.user).await?;
        let _held = self.files.hold(drafts.iter().filter_map(|(draft, _)| draft.content.file()));
        let mut messages = Vec::with_capacity(drafts.len());
        for (draft, mentions) in drafts {
            self.may_post(&seen, &draft.content).await?;
            self.accounts.code_leaked(by.user, &draft.content.text).await.map_err(ChatError::Fault)?;
            messages.push(NewMessage {
                reply_to: draft.reply_to,
                forward: draft.forward,
                silent: draft.silent,
                no_forwards: draft.no_forwards,
                invert_media: draft.invert_media,
                grouped_id: draft.grouped_id,
                thread: draft.thread,
                mentions,
                ..NewMessage::new(by, Peer::Channel(channel), draft.random_id, self.now(), draft.content)
            });
        }
        let scheduled = self.boxes.schedule(messages, schedule).await.map_err(ChatError::from)?;
        for message in &scheduled {
            self.live.notice(by.user, Notice::Scheduled(Box::new(message.clone())), by.session);
        }
        Ok(scheduled)
    }

    /// Posts a scheduled message now. Where that is no longer allowed, it goes unsent: none.
    ///
    /// # Errors
    /// Faults, and [`ChannelError::SlowMode`], after which it is tried again.
    pub async fn send_scheduled(
        self: &Arc<Self>,
        by: By,
        channel: i64,
        id: MessageId,
    ) -> Result<Option<Arc<ChannelEntry>>, ChannelError> {
        let peer = Peer::Channel(channel);
        let waiting = self.boxes.scheduled_record(by.user, id).await?;
        let Some(waiting) = waiting.filter(|waiting| waiting.message.peer == peer) else {
            // Deleted or sent meanwhile: whoever did that has told.
            return Ok(None);
        };
        let message = &waiting.message;
        let content = (*message.content).clone();
        let _held = self.files.hold(content.file());
        if let Some(file) = content.file() {
            let shared = self.files.shared(file, by.user.into(), &[Owner::Channel(channel)]).await;
            shared.map_err(ChatError::from)?;
        }
        let drawn = message.random_id.unwrap_or_else(|| self.number_of(by.user, id, message.date));
        let draft = Draft {
            reply_to: boxes::reply_of(message),
            forward: message.forward.clone(),
            silent: message.flags & store::records::log::flag::SILENT != 0,
            no_forwards: message.flags & store::records::log::flag::NO_FORWARDS != 0,
            invert_media: message.flags & store::records::log::flag::INVERT_MEDIA != 0,
            grouped_id: message.grouped_id,
            thread: message.thread,
            fires: Some(id),
            ..Draft::new(drawn, content)
        };
        let mentions = message.mentions.clone().unwrap_or_default();
        let posted = match self.post(By::user(by.user), channel, vec![(draft, mentions)]).await {
            Ok(posted) => posted.into_iter().next(),
            Err(error @ (ChannelError::Fault(_) | ChannelError::SlowMode { .. })) => return Err(error),
            Err(ChannelError::Chat(ChatError::Fault(fault))) => return Err(fault.into()),
            Err(_) => None,
        };
        let Some(posted) = posted else {
            let ids = self.boxes.delete_scheduled(by.user, peer, &[id]).await?;
            let notice = Notice::Unscheduled { peer, ids, sent: Vec::new() };
            self.live.notice(by.user, notice, None);
            return Ok(None);
        };
        self.boxes.scheduled_sent(by.user, peer, id).await?;
        let (ids, sent) = (vec![id], vec![posted.entry.pts]);
        self.live.notice(by.user, Notice::Unscheduled { peer, ids, sent }, by.session);
        if waiting.repeat_period.is_some() {
            let again = self.boxes.scheduled(by.user, peer).await?;
            for next in again.into_iter().filter(|next| next.repeat_period == waiting.repeat_period) {
                self.live.notice(by.user, Notice::Scheduled(Box::new(next)), None);
            }
        }
        Ok(Some(posted.entry))
    }

    /// The number under which a scheduled message is posted for which its client drew none.
    fn number_of(&self, user: UserId, id: MessageId, date: i32) -> i64 {
        let named = format!("{}/{id}/{date}", user.0);
        let [a, b, c, d, e, f, g, h, ..] = self.store.keyed_hash("a scheduled message", named.as_bytes());
        i64::from_be_bytes([a, b, c, d, e, f, g, h]).max(1)
    }
}
