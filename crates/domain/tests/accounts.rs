//! What accounts promise: demands L-1 to L-3, L-5, L-10 to L-12 and L-14, and sign-up through a crash.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails the test")]

mod support;

use std::time::Duration;

use domain::{AccountError, Device, Entered, Notice, Policy, Registration};
use kv::memory::Fault;
use store::ids::UserId;
use support::{API_ID, House, device};

const ANI: &str = "+62 812 3456 7890";
const BUDI: &str = "+6281234567891";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
fn open_test_mode() -> Policy {
    Policy { test_mode: true, ..Policy::default() }
}

fn wrong(code: &str) -> String {
    format!("{:05}", (code.parse::<u32>().unwrap() + 1) % 100_000)
}

#[tokio::test]
async fn the_operator_is_shown_a_fresh_code_and_can_ask_for_it_while_it_lives() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    assert!(accounts.waiting_code(ANI).is_none());
    accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    assert!(code.len() == 5 && code.bytes().all(|digit| digit.is_ascii_digit()));
    assert!(*house.shown.lock().unwrap() == [(String::from("6281234567890"), code)]);
    house.pass(Duration::from_secs(5 * 60));
    assert!(accounts.waiting_code(ANI).is_none());
}

#[tokio::test]
async fn the_sixth_code_of_a_day_is_refused_and_in_test_mode_it_is_not() {
    for policy in [Policy::default(), open_test_mode()] {
        let house = House::open_with(policy).await;
        for key in 1..=5 {
            house.domain.accounts.send_code(ANI, API_ID, &device(key)).await.unwrap();
        }
        let sixth = house.domain.accounts.send_code(ANI, API_ID, &device(6)).await;
        match sixth {
            Ok(_) => assert!(policy.test_mode),
            Err(AccountError::Flood { seconds }) => assert!(!policy.test_mode && seconds == 24 * 3600 + 1),
            Err(error) => panic!("{error}"),
        }
        assert!(house.domain.accounts.send_code(BUDI, API_ID, &device(6)).await.is_ok());
    }
}

#[tokio::test]
async fn a_burned_code_is_expired_also_for_who_knows_it() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    for _ in 0..5 {
        let tried = accounts.sign_in(ANI, &sent.phone_code_hash, &wrong(&code), &device(1)).await;
        assert!(matches!(tried, Err(AccountError::CodeInvalid)));
    }
    let tried = accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(1)).await;
    assert!(matches!(tried, Err(AccountError::CodeExpired)));
}

#[tokio::test]
async fn of_a_hundred_sign_ins_with_one_code_one_succeeds() {
    let house = House::open().await;
    house.sign_up(ANI, "Ani", &device(1)).await;
    let accounts = house.domain.accounts.clone();
    let sent = accounts.send_code(ANI, API_ID, &device(2)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..100 {
        let (accounts, hash, code) = (accounts.clone(), sent.phone_code_hash.clone(), code.clone());
        tries.spawn(async move { accounts.sign_in(ANI, &hash, &code, &device(2)).await });
    }
    let results = tries.join_all().await;
    let entered = results.iter().filter(|result| matches!(result, Ok(Entered::SignedIn(_)))).count();
    let expired = results.iter().filter(|result| matches!(result, Err(AccountError::CodeExpired))).count();
    assert_eq!((entered, expired), (1, 99));
}

#[tokio::test]
async fn a_code_is_good_for_the_key_number_application_and_hash_that_it_was_made_for() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    let other = accounts.send_code(BUDI, API_ID, &device(1)).await.unwrap();
    let other_app = Device { api_id: Some(API_ID + 1), ..device(1) };
    let uses = [
        (ANI, &other.phone_code_hash, &device(1)),
        (BUDI, &sent.phone_code_hash, &device(1)),
        (ANI, &sent.phone_code_hash, &device(2)),
        (ANI, &sent.phone_code_hash, &other_app),
    ];
    for (phone, hash, device) in uses {
        let entered = accounts.sign_in(phone, hash, &code, device).await;
        assert!(matches!(entered, Err(AccountError::CodeInvalid)));
        let signed_up = accounts.sign_up(phone, hash, "Eve", "", device).await;
        assert!(matches!(signed_up, Err(AccountError::CodeInvalid)));
    }
    let entered = accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(1)).await;
    assert_eq!(entered.unwrap(), Entered::SignUpRequired);
    let again = accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(1)).await;
    assert!(matches!(again, Err(AccountError::CodeExpired)));
}

