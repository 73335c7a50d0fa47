//! What the two-step password promises: demands L-7 to L-10, its mail address, its resets, the operator's hand, and
//! that alarms and the count of sends outlive a restart.

#![allow(clippy::unwrap_used, reason = "what is not there fails the test")]

mod support;

use std::{
    sync::{Arc, Mutex, atomic::AtomicBool, atomic::Ordering},
    time::Duration,
};

use crypto::srp::{Claim, Salts};
use domain::{
    AccountError, Carrier, Entered, Letter, NewPassword, NotCarried, PasswordChange, PasswordError,
    PasswordProof, PasswordReset, Policy, SendLimit, SendLimits,
};
use store::ids::UserId;
use support::{API_ID, House, device};
use world::BoxFuture;

const AYU: &str = "+6281234567890";
const BUDI: &str = "+6281234567891";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const RIGHT: [u8; 32] = [1; 32];
const WRONG: [u8; 32] = [2; 32];

/// Takes letters, or nothing.
#[derive(Default)]
struct Post {
    away: AtomicBool,
    letters: Mutex<Vec<Letter>>,
}

impl Post {
    /// The code in the newest letter, which went to this address.
    fn code(&self, address: &str) -> String {
        let letter = self.letters.lock().unwrap().pop().unwrap();
        assert!(letter.address == address);
        let mut words = letter.text.split(|sign: char| !sign.is_ascii_digit());
        words.find(|word| word.len() == 5).unwrap().to_owned()
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

/// A password of this number, as a client makes it of what it was told.
async fn new_password(house: &House, user: UserId, x: &[u8; 32]) -> PasswordChange {
    let (salt1, salt2) = house.domain.accounts.password_state(user).await.unwrap().next_salts;
    let salt1 = [&salt1[..], &[9; 32]].concat();
    let verifier = Claim::verifier(x).to_vec();
    let new = NewPassword { salt1, salt2: salt2.to_vec(), verifier, hint: "kucing".into() };
    PasswordChange { password: Some(Some(new)), mail: None }
}

/// A proof by whoever takes this number for the password.
async fn proof(house: &House, user: UserId, x: &[u8; 32]) -> PasswordProof {
    let question = house.domain.accounts.password_state(user).await.unwrap().current.unwrap();
    let salts = Salts { first: &question.salt1, second: &question.salt2 };
    let public: [u8; 256] = question.public.try_into().unwrap();
    let mut drawn = 1u8;
    let mut fill = |bytes: &mut [u8]| {
        for byte in bytes {
            drawn = drawn.wrapping_mul(5).wrapping_add(113);
            *byte = drawn;
        }
    };
    let claim = Claim::new(x, salts, &public, &mut fill).unwrap();
    PasswordProof::Srp { id: question.id, public: claim.public.to_vec(), proof: claim.proof.to_vec() }
}

/// Ayu, signed in on her first device, with a password.
async fn ayu() -> (House, UserId) {
    ayu_with(Policy::default()).await
}

async fn ayu_with(policy: Policy) -> (House, UserId) {
    let house = House::open_with(policy).await;
    let user = house.sign_up(AYU, "Ayu", &device(1)).await.user;
    let new = new_password(&house, user, &RIGHT).await;
    house.domain.accounts.change_password(user, &PasswordProof::Nothing, new, &device(1)).await.unwrap();
    (house, user)
}

/// A device enters the right code; the password is still missing.
async fn enter_code(house: &House, key: i64) {
    let accounts = &house.domain.accounts;
    let sent = accounts.send_code(AYU, API_ID, &device(key)).await.unwrap();
    let code = accounts.waiting_code(AYU).unwrap();
    let entered = accounts.sign_in(AYU, &sent.phone_code_hash, &code, &device(key)).await.unwrap();
    assert_eq!(entered, Entered::PasswordNeeded);
    house.run_tasks().await;
}

#[tokio::test]
async fn l9_the_right_code_opens_nothing_before_the_password_and_the_owner_hears_of_it() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    enter_code(&house, 2).await;
    assert!(accounts.user_of(2).await.unwrap().is_none());
    assert_eq!(accounts.awaited(2).await.unwrap(), Some(user));
    assert!(house.service_texts(user).iter().any(|text| text.contains("Incomplete login")));
    let wrong = proof(&house, user, &WRONG).await;
    let refused = accounts.check_password(user, &wrong, &device(2)).await;
    assert!(matches!(refused, Err(PasswordError::Wrong)));
    assert!(accounts.user_of(2).await.unwrap().is_none());
    let right = proof(&house, user, &RIGHT).await;
    accounts.check_password(user, &right, &device(2)).await.unwrap();
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(user));
    assert!(accounts.awaited(2).await.unwrap().is_none());
}

