//! Sending: one record in the author's box and, where the other side is a person, one in his, in one batch.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, UserId},
    records::log::{Content, LogRecord, Media, MessageKind, MessageRecord, Origin, Reply, flag},
};

use crate::{
    beside::Beside,
    boxes::{Boxes, Decision, GroupPlan, MESSAGE_BYTES_MAX, is_too_large},
    cells::Loaded,
    defect::Defect,
    deliver::{self, Delivery, What},
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
    projection::Known,
    turns::Turn,
    types::{Entry, Event, NewMessage, Sent},
    view,
};

impl Boxes {
    /// Sends messages of one author to one peer, in order. A `random_id` that was used in the last 7 days gives
    /// the first one's result again. The answer comes when the author's copies are on disk; a recipient's
    /// refusal (the gate's) does not show.
    ///
    /// Errors: `Mixed`, `TooMany`, `TooLarge`, `NoSuchPeer`, `Store`.
    pub async fn send(&self, new: Vec<NewMessage>) -> Result<Vec<Sent>, BoxError> {
        let Some(by) = new.first().map(|first| first.by) else { return Ok(Vec::new()) };
        let turn = self.turn(by).await;
        self.send_in_turn(new, Some(turn)).await
    }

    /// As [`Boxes::send`], in a turn of the author's that was waited for before; `None` waits for nobody.
    pub async fn send_in_turn(
        &self,
        new: Vec<NewMessage>,
        turn: Option<Turn>,
    ) -> Result<Vec<Sent>, BoxError> {
        let Some(first) = new.first() else { return Ok(Vec::new()) };
        let (by, peer) = (first.by, first.peer);
        if new.iter().any(|message| message.by != by || message.peer != peer) {
            return Err(BoxError::Mixed);
        }
        if new.len() > SENT_AT_ONCE_MAX {
            return Err(BoxError::TooMany { max: SENT_AT_ONCE_MAX, found: new.len() });
        }
        if let Peer::Group(group) = peer {
            return Box::pin(self.send_to_group(group, &new, turn)).await;
        }
        let Peer::User(recipient) = peer else { return Err(BoxError::NoSuchPeer) };
        if recipient == UserId::SERVICE {
            return Err(BoxError::NoSuchPeer);
        }
        let users = if recipient == by.user { vec![by.user] } else { vec![by.user, recipient] };
        if recipient != by.user && !self.inner.gate.recall(recipient, by.user).await {
            return Err(BoxError::Busy);
        }
        if self.inner.defect == Some(Defect::FiringNotBound) {
            let fired: Vec<MessageId> = new.iter().filter_map(|message| message.fires).collect();
            Box::pin(self.delete_scheduled(by.user, peer, &fired)).await?;
        }
        let mut sent = Vec::with_capacity(new.len());
        let mut turn = turn;
        let mut parts = parts(&new).peekable();
        while let Some(part) = parts.next() {
            let turn = if parts.peek().is_none() { turn.take() } else { None };
            let decide = |states: &mut [Box<Loaded>]| self.decide_send(states, part);
            sent.extend(self.inner.run_in_turn(&users, decide, turn).await?);
        }
        Ok(sent)
    }

