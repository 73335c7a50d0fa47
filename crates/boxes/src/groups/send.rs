//! Sending to a group: the body goes to the group's log, a pointer to each member's box. What the client drew
//! stands with the author's pointer, so that a repeated send finds it there as in a private chat.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::{LogRecord, MessageRecord, Origin, Reply, flag},
};

use super::{
    cells::GroupLoaded,
    member::What,
    run::{Act, GroupDecision, all_with},
};
use crate::{
    boxes::{Boxes, MESSAGE_BYTES_MAX, is_too_large},
    cells::Loaded,
    error::BoxError,
    need::Refusal,
    send::{answers, parts},
    turns::Turn,
    types::{NewMessage, Sent},
};

impl Boxes {
    /// As `send`; all messages are for this group.
    pub(crate) async fn send_to_group(
        &self,
        group: i64,
        new: &[NewMessage],
        turn: Option<Turn>,
    ) -> Result<Vec<Sent>, BoxError> {
        let Some(by) = new.first().map(|first| first.by) else { return Ok(Vec::new()) };
        let mut sent = Vec::with_capacity(new.len());
        let mut turn = turn;
        let mut parts = parts(new).peekable();
        while let Some(part) = parts.next() {
            let turn = if parts.peek().is_none() { turn.take() } else { None };
            let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
                self.decide_send_to_group(group, states, part)
            };
            let choose = |group: &GroupLoaded| all_with(group, by);
            sent.extend(self.inner.run_group_in_turn(group, choose, decide, turn).await?);
        }
        Ok(sent)
    }

    fn decide_send_to_group(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        new: &[NewMessage],
    ) -> Result<GroupDecision<Vec<Sent>>, Refusal> {
        group.no_backlog()?;
        let author = states.first().ok_or(BoxError::Busy)?;
        let mut act = Act::default();
        let mut outcome = Vec::with_capacity(new.len());
        let mut fresh: Vec<(i64, MessageId)> = Vec::new();
        let mut id = author.projection.pts;
        for message in new {
            if let Some(scheduled) = message.fires {
                author.plan_firing(scheduled, message.date, &mut act.own)?;
            }
            let repeated = fresh.iter().find(|(drawn, _)| *drawn == message.random_id && *drawn != 0);
            if let Some((_, first)) = repeated {
                outcome.push((*first, true));
                continue;
            }
            if let Some(first) = self.sent_before(author, message.random_id)? {
                // The answer will want it.
                author.body(first)?;
                outcome.push((first, true));
                continue;
            }
            group.allows(author.user(), message.needs)?;
            id += 1;
            fresh.push((message.random_id, id));
            outcome.push((id, false));
            let body = body(group, author, message)?;
            let record = LogRecord::Message(body.clone());
            if let Some(found) = is_too_large(&record) {
                return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found }.into());
            }
            act.events.push((record, What::New(Arc::new(body))));
        }
        let session = new.first().and_then(|message| message.by.session);
        if act.events.is_empty() && act.own.is_empty() {
            let answer = answers(author, new, &outcome, None)?;
            return Ok(GroupDecision::answer(answer));
        }
        let (write, parts, _) = self.inner.carry_out_act(group, states, act, session)?;
        let author = states.first().ok_or(BoxError::Busy)?;
        let answer = answers(author, new, &outcome, parts.first())?;
        Ok(GroupDecision { answer, write, parts })
    }
}

/// The message as the group's log keeps it.
fn body(group: &GroupLoaded, author: &Loaded, message: &NewMessage) -> Result<MessageRecord, Refusal> {
    let peer = Peer::Group(group.id);
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    let flags = bit(message.silent, flag::SILENT)
        | bit(message.no_forwards || group.record.no_forwards == Some(true), flag::NO_FORWARDS)
        | bit(message.invert_media, flag::INVERT_MEDIA)
        | bit(message.fires.is_some(), flag::FROM_SCHEDULED);
    let mut mentions: Vec<UserId> = message.mentions.clone();
    let reply = match &message.reply_to {
        // A message that the dialog does not hold cannot be answered: the header goes.
        Some(to) if to.elsewhere.is_none() => match author.indexed(peer, to.id)? {
            Some(entry) => match group.body(entry.origin)? {
                Some(LogRecord::Message(answered)) => {
                    let whose = answered.author.unwrap_or(author.user());
                    // Who is answered wants to know.
                    mentions.push(whose);
                    let origin = Origin { author: whose, id: entry.origin };
                    Some(Reply { id: entry.origin, origin, quote: to.quote.clone() })
                }
                _ => None,
            },
            None => None,
        },
        _ => None,
    };
    mentions.retain(|user| *user != author.user() && group.member(*user).is_some());
    mentions.sort_unstable();
    mentions.dedup();
    Ok(MessageRecord {
        author: Some(author.user()),
        random_id: Some(message.random_id).filter(|random_id| *random_id != 0),
        reply,
        elsewhere: message.reply_to.as_ref().and_then(|to| to.elsewhere.clone()),
        forward: message.forward.clone(),
        grouped_id: message.grouped_id,
        via_bot: message.via_bot,
        effect: message.effect,
        ttl_period: group.record.ttl_period,
        mentions: Some(mentions).filter(|mentions| !mentions.is_empty()),
        ..MessageRecord::new(peer, group.date(message.date), flags, message.content.clone())
    })
}
