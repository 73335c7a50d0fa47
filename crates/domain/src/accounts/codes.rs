//! Sign-in codes that are waiting, and how often each number was sent one. In memory alone: a code that a
//! restart forgets is asked for again.
//!
//! A code is worth one sign-in by the key that asked for it (demands L-1, L-2). Whoever guesses has five
//! tries a code and five codes a number and day.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Mutex,
    time::Duration,
};

use store::ids::UserId;
use subtle::ConstantTimeEq;
use world::Chance;

use super::phone::PhoneNumber;

/// How many digits a code has.
pub const CODE_DIGITS: usize = 5;
/// How long a code can be used.
pub(super) const CODE_LIFE: Duration = Duration::from_secs(5 * 60);
/// How many wrong tries burn a code.
const WRONG_TRIES_MAX: u8 = 5;
/// How many codes are sent to a number in [`SENDS_WINDOW`].
const SENDS_MAX: usize = 5;
const SENDS_WINDOW: Duration = Duration::from_secs(24 * 60 * 60);
/// How long after the right code a sign-up may follow.
const SIGN_UP_LIFE: Duration = Duration::from_secs(15 * 60);
/// Codes that are remembered, live or not; the oldest go first.
const CODES_MAX: usize = 1 << 16;

/// Why a code opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// Wrong, or asked for by somebody else.
    Invalid,
    /// Too old, used, burned by wrong tries, or voided.
    Expired,
    /// The number was sent enough codes; the next one goes after so many seconds.
    Flood(u32),
}

/// Who asks: a code is bound to all of it.
#[derive(Clone, PartialEq)]
pub(super) struct Asker {
    pub(super) phone: PhoneNumber,
    pub(super) auth_key_id: i64,
    /// Absent where the session has not said which application it is.
    pub(super) api_id: Option<i32>,
}

/// A code on its way. No Debug: it is a secret.
pub(super) struct Issued {
    pub(super) phone_code_hash: String,
    pub(super) code: String,
}

/// What the right code has led to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Proven {
    /// Nothing yet.
    Fresh,
    /// This account, which the same code made.
    SignedUp(UserId),
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Waiting,
    Right { since: Duration, proven: Proven },
    Dead,
}

struct Code {
    asker: Asker,
    code: String,
    /// When it was sent, each time; the last counts for its life.
    sent: Vec<Duration>,
    wrong_tries: u8,
    stage: Stage,
}

impl Code {
    fn expired(&self, now: Duration) -> bool {
        self.sent.last().is_none_or(|sent| now.saturating_sub(*sent) >= CODE_LIFE)
    }

    fn waiting(&self, now: Duration) -> bool {
        self.stage == Stage::Waiting && !self.expired(now)
    }

    /// Whether the same key asks for the same number with the same application.
    fn is_of(&self, asker: &Asker) -> bool {
        let same_api = match (self.asker.api_id, asker.api_id) {
            (Some(ours), Some(theirs)) => ours == theirs,
            _ => true,
        };
        same_api && self.asker.phone == asker.phone && self.asker.auth_key_id == asker.auth_key_id
    }
}

#[derive(Default)]
struct State {
    codes: BTreeMap<String, Code>,
    by_phone: BTreeMap<PhoneNumber, Vec<String>>,
    /// A hash for each send, oldest first.
    order: VecDeque<String>,
}

/// All codes.
pub(super) struct Codes {
    state: Mutex<State>,
    /// Whether the sends are counted; a test mode does not.
    limited: bool,
}

impl Codes {
    pub(super) fn new(limited: bool) -> Self {
        Codes { state: Mutex::default(), limited }
    }

    /// A fresh code. An older one of the same asker dies.
    pub(super) fn issue(&self, chance: &dyn Chance, now: Duration, asker: Asker) -> Result<Issued, Refused> {
        let mut state = self.lock();
        state.forget_old(now);
        if self.limited {
            state.check_sends(now, &asker.phone)?;
        }
        let State { codes, by_phone, .. } = &mut *state;
        let hashes = by_phone.entry(asker.phone.clone()).or_default();
        for hash in hashes.iter() {
            if let Some(code) = codes.get_mut(hash).filter(|code| code.is_of(&asker)) {
                code.stage = Stage::Dead;
            }
        }
        let phone_code_hash = hex(&chance.bytes::<12>());
        let digits = chance.below(10_u64.pow(CODE_DIGITS as u32));
        let code = format!("{digits:0width$}", width = CODE_DIGITS);
        hashes.push(phone_code_hash.clone());
        let sent = vec![now];
        let waiting = Code { asker, code: code.clone(), sent, wrong_tries: 0, stage: Stage::Waiting };
        codes.insert(phone_code_hash.clone(), waiting);
        state.order.push_back(phone_code_hash.clone());
        Ok(Issued { phone_code_hash, code })
    }

