//! Asking: what a poll has to be like.

use boxes::UserId;
use store::{
    key::Numbered,
    records::polls::{Answer, Poll, Styled, flag},
};

use super::{PollError, Polls};

/// Characters of a question.
pub const QUESTION_CHARS_MAX: usize = 300;
/// Characters of an answer.
pub const ANSWER_CHARS_MAX: usize = 100;
/// Answers of a poll; `help.getAppConfig` names it.
pub const ANSWERS_MAX: usize = 10;
const ANSWERS_MIN: usize = 2;
const OPTION_BYTES_MAX: usize = 100;
const SOLUTION_CHARS_MAX: usize = 200;
/// Seconds for which a poll may be open; `help.getAppConfig` names the longest.
const OPEN_SECONDS: std::ops::RangeInclusive<i64> = 5..=2_628_000;

/// A poll that is to be asked.
#[derive(Clone)]
pub struct NewPoll {
    /// What is asked.
    pub question: Styled,
    /// What may be chosen.
    pub answers: Vec<NewAnswer>,
    /// Of [`flag`].
    pub flags: u32,
    /// The places of the right answers.
    pub correct: Vec<i32>,
    /// Told to whoever has answered.
    pub solution: Option<Styled>,
    /// Seconds for which it is open.
    pub close_period: Option<i32>,
    /// Seconds since 1970 at which it closes.
    pub close_date: Option<i32>,
    /// Closed from the start.
    pub closed: bool,
}

/// An answer that is to be offered.
#[derive(Clone)]
pub struct NewAnswer {
    /// What it says.
    pub text: Styled,
    /// What clients are to name it by; the server finds a name where they give none.
    pub option: Option<Vec<u8>>,
}

impl Polls {
    /// Keeps a new poll and gives its id.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn ask(&self, creator: UserId, new: NewPoll) -> Result<i64, PollError> {
        let poll = checked(creator, self.world.clock.now().seconds(), new)?;
        loop {
            let id = self.world.chance.long();
            let key = Numbered(id);
            let _lock = self.rows.lock(&key).await;
            if id != 0 && self.rows.get_locked(&key).await?.is_none() {
                self.keep_new(id, poll).await?;
                return Ok(id);
            }
        }
    }
}

/// The record of a poll that is as it should be.
fn checked(creator: UserId, now: i32, new: NewPoll) -> Result<Poll, PollError> {
    let chars = new.question.text.chars().count();
    if new.question.text.trim().is_empty() || chars > QUESTION_CHARS_MAX {
        return Err(PollError::Question { chars });
    }
    let answers = answers(new.answers)?;
    let correct = correct(&new.correct, new.flags, answers.len())?;
    let quiz = new.flags & flag::QUIZ != 0;
    let open = new.flags & flag::OPEN_ANSWERS != 0;
    // What somebody adds is neither right nor wrong, and everybody sees whose it is.
    if open && (quiz || new.flags & flag::PUBLIC_VOTERS == 0) {
        return Err(PollError::MayNotBeOpen);
    }
    if let Some(solution) = &new.solution {
        let chars = solution.text.chars().count();
        if !quiz || chars > SOLUTION_CHARS_MAX {
            return Err(PollError::Solution { chars });
        }
    }
    let open_for = match (new.close_period, new.close_date) {
        (Some(period), _) => Some(i64::from(period)),
        (None, Some(date)) => Some(i64::from(date) - i64::from(now)),
        (None, None) => None,
    };
    if let Some(seconds) = open_for.filter(|seconds| !OPEN_SECONDS.contains(seconds)) {
        return Err(PollError::ClosePeriod { seconds });
    }
    let close_date = open_for.and_then(|seconds| i32::try_from(i64::from(now) + seconds).ok());
    Ok(Poll {
        creator,
        date: now,
        question: new.question,
        answers,
        flags: new.flags,
        correct,
        solution: new.solution.filter(|solution| !solution.text.is_empty()),
        close_period: new.close_period,
        close_date,
        closed: new.closed,
        voters: 0,
        recent: Vec::new(),
        seat: None,
        unread: None,
    })
}

fn answers(new: Vec<NewAnswer>) -> Result<Vec<Answer>, PollError> {
    if !(ANSWERS_MIN..=ANSWERS_MAX).contains(&new.len()) {
        return Err(PollError::Answers { given: new.len() });
    }
    let mut answers: Vec<Answer> = Vec::with_capacity(new.len());
    for answer in new {
        let answer = one_more(&answers, answer)?;
        answers.push(answer);
    }
    Ok(answers)
}

/// A new answer beside these.
pub(super) fn one_more(answers: &[Answer], new: NewAnswer) -> Result<Answer, PollError> {
    let chars = new.text.text.chars().count();
    if new.text.text.trim().is_empty() || chars > ANSWER_CHARS_MAX {
        return Err(PollError::Answer { chars });
    }
    let taken = |option: &[u8]| answers.iter().any(|other| other.option == option);
    // Digits: some libraries read the name as text.
    let named = (answers.len()..).map(|place| place.to_string().into_bytes());
    let free = || named.into_iter().find(|option| !taken(option)).unwrap_or_default();
    let option = new.option.unwrap_or_else(free);
    if option.is_empty() || option.len() > OPTION_BYTES_MAX {
        return Err(PollError::OptionName { bytes: option.len() });
    }
    let same = |other: &Answer| other.is_there() && other.text.text.trim() == new.text.text.trim();
    if taken(&option) || answers.iter().any(same) {
        return Err(PollError::Duplicate);
    }
    Ok(Answer { text: new.text, option, voters: 0, added_by: None, added_at: None, deleted: None })
}