#[tokio::test]
async fn nothing_tells_a_free_number_from_a_taken_one_before_the_right_code() {
    let house = House::open().await;
    house.sign_up(ANI, "Ani", &device(1)).await;
    let accounts = &house.domain.accounts;
    let mut answers = Vec::new();
    for phone in [ANI, BUDI] {
        let commits = house.engine.counts().applied;
        let sent = accounts.send_code(phone, API_ID, &device(2)).await.unwrap();
        // The answer is made before anything about the account is read; the send is counted and one task is left for
        // both.
        assert_eq!((house.tasks(), house.engine.counts().applied), (1, commits + 1));
        let code = accounts.waiting_code(phone).unwrap();
        let hash = &sent.phone_code_hash;
        let tried = accounts.sign_in(phone, hash, &wrong(&code), &device(2)).await.unwrap_err();
        let signed_up = accounts.sign_up(phone, hash, "Eve", "", &device(2)).await.unwrap_err();
        answers.push((sent.length, sent.life_seconds, hash.len(), tried.to_string(), signed_up.to_string()));
        house.run_tasks().await;
    }
    assert!(answers[0] == answers[1]);
}

#[tokio::test]
async fn a_closed_server_says_so_only_to_who_has_the_code() {
    let closed = Policy { registration: Registration::Closed, ..Policy::default() };
    let house = House::open_with(closed).await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    let entered = accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(1)).await;
    assert!(matches!(entered, Err(AccountError::PhoneUnoccupied)));
    let signed_up = accounts.sign_up(ANI, &sent.phone_code_hash, "Ani", "", &device(1)).await;
    assert!(matches!(signed_up, Err(AccountError::PhoneUnoccupied)));
}

#[tokio::test]
async fn an_invited_number_signs_up_and_another_does_not() {
    let invite = Policy { registration: Registration::Invite, ..Policy::default() };
    let house = House::open_with(invite).await;
    house.domain.accounts.invite(ANI).await.unwrap();
    house.sign_up(ANI, "Ani", &device(1)).await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(BUDI, API_ID, &device(2)).await.unwrap();
    let code = accounts.waiting_code(BUDI).unwrap();
    let entered = accounts.sign_in(BUDI, &sent.phone_code_hash, &code, &device(2)).await;
    assert!(matches!(entered, Err(AccountError::PhoneUnoccupied)));
}

#[tokio::test]
async fn a_code_comes_to_the_other_devices_in_their_language() {
    let house = House::open().await;
    let indonesian = Device { lang_code: String::from("id-ID"), ..device(1) };
    let ani = house.sign_up(ANI, "Ani", &indonesian).await;
    assert!(house.service_texts(ani.user).is_empty());
    house.domain.accounts.send_code(ANI, API_ID, &device(2)).await.unwrap();
    house.run_tasks().await;
    let code = house.domain.accounts.waiting_code(ANI).unwrap();
    let texts = house.service_texts(ani.user);
    assert!(texts.len() == 1 && texts[0].starts_with(&format!("Kode masuk: {code}. ")));
}

#[tokio::test]
async fn a_code_that_its_owner_sends_to_anybody_is_void() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let budi = house.sign_up(BUDI, "Budi", &device(2)).await;
    let accounts = &house.domain.accounts;
    let leaks: [fn(&str) -> String; 3] = [
        |code| code.to_owned(),
        |code| format!("kodenya {code}, jangan bilang siapa-siapa"),
        |code| code.chars().map(|digit| format!("{digit}-")).collect(),
    ];
    for leak in leaks {
        accounts.send_code(ANI, API_ID, &device(3)).await.unwrap();
        let code = accounts.waiting_code(ANI).unwrap();
        // It is Ani's code: what others write does not concern it.
        accounts.code_leaked(budi.user, &leak(&code)).await.unwrap();
        accounts.code_leaked(ani.user, &leak(&wrong(&code))).await.unwrap();
        assert!(accounts.waiting_code(ANI).is_some());
        accounts.code_leaked(ani.user, &leak(&code)).await.unwrap();
        assert!(accounts.waiting_code(ANI).is_none());
    }
}

#[tokio::test]
async fn a_device_that_saw_a_code_leak_voids_it() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(ANI, API_ID, &device(2)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    accounts.invalidate_codes(ani.user, &[wrong(&code)]).await.unwrap();
    assert!(accounts.waiting_code(ANI).is_some());
    accounts.invalidate_codes(ani.user, std::slice::from_ref(&code)).await.unwrap();
    let entered = accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(2)).await;
    assert!(matches!(entered, Err(AccountError::CodeExpired)));
}

