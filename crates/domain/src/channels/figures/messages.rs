//! What was written in a channel, counted by reading its log back: by days and kinds, hours and weekdays, and by whom.

use std::collections::{BTreeMap, BTreeSet};

use boxes::{MessageId, MessageKind, UserId};

use super::{Channels, DAY_SECONDS, HOUR_SECONDS, PERIOD_DAYS, day_of};
use crate::Fault;

/// Entries that one look reads.
const READ_MAX: usize = 50_000;
/// Posts that are looked at one by one.
const POSTS_MAX: usize = 1_000;
/// People who are named.
const NAMED_MAX: usize = 10;
/// What messages are told apart by: text, photos, videos, voice and music, stickers and animations, files, the rest.
pub const KINDS: usize = 7;

/// What was written in a channel.
#[derive(Default)]
pub struct Tally {
    /// The first day of which all is known.
    pub first_day: i32,
    /// Messages by day and kind; every day is there.
    pub days: BTreeMap<i32, [u32; KINDS]>,
    /// By the hour of the day, in the period and in the one before.
    pub hours: [[u32; 24]; 2],
    /// Messages in the period, and in the one before if that is known.
    pub messages: (u32, Option<u32>),
    /// People who wrote in the same periods.
    pub posters: (u32, Option<u32>),
    /// Who wrote most in the period.
    pub top: Vec<TopPoster>,
    /// The newest posts, the newest first, with their dates.
    pub posts: Vec<(MessageId, i32)>,
}

/// Somebody who writes much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopPoster {
    /// Who.
    pub user: UserId,
    /// Messages.
    pub messages: u32,
    /// Characters of one, on the average.
    pub avg_chars: u32,
}

impl Channels {
    /// Counts what was written from the first of these days to the second, which is the present one; as far as the bound
    /// on the work lets it. Gives how many entries that took.
    pub(super) async fn tally(
        &self,
        channel: i64,
        (first, today): (i32, i32),
    ) -> Result<(Tally, usize), Fault> {
        let mut tally = Tally::default();
        let (mut now, mut before) = (BTreeMap::<UserId, (u32, u64)>::new(), BTreeSet::<UserId>::new());
        let current = today.saturating_sub(PERIOD_DAYS - 1);
        let previous = current.saturating_sub(PERIOD_DAYS);
        let mut oldest = today;
        let boxes = self.boxes.channels();
        let walk = boxes.walk_back(channel, first.saturating_mul(DAY_SECONDS), READ_MAX, |id, record| {
            let day = day_of(record.date).min(today);
            oldest = oldest.min(day);
            let kind = record.content.kind();
            // What was brought from elsewhere was not written here.
            let brought = record.forward.as_ref().is_some_and(|forward| forward.imported == Some(true));
            if kind == MessageKind::Action || brought {
                return;
            }
            if tally.posts.len() < POSTS_MAX {
                tally.posts.push((id, record.date));
            }
            if let Some(count) = tally.days.entry(day).or_insert([0; KINDS]).get_mut(kind_of(kind)) {
                *count += 1;
            }
            let period = usize::from(day < current);
            if day >= previous {
                let hour = usize::try_from(record.date.rem_euclid(DAY_SECONDS) / HOUR_SECONDS).unwrap_or(0);
                let hours = tally.hours.get_mut(period).and_then(|hours| hours.get_mut(hour));
                if let Some(count) = hours {
                    *count += 1;
                }
            }
            // Who writes as the group, or as a channel, is not named.
            let Some(author) = record.author.filter(|_| record.send_as.is_none()) else { return };
            if day >= current {
                let (messages, chars) = now.entry(author).or_default();
                *messages += 1;
                *chars += record.content.text.chars().count() as u64;
            } else if day >= previous {
                before.insert(author);
            }
        });
        let (read, all) = walk.await.map_err(Fault::Box)?;
        // The day at which the bound was met is not whole.
        tally.first_day = if all { first } else { oldest.saturating_add(1).min(today) };
        tally.days.retain(|day, _| *day >= tally.first_day);
        (tally.first_day..=today).for_each(|day| {
            tally.days.entry(day).or_insert([0; KINDS]);
        });
        let of = |from: i32, to: i32| tally.days.range(from..to).flat_map(|(_, kinds)| kinds).sum::<u32>();
        let known = tally.first_day <= previous;
        tally.messages = (of(current, i32::MAX), known.then(|| of(previous, current)));
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        tally.posters = (number(now.len()), known.then(|| number(before.len())));
        if !known {
            tally.hours[1] = [0; 24];
        }
        let mut top: Vec<TopPoster> =
            now.into_iter().map(|(user, (messages, chars))| poster(user, messages, chars)).collect();
        top.sort_by_key(|one| (std::cmp::Reverse(one.messages), one.user));
        top.truncate(NAMED_MAX);
        tally.top = top;
        Ok((tally, read))
    }
}

fn poster(user: UserId, messages: u32, chars: u64) -> TopPoster {
    let avg_chars = u32::try_from(chars / u64::from(messages.max(1))).unwrap_or(u32::MAX);
    TopPoster { user, messages, avg_chars }
}

/// Which of [`KINDS`].
fn kind_of(kind: MessageKind) -> usize {
    match kind {
        MessageKind::Text => 0,
        MessageKind::Photo => 1,
        MessageKind::Video | MessageKind::RoundVideo => 2,
        MessageKind::Voice | MessageKind::Music => 3,
        MessageKind::Sticker | MessageKind::Gif => 4,
        MessageKind::Document => 5,
        MessageKind::Action
        | MessageKind::Contact
        | MessageKind::Geo
        | MessageKind::Poll
        | MessageKind::Dice
        | MessageKind::Todo
        | MessageKind::Other => 6,
    }
}
