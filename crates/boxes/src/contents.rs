//! What somebody has opened, of voice and round video messages and what goes after being seen: in his own box it is
//! unread no more, and its author's is told, since both sides show it. What goes has its time from here on, in both
//! boxes, in the commit that opens it.

use store::{
    ids::{MessageId, Peer, UserId},
    records::{
        due::{DueAt, DueWhat},
        groups::MentionsRead,
        log::{LogRecord, Media, MessageRecord, Origin, Source, VIEW_ONCE, flag},
    },
};

use crate::{
    beside::Beside,
    boxes::{Boxes, Decision},
    cells::Loaded,
    change::both,
    deliver::{self, Delivery, What},
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
    queries::Affected,
    types::By,
};

impl Boxes {
    /// Marks the contents of another person's messages in a private chat as opened; those that have nothing to open, or
    /// were opened, are passed over. Takes no pts where nothing is left.
    ///
    /// Errors: `TooMany`, `Store`.
    pub async fn read_contents(&self, by: By, peer: Peer, ids: &[MessageId]) -> Result<Affected, BoxError> {
        if ids.len() > OPENED_AT_ONCE_MAX {
            return Err(BoxError::TooMany { max: OPENED_AT_ONCE_MAX, found: ids.len() });
        }
        let users = both(by.user, peer);
        self.inner.run_by(by, &users, |states| self.decide_read_contents(states, by, peer, ids)).await
    }

    fn decide_read_contents(
        &self,
        states: &mut [Box<Loaded>],
        by: By,
        peer: Peer,
        ids: &[MessageId],
    ) -> Result<Decision<Affected>, Refusal> {
        let (reader, others) = states.split_first_mut().ok_or(BoxError::Busy)?;
        reader.no_backlog()?;
        let mut there = Vec::with_capacity(ids.len());
        for id in ids {
            there.extend(reader.indexed(peer, *id)?.filter(|entry| !entry.out));
        }
        let ids: Vec<MessageId> = there.iter().map(|entry| entry.id).collect();
        let date = reader.date(self.inner.world.clock.now().seconds());
        let mut plan = Plan::default();
        let opened = open(reader, &ids, date, &mut plan)?;
        if opened.is_empty() {
            let pts = reader.projection.pts;
            let nothing = Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() };
            return Ok(Decision::answer(nothing));
        }
        let Peer::User(author) = peer else { return Err(BoxError::Busy.into()) };
        let origins = there.iter().filter(|entry| opened.contains(&entry.id));
        let origins = origins.map(|entry| Origin { author, id: entry.origin }).collect();
        plan.appends.push(LogRecord::MentionsRead(MentionsRead { date, peer, ids: opened, source: None }));
        plan.check(reader)?;
        let delivery = Delivery { pts: reader.projection.pts + 1, date, what: What::Opened(origins) };
        let (groups, entries) = self.carry_out_both(reader, others, plan, Some(delivery), by)?;
        let answer = Affected { pts: reader.projection.pts, pts_count: 1, offset: 0, entries };
        Ok(Decision { answer, groups })
    }
}

/// The author learns that the other side has opened his messages.
pub(crate) fn delivered(
    on: &Loaded,
    sender: UserId,
    delivery: &Delivery,
    origins: &[Origin],
    plan: &mut Plan,
) -> Result<(), Need> {
    let mut ids = Vec::with_capacity(origins.len());
    for origin in origins.iter().filter(|origin| origin.author == on.user()) {
        ids.extend(deliver::held(on, sender, *origin)?.map(|entry| entry.id));
    }
    // From the moment at which it was opened, also where this box hears of it late.
    let opened = open(on, &ids, delivery.date, plan)?;
    if !opened.is_empty() {
        plan.appends.push(LogRecord::MentionsRead(MentionsRead {
            date: on.date(delivery.date),
            peer: Peer::User(sender),
            ids: opened,
            source: Some(Source { user: sender, pts: delivery.pts }),
        }));
    }
    Ok(())
}

/// Opens those of these messages that are not, at `date`, and gives them. A mention is seen on its own.
fn open(on: &Loaded, ids: &[MessageId], date: i32, plan: &mut Plan) -> Result<Vec<MessageId>, Need> {
    let unknown: Vec<_> = ids.iter().filter(|id| !on.bodies.contains_key(id)).copied().collect();
    if !unknown.is_empty() {
        return Err(Need::Bodies(on.user(), unknown));
    }
    let mut opened = Vec::new();
    for id in ids {
        let Some(LogRecord::Message(old)) = on.body(*id)? else { continue };
        if old.flags & flag::MEDIA_UNREAD != 0 && old.flags & flag::MENTIONED == 0 && !opened.contains(id) {
            let record = MessageRecord { flags: old.flags & !flag::MEDIA_UNREAD, ..old.clone() };
            plan.rewrites.push((*id, LogRecord::Message(record)));
            opened.push(*id);
            if let Some(stays) = old.content.media.as_ref().and_then(stays) {
                let at = date.saturating_add(stays);
                plan.beside.push(Beside::Due(DueAt { at, user: on.user(), what: DueWhat::Seen(*id) }));
            }
        }
    }
    Ok(opened)
}

/// Seconds for which something stays after it was opened: long enough to be played once; none for what does not go.
fn stays(media: &Media) -> Option<i32> {
    let plays = match media {
        Media::Document { plays, .. } => plays.unwrap_or(0).max(0),
        _ => 0,
    };
    match media.ttl_seconds()? {
        VIEW_ONCE => Some(plays.saturating_add(ONCE_SECONDS)),
        seconds => Some(seconds.max(plays.saturating_add(1))),
    }
}

/// What is seen once is loaded within so many seconds, beside those that it plays: clients say that they show it before
/// they have all of it.
const ONCE_SECONDS: i32 = 30;

/// Messages of one call.
const OPENED_AT_ONCE_MAX: usize = 300;
