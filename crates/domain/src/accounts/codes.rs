//! Sign-in codes that are waiting. In memory alone: a code that a restart forgets is asked for again.
//!
//! A code is worth one sign-in by the key that asked for it (demands L-1, L-2). Whoever guesses has five
//! tries a code; how many codes a number gets is `send_limits`' business.

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
/// How long a code is remembered, so that it is known to have been one.
const REMEMBERED: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a code that went by mail can be used: letters take their time.
const MAIL_CODE_LIFE: Duration = Duration::from_secs(15 * 60);
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
}

/// What a code opens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The account of its number, or a new one.
    SignIn,
    /// The number, for an account that has another.
    ChangePhone,
}

/// Who asks: a code is bound to all of it.
#[derive(Clone, PartialEq)]
pub(super) struct Asker {
    pub(super) phone: PhoneNumber,
    pub(super) auth_key_id: i64,
    /// Absent where the session has not said which application it is.
    pub(super) api_id: Option<i32>,
    /// Counts where the code is entered, or issued; it is sent again, or cancelled, whatever it is for.
    pub(super) purpose: Purpose,
}

/// A code on its way. No Debug: it is a secret.
pub(super) struct Issued {
    pub(super) phone_code_hash: String,
    pub(super) code: String,
}

/// Whether a sign-in wants a mail address first.
enum MailStage {
    No,
    /// The code is of no use before an address was proven.
    Needed,
    /// A code of its own went there.
    Asked(MailCode),
    /// This one.
    Proven(String),
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
    mail: MailStage,
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
#[derive(Default)]
pub(super) struct Codes {
    state: Mutex<State>,
}

impl Codes {
    /// A fresh code, which with `mail` is of no use before a mail address was proven. An older one of the same
    /// asker dies.
    pub(super) fn issue(&self, chance: &dyn Chance, now: Duration, asker: Asker, mail: bool) -> Issued {
        let mut state = self.lock();
        state.forget_old(now);
        let State { codes, by_phone, .. } = &mut *state;
        let hashes = by_phone.entry(asker.phone.clone()).or_default();
        for hash in hashes.iter() {
            let same = |code: &&mut Code| code.is_of(&asker) && code.asker.purpose == asker.purpose;
            if let Some(code) = codes.get_mut(hash).filter(same) {
                code.stage = Stage::Dead;
            }
        }
        let phone_code_hash = hex(&chance.bytes::<12>());
        let code = draw(chance);
        hashes.push(phone_code_hash.clone());
        let sent = vec![now];
        let mail = if mail { MailStage::Needed } else { MailStage::No };
        let waiting = Code { asker, code: code.clone(), sent, wrong_tries: 0, stage: Stage::Waiting, mail };
        codes.insert(phone_code_hash.clone(), waiting);
        state.order.push_back(phone_code_hash.clone());
        Issued { phone_code_hash, code }
    }

    /// Whether the asker's code still waits.
    pub(super) fn check(&self, now: Duration, asker: &Asker, hash: &str) -> Result<(), Refused> {
        let state = self.lock();
        let code = state.codes.get(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        if code.waiting(now) { Ok(()) } else { Err(Refused::Expired) }
    }

    /// The same code once more, with a fresh life and the tries that are left.
    pub(super) fn issue_again(&self, now: Duration, asker: &Asker, hash: &str) -> Result<Issued, Refused> {
        let mut state = self.lock();
        state.forget_old(now);
        let code = state.codes.get(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        if !code.waiting(now) {
            return Err(Refused::Expired);
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
        let same = |code: &&mut Code| code.is_of(asker) && code.asker.purpose == asker.purpose;
        let code = state.codes.get_mut(hash).filter(same).ok_or(Refused::Invalid)?;
        if !code.waiting(now) {
            return Err(Refused::Expired);
        }
        if matches!(code.mail, MailStage::Needed | MailStage::Asked(_)) {
            return Err(Refused::Invalid);
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

    /// A mail address is to be proven for a code that needs one: gives the code to be sent there.
    pub(super) fn ask_mail(
        &self,
        chance: &dyn Chance,
        now: Duration,
        (asker, hash): (&Asker, &str),
        address: String,
    ) -> Result<String, Refused> {
        let mut state = self.lock();
        let code = state.codes.get_mut(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        if !code.waiting(now) {
            return Err(Refused::Expired);
        }
        if matches!(code.mail, MailStage::No | MailStage::Proven(_)) {
            return Err(Refused::Invalid);
        }
        let mail = MailCode::new(address, draw(chance), now);
        let drawn = mail.code.clone();
        code.mail = MailStage::Asked(mail);
        Ok(drawn)
    }

    /// Tries the code that went to the mail address; gives the address that it has proven.
    pub(super) fn prove_mail(
        &self,
        now: Duration,
        (asker, hash): (&Asker, &str),
        tried: &str,
    ) -> Result<String, Refused> {
        let mut state = self.lock();
        let code = state.codes.get_mut(hash).filter(|code| code.is_of(asker)).ok_or(Refused::Invalid)?;
        let MailStage::Asked(mail) = &mut code.mail else { return Err(Refused::Invalid) };
        let address = mail.tried(now, tried)?;
        code.mail = MailStage::Proven(address.clone());
        Ok(address)
    }

    /// The address that was proven for a code.
    pub(super) fn proven_mail(&self, hash: &str) -> Option<String> {
        match &self.lock().codes.get(hash)?.mail {
            MailStage::Proven(address) => Some(address.clone()),
            _ => None,
        }
    }

    /// What the right code, entered before, has led to.
    pub(super) fn proven(&self, now: Duration, asker: &Asker, hash: &str) -> Result<Proven, Refused> {
        let state = self.lock();
        let same = |code: &&Code| code.is_of(asker) && code.asker.purpose == asker.purpose;
        let code = state.codes.get(hash).filter(same).ok_or(Refused::Invalid)?;
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
        let opens =
            |code: &&Code| code.waiting(now) && matches!(code.mail, MailStage::No | MailStage::Proven(_));
        let waiting = hashes.iter().filter_map(|hash| state.codes.get(hash)).filter(opens);
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
            let counts = code.sent.first().is_some_and(|sent| now.saturating_sub(*sent) < REMEMBERED);
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
}

/// A code that went to a mail address. No Debug: it is a secret.
pub(super) struct MailCode {
    address: String,
    code: String,
    sent: Duration,
    wrong_tries: u8,
}

impl MailCode {
    pub(super) fn new(address: String, code: String, sent: Duration) -> Self {
        MailCode { address, code, sent, wrong_tries: 0 }
    }

    /// Tries a code; the right one gives the address.
    pub(super) fn tried(&mut self, now: Duration, tried: &str) -> Result<String, Refused> {
        if now.saturating_sub(self.sent) >= MAIL_CODE_LIFE || self.wrong_tries >= WRONG_TRIES_MAX {
            return Err(Refused::Expired);
        }
        if bool::from(self.code.as_bytes().ct_eq(tried.as_bytes())) {
            return Ok(self.address.clone());
        }
        self.wrong_tries += 1;
        Err(Refused::Invalid)
    }
}

/// A fresh code.
pub(super) fn draw(chance: &dyn Chance) -> String {
    let digits = chance.below(10_u64.pow(CODE_DIGITS as u32));
    format!("{digits:0width$}", width = CODE_DIGITS)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
