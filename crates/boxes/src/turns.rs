//! In which order the changes of one session are decided: that in which its calls began. A call takes its place in
//! the session's line before it waits for anything, and the first change that it makes waits until all earlier
//! places are given up. A place is given up when that change is decided (not when it is durable), or when the call
//! ends without one. Calls that change nothing take no place and wait for nobody.

use std::{
    collections::{BTreeMap, VecDeque},
    future::poll_fn,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, Waker},
};

use store::ids::{Owner, SessionRef, UserId};

use crate::{boxes::Boxes, types::By};

/// Which place in which line. Means nothing once the place is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceRef {
    session: SessionRef,
    number: u64,
}

/// The lines of all sessions.
pub(crate) struct Turns {
    /// By session, spread so that sessions seldom wait for each other's look.
    lines: Vec<Mutex<Lines>>,
    numbers: AtomicU64,
    /// Sends of one author are decided one after the other, whichever session they come from.
    authors: Vec<Arc<tokio::sync::Mutex<()>>>,
}

/// Who stands in line, the first one first; a line without anybody is not kept.
type Lines = BTreeMap<SessionRef, VecDeque<Standing>>;

struct Standing {
    number: u64,
    /// Who is told when it is the first.
    waker: Option<Waker>,
}

/// A place in the line of a session, given up at the latest when this goes.
pub struct Place {
    turns: Arc<Turns>,
    place: PlaceRef,
}

/// The right to decide now. It ends with the decision.
pub struct Turn {
    // In this order: who is first then finds the author free.
    _author: Option<tokio::sync::OwnedMutexGuard<()>>,
    _place: Option<Place>,
}

impl Boxes {
    /// Takes a place in the line of a session: what the call changes with it (see [`By::place`]) is decided
    /// before whatever takes a place later.
    pub fn line_up(&self, session: SessionRef) -> Place {
        let turns = &self.inner.turns;
        let number = turns.numbers.fetch_add(1, Ordering::Relaxed);
        turns.line(session).entry(session).or_default().push_back(Standing { number, waker: None });
        Place { turns: Arc::clone(turns), place: PlaceRef { session, number } }
    }

    /// Waits until it is the call's turn to send, before anything that may have to be read first: else the send
    /// behind it could be decided before it.
    pub async fn turn(&self, by: By) -> Turn {
        let _place = self.inner.turns.reached(by.place).await;
        Turn { _author: Some(self.inner.turns.author(by.user).lock_owned().await), _place }
    }
}

impl Place {
    /// What names it.
    pub fn named(&self) -> PlaceRef {
        self.place
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.turns.give_up(self.place);
    }
}

impl Turns {
    pub(crate) fn new() -> Self {
        Turns {
            lines: (0..LINES).map(|_| Mutex::default()).collect(),
            numbers: AtomicU64::new(0),
            authors: (0..LINES).map(|_| Arc::default()).collect(),
        }
    }

    /// As [`Boxes::turn`], for changes that are no sends.
    pub(crate) async fn first(self: &Arc<Self>, by: By) -> Turn {
        Turn { _author: None, _place: self.reached(by.place).await }
    }

    /// Waits until nobody stands before this place; at once where it was given up.
    async fn reached(self: &Arc<Self>, place: Option<PlaceRef>) -> Option<Place> {
        let place = place?;
        poll_fn(|context| self.poll(place, context)).await.then(|| Place { turns: Arc::clone(self), place })
    }

    /// Ready when it is the first, or (false) no longer there.
    fn poll(&self, place: PlaceRef, context: &mut Context<'_>) -> Poll<bool> {
        let mut lines = self.line(place.session);
        let line = lines.get_mut(&place.session).map(|line| line.iter_mut().enumerate());
        let found = line.and_then(|mut line| line.find(|(_, standing)| standing.number == place.number));
        match found {
            None => Poll::Ready(false),
            Some((0, _)) => Poll::Ready(true),
            Some((_, standing)) => {
                standing.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    fn give_up(&self, place: PlaceRef) {
        let mut lines = self.line(place.session);
        let Some(line) = lines.get_mut(&place.session) else { return };
        line.retain(|standing| standing.number != place.number);
        let next = match line.front_mut() {
            Some(first) => first.waker.take(),
            None => {
                lines.remove(&place.session);
                None
            }
        };
        drop(lines);
        if let Some(next) = next {
            next.wake();
        }
    }

    fn line(&self, session: SessionRef) -> MutexGuard<'_, Lines> {
        let at = (session.auth_key_id ^ session.session_id).unsigned_abs() % self.lines.len() as u64;
        // Nothing is left half done under the lock.
        self.lines[at as usize].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn author(&self, user: UserId) -> Arc<tokio::sync::Mutex<()>> {
        // There are as many as the remainder has values.
        Arc::clone(&self.authors[usize::from(Owner::User(user).shard().0) % self.authors.len()])
    }
}

const LINES: usize = 256;

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    fn place(turns: &Arc<Turns>, session: SessionRef) -> Place {
        let number = turns.numbers.fetch_add(1, Ordering::Relaxed);
        turns.line(session).entry(session).or_default().push_back(Standing { number, waker: None });
        Place { turns: Arc::clone(turns), place: PlaceRef { session, number } }
    }

    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    fn session(session_id: i64) -> SessionRef {
        SessionRef { auth_key_id: 7, session_id }
    }

    #[test]
    fn a_place_is_reached_when_all_before_it_are_given_up() {
        let turns = Arc::new(Turns::new());
        let [first, second, third] = [1, 1, 1].map(|id| place(&turns, session(id)));
        assert!(now(turns.reached(Some(second.named()))).is_none());
        assert!(now(turns.reached(Some(third.named()))).is_none());
        drop(second);
        assert!(now(turns.reached(Some(third.named()))).is_none());
        // Whoever decides gives its place up with the decision, though the call goes on.
        drop(now(turns.reached(Some(first.named()))));
        assert!(now(turns.reached(Some(third.named()))).is_some_and(|turn| turn.is_some()));
        assert!(now(turns.reached(Some(first.named()))).is_some_and(|turn| turn.is_none()));
        drop((first, third));
        assert!(turns.lines.iter().all(|lines| lines.lock().unwrap().is_empty()));
    }

    #[test]
    fn sessions_do_not_wait_for_each_other_and_who_has_no_place_for_nobody() {
        let turns = Arc::new(Turns::new());
        let (_first, other) = (place(&turns, session(1)), place(&turns, session(2)));
        assert!(now(turns.reached(Some(other.named()))).is_some());
        assert!(now(turns.reached(None)).is_some());
    }
}
