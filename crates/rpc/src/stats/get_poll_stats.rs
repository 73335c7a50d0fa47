//! `stats.getPollStats flags:# dark:flags.0?true peer:InputPeer msg_id:int = stats.PollStats`: when people voted, for
//! whoever asked, and for admins where it stands in a channel.

use boxes::Peer;
use domain::{ChannelAction, HOUR_SECONDS, Language};
use store::records::polls::Vote;
use tl::{enums, functions, types};

use super::{
    chart::{Axis, Chart, Line, Shape},
    graphs::{self, Look},
    language,
};
use crate::{
    Call,
    errors::{Error, MESSAGE_AUTHOR_REQUIRED},
    input,
};

/// Up to so many hours have a place each; then days have.
const HOURS_MAX: i64 = 72;
const DAYS_MAX: i64 = 60;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::stats::GetPollStats,
) -> Result<enums::stats::PollStats, Error> {
    let me = call.me()?;
    let peer = input::peer(call, &request.peer).await?;
    let view = call.domain().chats.poll(call.by()?, peer, request.msg_id).await?;
    if view.poll.creator != me {
        match peer {
            Peer::Channel(id) => {
                drop(call.domain().channels.allowed(id, me, ChannelAction::SeeFigures).await?)
            }
            Peer::User(_) | Peer::Group(_) => return Err(MESSAGE_AUTHOR_REQUIRED),
        }
    }
    let look = Look { language: language(call), dark: request.dark };
    let Some(votes) = call.domain().polls.votes_over_time(&view).await? else {
        return Ok(types::stats::PollStats::new(look.nothing(graphs::TOO_MUCH)).into());
    };
    // Who may not yet know what was chosen sees when something was.
    let columns: Vec<(String, Option<u32>)> = match view.shows_results() {
        true => view.answers().map(|(place, answer)| (answer.text.text.clone(), Some(place))).collect(),
        false => vec![(all_votes(look.language), None)],
    };
    let chart = chart(&votes, &columns, view.poll.date, call.now().seconds());
    Ok(types::stats::PollStats::new(look.drawn(&chart)).into())
}

fn all_votes(language: Language) -> String {
    match language {
        Language::English => "Votes".to_owned(),
        Language::Indonesian => "Suara".to_owned(),
    }
}

/// Votes from the moment at which the poll was asked.
fn chart(votes: &[Vote], columns: &[(String, Option<u32>)], asked: i32, now: i32) -> Chart {
    let hour = |date: i32| i64::from(date.div_euclid(HOUR_SECONDS));
    let hourly = hour(now) - hour(asked) < HOURS_MAX;
    let place = |date: i32| if hourly { hour(date) } else { hour(date).div_euclid(24) };
    let last = place(now);
    // There is always one before, at which nobody could vote.
    let first = (place(asked) - 1).max(last - DAYS_MAX.max(HOURS_MAX) + 1);
    let count = |answer: Option<u32>, at: i64| {
        let fits = |vote: &&Vote| {
            place(vote.date) == at && answer.is_none_or(|answer| vote.answers.contains(&answer))
        };
        i64::try_from(votes.iter().filter(fits).count()).unwrap_or(i64::MAX)
    };
    let line = |(color, (name, answer)): (usize, &(String, Option<u32>))| Line {
        name: name.clone(),
        color,
        values: (first..=last).map(|at| count(*answer, at)).collect(),
    };
    let step = if hourly { 1 } else { 24 } * i64::from(HOUR_SECONDS) * 1_000;
    Chart {
        shape: Shape::Lines,
        axis: if hourly { Axis::Hours } else { Axis::Days },
        places: (first..=last).map(|at| at * step).collect(),
        lines: columns.iter().enumerate().map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn votes_stand_in_their_hours_and_later_in_their_days() {
        let vote = |answers: &[u32], date| Vote { answers: answers.to_vec(), date };
        let asked = 1_000 * HOUR_SECONDS;
        let votes =
            [vote(&[0], asked + 5), vote(&[0, 1], asked + HOUR_SECONDS), vote(&[1], asked + HOUR_SECONDS)];
        let columns = [("A".to_owned(), Some(0)), ("B".to_owned(), Some(1)), ("all".to_owned(), None)];
        let early = chart(&votes, &columns, asked, asked + HOUR_SECONDS + 1);
        assert_eq!(early.places, [999, 1_000, 1_001].map(|hour| hour * 3_600_000));
        let values: Vec<_> = early.lines.iter().map(|line| line.values.clone()).collect();
        assert_eq!(values, [[0, 1, 1], [0, 0, 2], [0, 1, 2]]);
        let late = chart(&votes, &columns, asked, asked + 100 * HOUR_SECONDS);
        assert_eq!(late.places[1] - late.places[0], 86_400_000);
        assert_eq!(late.lines[2].values.iter().sum::<i64>(), 3);
    }
}
