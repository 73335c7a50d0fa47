//! Polls: asking, choosing, closing, and what each viewer sees of one. A poll is a record of its own, which every
//! message that carries it shares; where it stands is kept beside it, so that those people hear of changes.

mod ask;
mod choose;
mod end;
mod open;
mod unread;

use std::sync::Arc;

use boxes::{By, DueQueue, Peer, UserId};
use store::{
    Direction, Rows, Store,
    ids::Owner,
    key::Numbered,
    records::polls::{self, ByPlace, ByVoter, PollPlace},
    tables,
};
use world::World;

pub use ask::{ANSWER_CHARS_MAX, ANSWERS_MAX, NewAnswer, NewPoll, QUESTION_CHARS_MAX};
pub use choose::Choice;
pub use store::records::polls::{Answer, Poll, Seat, Styled, Vote, flag};

use crate::{Fault, Live, Notice, cached::CachedRows};

/// All polls.
pub struct Polls {
    store: Store,
    world: World,
    live: Arc<dyn Live>,
    rows: CachedRows<tables::Polls>,
    votes: CachedRows<tables::PollVotes>,
    places: CachedRows<tables::PollPlaces>,
    due: Arc<DueQueue>,
}

/// A poll as one viewer sees it.
#[derive(Clone)]
pub struct PollView {
    /// Which.
    pub id: i64,
    /// Who sees it.
    pub viewer: UserId,
    /// The poll.
    pub poll: Arc<Poll>,
    /// What the viewer chose.
    pub vote: Option<Arc<Vote>>,
    /// Nobody may vote any more.
    pub closed: bool,
}

impl PollView {
    /// Whether a bit of [`flag`] is set.
    pub fn has(&self, bit: u32) -> bool {
        self.poll.flags & bit != 0
    }

    /// Whether the viewer may know who many chose what: after having chosen, or when it is over.
    pub fn shows_results(&self) -> bool {
        self.closed || (self.vote.is_some() && !self.has(flag::HIDE_RESULTS_UNTIL_CLOSE))
    }

    /// Whether the viewer may know what is right.
    pub fn shows_solution(&self) -> bool {
        self.closed || self.vote.is_some()
    }

    /// Whether there are votes in a poll of the viewer's own that he has not seen.
    pub fn has_unread(&self) -> bool {
        self.poll.creator == self.viewer && self.poll.unread == Some(true)
    }

    /// The viewer's message in which he asked, where somebody else has voted.
    pub fn seat(&self) -> Option<Seat> {
        self.poll.seat.filter(|_| self.poll.creator == self.viewer)
    }

    /// The answers that may be chosen, with their places.
    pub fn answers(&self) -> impl Iterator<Item = (u32, &Answer)> {
        (0..).zip(&self.poll.answers).filter(|(_, answer)| answer.is_there())
    }

    /// How often answers were added or taken away.
    pub fn changes(&self) -> usize {
        let change =
            |answer: &Answer| usize::from(answer.added_by.is_some()) + usize::from(!answer.is_there());
        self.poll.answers.iter().map(change).sum()
    }

    /// Who added answers.
    pub fn added(&self) -> impl Iterator<Item = UserId> {
        self.answers().filter_map(|(_, answer)| answer.added_by)
    }

    /// Who chose lately, where that is public.
    pub fn recent(&self) -> &[UserId] {
        if self.has(flag::PUBLIC_VOTERS) && self.shows_results() { &self.poll.recent } else { &[] }
    }
}