#[tokio::test]
async fn l9_a_qr_code_does_not_get_around_the_password() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    let token = accounts.export_login_token(&device(2), Vec::new());
    let let_in = accounts.accept_login_token(user, &token.bytes).await.unwrap();
    assert!(let_in.awaited && let_in.auth_key_id == 2);
    assert!(accounts.user_of(2).await.unwrap().is_none());
    assert_eq!(house.ears.accepted.lock().unwrap().as_slice(), [2]);
    assert_eq!(accounts.authorizations(user, 1).await.unwrap().len(), 1);
    let right = proof(&house, user, &RIGHT).await;
    accounts.check_password(user, &right, &device(2)).await.unwrap();
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(user));
}

#[tokio::test]
async fn a_key_that_was_somebody_elses_is_nobodys_while_it_waits() {
    let (house, user) = ayu().await;
    let budi = house.sign_up(BUDI, "Budi", &device(2)).await.user;
    let accounts = &house.domain.accounts;
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(budi));
    enter_code(&house, 2).await;
    assert!(accounts.user_of(2).await.unwrap().is_none());
    let right = proof(&house, user, &RIGHT).await;
    accounts.check_password(user, &right, &device(2)).await.unwrap();
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(user));
}

#[tokio::test]
async fn a_key_waits_for_a_day_also_over_a_restart() {
    let (house, user) = ayu().await;
    enter_code(&house, 2).await;
    enter_code(&house, 3).await;
    house.pass(DAY / 2);
    let house = house.after_a_kill(Policy::default()).await;
    let accounts = &house.domain.accounts;
    assert_eq!(accounts.awaited(2).await.unwrap(), Some(user));
    let right = proof(&house, user, &RIGHT).await;
    accounts.check_password(user, &right, &device(2)).await.unwrap();
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(user));
    house.pass(DAY / 2);
    assert!(accounts.awaited(3).await.unwrap().is_none(), "too long");
    let right = proof(&house, user, &RIGHT).await;
    accounts.check_password(user, &right, &device(3)).await.unwrap();
    assert!(accounts.user_of(3).await.unwrap().is_none(), "a proof alone signs nobody in");
}

#[tokio::test]
async fn a_key_that_gives_up_waiting_is_nobodys_also_after_a_restart() {
    let (house, user) = ayu().await;
    enter_code(&house, 2).await;
    house.domain.accounts.give_up_password(2).await.unwrap();
    let house = house.after_a_kill(Policy::default()).await;
    assert!(house.domain.accounts.awaited(2).await.unwrap().is_none());
    // One that waited and became somebody else's waits no more.
    enter_code(&house, 2).await;
    let budi = house.sign_up(BUDI, "Budi", &device(2)).await.user;
    assert_eq!(house.domain.accounts.user_of(2).await.unwrap(), Some(budi));
    assert!(house.domain.accounts.awaited(2).await.unwrap().is_none());
    house.domain.accounts.log_out(budi, 2).await.unwrap();
    assert!(house.domain.accounts.awaited(2).await.unwrap().is_none() && user != budi);
}

#[tokio::test]
async fn of_many_keys_that_wait_the_first_make_room() {
    let (house, user) = ayu_with(Policy { test_mode: true, ..Policy::default() }).await;
    for key in 2..42 {
        enter_code(&house, key).await;
        house.pass(Duration::from_secs(60));
    }
    let accounts = &house.domain.accounts;
    assert!(accounts.awaited(9).await.unwrap().is_none());
    for key in 10..42 {
        assert_eq!(accounts.awaited(key).await.unwrap(), Some(user));
    }
}

