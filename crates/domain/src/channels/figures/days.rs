//! Who came and went, day by day. The log of deeds has all of it for two days, written with each deed; before a row goes,
//! and when somebody asks, what it says is added to the row of its day, in the commit that notes how far that got.

use std::collections::BTreeMap;

use store::{
    Direction, Rows,
    records::{
        admin_log::{ByDeed, Deed, LoggedDeed},
        channels::{Channel, OfChannel},
        figures::{ByDay, ChannelDay, ChannelFigures, DeedsOf},
    },
    tables,
};

use super::{Channels, DAY_SECONDS, day_of};
use crate::{
    Fault,
    channels::{admin_log::KEPT_SECONDS, rights::banned},
};

/// Deeds of one commit.
const PART: usize = 500;
/// A deed may be on its way to the disk for so long after it got its number.
const SETTLED_SECONDS: i32 = 600;
/// People whose deeds of a day are told apart.
const PEOPLE_OF_DAY_MAX: usize = 200;

/// A day of a channel.
#[derive(Clone, PartialEq, Eq)]
pub struct Day {
    /// Days since 1970.
    pub day: i32,
    /// Members at its end.
    pub members: u32,
    /// Who came and went, and what was done.
    pub counts: ChannelDay,
}

impl Channels {
    /// Brings deeds to the rows of their days, each once; gives how far that is.
    pub(in crate::channels) async fn count_deeds(&self, channel: i64) -> Result<ChannelFigures, Fault> {
        let _turn = self.counting.deeds.lock().await;
        let key = OfChannel(channel);
        let now = self.now();
        let mut known = match self.store.get::<tables::ChannelFigures>(&key).await? {
            Some(known) => known,
            None => {
                // A channel from before this was counted: older deeds are gone.
                let date = self.record(channel).await?.map_or(now, |record| record.date);
                let known = ChannelFigures { since: now.saturating_sub(KEPT_SECONDS).max(date), counted: 0 };
                let mut batch = self.store.batch();
                batch.put::<tables::ChannelFigures>(&key, &known);
                self.store.commit(batch).await?;
                known
            }
        };
        let up_to = ByDeed::first_at(now.saturating_sub(SETTLED_SECONDS));
        while known.counted < up_to {
            let from = ByDeed { channel, id: known.counted };
            let rows = Rows::<tables::AdminLog>::between(&from, &ByDeed { channel, id: up_to });
            let part = self.store.scan(rows, PART, Direction::Forward).await?;
            let Some((last, _)) = part.last() else { break };
            known.counted = last.id.saturating_add(1);
            let ended = part.len() < PART;
            let mut batch = self.store.batch();
            for (day, counted) in by_day(part.iter().map(|(_, deed)| deed)) {
                let key = ByDay { channel, day };
                let mut row = self.store.get::<tables::ChannelDays>(&key).await?.unwrap_or_default();
                add(&mut row, counted);
                batch.put::<tables::ChannelDays>(&key, &row);
            }
            batch.put::<tables::ChannelFigures>(&key, &known);
            self.store.commit(batch).await?;
            if ended {
                break;
            }
        }
        Ok(known)
    }

    /// The days from `first` to `today` that are known whole, with `members` at present.
    pub(super) async fn days(
        &self,
        channel: i64,
        (known, record): (&ChannelFigures, &Channel),
        (first, today): (i32, i32),
        members: u32,
    ) -> Result<Vec<Day>, Fault> {
        // A channel's first day is whole; the day from which on others are counted is not.
        let whole = known.since <= record.date || known.since % DAY_SECONDS == 0;
        let first = first.max(day_of(known.since).saturating_add(i32::from(!whole)));
        let from = ByDay { channel, day: first };
        let rows = Rows::<tables::ChannelDays>::since(&from);
        let rows = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        let mut counts: BTreeMap<i32, ChannelDay> =
            rows.into_iter().map(|(key, row)| (key.day, row)).collect();
        // And those of the last minutes.
        let mut from = ByDeed { channel, id: known.counted };
        loop {
            let rows = Rows::<tables::AdminLog>::since(&from);
            let part = self.store.scan(rows, PART, Direction::Forward).await?;
            for (day, counted) in by_day(part.iter().map(|(_, deed)| deed)) {
                add(counts.entry(day).or_default(), counted);
            }
            match part.last().filter(|_| part.len() == PART) {
                Some((last, _)) => from.id = last.id.saturating_add(1),
                None => break,
            }
        }
        let mut members = members;
        let mut days: Vec<Day> = Vec::new();
        for day in (first..=today).rev() {
            let counts = counts.remove(&day).unwrap_or_default();
            let before = members.saturating_add(went(&counts)).saturating_sub(came(&counts));
            days.push(Day { day, members, counts });
            members = before;
        }
        days.reverse();
        Ok(days)
    }
}

