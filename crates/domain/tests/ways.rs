//! Ways for codes and people: what a carrier's failure leaves, how long a reset of the mail address takes, what an
//! export and an invitation are good for (demand L-13, and the waits of mail).

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use domain::{AccountError, Carrier, Entered, Letter, NotCarried, Policy, SendLimit, SentWay};
use support::{API_ID, House, device};
use world::BoxFuture;

const AYU: &str = "+6281234567890";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Takes letters, or nothing.
#[derive(Default)]
struct Post {
    away: AtomicBool,
    letters: Mutex<Vec<Letter>>,
}

impl Post {
    /// The code in the newest letter.
    fn code(&self) -> String {
        let text = self.letters.lock().unwrap().pop().unwrap().text;
        text.split(|sign: char| !sign.is_ascii_digit()).find(|word| word.len() == 5).unwrap().to_owned()
    }
}

impl Carrier for Post {
    fn reaches_numbers(&self) -> bool {
        false
    }

    fn reaches_mail(&self) -> bool {
        true
    }

    fn to_number<'a>(&'a self, _: &'a str, _: &'a str) -> BoxFuture<'a, Result<(), NotCarried>> {
        Box::pin(async { Err(NotCarried::Failed) })
    }

    fn to_mail(&self, letter: Letter) -> BoxFuture<'_, Result<(), NotCarried>> {
        let taken = !self.away.load(Ordering::Relaxed);
        if taken {
            self.letters.lock().unwrap().push(letter);
        }
        Box::pin(async move { if taken { Ok(()) } else { Err(NotCarried::Failed) } })
    }

    fn limit_reached(&self, _: SendLimit) {}
}

/// Ayu, signed in with an address on her first device.
async fn ayu() -> (House, Arc<Post>) {
    let house = House::open().await;
    let by = house.sign_up(AYU, "Ayu", &device(1)).await;
    let post = Arc::new(Post::default());
    house.domain.accounts.carry_through(post.clone());
    let accounts = &house.domain.accounts;
    let sent = accounts.send_mail_for_change(by.user, "ayu@example.org", &device(1)).await.unwrap();
    assert_eq!(sent.pattern, "a***@example.org");
    accounts.prove_mail_for_change(by.user, &post.code()).await.unwrap();
    (house, post)
}

#[tokio::test]
async fn a_code_that_could_not_be_carried_is_no_code() {
    let (house, post) = ayu().await;
    let accounts = &house.domain.accounts;
    post.away.store(true, Ordering::Relaxed);
    assert!(matches!(accounts.send_code(AYU, API_ID, &device(2)).await, Err(AccountError::NotSent)));
    assert!(accounts.waiting_code(AYU).is_none());
    post.away.store(false, Ordering::Relaxed);
    let sent = accounts.send_code(AYU, API_ID, &device(2)).await.unwrap();
    let entered = accounts.sign_in(AYU, &sent.phone_code_hash, &post.code(), &device(2)).await.unwrap();
    assert!(matches!(entered, Entered::SignedIn(_)));
}

#[tokio::test]
async fn a_reset_of_the_address_takes_seven_days_in_which_its_owner_hears_of_it() {
    let (house, _post) = ayu().await;
    let accounts = &house.domain.accounts;
    let ask = async || {
        let sent = accounts.send_code(AYU, API_ID, &device(2)).await.unwrap();
        accounts.reset_login_mail(AYU, &sent.phone_code_hash, &device(2)).await
    };
    let user = accounts.user_of(1).await.unwrap().unwrap();
    let due = house.now() + 7 * 24 * 60 * 60;
    let pending =
        SentWay::Mail { pattern: "a***@example.org".into(), reset_seconds: None, reset_at: Some(due) };
    assert!(ask().await.unwrap().way == pending);
    assert!(house.service_texts(user).iter().any(|text| text.contains("without your login email")));
    house.pass(6 * DAY);
    assert!(matches!(ask().await, Err(AccountError::ResetWaits)));
    house.pass(DAY);
    assert!(ask().await.unwrap().way == SentWay::App);
    assert!(accounts.login_mail_pattern(user).await.unwrap().is_none());
}

#[tokio::test]
async fn whoever_signs_in_by_the_address_ends_a_reset() {
    let (house, post) = ayu().await;
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(AYU, API_ID, &device(2)).await.unwrap();
    accounts.reset_login_mail(AYU, &sent.phone_code_hash, &device(2)).await.unwrap();
    let sent = accounts.send_code(AYU, API_ID, &device(3)).await.unwrap();
    accounts.sign_in(AYU, &sent.phone_code_hash, &post.code(), &device(3)).await.unwrap();
    house.pass(8 * DAY);
    let sent = accounts.send_code(AYU, API_ID, &device(2)).await.unwrap();
    assert!(matches!(sent.way, SentWay::Mail { reset_at: None, .. }));
}

#[tokio::test]
async fn an_export_is_imported_once_within_a_minute_and_ends_with_its_session() {
    let house = House::open().await;
    let user = house.sign_up(AYU, "Ayu", &device(1)).await.user;
    house.sign_in(AYU, &device(2)).await;
    let accounts = &house.domain.accounts;
    let late = accounts.export_authorization(user, 1, 4).unwrap();
    house.pass(Duration::from_secs(60));
    let import = async |bytes: &[u8], key| accounts.import_authorization(user.0, bytes, &device(key)).await;
    assert!(matches!(import(&late.bytes, 3).await, Err(AccountError::ExportInvalid)));
    let good = accounts.export_authorization(user, 1, 4).unwrap();
    let wrong = accounts.import_authorization(user.0 + 1, &good.bytes, &device(3)).await;
    assert!(matches!(wrong, Err(AccountError::ExportInvalid)));
    assert_eq!(import(&good.bytes, 3).await.unwrap(), user);
    assert!(matches!(import(&good.bytes, 4).await, Err(AccountError::ExportInvalid)));
    assert_eq!(accounts.authorizations(user, 2).await.unwrap().len(), 2);
    assert!(matches!(accounts.export_authorization(user, 1, 21), Err(AccountError::DcInvalid)));
    let of_ended = accounts.export_authorization(user, 1, 4).unwrap();
    accounts.log_out(user, 1).await.unwrap();
    assert!(accounts.user_of(3).await.unwrap().is_none(), "the further key outlives its session");
    assert!(matches!(import(&of_ended.bytes, 5).await, Err(AccountError::ExportInvalid)));
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(user));
}

#[tokio::test]
async fn a_handed_out_number_is_had_by_its_link_alone() {
    let house = House::open_with(Policy::default()).await;
    let accounts = &house.domain.accounts;
    let link = accounts.invite_anybody().await.unwrap();
    assert!(link.token.len() * 4 >= 128);
    let invited = accounts.invited(&link.token).await.unwrap().unwrap();
    assert!(invited.phone == link.phone && invited.code.is_none() && !invited.used);
    accounts.send_code(&link.phone, API_ID, &device(1)).await.unwrap();
    assert!(accounts.invited(&link.token).await.unwrap().unwrap().code.is_some());
    house.sign_up(&link.phone, "Somebody", &device(1)).await;
    let used = accounts.invited(&link.token).await.unwrap().unwrap();
    assert!(used.used && used.code.is_none());
    let another = accounts.invite_anybody().await.unwrap();
    house.pass(7 * DAY);
    assert!(accounts.invited(&another.token).await.unwrap().is_none());
    assert!(accounts.invited("guessed").await.unwrap().is_none());
}