#[tokio::test]
async fn a_temporary_password_is_good_on_its_device_until_its_time_or_another_password() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    let wrong = proof(&house, user, &WRONG).await;
    assert!(matches!(accounts.tmp_password(user, 1, &wrong, 60).await, Err(PasswordError::Wrong)));
    let right = proof(&house, user, &RIGHT).await;
    let given = accounts.tmp_password(user, 1, &right, 5).await.unwrap();
    assert_eq!(given.valid_until, house.now() + 60, "a minute at least");
    assert!(accounts.tmp_password_holds(user, 1, &given.bytes));
    assert!(!accounts.tmp_password_holds(user, 2, &given.bytes));
    house.pass(Duration::from_secs(60));
    assert!(!accounts.tmp_password_holds(user, 1, &given.bytes));
    let right = proof(&house, user, &RIGHT).await;
    let given = accounts.tmp_password(user, 1, &right, i32::MAX).await.unwrap();
    assert_eq!(given.valid_until, house.now() + 24 * 60 * 60, "a day at most");
    assert!(accounts.drop_password(user).await.unwrap());
    assert!(!accounts.tmp_password_holds(user, 1, &given.bytes));
    let nothing = PasswordProof::Nothing;
    assert!(matches!(accounts.tmp_password(user, 1, &nothing, 60).await, Err(PasswordError::Empty)));
}

#[tokio::test]
async fn l7_a_challenge_is_good_for_one_guess_and_dies_with_the_password() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    let used = proof(&house, user, &RIGHT).await;
    accounts.check_password(user, &used, &device(1)).await.unwrap();
    let again = accounts.check_password(user, &used, &device(1)).await;
    assert!(matches!(again, Err(PasswordError::NoSuchChallenge)));
    let late = proof(&house, user, &RIGHT).await;
    house.pass(Duration::from_secs(10 * 60));
    let refused = accounts.check_password(user, &late, &device(1)).await;
    assert!(matches!(refused, Err(PasswordError::NoSuchChallenge)));
    let (before, old) = (proof(&house, user, &RIGHT).await, proof(&house, user, &RIGHT).await);
    let new = new_password(&house, user, &[3; 32]).await;
    accounts.change_password(user, &old, new, &device(1)).await.unwrap();
    let refused = accounts.check_password(user, &before, &device(1)).await;
    assert!(matches!(refused, Err(PasswordError::Changed)));
    let right = proof(&house, user, &[3; 32]).await;
    accounts.check_password(user, &right, &device(1)).await.unwrap();
}

#[tokio::test]
async fn l7_wrong_guesses_cost_waits_that_a_restart_does_not_forget_and_the_right_one_ends() {
    let (mut house, user) = ayu().await;
    let guess = async |house: &House, x: &[u8; 32]| {
        let proof = proof(house, user, x).await;
        house.domain.accounts.check_password(user, &proof, &device(1)).await
    };
    for _ in 0..5 {
        assert!(matches!(guess(&house, &WRONG).await, Err(PasswordError::Wrong)));
    }
    assert!(matches!(guess(&house, &RIGHT).await, Err(PasswordError::Flood { seconds: 60 })));
    house = house.after_a_kill(Policy::default()).await;
    assert!(matches!(guess(&house, &RIGHT).await, Err(PasswordError::Flood { seconds: 60 })));
    house.pass(Duration::from_secs(59));
    assert!(matches!(guess(&house, &WRONG).await, Err(PasswordError::Flood { seconds: 1 })));
    house.pass(Duration::from_secs(1));
    assert!(matches!(guess(&house, &WRONG).await, Err(PasswordError::Wrong)));
    assert!(matches!(guess(&house, &WRONG).await, Err(PasswordError::Flood { seconds: 120 })));
    house.pass(Duration::from_secs(120));
    guess(&house, &RIGHT).await.unwrap();
    assert!(matches!(guess(&house, &WRONG).await, Err(PasswordError::Wrong)));
}

