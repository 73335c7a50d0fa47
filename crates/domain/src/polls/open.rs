//! Answers that people add to a poll that takes some, and that are taken away again. An answer keeps its place when it
//! goes, since votes name places; what was chosen alone with it counts as no vote from then on.

use boxes::By;
use store::{
    Direction, Rows,
    ids::UserId,
    key::Numbered,
    records::polls::{Answer, ByVoter, Poll, Vote, flag},
    tables,
};

use super::{
    ANSWERS_MAX, NewAnswer, PollError, PollView, Polls,
    ask::one_more,
    choose::{place, standing},
};

/// Places of answers that a poll ever has, those taken away among them.
const PLACES_MAX: usize = 100;
/// Votes that are read at a time.
const PART: usize = 1_000;

impl Polls {
    /// Offers one more answer; gives the poll and that.
    ///
    /// # Errors
    /// [`PollError::NotOpen`], [`PollError::Closed`], what is wrong with the answer, and faults.
    pub(crate) async fn add_answer(
        &self,
        by: By,
        id: i64,
        new: NewAnswer,
    ) -> Result<(PollView, Answer), PollError> {
        let key = Numbered(id);
        let lock = self.rows.lock(&key).await;
        let poll = self.open(id).await?;
        if poll.flags & flag::OPEN_ANSWERS == 0 {
            return Err(PollError::NotOpen);
        }
        let there = poll.answers.iter().filter(|answer| answer.is_there()).count();
        if there >= ANSWERS_MAX || poll.answers.len() >= PLACES_MAX {
            return Err(PollError::Answers { given: there + 1 });
        }
        let answer = Answer {
            added_by: Some(by.user),
            added_at: Some(self.world.clock.now().seconds()),
            ..one_more(&poll.answers, new)?
        };
        let mut after = poll;
        after.answers.push(answer.clone());
        self.rows.write_locked(&key, Some(after)).await?;
        drop(lock);
        self.tell(by, id).await?;
        Ok((self.view(by.user, id).await?.ok_or(PollError::NoSuchPoll)?, answer))
    }

    /// Takes away an answer that somebody added, and gives the poll and that: only he may, and who asked, and who may delete others' messages where
    /// the poll stands (`others`).
    ///
    /// # Errors
    /// [`PollError::OptionUnknown`] also for answers of the poll's own, [`PollError::NotTheCreator`],
    /// [`PollError::Closed`] and faults.
    pub(crate) async fn delete_answer(
        &self,
        by: By,
        id: i64,
        option: &[u8],
        others: bool,
    ) -> Result<(PollView, Answer), PollError> {
        let key = Numbered(id);
        let lock = self.rows.lock(&key).await;
        let mut poll = self.open(id).await?;
        let at = place(&poll, option).ok_or(PollError::OptionUnknown)? as usize;
        let answer = poll.answers.get(at).cloned().ok_or(PollError::OptionUnknown)?;
        let added_by = answer.added_by.ok_or(PollError::OptionUnknown)?;
        if added_by != by.user && poll.creator != by.user && !others {
            return Err(PollError::NotTheCreator);
        }
        if let Some(gone) = poll.answers.get_mut(at) {
            (gone.deleted, gone.voters) = (Some(true), 0);
        }
        if answer.voters > 0 {
            let (voters, gone) = self.left(id, &poll).await?;
            poll.voters = voters;
            poll.recent.retain(|user| !gone.contains(user));
        }
        self.rows.write_locked(&key, Some(poll)).await?;
        drop(lock);
        self.tell(by, id).await?;
        Ok((self.view(by.user, id).await?.ok_or(PollError::NoSuchPoll)?, answer))
    }

    /// The poll, for whoever holds its lock and wants to change what may be chosen.
    async fn open(&self, id: i64) -> Result<Poll, PollError> {
        let poll = self.rows.get_locked(&Numbered(id)).await?.ok_or(PollError::NoSuchPoll)?;
        let now = self.world.clock.now().seconds();
        let closed = poll.closed || poll.close_date.is_some_and(|date| date <= now);
        if closed { Err(PollError::Closed) } else { Ok((*poll).clone()) }
    }

    /// How many votes stand, and whose of the recent ones do not.
    async fn left(&self, id: i64, poll: &Poll) -> Result<(u32, Vec<UserId>), PollError> {
        let mut gone = Vec::new();
        let (mut count, mut after) = (0_u32, UserId(0));
        loop {
            let from = ByVoter { poll: id, user: UserId(after.0.saturating_add(1)) };
            let to = ByVoter { poll: id, user: UserId(i64::MAX) };
            let rows = Rows::<tables::PollVotes>::between(&from, &to);
            let part: Vec<(ByVoter, Vote)> = self.store.scan(rows, PART, Direction::Forward).await?;
            for (key, vote) in &part {
                if standing(poll, vote) {
                    count = count.saturating_add(1);
                } else if poll.recent.contains(&key.user) {
                    gone.push(key.user);
                }
            }
            match part.last() {
                Some((key, _)) if part.len() == PART => after = key.user,
                _ => return Ok((count, gone)),
            }
        }
    }
}
