//! Choosing, closing, and who chose what.

use std::sync::Arc;

use boxes::{By, UserId};
use store::{
    Direction, Rows,
    key::Numbered,
    records::polls::{Answer, BySeat, ByVoter, Poll, Seat, UnreadPoll, Vote, flag},
    tables,
};

use super::{PollError, PollView, Polls};

/// So many of the last voters are named with a poll.
const RECENT_MAX: usize = 3;
/// Votes that are looked at for one page of voters.
const LOOKED_AT_MAX: usize = 1_000;

/// Who chose what.
#[derive(Clone)]
pub struct Choice {
    /// Who.
    pub user: UserId,
    /// The places of the answers.
    pub vote: Vote,
}

impl Polls {
    /// Makes the answers with these names what the person chose; none takes the vote back. `seat` is the message in
    /// which it was asked, as its creator sees it, where that is known.
    ///
    /// # Errors
    /// [`PollError`].
    pub(crate) async fn vote(
        &self,
        by: By,
        id: i64,
        options: &[Vec<u8>],
        seat: Option<Seat>,
    ) -> Result<PollView, PollError> {
        let view = self.choose(by, id, options, seat).await?;
        self.tell(by, id).await?;
        Ok(view)
    }

    /// Lets nobody vote any more. Only who asked may, and who may change others' messages where it stands (`others`).
    ///
    /// # Errors
    /// [`PollError::NoSuchPoll`], [`PollError::NotTheCreator`], [`PollError::Closed`] and faults.
    pub async fn close(&self, by: By, id: i64, others: bool) -> Result<PollView, PollError> {
        let key = Numbered(id);
        let lock = self.rows.lock(&key).await;
        let poll = self.rows.get_locked(&key).await?.ok_or(PollError::NoSuchPoll)?;
        if poll.creator != by.user && !others {
            return Err(PollError::NotTheCreator);
        }
        if poll.closed {
            return Err(PollError::Closed);
        }
        self.rows.write_locked(&key, Some(Poll { closed: true, ..(*poll).clone() })).await?;
        drop(lock);
        self.tell(by, id).await?;
        self.view(by.user, id).await?.ok_or(PollError::NoSuchPoll)
    }

    /// Who chose what, or this answer, from behind `after` on: at most `limit`, and whether there are more.
    ///
    /// # Errors
    /// [`PollError::Anonymous`], [`PollError::VoteRequired`], [`PollError::OptionUnknown`] and faults.
    pub async fn voters(
        &self,
        view: &PollView,
        option: Option<&[u8]>,
        after: UserId,
        limit: usize,
    ) -> Result<(Vec<Choice>, bool), PollError> {
        if !view.has(flag::PUBLIC_VOTERS) {
            return Err(PollError::Anonymous);
        }
        if !view.shows_results() {
            return Err(PollError::VoteRequired);
        }
        let answer = option.map(|option| place(&view.poll, option).ok_or(PollError::OptionUnknown));
        let answer = answer.transpose()?;
        let from = ByVoter { poll: view.id, user: UserId(after.0.saturating_add(1)) };
        let to = ByVoter { poll: view.id, user: UserId(i64::MAX) };
        let rows = Rows::<tables::PollVotes>::between(&from, &to);
        let found = self.store.scan(rows, LOOKED_AT_MAX, Direction::Forward).await?;
        let fits = |vote: &Vote| match answer {
            Some(answer) => vote.answers.contains(&answer),
            None => standing(&view.poll, vote),
        };
        let mut fitting = found.into_iter().filter(|(_, vote)| fits(vote));
        let choices: Vec<_> =
            fitting.by_ref().take(limit).map(|(key, vote)| Choice { user: key.user, vote }).collect();
        Ok((choices, fitting.next().is_some()))
    }

