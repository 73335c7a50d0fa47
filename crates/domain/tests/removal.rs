//! An account ends: what is free again, what others see, and what a crash leaves.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use boxes::{By, Content, NewMessage, Peer};
use domain::{NewContact, Notice, PhoneNumber, Policy};
use store::{ids::UserId, tables};
use support::{House, device};

const ANI: &str = "+6281234567890";
const BUDI: &str = "+6281234567891";

fn number(phone: &str) -> PhoneNumber {
    PhoneNumber::read(phone).unwrap()
}

fn contact(name: &str, phone: &str) -> NewContact {
    NewContact { first_name: name.into(), last_name: String::new(), phone: phone.into(), shares_phone: false }
}

#[tokio::test]
async fn names_are_free_sessions_end_and_others_keep_what_was_written() {
    let house = House::open().await;
    let domain = &house.domain;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let budi = house.sign_up(BUDI, "Budi", &device(2)).await;
    house.sign_in(ANI, &device(3)).await;
    domain.usernames.set(ani, "ani_merpati").await.unwrap();
    domain.contacts.add(ani, budi.user, contact("Budi", BUDI)).await.unwrap();
    domain.contacts.add(budi, ani.user, contact("Ani", ANI)).await.unwrap();
    let content = Content { text: "halo".into(), ..Content::default() };
    let message = NewMessage::new(By::user(ani.user), Peer::User(budi.user), 7, house.now(), content);
    house.boxes.send(vec![message]).await.unwrap();
    house.ears.notices.lock().unwrap().clear();

    assert!(domain.delete_account(ani.user, Some(1)).await.unwrap());
    for key in [1, 3] {
        assert!(domain.accounts.user_of(key).await.unwrap().is_none());
    }
    assert_eq!(*house.ears.terminated.lock().unwrap(), [3], "the session that asked is not cut off");
    let told = house.ears.notices.lock().unwrap().clone();
    assert!(
        told.iter().any(|(to, notice, _)| *to == budi.user && *notice == Notice::User { user: ani.user })
    );
    let seen = domain.users.view(budi.user, ani.user).await.unwrap().unwrap();
    assert!(seen.deleted && !seen.contact && seen.first_name.is_empty() && seen.phone.is_none());
    assert!(domain.contacts.all(budi.user).await.unwrap().is_empty());
    assert!(domain.contacts.all(ani.user).await.unwrap().is_empty());
    assert!(domain.usernames.resolve("ani_merpati").await.unwrap().is_none());
    assert!(domain.accounts.by_phone(&number(ANI)).await.unwrap().is_none());
    let page = house.boxes.history(
        budi.user,
        Peer::User(ani.user),
        boxes::HistoryQuery { limit: 9, ..Default::default() },
    );
    assert_eq!(page.await.unwrap().messages[0].content.text, "halo");

    let again = house.sign_up(ANI, "Ani", &device(4)).await;
    assert_ne!(again.user, ani.user);
    // Repeated, it takes nothing from whoever has the number now.
    assert!(domain.delete_account(ani.user, None).await.unwrap());
    assert_eq!(domain.accounts.by_phone(&number(ANI)).await.unwrap(), Some(again.user));
}

#[tokio::test]
async fn nobody_and_the_service_account_are_not_deleted() {
    let house = House::open().await;
    assert!(!house.domain.delete_account(UserId(1), None).await.unwrap());
    assert!(!house.domain.delete_account(domain::SERVICE_USER, None).await.unwrap());
}

#[tokio::test]
async fn a_crash_behind_the_mark_leaves_nobody_signed_in_once_it_is_repeated() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let user = store::records::account::User { deleted_at: Some(1), ..Default::default() };
    let mut batch = house.store.batch();
    batch.put::<tables::Users>(&store::key::OfUser(ani.user), &user);
    house.store.commit(batch).await.unwrap();
    let house = house.after_a_kill(Policy::default()).await;
    assert!(house.domain.accounts.by_phone(&number(ANI)).await.unwrap().is_none());
    assert!(house.domain.delete_account(ani.user, None).await.unwrap());
    assert!(house.domain.accounts.user_of(1).await.unwrap().is_none());
}

#[tokio::test]
async fn an_operators_mark_is_set_once_and_taken_away() {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let accounts = &house.domain.accounts;
    let since = async || house.domain.users.record(ani.user).await.unwrap().unwrap().operator_at;
    assert!(accounts.make_operator(ani.user, true).await.unwrap());
    let first = since().await;
    assert!(first.is_some());
    house.pass(std::time::Duration::from_secs(60));
    assert!(accounts.make_operator(ani.user, true).await.unwrap());
    assert_eq!(since().await, first);
    assert!(accounts.make_operator(ani.user, false).await.unwrap());
    assert_eq!(since().await, None);
    assert!(!accounts.make_operator(UserId(1), true).await.unwrap());
    house.domain.delete_account(ani.user, None).await.unwrap();
    assert!(!accounts.make_operator(ani.user, true).await.unwrap());
}