#[tokio::test]
async fn l8_a_new_password_needs_the_old_one_and_salts_of_the_servers() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    let change =
        async |proof: &PasswordProof, change| accounts.change_password(user, proof, change, &device(1)).await;
    let new = new_password(&house, user, &WRONG).await;
    assert!(matches!(change(&PasswordProof::Nothing, new).await, Err(PasswordError::Wrong)));
    type Spoil = fn(&mut NewPassword);
    let spoils: [(Spoil, bool); 8] = [
        (|new| new.salt1.truncate(8 + 31), true),
        (|new| new.salt1[0] ^= 1, true),
        (|new| new.salt2[15] ^= 1, true),
        (|new| new.salt1.resize(257, 0), true),
        (|new| new.verifier.truncate(255), false),
        (|new| new.verifier.fill(0xff), false),
        (|new| new.verifier = [vec![0; 255], vec![1]].concat(), false),
        (|new| new.hint = "x".repeat(256), false),
    ];
    for (spoil, is_salt) in spoils {
        let mut new = new_password(&house, user, &WRONG).await;
        if let Some(Some(password)) = &mut new.password {
            spoil(password);
        }
        let refused = change(&proof(&house, user, &RIGHT).await, new).await;
        match is_salt {
            true => assert!(matches!(refused, Err(PasswordError::NewSalt))),
            false => assert!(matches!(refused, Err(PasswordError::NewSettings))),
        }
    }
    let nothing = change(&proof(&house, user, &RIGHT).await, PasswordChange::default()).await;
    assert!(matches!(nothing, Err(PasswordError::NothingNew)));
    accounts.check_password(user, &proof(&house, user, &RIGHT).await, &device(1)).await.unwrap();
    // The salts of an earlier change are not asked for any more.
    let stale = new_password(&house, user, &WRONG).await;
    let new = new_password(&house, user, &[3; 32]).await;
    change(&proof(&house, user, &RIGHT).await, new).await.unwrap();
    let refused = change(&proof(&house, user, &[3; 32]).await, stale).await;
    assert!(matches!(refused, Err(PasswordError::NewSalt)));
    let gone = PasswordChange { password: Some(None), mail: None };
    change(&proof(&house, user, &[3; 32]).await, gone).await.unwrap();
    assert!(accounts.password_state(user).await.unwrap().current.is_none());
    assert_eq!(house.sign_in(AYU, &device(2)).await.user, user);
}

#[tokio::test]
async fn l10_a_forgotten_password_goes_after_seven_days_unless_any_device_says_no() {
    let (house, user) = ayu().await;
    enter_code(&house, 2).await;
    let accounts = &house.domain.accounts;
    accounts.check_password(user, &proof(&house, user, &RIGHT).await, &device(2)).await.unwrap();
    let reset = async || accounts.reset_password(user, &device(2)).await.unwrap();
    let due = house.now() + 7 * 24 * 60 * 60;
    assert_eq!(reset().await, PasswordReset::Waits(due));
    assert!(house.service_texts(user).iter().any(|text| text.contains("without knowing it")));
    assert_eq!(accounts.password_state(user).await.unwrap().reset_at, Some(due));
    house.pass(3 * DAY);
    assert_eq!(reset().await, PasswordReset::Waits(due));
    accounts.decline_password_reset(user).await.unwrap();
    assert!(matches!(accounts.decline_password_reset(user).await, Err(PasswordError::NoReset)));
    let again = house.now() + 7 * 24 * 60 * 60;
    assert_eq!(reset().await, PasswordReset::Declined(again));
    house.pass(7 * DAY - Duration::from_secs(1));
    assert_eq!(reset().await, PasswordReset::Declined(again));
    house.pass(Duration::from_secs(1));
    let due = house.now() + 7 * 24 * 60 * 60;
    assert_eq!(reset().await, PasswordReset::Waits(due));
    let house = house.after_a_kill(Policy::default()).await;
    let accounts = &house.domain.accounts;
    house.pass(7 * DAY - Duration::from_secs(1));
    assert_eq!(accounts.reset_password(user, &device(2)).await.unwrap(), PasswordReset::Waits(due));
    house.pass(Duration::from_secs(1));
    assert_eq!(accounts.reset_password(user, &device(2)).await.unwrap(), PasswordReset::Done);
    assert!(accounts.password_state(user).await.unwrap().current.is_none());
    assert!(matches!(accounts.reset_password(user, &device(2)).await, Err(PasswordError::Empty)));
}