#[tokio::test]
async fn every_other_session_is_told_of_a_new_login() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    assert!(house.ears.notices.lock().unwrap().is_empty());
    house.sign_in(ANI, &device(2)).await;
    let texts = house.service_texts(ani.user);
    // The code, then the login.
    assert_eq!(texts.len(), 2);
    assert!(texts[1].starts_with("New login. Dear Ani,") && texts[1].contains("Pixel 2, Android 16, 1.0"));
    let notices = std::mem::take(&mut *house.ears.notices.lock().unwrap());
    let [(to, Notice::NewAuthorization { hash, device: named, .. }, except)] = notices.as_slice() else {
        panic!("{} notices", notices.len());
    };
    assert!(*to == ani.user && *except == Some(device(2).session) && named == "Pixel 2, Android 16, 1.0");
    let listed = house.domain.accounts.authorizations(ani.user, 1).await.unwrap();
    assert!(listed.iter().any(|one| one.hash == *hash && !one.current));
}

#[tokio::test]
async fn an_ended_session_is_closed_and_signed_in_nowhere_also_after_a_kill() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    house.sign_in(ANI, &device(2)).await;
    house.pass(DAY);
    let accounts = &house.domain.accounts;
    assert!(accounts.user_of(2).await.unwrap() == Some(ani.user));
    let listed = accounts.authorizations(ani.user, 1).await.unwrap();
    assert!(listed.len() == 2 && listed[0].current && listed[0].hash == 0);
    let nonsense = accounts.reset_authorization(ani.user, 1, listed[1].hash ^ 1).await;
    assert!(matches!(nonsense, Err(AccountError::NoSuchSession)));
    let own = accounts.reset_authorization(ani.user, 1, 0).await;
    assert!(matches!(own, Err(AccountError::NoSuchSession)));
    accounts.reset_authorization(ani.user, 1, listed[1].hash).await.unwrap();
    assert_eq!(*house.ears.terminated.lock().unwrap(), [2]);
    assert!(accounts.user_of(2).await.unwrap().is_none());
    let house = house.after_a_kill(Policy::default()).await;
    let accounts = &house.domain.accounts;
    assert!(accounts.user_of(2).await.unwrap().is_none());
    assert!(accounts.user_of(1).await.unwrap() == Some(ani.user));
}

#[tokio::test]
async fn a_key_whose_two_rows_disagree_is_signed_in_nowhere() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    house.sign_in(ANI, &device(2)).await;
    house.pass(DAY);
    // The delete in the person's shard goes through, the one in the key's shard does not.
    let shard = store::key::Key::shard(&store::key::Numbered(2));
    house.engine.fail_next(Some(shard), Fault::Full);
    assert!(house.domain.accounts.reset_authorizations(ani.user, 1).await.is_err());
    let house = house.after_a_kill(Policy::default()).await;
    assert!(house.domain.accounts.user_of(2).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_ends_others_from_its_second_day_on_and_in_test_mode_at_once() {
    for policy in [Policy::default(), open_test_mode()] {
        let house = House::open_with(policy).await;
        let ani = house.sign_up(ANI, "Ani", &device(1)).await;
        house.sign_in(ANI, &device(2)).await;
        house.pass(DAY - Duration::from_secs(1));
        let accounts = &house.domain.accounts;
        let early = accounts.reset_authorizations(ani.user, 2).await;
        if policy.test_mode {
            early.unwrap();
        } else {
            assert!(matches!(early, Err(AccountError::SessionFresh { .. })));
            assert!(accounts.user_of(1).await.unwrap().is_some());
            house.pass(Duration::from_secs(1));
            accounts.reset_authorizations(ani.user, 2).await.unwrap();
        }
        assert!(accounts.user_of(1).await.unwrap().is_none());
        assert!(accounts.user_of(2).await.unwrap() == Some(ani.user));
    }
}

#[tokio::test]
async fn a_key_that_logs_out_is_nobodys_and_the_next_person_may_use_it() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    house.domain.accounts.log_out(ani.user, 1).await.unwrap();
    assert!(house.domain.accounts.user_of(1).await.unwrap().is_none());
    assert!(house.ears.terminated.lock().unwrap().is_empty());
    let budi = house.sign_up(BUDI, "Budi", &device(1)).await;
    assert!(house.domain.accounts.user_of(1).await.unwrap() == Some(budi.user));
}

#[tokio::test]
async fn a_key_is_signed_in_once() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let budi = house.sign_up(BUDI, "Budi", &device(1)).await;
    let accounts = &house.domain.accounts;
    assert!(accounts.user_of(1).await.unwrap() == Some(budi.user));
    assert!(accounts.authorizations(ani.user, 1).await.unwrap().is_empty());
}