/// How many came.
pub(crate) fn came(day: &ChannelDay) -> u32 {
    day.joined.saturating_add(day.by_link).saturating_add(day.by_request).saturating_add(day.invited)
}

/// How many went.
pub(crate) fn went(day: &ChannelDay) -> u32 {
    day.left.saturating_add(day.removed)
}

impl Day {
    /// How many came.
    pub fn came(&self) -> u32 {
        came(&self.counts)
    }

    /// How many went.
    pub fn went(&self) -> u32 {
        went(&self.counts)
    }
}

/// What deeds come to, by days.
fn by_day<'a>(deeds: impl Iterator<Item = &'a LoggedDeed>) -> BTreeMap<i32, ChannelDay> {
    let mut days: BTreeMap<i32, ChannelDay> = BTreeMap::new();
    for deed in deeds {
        count(days.entry(day_of(deed.date)).or_default(), deed);
    }
    days
}

/// Counts one deed.
fn count(day: &mut ChannelDay, logged: &LoggedDeed) {
    let one = |counter: &mut u32| *counter = counter.saturating_add(1);
    match &logged.deed {
        Deed::Join => one(&mut day.joined),
        Deed::JoinByLink(_) => one(&mut day.by_link),
        Deed::JoinByRequest { .. } => one(&mut day.by_request),
        Deed::Invite { .. } => {
            one(&mut day.invited);
            one(&mut of(day, logged).invited);
        }
        Deed::Leave => one(&mut day.left),
        Deed::Banned { before, after, .. } => {
            if before.member && !after.member {
                one(&mut day.removed);
            }
            let (old, new) = (before.banned.unwrap_or(0), after.banned.unwrap_or(0));
            let more = new & !old;
            if more & banned::VIEW_MESSAGES != 0 {
                one(&mut of(day, logged).kicked);
            } else if more != 0 {
                one(&mut of(day, logged).restricted);
            }
        }
        Deed::Deleted(message) if message.record.author != Some(logged.user) => {
            one(&mut of(day, logged).deleted);
        }
        _ => {}
    }
}

/// The counters of whoever did it.
fn of<'a>(day: &'a mut ChannelDay, logged: &LoggedDeed) -> &'a mut DeedsOf {
    let user = logged.user;
    let at = day.deeds.iter().position(|deeds| deeds.user == user).unwrap_or_else(|| {
        day.deeds.push(DeedsOf { user, deleted: 0, kicked: 0, restricted: 0, invited: 0 });
        day.deeds.len() - 1
    });
    &mut day.deeds[at]
}

/// Adds what more was counted of a day.
fn add(day: &mut ChannelDay, more: ChannelDay) {
    let ChannelDay { joined, by_link, by_request, invited, left, removed, deeds } = more;
    let plus = |counter: &mut u32, more: u32| *counter = counter.saturating_add(more);
    plus(&mut day.joined, joined);
    plus(&mut day.by_link, by_link);
    plus(&mut day.by_request, by_request);
    plus(&mut day.invited, invited);
    plus(&mut day.left, left);
    plus(&mut day.removed, removed);
    for one in deeds {
        match day.deeds.iter_mut().find(|known| known.user == one.user) {
            Some(known) => {
                plus(&mut known.deleted, one.deleted);
                plus(&mut known.kicked, one.kicked);
                plus(&mut known.restricted, one.restricted);
                plus(&mut known.invited, one.invited);
            }
            None => day.deeds.push(one),
        }
    }
    let all = |one: &DeedsOf| {
        one.deleted.saturating_add(one.kicked).saturating_add(one.restricted).saturating_add(one.invited)
    };
    day.deeds.sort_by_key(|one| (std::cmp::Reverse(all(one)), one.user));
    day.deeds.truncate(PEOPLE_OF_DAY_MAX);
}