    async fn choose(
        &self,
        by: By,
        id: i64,
        options: &[Vec<u8>],
        seat: Option<Seat>,
    ) -> Result<PollView, PollError> {
        let (key, voter) = (Numbered(id), ByVoter { poll: id, user: by.user });
        // Always in this order.
        let _poll_lock = self.rows.lock(&key).await;
        let _vote_lock = self.votes.lock(&voter).await;
        let poll = self.rows.get_locked(&key).await?.ok_or(PollError::NoSuchPoll)?;
        let before = self.votes.get_locked(&voter).await?;
        let seen = self.seen(by.user, id, poll.clone(), before.clone());
        let chosen = chosen(&seen, options)?;
        let vote =
            (!chosen.is_empty()).then(|| Vote { answers: chosen, date: self.world.clock.now().seconds() });
        let before = before.as_deref().filter(|vote| standing(&poll, vote));
        let mut after = counted(&poll, by.user, before, vote.as_ref());
        let mut batch = self.store.batch();
        after.seat = poll.seat.or(seat);
        if let Some(seat) = after.seat.filter(|_| vote.is_some() && by.user != poll.creator) {
            after.unread = Some(true);
            let key = BySeat { user: poll.creator, peer: seat.peer, id: seat.id };
            batch.put::<tables::UnreadPolls>(&key, &UnreadPoll { poll: id });
        }
        batch.put::<tables::Polls>(&key, &after);
        match &vote {
            Some(vote) => batch.put::<tables::PollVotes>(&voter, vote),
            None => batch.delete::<tables::PollVotes>(&voter),
        }
        if let Err(error) = self.store.commit(batch).await {
            self.rows.forget(&key);
            self.votes.forget(&voter);
            return Err(error.into());
        }
        let (after, vote) = (Arc::new(after), vote.map(Arc::new));
        self.rows.keep(&key, Some(after.clone()));
        self.votes.keep(&voter, vote.clone());
        Ok(self.seen(by.user, id, after, vote))
    }
}

/// The places of the answers with these names, if they may be chosen now.
fn chosen(view: &PollView, options: &[Vec<u8>]) -> Result<Vec<u32>, PollError> {
    if view.closed {
        return Err(PollError::Closed);
    }
    if options.len() > view.poll.answers.len() {
        return Err(PollError::TooManyChosen { given: options.len() });
    }
    let mut places = Vec::with_capacity(options.len());
    for option in options {
        let place = place(&view.poll, option).ok_or(PollError::OptionUnknown)?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.len() > 1 && !view.has(flag::MULTIPLE_CHOICE) {
        return Err(PollError::TooManyChosen { given: places.len() });
    }
    if view.vote.is_some() && (view.has(flag::QUIZ) || view.has(flag::REVOTING_DISABLED)) {
        return Err(PollError::NoRevote);
    }
    places.sort_unstable();
    Ok(places)
}

pub(super) fn place(poll: &Poll, option: &[u8]) -> Option<u32> {
    let at = poll.answers.iter().position(|answer| answer.option == option && answer.is_there())?;
    u32::try_from(at).ok()
}

/// Whether something is left of a vote: answers may have been taken away since.
pub(super) fn standing(poll: &Poll, vote: &Vote) -> bool {
    let is_there = |at: &u32| poll.answers.get(*at as usize).is_some_and(Answer::is_there);
    vote.answers.iter().any(is_there)
}

/// The poll with one person's vote in place of the one before.
fn counted(poll: &Poll, user: UserId, before: Option<&Vote>, after: Option<&Vote>) -> Poll {
    let mut poll = poll.clone();
    let has = |vote: Option<&Vote>, at: usize| {
        vote.is_some_and(|vote| vote.answers.iter().any(|place| *place as usize == at))
    };
    for (at, answer) in poll.answers.iter_mut().enumerate() {
        let without = answer.voters.saturating_sub(u32::from(has(before, at)));
        answer.voters = without.saturating_add(u32::from(has(after, at)));
    }
    let without = poll.voters.saturating_sub(u32::from(before.is_some()));
    poll.voters = without.saturating_add(u32::from(after.is_some()));
    poll.recent.retain(|other| *other != user);
    if after.is_some() {
        poll.recent.insert(0, user);
        poll.recent.truncate(RECENT_MAX);
    }
    poll
}