#[tokio::test]
async fn there_is_no_number_with_a_fixed_code() {
    let house = House::open_with(open_test_mode()).await;
    for phone in ["+9996612345", "99966 2 1234", ""] {
        let sent = house.domain.accounts.send_code(phone, API_ID, &device(1)).await;
        assert!(matches!(sent, Err(AccountError::PhoneInvalid)));
    }
    // And no code is the same for everybody.
    house.domain.accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    house.domain.accounts.send_code(BUDI, API_ID, &device(1)).await.unwrap();
    assert!(house.domain.accounts.waiting_code(ANI) != house.domain.accounts.waiting_code(BUDI));
}

#[tokio::test]
async fn a_sign_up_that_broke_off_after_the_number_is_finished_by_the_next() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(1)).await.unwrap();
    // The row of the number is written; the person's is not.
    let phone_shard = store::key::Key::shard(&phone_key(&house));
    for shard in (0..kv::SHARDS).map(kv::Shard).filter(|shard| *shard != phone_shard) {
        house.engine.fail_next(Some(shard), Fault::Full);
    }
    let broken = accounts.sign_up(ANI, &sent.phone_code_hash, "Ani", "", &device(1)).await;
    assert!(matches!(broken, Err(AccountError::Fault(_))));
    let claimed = claimed_by(&house).await.unwrap();

    let house = house.after_a_kill(Policy::default()).await;
    // Nobody can find who was never written.
    let phone = domain::PhoneNumber::read(ANI).unwrap();
    assert!(house.domain.accounts.by_phone(&phone).await.unwrap().is_none());
    let ani = house.sign_up(ANI, "Ani", &device(2)).await;
    assert!(ani.user == claimed);
    assert!(house.domain.accounts.by_phone(&phone).await.unwrap() == Some(claimed));
}

#[tokio::test]
async fn a_repeated_sign_up_gives_the_same_account() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(ANI, API_ID, &device(1)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    let hash = &sent.phone_code_hash;
    accounts.sign_in(ANI, hash, &code, &device(1)).await.unwrap();
    let first = accounts.sign_up(ANI, hash, "Ani", "", &device(1)).await.unwrap();
    let second = accounts.sign_up(ANI, hash, "Ani", "", &device(1)).await.unwrap();
    assert!(first == second);
    assert_eq!(accounts.authorizations(first, 1).await.unwrap().len(), 1);
    assert_eq!(accounts.all().await.unwrap().len(), 1);
}

#[tokio::test]
async fn two_who_sign_up_with_one_number_make_one_account() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    let mut hashes = Vec::new();
    for key in [1, 2] {
        let sent = accounts.send_code(ANI, API_ID, &device(key)).await.unwrap();
        let code = accounts.waiting_code(ANI).unwrap();
        accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(key)).await.unwrap();
        hashes.push(sent.phone_code_hash);
    }
    accounts.sign_up(ANI, &hashes[0], "Ani", "", &device(1)).await.unwrap();
    let late = accounts.sign_up(ANI, &hashes[1], "Eve", "", &device(2)).await;
    assert!(matches!(late, Err(AccountError::PhoneOccupied)));
    assert_eq!(accounts.all().await.unwrap().len(), 1);
}

#[tokio::test]
async fn whom_the_operator_keeps_out_is_out_at_once_and_cannot_come_back() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let accounts = &house.domain.accounts;
    assert!(!accounts.keep_out(UserId(1), true).await.unwrap());
    assert!(accounts.keep_out(ani.user, true).await.unwrap());
    assert_eq!(*house.ears.terminated.lock().unwrap(), [1]);
    assert!(accounts.user_of(1).await.unwrap().is_none());
    let sent = accounts.send_code(ANI, API_ID, &device(2)).await.unwrap();
    let code = accounts.waiting_code(ANI).unwrap();
    let entered = accounts.sign_in(ANI, &sent.phone_code_hash, &code, &device(2)).await;
    assert!(matches!(entered, Err(AccountError::PhoneBanned)));
    assert!(accounts.keep_out(ani.user, false).await.unwrap());
    assert!(house.sign_in(ANI, &device(2)).await.user == ani.user);
}

/// Where the row of Ani's number lies.
fn phone_key(house: &House) -> store::key::Hashed {
    store::key::Hashed(house.store.keyed_hash("phone", b"6281234567890"))
}

async fn claimed_by(house: &House) -> Option<UserId> {
    let row = house.store.get::<store::tables::Phones>(&phone_key(house)).await.unwrap();
    row.map(|row| UserId(row.user))
}