#[tokio::test]
async fn l10_who_proves_the_password_ends_a_reset_and_a_deletion() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    accounts.reset_password(user, &device(1)).await.unwrap();
    enter_code(&house, 2).await;
    let week = 7 * 24 * 60 * 60;
    let delete = async |proof: PasswordProof| accounts.may_delete(user, &proof, &device(2)).await;
    let begun = delete(PasswordProof::Nothing).await;
    assert!(matches!(begun, Err(PasswordError::DeletionWaits { seconds }) if seconds == week));
    house.pass(6 * DAY);
    let left = delete(PasswordProof::Nothing).await;
    assert!(matches!(left, Err(PasswordError::DeletionWaits { seconds }) if seconds == week / 7));
    accounts.recovery_mail(user, &proof(&house, user, &RIGHT).await).await.unwrap();
    house.pass(2 * DAY);
    let anew = delete(PasswordProof::Nothing).await;
    assert!(matches!(anew, Err(PasswordError::DeletionWaits { seconds }) if seconds == week));
    assert!(accounts.password_state(user).await.unwrap().reset_at.is_none());
    house.pass(7 * DAY);
    delete(PasswordProof::Nothing).await.unwrap();
    assert!(delete(proof(&house, user, &WRONG).await).await.is_err());
    delete(proof(&house, user, &RIGHT).await).await.unwrap();
}

#[tokio::test]
async fn l10_giving_a_channel_away_needs_a_password_and_a_session_of_a_day() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    let seconds = |left: Duration| i32::try_from(left.as_secs()).unwrap();
    let owns = async |key| accounts.prove_ownership(user, key, &proof(&house, user, &RIGHT).await).await;
    house.pass(DAY - Duration::from_secs(1));
    assert!(matches!(owns(1).await, Err(PasswordError::Fresh { seconds: 1 })));
    house.pass(Duration::from_secs(1));
    owns(1).await.unwrap();
    enter_code(&house, 2).await;
    accounts.check_password(user, &proof(&house, user, &RIGHT).await, &device(2)).await.unwrap();
    let fresh = owns(2).await;
    assert!(matches!(fresh, Err(PasswordError::SessionFresh { seconds: left }) if left == seconds(DAY)));
    let wrong = accounts.prove_ownership(user, 1, &proof(&house, user, &WRONG).await).await;
    assert!(matches!(wrong, Err(PasswordError::Wrong)));
    assert!(matches!(
        accounts.prove_ownership(UserId(5), 1, &PasswordProof::Nothing).await,
        Err(PasswordError::Empty)
    ));
}

