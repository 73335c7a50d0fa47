//! Names of all members of a large group, gathered when somebody searches in it and kept for some minutes: to read the
//! rows of so many people for each search would cost seconds.

use std::{
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use boxes::UserId;
use store::{
    Direction, Rows, Together,
    ids::Owner,
    key::OfUser,
    records::{account::User, channels::ByMember},
    tables,
};
use tokio::sync::Mutex;

use super::{ChannelError, Channels};

/// The names of a few groups.
#[derive(Default)]
pub(super) struct Names {
    /// Newest last. Held while names are gathered: so nobody gathers twice, and one server never many at once.
    kept: Mutex<Vec<(i64, Arc<Gathered>)>>,
}

struct Gathered {
    /// By the clock that counts from the start.
    at: Duration,
    people: Vec<(UserId, Box<str>)>,
}

/// Groups whose names are kept at a time.
const GROUPS_KEPT: usize = 4;
/// How old names may be; who came or is called otherwise since is found by contact or username until then.
const FRESH: Duration = Duration::from_secs(600);
/// People of a group who are gathered: about 15 MiB of names.
const PEOPLE_MAX: usize = 500_000;
/// Rows that are read before others have their turn.
const PART: usize = 500;
/// People who are found by one search.
const FOUND_MAX: usize = 1_000;

impl Channels {
    /// Members whose names fit, by id, the first [`FOUND_MAX`]: as it was some minutes ago at most.
    pub(super) async fn members_called(&self, channel: i64, name: &str) -> Result<Vec<UserId>, ChannelError> {
        let gathered = self.gathered(channel).await?;
        let fitting = gathered.people.iter().filter(|(_, called)| fits(called, name));
        Ok(fitting.map(|(user, _)| *user).take(FOUND_MAX).collect())
    }

    async fn gathered(&self, channel: i64) -> Result<Arc<Gathered>, ChannelError> {
        let mut kept = self.names.kept.lock().await;
        let now = self.world.clock.elapsed();
        kept.retain(|(_, gathered)| now < gathered.at + FRESH);
        if let Some((_, gathered)) = kept.iter().find(|(of, _)| *of == channel) {
            return Ok(Arc::clone(gathered));
        }
        let gathered = Arc::new(Gathered { at: now, people: self.gather(channel).await? });
        if kept.len() >= GROUPS_KEPT {
            kept.remove(0);
        }
        kept.push((channel, Arc::clone(&gathered)));
        Ok(gathered)
    }

    async fn gather(&self, channel: i64) -> Result<Vec<(UserId, Box<str>)>, ChannelError> {
        let mut people = Vec::new();
        let mut from = ByMember { channel, user: UserId(0) };
        while people.len() < PEOPLE_MAX {
            let rows = Rows::<tables::Participants>::since(&from);
            let part = self.store.scan(rows, PART, Direction::Forward).await?;
            let Some((last, _)) = part.last() else { break };
            from.user = UserId(last.user.0.saturating_add(1));
            for (key, _) in part.iter().filter(|(_, row)| row.member) {
                // Past what is remembered of people: so many would push out everybody else.
                let mut asked = Together::of(Owner::User(key.user));
                asked.ask::<tables::Users>(&OfUser(key.user));
                let record = self.store.together(asked).await?.take::<tables::Users>()?;
                people.extend(record.map(|record| (key.user, called(&record).into_boxed_str())));
            }
            if part.len() < PART {
                break;
            }
            let mut had_turn = false;
            let others = |context: &mut Context<'_>| {
                if std::mem::replace(&mut had_turn, true) {
                    return Poll::Ready(());
                }
                context.waker().wake_by_ref();
                Poll::Pending
            };
            std::future::poll_fn(others).await;
        }
        Ok(people)
    }
}

/// What somebody is called, for [`fits`]: the username, if any, stands behind a line's end.
pub(super) fn called(person: &User) -> String {
    let username = person.username.as_deref().unwrap_or_default();
    format!("{} {}\n{username}", person.first_name, person.last_name).to_lowercase()
}

/// Whether somebody who is `called` so is meant by what was typed: the beginning of one of the names, of all of them, or
/// of the username.
pub(super) fn fits(called: &str, typed: &str) -> bool {
    let typed = typed.trim_start_matches('@').to_lowercase();
    let (names, username) = called.split_once('\n').unwrap_or((called, ""));
    names.split_whitespace().any(|part| part.starts_with(&typed))
        || username.starts_with(&typed)
        || names.starts_with(&typed)
}