fn correct(given: &[i32], flags: u32, answers: usize) -> Result<Vec<u32>, PollError> {
    if flags & flag::QUIZ == 0 {
        return if given.is_empty() { Ok(Vec::new()) } else { Err(PollError::RightUnknown) };
    }
    if given.is_empty() {
        return Err(PollError::NothingRight);
    }
    let mut places = Vec::with_capacity(given.len().min(answers));
    for place in given {
        let place = u32::try_from(*place).ok().filter(|place| (*place as usize) < answers);
        let place = place.ok_or(PollError::RightUnknown)?;
        if !places.contains(&place) {
            places.push(place);
        }
    }
    if places.len() > 1 && flags & flag::MULTIPLE_CHOICE == 0 {
        return Err(PollError::TooMuchRight { given: places.len() });
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(text: &str) -> Styled {
        Styled { text: text.into(), entities: None }
    }

    fn poll(answers: &[&str]) -> NewPoll {
        let answer = |text: &&str| NewAnswer { text: styled(text), option: None };
        NewPoll {
            question: styled("A?"),
            answers: answers.iter().map(answer).collect(),
            flags: 0,
            correct: Vec::new(),
            solution: None,
            close_period: None,
            close_date: None,
            closed: false,
        }
    }

    fn refused(new: NewPoll) -> PollError {
        checked(UserId(1), 1_000, new).err().unwrap()
    }

    #[test]
    fn a_poll_has_two_to_ten_different_answers_and_a_question() {
        assert!(checked(UserId(1), 1_000, poll(&["a", "b"])).is_ok());
        assert!(matches!(refused(poll(&["a"])), PollError::Answers { given: 1 }));
        let eleven = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];
        assert!(matches!(refused(poll(&eleven)), PollError::Answers { given: 11 }));
        assert!(checked(UserId(1), 1_000, poll(&eleven[..10])).is_ok());
        assert!(matches!(refused(poll(&["a", "a "])), PollError::Duplicate));
        assert!(matches!(refused(poll(&["a", " "])), PollError::Answer { .. }));
        assert!(matches!(refused(poll(&["a", &"b".repeat(101)])), PollError::Answer { chars: 101 }));
        let empty = NewPoll { question: styled(" "), ..poll(&["a", "b"]) };
        assert!(matches!(refused(empty), PollError::Question { .. }));
        let long = NewPoll { question: styled(&"?".repeat(301)), ..poll(&["a", "b"]) };
        assert!(matches!(refused(long), PollError::Question { chars: 301 }));
    }

    #[test]
    fn a_quiz_has_right_answers_and_only_a_quiz_has() {
        let quiz = |correct: Vec<i32>, more: u32| NewPoll {
            flags: flag::QUIZ | more,
            correct,
            ..poll(&["a", "b", "c"])
        };
        assert!(matches!(refused(quiz(vec![], 0)), PollError::NothingRight));
        assert!(matches!(refused(quiz(vec![3], 0)), PollError::RightUnknown));
        assert!(matches!(refused(quiz(vec![-1], 0)), PollError::RightUnknown));
        assert!(matches!(refused(quiz(vec![0, 1], 0)), PollError::TooMuchRight { given: 2 }));
        assert!(checked(UserId(1), 1_000, quiz(vec![0, 1], flag::MULTIPLE_CHOICE)).is_ok());
        let plain = NewPoll { correct: vec![0], ..poll(&["a", "b"]) };
        assert!(matches!(refused(plain), PollError::RightUnknown));
        let explained = NewPoll { solution: Some(styled("so")), ..poll(&["a", "b"]) };
        assert!(matches!(refused(explained), PollError::Solution { .. }));
    }

    #[test]
    fn an_open_poll_is_no_quiz_and_names_who_votes() {
        let open = |more: u32| NewPoll { flags: flag::OPEN_ANSWERS | more, ..poll(&["a", "b"]) };
        assert!(checked(UserId(1), 1_000, open(flag::PUBLIC_VOTERS)).is_ok());
        assert!(matches!(refused(open(0)), PollError::MayNotBeOpen));
        let quiz = NewPoll { correct: vec![0], ..open(flag::PUBLIC_VOTERS | flag::QUIZ) };
        assert!(matches!(refused(quiz), PollError::MayNotBeOpen));
    }

    #[test]
    fn a_poll_closes_neither_at_once_nor_never() {
        for period in [-1, 0, 4, 2_628_001] {
            let new = NewPoll { close_period: Some(period), ..poll(&["a", "b"]) };
            assert!(matches!(refused(new), PollError::ClosePeriod { .. }), "{period}");
        }
        let past = NewPoll { close_date: Some(999), ..poll(&["a", "b"]) };
        assert!(matches!(refused(past), PollError::ClosePeriod { .. }));
        let new = NewPoll { close_period: Some(60), ..poll(&["a", "b"]) };
        assert_eq!(checked(UserId(1), 1_000, new).ok().and_then(|poll| poll.close_date), Some(1_060));
    }
}