#[tokio::test]
async fn a_password_with_an_address_holds_once_the_address_is_proven() {
    let house = House::open().await;
    let user = house.sign_up(AYU, "Ayu", &device(1)).await.user;
    let accounts = &house.domain.accounts;
    let with_mail = async |mail: &str| {
        let change = PasswordChange { mail: Some(mail.into()), ..new_password(&house, user, &RIGHT).await };
        accounts.change_password(user, &PasswordProof::Nothing, change, &device(1)).await
    };
    let refused = with_mail("ayu@example.org").await;
    assert!(matches!(refused, Err(PasswordError::Account(AccountError::MailNotAllowed))), "no mail is sent");
    let post = Arc::new(Post::default());
    accounts.carry_through(post.clone());
    assert!(matches!(with_mail("ayu").await, Err(PasswordError::Account(AccountError::MailInvalid))));
    post.away.store(true, Ordering::Relaxed);
    let refused = with_mail("ayu@example.org").await;
    assert!(matches!(refused, Err(PasswordError::Account(AccountError::NotSent))));
    post.away.store(false, Ordering::Relaxed);
    let state = accounts.password_state(user).await.unwrap();
    assert!(state.unproven_pattern.is_none() && state.current.is_none(), "everything is as it was");
    let waits = with_mail("ayu@example.org").await;
    assert!(matches!(waits, Err(PasswordError::MailUnproven { digits: 5 })));
    let state = accounts.password_state(user).await.unwrap();
    assert!(state.current.is_none() && !state.has_recovery);
    assert_eq!(state.unproven_pattern.as_deref(), Some("a***@example.org"));
    let first = post.code("ayu@example.org");
    accounts.resend_password_mail(user, &device(1)).await.unwrap();
    let code = post.code("ayu@example.org");
    let wrong = format!("{:05}", (code.parse::<u32>().unwrap() + 1) % 100_000);
    assert!(first != wrong);
    let confirm = async |code: &str| accounts.confirm_password_mail(user, code, &device(1)).await;
    assert!(matches!(confirm(&wrong).await, Err(PasswordError::CodeInvalid)));
    confirm(&code).await.unwrap();
    assert!(matches!(confirm(&code).await, Err(PasswordError::MailExpired)));
    let state = accounts.password_state(user).await.unwrap();
    assert!(state.has_recovery && state.current.unwrap().hint == "kucing");
    let mail = accounts.recovery_mail(user, &proof(&house, user, &RIGHT).await).await.unwrap();
    assert_eq!(mail.as_deref(), Some("ayu@example.org"));
    assert!(matches!(accounts.cancel_password_mail(user).await, Err(PasswordError::MailExpired)));
}

#[tokio::test]
async fn a_password_is_won_back_by_mail_once_and_signs_the_device_in() {
    let house = House::open().await;
    let user = house.sign_up(AYU, "Ayu", &device(1)).await.user;
    let accounts = &house.domain.accounts;
    let post = Arc::new(Post::default());
    accounts.carry_through(post.clone());
    let request = async |key| accounts.request_password_recovery(user, &device(key)).await;
    assert!(matches!(request(1).await, Err(PasswordError::Empty)));
    let new = new_password(&house, user, &RIGHT).await;
    accounts.change_password(user, &PasswordProof::Nothing, new, &device(1)).await.unwrap();
    assert!(matches!(request(1).await, Err(PasswordError::NoRecovery)));
    let mail = PasswordChange { password: None, mail: Some("ayu@example.org".into()) };
    let proven = proof(&house, user, &RIGHT).await;
    let waits = accounts.change_password(user, &proven, mail, &device(1)).await;
    assert!(matches!(waits, Err(PasswordError::MailUnproven { .. })));
    let code = post.code("ayu@example.org");
    accounts.confirm_password_mail(user, &code, &device(1)).await.unwrap();

    enter_code(&house, 2).await;
    assert_eq!(request(2).await.unwrap(), "a***@example.org");
    let code = post.code("ayu@example.org");
    let recover = async |code: &str, change| accounts.recover_password(user, code, change, &device(2)).await;
    assert!(matches!(accounts.check_recovery_code(user, ""), Err(PasswordError::CodeEmpty)));
    accounts.check_recovery_code(user, &code).unwrap();
    let mut spoilt = new_password(&house, user, &WRONG).await;
    if let Some(Some(password)) = &mut spoilt.password {
        password.verifier.clear();
    }
    assert!(matches!(recover(&code, Some(spoilt)).await, Err(PasswordError::NewSettings)));
    let wrong = format!("{:05}", (code.parse::<u32>().unwrap() + 1) % 100_000);
    assert!(matches!(recover(&wrong, None).await, Err(PasswordError::CodeInvalid)));
    assert!(accounts.user_of(2).await.unwrap().is_none());
    let new = new_password(&house, user, &[3; 32]).await;
    recover(&code, Some(new)).await.unwrap();
    assert_eq!(accounts.user_of(2).await.unwrap(), Some(user));
    assert!(matches!(recover(&code, None).await, Err(PasswordError::RecoveryExpired)));
    let state = accounts.password_state(user).await.unwrap();
    assert!(state.has_recovery, "the address has shown that it works");
    accounts.check_password(user, &proof(&house, user, &[3; 32]).await, &device(1)).await.unwrap();
}