    /// Whether `user` has sent something under this `random_id` in the last 7 days: `send` will then give that
    /// first result, whatever has become of what it spoke of.
    pub async fn was_sent(&self, user: UserId, random_id: i64) -> Result<bool, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let author = states.first().ok_or(BoxError::Busy)?;
            Ok(Decision::answer(self.sent_before(author, random_id)?.is_some()))
        };
        self.inner.run(&[user], decide).await
    }

    /// A message from the service account, in the recipient's box alone.
    pub async fn service_message(&self, to: UserId, content: Content) -> Result<Arc<Entry>, BoxError> {
        let content = Arc::new(content);
        let decide = |states: &mut [Box<Loaded>]| {
            let Some(state) = states.first_mut() else { return Err(BoxError::Busy.into()) };
            let date = state.date(self.inner.world.clock.now().seconds());
            let record = MessageRecord::new(Peer::User(UserId::SERVICE), date, 0, content.clone());
            let plan = Plan { appends: vec![LogRecord::Message(record)], ..Plan::default() };
            plan.check(state)?;
            let done = state.carry_out(plan);
            let entry = done.entries.first().cloned().ok_or(BoxError::Busy)?;
            Ok(Decision { answer: entry, groups: vec![GroupPlan::new(0, done)] })
        };
        self.inner.run(&[to], decide).await
    }

    fn decide_send(
        &self,
        states: &mut [Box<Loaded>],
        new: &[NewMessage],
    ) -> Result<Decision<Vec<Sent>>, Refusal> {
        let (author, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        author.no_backlog()?;
        let Some(peer) = new.first().map(|message| message.peer) else {
            return Ok(Decision::answer(Vec::new()));
        };
        let mut plan = Plan { appends: Vec::with_capacity(new.len()), ..Plan::default() };
        let mut outcome = Vec::with_capacity(new.len());
        let mut fresh: Vec<(i64, MessageId)> = Vec::new();
        let mut id = author.projection.pts;
        for message in new {
            let unbound = message.fires.is_some() && self.inner.defect == Some(Defect::FiringNotBound);
            if let Some(scheduled) = message.fires.filter(|_| !unbound) {
                author.plan_firing(scheduled, message.date, &mut plan)?;
            }
            let repeated = fresh.iter().find(|(drawn, _)| *drawn == message.random_id && *drawn != 0);
            if let Some((_, first)) = repeated {
                outcome.push((*first, true));
                continue;
            }
            if let Some(first) = self.sent_before(author, message.random_id)? {
                // The answer will want it, and nothing may be missing once the box has changed.
                author.body(first)?;
                outcome.push((first, true));
                continue;
            }
            id += 1;
            fresh.push((message.random_id, id));
            outcome.push((id, false));
            let record = LogRecord::Message(outgoing(author, peer, message)?);
            if let Some(found) = is_too_large(&record) {
                return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found }.into());
            }
            plan.appends.push(record);
            let rules = author.ruled_by(peer, &message.content, true);
            plan.beside.extend(rules.map(|rules| Beside::Rules(peer, rules)));
        }
        plan.check(author)?;
        let delivered = match others.first() {
            Some(recipient) => Some(self.plan_delivery(author, recipient, &plan)?),
            None => None,
        };
        let first_id = author.projection.pts + 1;
        let session = new.first().and_then(|message| message.by.session);
        let mut groups = Vec::with_capacity(1 + usize::from(delivered.is_some()));
        if !plan.is_empty() {
            let done = author.carry_out(plan);
            let mut group = GroupPlan { except: session, ..GroupPlan::new(0, done) };
            group.undelivered_from = delivered.as_ref().map(|_| first_id);
            groups.push(group);
        }
        let answer = answers(author, new, &outcome, groups.first())?;
        if let (Some(plan), Some(recipient), false) = (delivered, others.first_mut(), groups.is_empty()) {
            let checkpoint = plan.keep_applied;
            let written = !plan.is_empty();
            let done = recipient.carry_out(plan);
            if written {
                let delivers = Some((author.user(), first_id));
                groups.push(GroupPlan { delivers, checkpoint, ..GroupPlan::new(1, done) });
            }
        }
        Ok(Decision { answer, groups })
    }

    /// What the author's new entries do to the recipient's box.
    fn plan_delivery(&self, author: &Loaded, recipient: &Loaded, sent: &Plan) -> Result<Plan, Refusal> {
        let mut deliveries = Vec::with_capacity(sent.appends.len());
        for (pts, record) in (author.projection.pts + 1..).zip(&sent.appends) {
            if let LogRecord::Message(message) = record {
                let what = What::New(Box::new(message.clone()));
                deliveries.push(Delivery { pts, date: message.date, what });
            }
        }
        let inner = &self.inner;
        let plan = deliver::plan(recipient, author.user(), &deliveries, &*inner.gate, inner.defect)?;
        plan.check(recipient)?;
        Ok(plan)
    }

    /// The message that a send under this `random_id` repeats.
    pub(crate) fn sent_before(&self, author: &Loaded, random_id: i64) -> Result<Option<MessageId>, Need> {
        if random_id == 0 || self.inner.defect == Some(Defect::RandomIdForgotten) {
            return Ok(None);
        }
        match author.projection.randoms.find(random_id) {
            Known::New => Ok(None),
            Known::Sent(id) => Ok(Some(id)),
            Known::Unsure => Err(Need::Random(author.user(), random_id)),
        }
    }
}