#[cfg(test)]
mod tests {
    use super::*;
    use boxes::{Content, Peer, UserId};
    use store::records::{admin_log::LoggedMessage, channels::Participant, log::MessageRecord};

    fn done(user: i64, date: i32, deed: Deed) -> LoggedDeed {
        LoggedDeed { date, user: UserId(user), deed }
    }

    fn person(member: bool, banned: Option<u32>) -> Box<Participant> {
        Box::new(Participant { member, banned, ..Participant::default() })
    }

    #[test]
    fn deeds_are_counted_once_on_their_day() {
        let message = |author: i64| {
            let content = std::sync::Arc::new(Content::default());
            let mut record = MessageRecord::new(Peer::Channel(5), 0, 0, content);
            record.author = Some(UserId(author));
            LoggedMessage::of(1, &record, 1_000)
        };
        let ban = |before, after| Deed::Banned { user: UserId(9), before, after };
        let deeds = [
            done(1, DAY_SECONDS - 1, Deed::Join),
            done(1, DAY_SECONDS, Deed::Leave),
            done(2, DAY_SECONDS, Deed::Invite { user: UserId(3), row: person(true, None) }),
            done(2, DAY_SECONDS + 1, ban(person(true, None), person(false, Some(banned::VIEW_MESSAGES)))),
            done(2, DAY_SECONDS + 2, ban(person(true, None), person(true, Some(banned::SEND_MESSAGES)))),
            done(2, DAY_SECONDS + 3, ban(person(true, Some(banned::SEND_MESSAGES)), person(true, None))),
            done(2, DAY_SECONDS + 4, Deed::Deleted(message(3))),
            done(3, DAY_SECONDS + 4, Deed::Deleted(message(3))),
        ];
        let days = by_day(deeds.iter());
        assert!(days[&0] == ChannelDay { joined: 1, ..ChannelDay::default() });
        let of = DeedsOf { user: UserId(2), deleted: 1, kicked: 1, restricted: 1, invited: 1 };
        let second = ChannelDay { invited: 1, left: 1, removed: 1, deeds: vec![of], ..ChannelDay::default() };
        assert!(days[&1] == second);
    }

    #[test]
    fn what_is_added_in_parts_is_the_same_as_at_once() {
        let deeds: Vec<LoggedDeed> = (0..50)
            .map(|at| done(at % 7, 0, Deed::Invite { user: UserId(at), row: person(true, None) }))
            .collect();
        let mut whole = ChannelDay::default();
        add(&mut whole, by_day(deeds.iter()).remove(&0).unwrap_or_default());
        let mut parts = ChannelDay::default();
        for part in deeds.chunks(3) {
            add(&mut parts, by_day(part.iter()).remove(&0).unwrap_or_default());
        }
        assert!(whole == parts);
        assert_eq!((whole.invited, whole.deeds.len()), (50, 7));
    }

    #[test]
    fn a_day_keeps_those_who_did_most() {
        let mut day = ChannelDay::default();
        for user in 0..500 {
            let deeds = DeedsOf {
                user: UserId(user),
                deleted: 1 + u32::from(user > 400),
                kicked: 0,
                restricted: 0,
                invited: 0,
            };
            add(&mut day, ChannelDay { deeds: vec![deeds], ..ChannelDay::default() });
        }
        assert_eq!(day.deeds.len(), PEOPLE_OF_DAY_MAX);
        assert!(day.deeds.iter().take(99).all(|one| one.deleted == 2));
    }
}