#[tokio::test]
async fn the_operator_takes_a_password_away_and_its_owner_hears_of_it() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    enter_code(&house, 2).await;
    assert!(accounts.drop_password(user).await.unwrap());
    assert!(!accounts.drop_password(user).await.unwrap());
    assert!(accounts.awaited(2).await.unwrap().is_none());
    assert!(house.service_texts(user).iter().any(|text| text.contains("by those who run this server")));
    assert_eq!(house.sign_in(AYU, &device(2)).await.user, user);
}

#[tokio::test]
async fn a_deleted_account_leaves_neither_password_nor_who_waits_for_it() {
    let (house, user) = ayu().await;
    enter_code(&house, 2).await;
    assert!(house.domain.delete_account(user, None).await.unwrap());
    let accounts = &house.domain.accounts;
    assert!(accounts.awaited(2).await.unwrap().is_none());
    assert!(accounts.password_state(user).await.unwrap().current.is_none());
    assert!(house.sign_up(AYU, "Citra", &device(2)).await.user != user);
}

#[tokio::test]
async fn l1_l4_a_restart_does_not_forget_how_many_codes_left() {
    let sends = SendLimits { number: 2, prefix: 3, network: 0, day: 4 };
    let policy = Policy { sends, ..Policy::default() };
    let house = House::open_with(policy).await;
    let code = async |house: &House, phone: &str| {
        house.domain.accounts.send_code(phone, API_ID, &device(1)).await.map(drop)
    };
    code(&house, AYU).await.unwrap();
    house.pass(Duration::from_secs(3600));
    code(&house, AYU).await.unwrap();
    let house = house.after_a_kill(policy).await;
    house.pass(Duration::from_secs(3600));
    let refused = code(&house, AYU).await;
    assert!(matches!(refused, Err(AccountError::Flood { seconds }) if seconds == 22 * 3600 + 1));
    code(&house, BUDI).await.unwrap();
    assert!(code(&house, "+6281234567892").await.is_err(), "numbers alike");
    let house = house.after_a_kill(policy).await;
    house.pass(Duration::from_secs(22 * 3600 - 1));
    assert!(code(&house, AYU).await.is_err());
    house.pass(Duration::from_secs(1));
    code(&house, AYU).await.unwrap();
}

#[tokio::test]
async fn l4_operators_hear_of_a_limit_once_and_nobody_else_does() {
    let sends = SendLimits { number: 2, ..SendLimits::default() };
    let house = House::open_with(Policy { sends, ..Policy::default() }).await;
    let ayu = house.sign_up(AYU, "Ayu", &device(1)).await.user;
    let budi = house.sign_up(BUDI, "Budi", &device(2)).await.user;
    let accounts = &house.domain.accounts;
    assert!(accounts.make_operator(ayu, true).await.unwrap());
    assert!(accounts.make_operator(budi, true).await.unwrap());
    assert!(accounts.make_operator(budi, false).await.unwrap());
    assert!(!accounts.make_operator(UserId(5), true).await.unwrap());
    for _ in 0..5 {
        let _ = accounts.send_code("+6281111111111", API_ID, &device(3)).await;
    }
    let notices =
        |user| house.service_texts(user).iter().filter(|text| text.contains("Server notice")).count();
    assert_eq!((notices(ayu), notices(budi)), (1, 0));
    assert!(house.service_texts(ayu).iter().any(|text| text.contains("codes_per_number")));
}

#[tokio::test]
async fn a_guess_that_nobody_had_time_for_was_none_and_may_come_again() {
    let (house, user) = ayu().await;
    let accounts = &house.domain.accounts;
    let right = proof(&house, user, &RIGHT).await;
    house.pool.busy.store(true, Ordering::Relaxed);
    let refused = accounts.check_password(user, &right, &device(1)).await;
    assert!(matches!(refused, Err(PasswordError::Busy(_))));
    assert!(matches!(accounts.password_state(user).await, Err(PasswordError::Busy(_))));
    house.pool.busy.store(false, Ordering::Relaxed);
    accounts.check_password(user, &right, &device(1)).await.unwrap();
    let again = accounts.check_password(user, &right, &device(1)).await;
    assert!(matches!(again, Err(PasswordError::NoSuchChallenge)));
}
