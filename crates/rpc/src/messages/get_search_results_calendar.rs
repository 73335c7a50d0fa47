//! `messages.getSearchResultsCalendar peer:InputPeer saved_peer_id:flags.2?InputPeer filter:MessagesFilter offset_id:int
//! offset_date:int = messages.SearchResultsCalendar`: the newest messages of a kind by their days (UTC), one of each
//! day with it. The last day may go on in the next answer.

use boxes::{Message, Places};
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, FILTER_NOT_SUPPORTED},
    messages::places::{self, Asked, number, places},
};

/// Messages that one answer tells of.
const MESSAGES_MAX: usize = 1_000;
/// And days.
const DAYS_MAX: usize = 100;
const DAY_SECONDS: i32 = 86_400;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSearchResultsCalendar,
) -> Result<enums::messages::SearchResultsCalendar, Error> {
    if request.filter == enums::MessagesFilter::InputMessagesFilterEmpty {
        return Err(FILTER_NOT_SUPPORTED);
    }
    let offset_id = match (request.offset_id, request.offset_date) {
        (0, date) if date > 0 => places::before(call, &request.peer, date).await?,
        (id, _) => id,
    };
    let asked = Asked {
        peer: &request.peer,
        saved_peer: request.saved_peer_id.as_ref(),
        filter: &request.filter,
        offset_id,
    };
    let newest =
        |count: usize, newer: usize| (newer..count.min(newer.saturating_add(MESSAGES_MAX))).collect();
    let Places { count, newer, found } = places(call, asked, newest).await?;
    let days = days(found.into_iter().map(|(_, message)| message));
    let periods = days.iter().map(|day| {
        let (newest, oldest) = (&day.newest, day.oldest);
        types::SearchResultsCalendarPeriod::new(newest.date, oldest, newest.id, number(day.count)).into()
    });
    let periods: Vec<enums::SearchResultsCalendarPeriod> = periods.collect();
    let (min_date, min_msg_id) = days.last().map_or((0, 0), |day| (day.oldest_date, day.oldest));
    let newest = days.into_iter().map(|day| day.newest).collect();
    let (messages, chats, users) = places::shown(call, newest).await?;
    let answer = types::messages::SearchResultsCalendar {
        offset_id_offset: (newer > 0).then(|| number(newer)),
        ..types::messages::SearchResultsCalendar::new(
            number(count),
            min_date,
            min_msg_id,
            periods,
            messages,
            chats,
            users,
        )
    };
    Ok(answer.into())
}

/// The messages of one day.
struct Day {
    newest: Message,
    oldest: i32,
    oldest_date: i32,
    count: usize,
}

/// Messages, newest first, by their days.
fn days(messages: impl Iterator<Item = Message>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for message in messages {
        let (id, date) = (message.id, message.date);
        let full = days.len() == DAYS_MAX;
        match days.last_mut() {
            Some(day) if day.newest.date.div_euclid(DAY_SECONDS) == date.div_euclid(DAY_SECONDS) => {
                (day.oldest, day.oldest_date) = (id, date);
                day.count += 1;
            }
            _ if full => break,
            _ => days.push(Day { newest: message, oldest: id, oldest_date: date, count: 1 }),
        }
    }
    days
}
