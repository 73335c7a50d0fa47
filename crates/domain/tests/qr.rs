//! Signing in by QR code (demand L-13): a token is worth one sign-in of the device that asked for it, for thirty
//! seconds.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod support;

use std::time::Duration;

use domain::AccountError;
use support::{House, device};

#[tokio::test]
async fn an_accepted_token_signs_in_the_device_that_showed_it_and_tells_the_others() {
    let house = House::open().await;
    let ayu = house.sign_up("+6281200000001", "Ayu", &device(1)).await.user;
    let accounts = &house.domain.accounts;
    let token = accounts.export_login_token(&device(2), Vec::new());
    assert!(token.bytes.len() * 8 >= 256);
    assert!(accounts.import_login_token(&token.bytes, &device(2)).unwrap().is_some());

    let accepted = accounts.accept_login_token(ayu, &token.bytes).await.unwrap();
    assert_eq!(accepted.auth_key_id, device(2).session.auth_key_id);
    assert_eq!(accounts.user_of(accepted.auth_key_id).await.unwrap(), Some(ayu));
    assert_eq!(*house.ears.accepted.lock().unwrap(), [accepted.auth_key_id]);
    assert!(
        house
            .ears
            .notices
            .lock()
            .unwrap()
            .iter()
            .any(|(to, _, except)| { *to == ayu && *except == Some(device(2).session) })
    );
    assert!(accounts.import_login_token(&token.bytes, &device(2)).unwrap().is_none());
}

#[tokio::test]
async fn of_a_hundred_who_accept_at_once_one_does() {
    let house = House::open().await;
    let accounts = &house.domain.accounts;
    let mut people = Vec::new();
    for number in 0..4_i64 {
        let phone = format!("+628120000000{number}");
        people.push(house.sign_up(&phone, "Somebody", &device(10 + number)).await.user);
    }
    let token = accounts.export_login_token(&device(2), Vec::new()).bytes;
    let mut tries = tokio::task::JoinSet::new();
    for number in 0..100_usize {
        let (domain, token, user) = (house.domain.clone(), token.clone(), people[number % 4]);
        tries.spawn(async move { domain.accounts.accept_login_token(user, &token).await.map(drop) });
    }
    let outcomes = tries.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(AccountError::TokenAccepted))));
}

#[tokio::test]
async fn a_token_is_good_for_thirty_seconds_and_for_its_own_device() {
    let house = House::open().await;
    let ayu = house.sign_up("+6281200000001", "Ayu", &device(1)).await.user;
    let accounts = &house.domain.accounts;
    let late = accounts.export_login_token(&device(2), Vec::new()).bytes;
    house.pass(Duration::from_secs(29));
    assert!(matches!(accounts.import_login_token(&late, &device(3)), Err(AccountError::TokenInvalid)));
    assert!(accounts.import_login_token(&late, &device(2)).unwrap().is_some());
    house.pass(Duration::from_secs(1));
    assert!(matches!(accounts.accept_login_token(ayu, &late).await, Err(AccountError::TokenExpired)));
    assert!(matches!(accounts.import_login_token(&late, &device(2)), Err(AccountError::TokenExpired)));
    assert!(matches!(accounts.accept_login_token(ayu, b"guessed").await, Err(AccountError::TokenInvalid)));
    let unwanted = accounts.export_login_token(&device(2), vec![ayu.0]).bytes;
    assert!(matches!(accounts.accept_login_token(ayu, &unwanted).await, Err(AccountError::TokenException)));
    assert!(accounts.user_of(device(2).session.auth_key_id).await.unwrap().is_none());
}

#[tokio::test]
async fn whoever_is_kept_out_brings_nobody_in_and_the_token_stays_good() {
    let house = House::open().await;
    let ayu = house.sign_up("+6281200000001", "Ayu", &device(1)).await.user;
    let budi = house.sign_up("+6281200000002", "Budi", &device(4)).await.user;
    let accounts = &house.domain.accounts;
    let token = accounts.export_login_token(&device(2), Vec::new()).bytes;
    accounts.keep_out(ayu, true).await.unwrap();
    assert!(matches!(accounts.accept_login_token(ayu, &token).await, Err(AccountError::PhoneBanned)));
    accounts.accept_login_token(budi, &token).await.unwrap();
}
