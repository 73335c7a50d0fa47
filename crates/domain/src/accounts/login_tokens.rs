//! Tokens of the sign-in by QR code, in memory alone: a token that a restart forgets is asked for again.
//!
//! A token is worth one sign-in of the key that asked for it (demand L-13). It is found by a keyed hash, so that
//! the time of a look tells nothing about tokens that are there.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use store::ids::UserId;

use super::Device;

/// How long a token can be accepted.
pub(super) const TOKEN_LIFE: Duration = Duration::from_secs(30);
/// How long it is told that a token was good once.
const REMEMBERED: Duration = Duration::from_secs(10 * 60);
/// Tokens that are remembered; the oldest go first.
const TOKENS_MAX: usize = 1 << 14;
/// Tokens of one key that can be accepted at a time: clients ask for the next one a little before the end.
const TOKENS_OF_KEY_MAX: usize = 4;

/// The keyed hash of a token.
pub(super) type TokenHash = [u8; 16];

/// Why a token opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// There is no such token, or it is another key's.
    Invalid,
    /// It was good for [`TOKEN_LIFE`].
    Expired,
    /// Somebody has accepted it.
    Accepted,
    /// The one who asked does not want this person.
    Exception,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Waiting,
    /// Somebody has accepted it.
    Accepted,
    /// The one who asked has heard of that.
    Claimed,
}

struct Token {
    asker: Device,
    /// Whom the asker does not want, because they are signed in there already.
    except: Vec<i64>,
    until: Duration,
    stage: Stage,
}

#[derive(Default)]
struct State {
    tokens: BTreeMap<TokenHash, Token>,
    by_key: BTreeMap<i64, VecDeque<TokenHash>>,
    /// Oldest first.
    order: VecDeque<TokenHash>,
}

/// All tokens.
#[derive(Default)]
pub(super) struct LoginTokens {
    state: Mutex<State>,
}

impl LoginTokens {
    /// Takes a fresh token of `asker`.
    pub(super) fn issue(&self, now: Duration, hash: TokenHash, asker: Device, except: Vec<i64>) {
        let mut state = self.lock();
        state.forget_old(now);
        let key = asker.session.auth_key_id;
        let of_key = state.by_key.entry(key).or_default();
        of_key.push_back(hash);
        let crowded = (of_key.len() > TOKENS_OF_KEY_MAX).then(|| of_key.pop_front()).flatten();
        if let Some(token) = crowded.and_then(|oldest| state.tokens.get_mut(&oldest)) {
            token.until = token.until.min(now);
        }
        state.order.push_back(hash);
        state.tokens.insert(hash, Token { asker, except, until: now + TOKEN_LIFE, stage: Stage::Waiting });
    }

    /// `user` accepts a token; gives who asked for it. Of many at once, one gets it.
    pub(super) fn accept(&self, now: Duration, hash: &TokenHash, user: UserId) -> Result<Device, Refused> {
        let mut state = self.lock();
        let token = state.tokens.get_mut(hash).ok_or(Refused::Invalid)?;
        match token.stage {
            Stage::Accepted | Stage::Claimed => return Err(Refused::Accepted),
            Stage::Waiting if now >= token.until => return Err(Refused::Expired),
            Stage::Waiting => {}
        }
        if token.except.contains(&user.0) {
            return Err(Refused::Exception);
        }
        token.stage = Stage::Accepted;
        Ok(token.asker.clone())
    }

    /// The sign-in did not come about: the token is as it was.
    pub(super) fn give_back(&self, hash: &TokenHash) {
        if let Some(token) = self.lock().tokens.get_mut(hash) {
            token.stage = Stage::Waiting;
        }
    }

    /// The asker comes with its token: how long it still waits, or none if it was accepted, which is told once.
    pub(super) fn claim(
        &self,
        now: Duration,
        hash: &TokenHash,
        key: i64,
    ) -> Result<Option<Duration>, Refused> {
        let mut state = self.lock();
        let token = state.tokens.get_mut(hash).ok_or(Refused::Invalid)?;
        if token.asker.session.auth_key_id != key {
            return Err(Refused::Invalid);
        }
        match token.stage {
            Stage::Claimed => Err(Refused::Accepted),
            Stage::Accepted => {
                token.stage = Stage::Claimed;
                Ok(None)
            }
            Stage::Waiting if now >= token.until => Err(Refused::Expired),
            Stage::Waiting => Ok(Some(token.until - now)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn forget_old(&mut self, now: Duration) {
        while let Some(oldest) = self.order.front() {
            let old = self.tokens.get(oldest).is_none_or(|token| now >= token.until + REMEMBERED);
            if !old && self.order.len() < TOKENS_MAX {
                return;
            }
            let Some(hash) = self.order.pop_front() else { return };
            let Some(token) = self.tokens.remove(&hash) else { continue };
            let key = token.asker.session.auth_key_id;
            if let Some(of_key) = self.by_key.get_mut(&key) {
                of_key.retain(|other| *other != hash);
                if of_key.is_empty() {
                    self.by_key.remove(&key);
                }
            }
        }
    }
}