/// Why something about a poll was refused.
#[derive(Debug, thiserror::Error)]
pub enum PollError {
    /// There is no such poll.
    #[error("no such poll")]
    NoSuchPoll,
    /// The question is empty or too long.
    #[error("a question of {chars} characters")]
    Question {
        /// How long it is.
        chars: usize,
    },
    /// Too few or too many answers.
    #[error("{given} answers")]
    Answers {
        /// How many.
        given: usize,
    },
    /// A quiz, or a poll that does not say who voted, to which others would add answers.
    #[error("nobody can add answers to such a poll")]
    MayNotBeOpen,
    /// Nobody but the one who asked says what may be chosen.
    #[error("nobody adds answers here")]
    NotOpen,
    /// An answer is empty or too long.
    #[error("an answer of {chars} characters")]
    Answer {
        /// How long it is.
        chars: usize,
    },
    /// What names an answer is empty or too long.
    #[error("an option of {bytes} bytes")]
    OptionName {
        /// How long it is.
        bytes: usize,
    },
    /// Two answers are the same.
    #[error("two answers are the same")]
    Duplicate,
    /// A quiz without a right answer.
    #[error("no answer is right")]
    NothingRight,
    /// A quiz that takes one answer and has several right ones.
    #[error("{given} answers are right, and one can be chosen")]
    TooMuchRight {
        /// How many.
        given: usize,
    },
    /// A right answer that is none of the answers, or right answers where nothing can be right.
    #[error("what is right is none of the answers")]
    RightUnknown,
    /// The explanation is too long, or there is nothing to explain.
    #[error("an explanation of {chars} characters")]
    Solution {
        /// How long it is.
        chars: usize,
    },
    /// It would be open for too short or too long.
    #[error("open for {seconds} seconds")]
    ClosePeriod {
        /// For how long.
        seconds: i64,
    },
    /// It is closed.
    #[error("the poll is closed")]
    Closed,
    /// None of its answers.
    #[error("no such answer")]
    OptionUnknown,
    /// More answers than may be chosen.
    #[error("{given} answers chosen")]
    TooManyChosen {
        /// How many.
        given: usize,
    },
    /// The vote stands.
    #[error("the vote stands")]
    NoRevote,
    /// Only who has voted may see this.
    #[error("only who has voted may see this")]
    VoteRequired,
    /// Who chose what is nobody's business.
    #[error("who chose what is not public")]
    Anonymous,
    /// Somebody else asked.
    #[error("somebody else asked")]
    NotTheCreator,
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<store::StoreError> for PollError {
    fn from(error: store::StoreError) -> Self {
        PollError::Fault(Fault::Store(error))
    }
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 13;
/// Votes that one look reads.
const VOTES_MAX: usize = 20_000;
/// Places that are told of a change.
const PLACES_MAX: usize = 1_000;

impl Polls {
    pub(crate) fn new(store: Store, world: World, live: Arc<dyn Live>, due: Arc<DueQueue>) -> Self {
        Polls {
            rows: CachedRows::new(store.clone(), REMEMBERED),
            votes: CachedRows::new(store.clone(), REMEMBERED),
            places: CachedRows::new(store.clone(), REMEMBERED),
            store,
            world,
            live,
            due,
        }
    }

    /// A poll as `viewer` sees it. Whether he may is the message's matter, which carries it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, id: i64) -> Result<Option<PollView>, Fault> {
        let Some(poll) = self.rows.get(&Numbered(id)).await? else { return Ok(None) };
        let vote = self.votes.get(&ByVoter { poll: id, user: viewer }).await?;
        Ok(Some(self.seen(viewer, id, poll, vote)))
    }

    /// Takes note that messages with the poll stand in the boxes of these people.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn stands_at(&self, id: i64, people: &[UserId]) -> Result<(), Fault> {
        for user in people {
            self.stands_in(id, Peer::User(*user)).await?;
        }
        Ok(())
    }

    /// The same for one person's box, or for a channel.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn stands_in(&self, id: i64, place: Peer) -> Result<(), Fault> {
        let key = ByPlace { poll: id, place };
        let _lock = self.places.lock(&key).await;
        if self.places.get_locked(&key).await?.is_none() {
            self.places.write_locked(&key, Some(PollPlace {})).await?;
        }
        Ok(())
    }

    /// When each vote was given and for which places, of those that stand; none where they are too many to be counted.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn votes_over_time(&self, view: &PollView) -> Result<Option<Vec<Vote>>, Fault> {
        let from = ByVoter { poll: view.id, user: UserId(0) };
        let to = ByVoter { poll: view.id, user: UserId(i64::MAX) };
        let rows = Rows::<tables::PollVotes>::between(&from, &to);
        let found = self.store.scan(rows, VOTES_MAX + 1, Direction::Forward).await?;
        if found.len() > VOTES_MAX {
            return Ok(None);
        }
        let votes = found.into_iter().map(|(_, vote)| vote);
        Ok(Some(votes.filter(|vote| choose::standing(&view.poll, vote)).collect()))
    }

    fn seen(&self, viewer: UserId, id: i64, poll: Arc<Poll>, vote: Option<Arc<Vote>>) -> PollView {
        let now = self.world.clock.now().seconds();
        let closed = poll.closed || poll.close_date.is_some_and(|date| date <= now);
        let vote = vote.filter(|vote| choose::standing(&poll, vote));
        PollView { id, viewer, poll, vote, closed }
    }

    /// Tells everybody in whose box the poll stands that it changed.
    async fn tell(&self, by: By, id: i64) -> Result<(), Fault> {
        let (shard, row) = polls::prefix(id);
        let rows = Rows::<tables::PollPlaces>::starting_with(shard, Owner::System, &row);
        let places = self.store.scan(rows, PLACES_MAX, Direction::Forward).await?;
        for (key, _) in places {
            match key.place {
                Peer::User(user) => {
                    let except = by.session.filter(|_| user == by.user);
                    self.live.notice(user, Notice::Poll { id }, except);
                }
                Peer::Channel(channel) => {
                    self.live.channel_notice(channel, Notice::Poll { id }, by.session);
                }
                // A group's poll stands in the boxes of its members.
                Peer::Group(_) => {}
            }
        }
        Ok(())
    }
}
