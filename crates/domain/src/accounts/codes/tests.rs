//! What codes promise, at their edges (demands L-1 and L-2).

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
        Fixture { codes: Codes::default(), chance: Steps(AtomicU64::new(1)) }
    }

    fn issue(&self, now: Duration, asker: &Asker) -> Issued {
        self.codes.issue(&self.chance, now, asker.clone(), false)
    }
}

fn asker(auth_key_id: i64) -> Asker {
    let phone = PhoneNumber::read("+6281234567890").unwrap();
    Asker { phone, auth_key_id, api_id: Some(7), purpose: Purpose::SignIn }
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
    let again =
        f.codes.issue_again(NOW, &asker(1), &issued.phone_code_hash).unwrap_or_else(|_| panic!("refused"));
    assert!(again.code == issued.code);
    let _ = f.codes.try_code(NOW, &asker(1), &again.phone_code_hash, &wrong(&issued.code));
    assert_eq!(f.codes.try_code(NOW, &asker(1), &again.phone_code_hash, &issued.code), Err(Refused::Expired));
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
fn a_new_code_ends_the_older_one_of_the_same_asker_only() {
    let f = Fixture::new();
    let first = f.issue(NOW, &asker(1));
    let of_other = f.issue(NOW, &asker(2));
    let second = f.issue(NOW + MINUTE, &asker(1));
    assert!(f.codes.waiting(NOW + MINUTE, &asker(1).phone) == Some(second.code.clone()));
    assert_eq!(f.codes.try_code(NOW, &asker(1), &first.phone_code_hash, &first.code), Err(Refused::Expired));
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
        f.issue(NOW, &Asker { phone, auth_key_id: number, api_id: None, purpose: Purpose::SignIn });
    }
    let state = f.codes.lock();
    assert!(state.codes.len() <= CODES_MAX && state.by_phone.len() <= CODES_MAX);
    drop(state);
    f.issue(NOW + REMEMBERED, &asker(1));
    assert_eq!(f.codes.lock().codes.len(), 1);
}
