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
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Draws that differ from each other and are the same in each run.
    struct Steps(AtomicU64);

    impl Chance for Steps {
        fn fill(&self, bytes: &mut [u8]) {
            for byte in bytes {
                let step = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                *byte = (step >> 32) as u8;
            }
        }
    }

    const NOW: Duration = Duration::from_secs(1000);
    const MINUTE: Duration = Duration::from_secs(60);

    struct Fixture {
        codes: Codes,
        chance: Steps,
    }

    impl Fixture {
        fn new() -> Self {
            Fixture { codes: Codes::new(true), chance: Steps(AtomicU64::new(1)) }
        }

        fn issue(&self, now: Duration, asker: &Asker) -> Issued {
            self.codes.issue(&self.chance, now, asker.clone()).unwrap_or_else(|_| panic!("refused"))
        }
    }

    fn asker(auth_key_id: i64) -> Asker {
        let phone = PhoneNumber::read("+6281234567890").unwrap();
        Asker { phone, auth_key_id, api_id: Some(7) }
    }

    fn wrong(code: &str) -> String {
        let digits = (code.parse::<u32>().unwrap() + 1) % 100_000;
        format!("{digits:05}")
    }

    #[test]
    fn five_wrong_tries_burn_a_code() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        for _ in 0..5 {
            let tried = f.codes.try_code(NOW, &asker(1), &issued.phone_code_hash, &wrong(&issued.code));
            assert_eq!(tried, Err(Refused::Invalid));
        }
        let right = f.codes.try_code(NOW, &asker(1), &issued.phone_code_hash, &issued.code);
        assert_eq!(right, Err(Refused::Expired));
    }

    #[test]
    fn a_resent_code_has_the_tries_that_were_left() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        for _ in 0..4 {
            let _ = f.codes.try_code(NOW, &asker(1), &issued.phone_code_hash, &wrong(&issued.code));
        }
        let again = f
            .codes
            .issue_again(NOW, &asker(1), &issued.phone_code_hash)
            .unwrap_or_else(|_| panic!("refused"));
        assert!(again.code == issued.code);
        let _ = f.codes.try_code(NOW, &asker(1), &again.phone_code_hash, &wrong(&issued.code));
        assert_eq!(
            f.codes.try_code(NOW, &asker(1), &again.phone_code_hash, &issued.code),
            Err(Refused::Expired)
        );
    }

    #[test]
    fn a_code_lives_five_minutes() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        let late = NOW + CODE_LIFE;
        assert_eq!(
            f.codes.try_code(late, &asker(1), &issued.phone_code_hash, &issued.code),
            Err(Refused::Expired)
        );
        let in_time = late - Duration::from_millis(1);
        assert_eq!(f.codes.try_code(in_time, &asker(1), &issued.phone_code_hash, &issued.code), Ok(()));
    }

    #[test]
    fn a_code_is_right_once() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        let tries = (0..100).map(|_| f.codes.try_code(NOW, &asker(1), &issued.phone_code_hash, &issued.code));
        let results: Vec<_> = tries.collect();
        assert_eq!(results[0], Ok(()));
        assert!(results[1..].iter().all(|result| *result == Err(Refused::Expired)));
    }

    #[test]
    fn a_code_opens_only_for_the_key_number_application_and_hash_that_asked() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        let other = f.issue(NOW, &asker(2));
        let other_phone = Asker { phone: PhoneNumber::read("+6281234567891").unwrap(), ..asker(1) };
        let other_api = Asker { api_id: Some(8), ..asker(1) };
        for stranger in [asker(2), other_phone, other_api] {
            let tried = f.codes.try_code(NOW, &stranger, &issued.phone_code_hash, &issued.code);
            assert_eq!(tried, Err(Refused::Invalid));
        }
        for hash in [other.phone_code_hash.as_str(), "0123456789abcdef", ""] {
            assert_eq!(f.codes.try_code(NOW, &asker(1), hash, &issued.code), Err(Refused::Invalid));
        }
        // And none of that was a try.
        assert_eq!(f.codes.try_code(NOW, &asker(1), &issued.phone_code_hash, &issued.code), Ok(()));
    }

    #[test]
    fn the_sixth_send_of_a_day_waits_for_the_first_to_be_a_day_old() {
        let f = Fixture::new();
        for at in 0..4 {
            f.issue(NOW + at * MINUTE, &asker(i64::from(at)));
        }
        let fifth = f.issue(NOW + 4 * MINUTE, &asker(4));
        let refused = f.codes.issue(&f.chance, NOW + 5 * MINUTE, asker(9)).err();
        assert_eq!(refused, Some(Refused::Flood(24 * 3600 - 5 * 60 + 1)));
        let again = f.codes.issue_again(NOW + 5 * MINUTE, &asker(4), &fifth.phone_code_hash).err();
        assert_eq!(again, Some(Refused::Flood(24 * 3600 - 5 * 60 + 1)));
        f.issue(NOW + SENDS_WINDOW, &asker(9));
        assert!(f.codes.issue(&f.chance, NOW + SENDS_WINDOW, asker(9)).is_err());
    }

    #[test]
    fn sends_are_not_counted_in_test_mode() {
        let f = Fixture { codes: Codes::new(false), ..Fixture::new() };
        for _ in 0..50 {
            f.issue(NOW, &asker(1));
        }
        assert!(f.codes.waiting(NOW, &asker(1).phone).is_some());
    }

    #[test]
    fn a_new_code_ends_the_older_one_of_the_same_asker_only() {
        let f = Fixture::new();
        let first = f.issue(NOW, &asker(1));
        let of_other = f.issue(NOW, &asker(2));
        let second = f.issue(NOW + MINUTE, &asker(1));
        assert!(f.codes.waiting(NOW + MINUTE, &asker(1).phone) == Some(second.code.clone()));
        assert_eq!(
            f.codes.try_code(NOW, &asker(1), &first.phone_code_hash, &first.code),
            Err(Refused::Expired)
        );
        assert_eq!(f.codes.try_code(NOW, &asker(2), &of_other.phone_code_hash, &of_other.code), Ok(()));
    }

    #[test]
    fn a_voided_code_is_dead() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        f.codes.void(&asker(1).phone, |code| code != issued.code);
        assert!(f.codes.waiting(NOW, &asker(1).phone).is_some());
        f.codes.void(&asker(1).phone, |code| code == issued.code);
        assert!(f.codes.waiting(NOW, &asker(1).phone).is_none());
        assert_eq!(
            f.codes.try_code(NOW, &asker(1), &issued.phone_code_hash, &issued.code),
            Err(Refused::Expired)
        );
    }

    #[test]
    fn a_sign_up_follows_the_right_code_only() {
        let f = Fixture::new();
        let issued = f.issue(NOW, &asker(1));
        let hash = &issued.phone_code_hash;
        assert!(f.codes.proven(NOW, &asker(1), hash) == Err(Refused::Invalid));
        f.codes.try_code(NOW, &asker(1), hash, &issued.code).unwrap();
        assert!(f.codes.proven(NOW, &asker(1), hash) == Ok(Proven::Fresh));
        assert!(f.codes.proven(NOW, &asker(2), hash) == Err(Refused::Invalid));
        assert!(f.codes.proven(NOW + SIGN_UP_LIFE, &asker(1), hash) == Err(Refused::Expired));
        f.codes.led_to(hash, UserId(5));
        assert!(f.codes.proven(NOW, &asker(1), hash) == Ok(Proven::SignedUp(UserId(5))));
    }

    #[test]
    fn memory_is_bounded_and_old_sends_are_forgotten() {
        let f = Fixture::new();
        for number in 0..CODES_MAX as i64 + 100 {
            let phone = PhoneNumber::read(&format!("+628{number:09}")).unwrap();
            f.issue(NOW, &Asker { phone, auth_key_id: number, api_id: None });
        }
        let state = f.codes.lock();
        assert!(state.codes.len() <= CODES_MAX && state.by_phone.len() <= CODES_MAX);
        drop(state);
        f.issue(NOW + SENDS_WINDOW, &asker(1));
        assert_eq!(f.codes.lock().codes.len(), 1);
    }
}
