//! Posting: one record in the channel's log.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer},
    records::log::{LogRecord, MessageRecord, Origin, Reply, flag},
};

use super::{
    ChannelBoxes,
    flight::Plan,
    types::{Beside, ChannelEntry, ChannelEvent, NewPost, Post, Posted},
};
use crate::{
    boxes::{MESSAGE_BYTES_MAX, is_too_large},
    defect::Defect,
    error::BoxError,
    send::SENT_AT_ONCE_MAX,
};

impl ChannelBoxes {
    /// Posts messages of one author to one channel, in order. A `random_id` that this author used in the last 7 days
    /// gives the first one's result again. `turn` ends when it is decided; the answer comes when it is durable.
    ///
    /// Errors: `Mixed`, `TooMany`, `TooLarge`, `Full`, `Store`.
    pub async fn post<T>(&self, channel: i64, new: Vec<NewPost>, turn: T) -> Result<Vec<Posted>, BoxError> {
        self.post_and(channel, new, None, turn).await
    }

    /// The same, with rows that are written with those that are new.
    ///
    /// Errors: as there.
    pub async fn post_and<T>(
        &self,
        channel: i64,
        new: Vec<NewPost>,
        beside: Option<Beside>,
        turn: T,
    ) -> Result<Vec<Posted>, BoxError> {
        let Some(first) = new.first() else { return Ok(Vec::new()) };
        let by = first.message.by;
        if new.iter().any(|post| post.message.by != by) {
            return Err(BoxError::Mixed);
        }
        if new.len() > SENT_AT_ONCE_MAX {
            return Err(BoxError::TooMany { max: SENT_AT_ONCE_MAX, found: new.len() });
        }
        let inner = &self.inner;
        let decided = inner
            .decide(channel, |cell, slot| {
                let Some(loaded) = slot.loaded.as_ref() else { return Err(BoxError::Busy) };
                let mut plan = Plan { except: by.session, beside: beside.clone(), ..Plan::default() };
                let mut outcome: Vec<(MessageId, bool)> = Vec::with_capacity(new.len());
                let mut id = loaded.pts;
                for (at, post) in new.iter().enumerate() {
                    let random_id = post.message.random_id;
                    let here = new.iter().take(at).zip(&outcome);
                    let repeated = here
                        .filter(|(earlier, _)| random_id != 0 && earlier.message.random_id == random_id)
                        .map(|(_, (id, _))| *id)
                        .next()
                        .or_else(|| loaded.randoms.find(by.user, random_id))
                        .filter(|_| inner.defect != Some(Defect::ChannelRandomIdForgotten));
                    if let Some(first) = repeated {
                        outcome.push((first, true));
                        continue;
                    }
                    let record = LogRecord::Message(record(channel, post, loaded.date(post.message.date)));
                    if let Some(found) = is_too_large(&record) {
                        return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found });
                    }
                    id += 1;
                    outcome.push((id, false));
                    plan.appends.push(record);
                }
                if plan.appends.is_empty() {
                    return Ok((outcome, Vec::new(), None));
                }
                let (entries, flight) = inner.commit(cell, slot, plan)?;
                Ok((outcome, entries, Some(flight)))
            })
            .await;
        drop(turn);
        let (outcome, entries, flight) = decided?;
        if let Some(flight) = flight.filter(|_| inner.defect != Some(Defect::PostAnsweredBeforeCommit)) {
            flight.land().await?;
        }
        let mut posted = Vec::with_capacity(outcome.len());
        for ((id, duplicate), post) in outcome.into_iter().zip(&new) {
            let entry = match entries.iter().find(|entry| entry.pts == id) {
                Some(entry) => Arc::clone(entry),
                None => Arc::new(self.first_result(channel, id, post).await?),
            };
            posted.push(Posted { entry, duplicate });
        }
        Ok(posted)
    }

    /// Whether `user` has posted something under this `random_id` in the last 7 days.
    pub async fn was_posted(
        &self,
        channel: i64,
        user: store::ids::UserId,
        random_id: i64,
    ) -> Result<bool, BoxError> {
        self.inner.with(channel, |_, _, loaded| loaded.randoms.find(user, random_id).is_some()).await
    }

    /// What a repeated send answers: the message as it is, or as it was asked for if it is gone.
    async fn first_result(
        &self,
        channel: i64,
        id: MessageId,
        post: &NewPost,
    ) -> Result<ChannelEntry, BoxError> {
        // The first one may be on its way still: nothing is answered that is not durable.
        let cell = self.inner.cells.of(channel);
        cell.until(|slot| slot.queue.iter().all(|waiting| waiting.pts < id) || slot.durable >= id).await;
        let found = self.inner.records(channel, &[id]).await?.pop().flatten();
        let record = match found {
            Some(LogRecord::Message(record)) => record,
            Some(_) => record(channel, post, post.message.date),
            // It never came to disk.
            None => return Err(BoxError::Busy),
        };
        let date = record.date;
        let event = ChannelEvent::New(Post { id, record: Arc::new(record) });
        Ok(ChannelEntry { pts: id, pts_count: 1, date, event })
    }
}

/// The message as the channel keeps it.
pub(crate) fn record(channel: i64, post: &NewPost, date: i32) -> MessageRecord {
    let message = &post.message;
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    let flags = post.flags
        | bit(message.silent, flag::SILENT)
        | bit(message.no_forwards, flag::NO_FORWARDS)
        | bit(message.invert_media, flag::INVERT_MEDIA)
        | bit(message.fires.is_some(), flag::FROM_SCHEDULED);
    let author = message.by.user;
    let here = message.reply_to.as_ref().filter(|to| to.elsewhere.is_none());
    let reply = here.map(|to| Reply {
        id: to.id,
        // Ids of a channel mean the same to everybody.
        origin: Origin { author, id: to.id },
        quote: to.quote.clone(),
    });
    MessageRecord {
        author: Some(author),
        random_id: Some(message.random_id).filter(|random_id| *random_id != 0),
        reply,
        // Which message of whose private chat it is, is nobody's business here.
        elsewhere: message.reply_to.as_ref().and_then(|to| to.elsewhere.clone()).map(|mut elsewhere| {
            elsewhere.at = elsewhere.at.filter(|(peer, _)| matches!(peer, Peer::Channel(_)));
            elsewhere
        }),
        forward: message.forward.clone(),
        grouped_id: message.grouped_id,
        via_bot: message.via_bot,
        effect: message.effect,
        ttl_period: post.ttl_period,
        send_as: post.send_as,
        post_author: post.post_author.clone(),
        thread: post.thread,
        mentions: Some(post.mentions.clone()).filter(|mentions| !mentions.is_empty()),
        ..MessageRecord::new(Peer::Channel(channel), date, flags, Arc::clone(&message.content))
    }
}