    /// The same code once more, with a fresh life and the tries that are left.
    pub(super) fn issue_again(&self, now: Duration, asker: &Asker, hash: &str) -> Result<Issued, Refused> {
        let mut state = self.lock();
        state.forget_old(now);
        let code = state.codes.get(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        if !code.waiting(now) {
            return Err(Refused::Expired);
        }
        if self.limited {
            state.check_sends(now, &asker.phone)?;
        }
        let code = state.codes.get_mut(hash).ok_or(Refused::Invalid)?;
        code.sent.push(now);
        let issued = Issued { phone_code_hash: hash.to_owned(), code: code.code.clone() };
        state.order.push_back(hash.to_owned());
        Ok(issued)
    }

    /// The asker wants it no more.
    pub(super) fn cancel(&self, now: Duration, asker: &Asker, hash: &str) -> Result<(), Refused> {
        let mut state = self.lock();
        let code = state.codes.get_mut(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        let waiting = code.waiting(now);
        code.stage = Stage::Dead;
        if waiting { Ok(()) } else { Err(Refused::Expired) }
    }

    /// Tries a code; the right one is right once.
    pub(super) fn try_code(
        &self,
        now: Duration,
        asker: &Asker,
        hash: &str,
        tried: &str,
    ) -> Result<(), Refused> {
        let mut state = self.lock();
        // Who did not ask learns nothing and costs the asker no try.
        let code = state.codes.get_mut(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        if !code.waiting(now) {
            return Err(Refused::Expired);
        }
        if bool::from(code.code.as_bytes().ct_eq(tried.as_bytes())) {
            code.stage = Stage::Right { since: now, proven: Proven::Fresh };
            return Ok(());
        }
        code.wrong_tries += 1;
        if code.wrong_tries >= WRONG_TRIES_MAX {
            code.stage = Stage::Dead;
        }
        Err(Refused::Invalid)
    }

    /// What the right code, entered before, has led to.
    pub(super) fn proven(&self, now: Duration, asker: &Asker, hash: &str) -> Result<Proven, Refused> {
        let state = self.lock();
        let code = state.codes.get(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        match code.stage {
            Stage::Right { since, proven } if now.saturating_sub(since) < SIGN_UP_LIFE => Ok(proven),
            Stage::Waiting if !code.expired(now) => Err(Refused::Invalid),
            _ => Err(Refused::Expired),
        }
    }

    /// Notes what the right code has led to.
    pub(super) fn led_to(&self, hash: &str, user: UserId) {
        if let Some(Code { stage: Stage::Right { proven, .. }, .. }) = self.lock().codes.get_mut(hash) {
            *proven = Proven::SignedUp(user);
        }
    }

    /// Ends a code that has done its work.
    pub(super) fn spend(&self, hash: &str) {
        if let Some(code) = self.lock().codes.get_mut(hash) {
            code.stage = Stage::Dead;
        }
    }

    /// The newest code that waits for a number.
    pub(super) fn waiting(&self, now: Duration, phone: &PhoneNumber) -> Option<String> {
        let state = self.lock();
        let hashes = state.by_phone.get(phone)?;
        let waiting = hashes.iter().filter_map(|hash| state.codes.get(hash)).filter(|code| code.waiting(now));
        waiting.max_by_key(|code| code.sent.last().copied()).map(|code| code.code.clone())
    }

    /// Ends the waiting codes of a number for which `known` says so.
    pub(super) fn void(&self, phone: &PhoneNumber, known: impl Fn(&str) -> bool) {
        let mut state = self.lock();
        let State { codes, by_phone, .. } = &mut *state;
        for hash in by_phone.get(phone).map(Vec::as_slice).unwrap_or_default() {
            if let Some(code) =
                codes.get_mut(hash).filter(|code| code.stage == Stage::Waiting && known(&code.code))
            {
                code.stage = Stage::Dead;
            }
        }
    }

    /// Whether nothing at all is remembered: the usual case when a message passes.
    pub(super) fn is_empty(&self) -> bool {
        self.lock().codes.is_empty()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl State {
    /// Forgets sends that no longer count, and the oldest where there are too many.
    fn forget_old(&mut self, now: Duration) {
        while let Some(oldest) = self.order.front() {
            let too_many = self.order.len() >= CODES_MAX;
            let Some(code) = self.codes.get_mut(oldest) else {
                self.order.pop_front();
                continue;
            };
            let counts = code.sent.first().is_some_and(|sent| now.saturating_sub(*sent) < SENDS_WINDOW);
            if counts && !too_many {
                return;
            }
            if !code.sent.is_empty() {
                code.sent.remove(0);
            }
            let forgotten = code.sent.is_empty().then(|| code.asker.phone.clone());
            let hash = self.order.pop_front().unwrap_or_default();
            if let Some(phone) = forgotten {
                self.codes.remove(&hash);
                self.forget_of_phone(&phone, &hash);
            }
        }
    }

    fn forget_of_phone(&mut self, phone: &PhoneNumber, hash: &str) {
        if let Some(hashes) = self.by_phone.get_mut(phone) {
            hashes.retain(|known| known != hash);
            if hashes.is_empty() {
                self.by_phone.remove(phone);
            }
        }
    }

    fn check_sends(&self, now: Duration, phone: &PhoneNumber) -> Result<(), Refused> {
        let hashes = self.by_phone.get(phone).map(Vec::as_slice).unwrap_or_default();
        let sends = hashes.iter().filter_map(|hash| self.codes.get(hash)).flat_map(|code| &code.sent);
        let counted: Vec<Duration> =
            sends.map(|sent| SENDS_WINDOW.saturating_sub(now.saturating_sub(*sent))).collect();
        if counted.iter().filter(|left| !left.is_zero()).count() < SENDS_MAX {
            return Ok(());
        }
        let next = counted.iter().filter(|left| !left.is_zero()).min().copied().unwrap_or(SENDS_WINDOW);
        Err(Refused::Flood(u32::try_from(next.as_secs().saturating_add(1)).unwrap_or(u32::MAX)))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