/// The message as the author's box keeps it.
pub(crate) fn outgoing(author: &Loaded, peer: Peer, message: &NewMessage) -> Result<MessageRecord, Need> {
    let bit = |set: bool, flag: u32| if set { flag } else { 0 };
    let flags = flag::OUT
        | bit(message.silent, flag::SILENT)
        | bit(message.no_forwards, flag::NO_FORWARDS)
        | bit(message.invert_media, flag::INVERT_MEDIA)
        | bit(message.fires.is_some(), flag::FROM_SCHEDULED)
        | bit(to_be_opened(author.user(), peer, &message.content), flag::MEDIA_UNREAD);
    let in_channel = matches!(peer, Peer::Channel(_));
    let reply = match &message.reply_to {
        // Scheduled: whether it is there is seen when it is posted.
        Some(to) if to.elsewhere.is_none() && in_channel => {
            let origin = Origin { author: author.user(), id: to.id };
            Some(Reply { id: to.id, origin, quote: to.quote.clone() })
        }
        // A message that the dialog does not hold cannot be answered: the header goes.
        Some(to) if to.elsewhere.is_none() => author.indexed(peer, to.id)?.map(|entry| {
            let other = match peer {
                Peer::User(other) => other,
                _ => author.user(),
            };
            let whose = if entry.out { author.user() } else { other };
            let origin = Origin { author: whose, id: entry.origin };
            Reply { id: entry.id, origin, quote: to.quote.clone() }
        }),
        _ => None,
    };
    let date = author.date(message.date);
    Ok(MessageRecord {
        random_id: Some(message.random_id).filter(|random_id| *random_id != 0),
        reply,
        elsewhere: message.reply_to.as_ref().and_then(|to| to.elsewhere.clone()),
        forward: message.forward.clone(),
        grouped_id: message.grouped_id,
        via_bot: message.via_bot,
        effect: message.effect,
        thread: message.thread,
        mentions: Some(message.mentions.clone()).filter(|mentions| in_channel && !mentions.is_empty()),
        ttl_period: author.beside.ttl_of(peer).filter(|_| message.content.action.is_none()),
        ..MessageRecord::new(peer, date, flags, message.content.clone())
    })
}

/// Whether both sides are shown until the other has listened to it or watched it.
fn to_be_opened(author: UserId, peer: Peer, content: &Content) -> bool {
    let spoken = matches!(content.kind(), MessageKind::Voice | MessageKind::RoundVideo);
    matches!(peer, Peer::User(other) if other != author)
        && (spoken || content.media.as_ref().is_some_and(Media::is_fleeting))
}

pub(crate) fn answers(
    author: &Loaded,
    new: &[NewMessage],
    outcome: &[(MessageId, bool)],
    group: Option<&GroupPlan>,
) -> Result<Vec<Sent>, Refusal> {
    let mut sent = Vec::with_capacity(outcome.len());
    for (message, (id, duplicate)) in new.iter().zip(outcome) {
        let entries = group.map(|group| group.done.entries.as_slice()).unwrap_or_default();
        let entry = match entries.iter().find(|entry| entry.pts == *id) {
            Some(entry) => entry.clone(),
            None => Arc::new(first_result(author, message, *id)?),
        };
        sent.push(Sent { id: *id, entry, duplicate: *duplicate });
    }
    Ok(sent)
}

/// What a repeated send answers: the message as it is, or as it was if it is gone.
fn first_result(author: &Loaded, message: &NewMessage, id: MessageId) -> Result<Entry, Need> {
    let (date, record) = match author.body(id)? {
        Some(LogRecord::Message(record)) => (record.date, record.clone()),
        _ => (message.date, outgoing(author, message.peer, message)?),
    };
    let event = Event::New(view::message(author.user(), id, &record));
    Ok(Entry { pts: id, pts_count: 1, date, event })
}

/// Parts that fit a commit each.
pub(crate) fn parts(new: &[NewMessage]) -> impl Iterator<Item = &[NewMessage]> {
    let mut rest = new;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let end = rest.iter().take_while(|message| {
            bytes += message.content.text.len() + message.content.entities.as_ref().map_or(0, Vec::len) + 512;
            bytes < PART_BYTES
        });
        let end = end.count().max(1).min(rest.len());
        let (part, behind) = rest.split_at(end);
        rest = behind;
        (!part.is_empty()).then_some(part)
    })
}

/// Messages in one call.
pub const SENT_AT_ONCE_MAX: usize = 100;
/// Well below the engine's 1 MiB for a group.
const PART_BYTES: usize = 400 * 1024;
