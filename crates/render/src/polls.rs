//! A poll as one viewer sees it: who asked and chose what is his own matter, the counts come after choosing.

use boxes::{Peer, UserId};
use domain::{
    PollView,
    polls::{Choice, Styled, flag},
};
use tl::{enums, types};

use crate::messages::{entities, peer};

/// The poll without its results.
pub(crate) fn poll(view: &PollView) -> enums::Poll {
    let record = &view.poll;
    let answers = view.answers().map(|(_, answer)| {
        types::PollAnswer {
            added_by: answer.added_by.map(|user| peer(Peer::User(user))),
            date: answer.added_at,
            ..types::PollAnswer::new(styled(&answer.text), answer.option.clone())
        }
        .into()
    });
    let changes = i64::try_from(view.changes()).unwrap_or(0);
    types::Poll {
        closed: view.closed,
        public_voters: view.has(flag::PUBLIC_VOTERS),
        multiple_choice: view.has(flag::MULTIPLE_CHOICE),
        quiz: view.has(flag::QUIZ),
        open_answers: view.has(flag::OPEN_ANSWERS),
        revoting_disabled: view.has(flag::REVOTING_DISABLED),
        shuffle_answers: view.has(flag::SHUFFLE_ANSWERS),
        hide_results_until_close: view.has(flag::HIDE_RESULTS_UNTIL_CLOSE),
        creator: record.creator == view.viewer,
        close_period: record.close_period,
        close_date: record.close_date,
        // Changes with what a client keeps of the poll itself.
        ..types::Poll::new(
            view.id,
            styled(&record.question),
            answers.collect(),
            (changes << CHANGES_SHIFT) + i64::from(record.date) * 2 + i64::from(view.closed),
        )
    }
    .into()
}

/// Who many chose what, as far as the viewer may know.
pub(crate) fn poll_results(view: &PollView) -> enums::PollResults {
    let record = &view.poll;
    let solution = record.solution.as_ref().filter(|_| view.shows_solution());
    let public = view.has(flag::PUBLIC_VOTERS) && view.shows_results();
    types::PollResults {
        has_unread_votes: view.has_unread(),
        can_view_stats: record.creator == view.viewer,
        results: voters(view),
        total_voters: Some(number(record.voters)),
        recent_voters: public.then(|| view.recent().iter().map(|user| peer(Peer::User(*user))).collect()),
        solution: solution.map(|solution| solution.text.clone()),
        solution_entities: solution
            .map(|solution| entities(solution.entities.as_deref()).unwrap_or_default()),
        ..types::PollResults::new()
    }
    .into()
}

/// The update that tells of a poll.
pub fn poll_update(view: &PollView) -> enums::Update {
    let update = types::UpdateMessagePoll::new(view.id, poll_results(view));
    let seat = view.seat();
    types::UpdateMessagePoll {
        peer: seat.map(|seat| peer(seat.peer)),
        msg_id: seat.map(|seat| seat.id),
        poll: Some(poll(view)),
        ..update
    }
    .into()
}

/// What one person chose; `option` where only that answer was asked about.
pub fn poll_vote(view: &PollView, choice: &Choice, asked: bool) -> enums::MessagePeerVote {
    let who = peer(Peer::User(choice.user));
    let date = choice.vote.date;
    let option = |place: &u32| {
        let answer = view.poll.answers.get(*place as usize).filter(|answer| answer.is_there());
        answer.map(|answer| tl::Bytes(answer.option.clone()))
    };
    let mut options: Vec<tl::Bytes> = choice.vote.answers.iter().filter_map(option).collect();
    if asked {
        return types::MessagePeerVoteInputOption::new(who, date).into();
    }
    match (options.len(), options.pop()) {
        (1, Some(only)) => types::MessagePeerVote::new(who, only.0, date).into(),
        (_, last) => {
            options.extend(last);
            types::MessagePeerVoteMultiple::new(who, options, date).into()
        }
    }
}

/// Everybody whom the rendered poll names.
pub fn people_of_poll(view: &PollView) -> Vec<UserId> {
    view.recent().iter().copied().chain(view.added()).collect()
}

/// The message in which the viewer asked, where the poll's update names it.
pub fn chat_of_poll(view: &PollView) -> Option<Peer> {
    view.seat().map(|seat| seat.peer)
}

fn voters(view: &PollView) -> Option<Vec<enums::PollAnswerVoters>> {
    let shows = view.shows_results();
    // Who has chosen sees that, also where the counts wait for the end.
    if !shows && view.vote.is_none() {
        return None;
    }
    let chosen = |at: u32| view.vote.as_ref().is_some_and(|vote| vote.answers.contains(&at));
    let one = |(at, answer): (u32, &domain::polls::Answer)| {
        types::PollAnswerVoters {
            chosen: chosen(at),
            correct: view.shows_solution() && view.poll.correct.contains(&at),
            voters: shows.then(|| number(answer.voters)),
            recent_voters: shows.then(Vec::new),
            ..types::PollAnswerVoters::new(answer.option.clone())
        }
        .into()
    };
    Some(view.answers().map(one).collect())
}

/// Above what the date of a poll takes of its hash.
const CHANGES_SHIFT: u32 = 34;

/// Words with their style.
pub(crate) fn styled(words: &Styled) -> enums::TextWithEntities {
    let entities = entities(words.entities.as_deref()).unwrap_or_default();
    types::TextWithEntities::new(words.text.clone(), entities).into()
}

fn number(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
