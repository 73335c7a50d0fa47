//! What people see of each other: names, numbers, presence, usernames, blocks, and who is told of changes.

#![allow(clippy::unwrap_used, reason = "a fixture that fails fails the test")]

mod support;

use std::time::Duration;

use boxes::By;
use domain::{
    ContactError, NewContact, Notice, NotifyTarget, PeerKind, PhoneContact, PrivacyKey, ProfileChange,
    ProfileError, SERVICE_USER, Status, UserView, UsernameError,
    settings::{NotifySettings, PrivacyRule},
};
use kv::memory::Fault;
use store::{
    ids::{Peer, UserId},
    key::Hashed,
};
use support::{House, device};

const ANI: &str = "+6281234567890";
const BUDI: &str = "+6281234567891";

/// A server with two strangers.
async fn two() -> (House, By, By) {
    let house = House::open().await;
    let ani = house.sign_up(ANI, "Ani", &device(1)).await;
    let budi = house.sign_up(BUDI, "Budi", &device(2)).await;
    (house, ani, budi)
}

async fn seen(house: &House, viewer: By, user: By) -> UserView {
    let view = house.domain.users.view(viewer.user, user.user).await.unwrap().unwrap();
    // What is remembered is what is read.
    let again = house.domain.users.remembered_view(viewer.user, user.user).unwrap().unwrap();
    assert!(again.first_name == view.first_name && again.phone == view.phone && again.status == view.status);
    view
}

fn called(first_name: &str, phone: &str) -> NewContact {
    let (first_name, phone) = (first_name.to_owned(), phone.to_owned());
    NewContact { first_name, last_name: String::new(), phone, shares_phone: false }
}

fn line(client_id: i64, phone: &str) -> PhoneContact {
    let (first_name, last_name) = (String::from("Pak"), String::from("Budi"));
    PhoneContact { client_id, phone: phone.to_owned(), first_name, last_name }
}

#[tokio::test]
async fn an_import_finds_accounts_by_number_and_names_them_as_the_device_does() {
    let (house, ani, budi) = two().await;
    let lines = vec![line(5, "+62 812-3456-7891"), line(6, "+6281299999999"), line(7, ANI), line(8, "x")];
    let imported = house.domain.contacts.import(ani, lines).await.unwrap();
    assert!(imported.imported == [(budi.user, 5)] && imported.retry.is_empty());
    let view = seen(&house, ani, budi).await;
    assert!(view.contact && !view.mutual_contact && view.first_name == "Pak" && view.last_name == "Budi");
    assert!(view.phone.as_deref() == Some("6281234567891"));
    // The other side knows nothing of it, but that Ani may now see what contacts of Budi see: nothing more.
    let back = seen(&house, budi, ani).await;
    assert!(!back.contact && back.first_name == "Ani");
}

#[tokio::test]
async fn a_number_is_shown_to_those_who_know_it_and_to_those_who_may_see_it() {
    let (house, ani, budi) = two().await;
    assert!(seen(&house, ani, ani).await.phone.as_deref() == Some("6281234567890"));
    assert!(seen(&house, ani, budi).await.phone.is_none());
    // Budi has Ani in his address book: for her as his contact, his number is open.
    house.domain.contacts.add(budi, ani.user, called("Ani", "")).await.unwrap();
    assert!(seen(&house, ani, budi).await.phone.is_some());
    assert!(seen(&house, budi, ani).await.phone.is_none());
    // Until he says otherwise.
    let rules = vec![PrivacyRule::DisallowUsers(vec![ani.user.0]), PrivacyRule::AllowAll];
    house.domain.settings.set_privacy(budi, PrivacyKey::PhoneNumber, rules).await.unwrap();
    assert!(seen(&house, ani, budi).await.phone.is_none());
}

#[tokio::test]
async fn adding_a_contact_with_a_guessed_number_tells_nothing_where_numbers_find_nobody() {
    let (house, ani, budi) = two().await;
    let nobody = vec![PrivacyRule::DisallowAll];
    house.domain.settings.set_privacy(budi, PrivacyKey::AddedByPhone, nobody.clone()).await.unwrap();
    house.domain.settings.set_privacy(budi, PrivacyKey::PhoneNumber, nobody).await.unwrap();
    house.domain.contacts.add(ani, budi.user, called("Budi", BUDI)).await.unwrap();
    assert!(seen(&house, ani, budi).await.phone.is_none());
    let imported = house.domain.contacts.import(ani, vec![line(1, BUDI)]).await.unwrap();
    assert!(imported.imported.is_empty());
    let phone = domain::PhoneNumber::read(BUDI).unwrap();
    assert!(house.domain.contacts.find_by_phone(ani.user, &phone).await.unwrap().is_none());
    assert!(house.domain.contacts.find_by_phone(budi.user, &phone).await.unwrap() == Some(budi.user));
}

#[tokio::test]
async fn contacts_are_mutual_when_both_have_the_other_and_gone_when_deleted() {
    let (house, ani, budi) = two().await;
    house.domain.contacts.add(ani, budi.user, called("B", "")).await.unwrap();
    house.domain.contacts.add(budi, ani.user, called("A", "")).await.unwrap();
    assert!(seen(&house, ani, budi).await.mutual_contact);
    let deleted = house.domain.contacts.delete(ani, &[budi.user, UserId(9)]).await.unwrap();
    assert!(deleted == [budi.user]);
    let view = seen(&house, ani, budi).await;
    assert!(!view.contact && !view.mutual_contact && view.first_name == "Budi");
    assert!(house.domain.contacts.all(ani.user).await.unwrap().is_empty());
    assert!(!seen(&house, budi, ani).await.mutual_contact);
}

#[tokio::test]
async fn oneself_the_service_account_and_the_nameless_are_no_contacts() {
    let (house, ani, budi) = two().await;
    for other in [ani.user, SERVICE_USER] {
        let added = house.domain.contacts.add(ani, other, called("X", "")).await;
        assert!(matches!(added, Err(ContactError::NotPossible)));
    }
    let added = house.domain.contacts.add(ani, budi.user, called("  ", "")).await;
    assert!(matches!(added, Err(ContactError::NameEmpty)));
}

#[tokio::test]
async fn contacts_are_found_by_the_beginning_of_each_word() {
    let (house, ani, budi) = two().await;
    house.domain.usernames.set(budi, "budi_s").await.unwrap();
    house.domain.contacts.import(ani, vec![line(1, BUDI)]).await.unwrap();
    for (query, found) in
        [("bu", true), ("PAK bud", true), ("budi_", true), ("udi", false), ("pak ani", false), (" ", false)]
    {
        let people = house.domain.contacts.search(ani.user, query, 10).await.unwrap();
        assert_eq!(!people.is_empty(), found, "{query}");
    }
}

#[tokio::test]
async fn a_username_is_one_persons_whatever_its_case() {
    let (house, ani, budi) = two().await;
    let names = &house.domain.usernames;
    names.set(ani, "Merpati").await.unwrap();
    assert!(names.resolve("@mERPATI").await.unwrap() == Some(Peer::User(ani.user)));
    assert!(!names.is_free(budi.user, "merpati").await.unwrap());
    assert!(matches!(names.set(budi, "MERPATI").await, Err(UsernameError::Occupied)));
    assert!(matches!(names.set(ani, "Merpati").await, Err(UsernameError::NotModified)));
    assert!(matches!(names.set(ani, "me").await, Err(UsernameError::Invalid)));
    // Only the case changes.
    names.set(ani, "merpati").await.unwrap();
    assert!(seen(&house, budi, ani).await.username.as_deref() == Some("merpati"));
    names.set(ani, "another").await.unwrap();
    assert!(names.resolve("merpati").await.unwrap().is_none());
    names.set(budi, "merpati").await.unwrap();
    names.set(ani, "").await.unwrap();
    assert!(names.resolve("another").await.unwrap().is_none());
    assert!(names.resolve("merpati").await.unwrap() == Some(Peer::User(budi.user)));
}

#[tokio::test]
async fn a_name_whose_claim_broke_off_is_free() {
    let (house, ani, budi) = two().await;
    let name_shard = store::key::Key::shard(&Hashed(house.store.keyed_hash("username", b"merpati")));
    for shard in (0..kv::SHARDS).map(kv::Shard).filter(|shard| *shard != name_shard) {
        house.engine.fail_next(Some(shard), Fault::Full);
    }
    assert!(house.domain.usernames.set(ani, "merpati").await.is_err());
    let house = house.after_a_kill(domain::Policy::default()).await;
    let names = &house.domain.usernames;
    assert!(names.resolve("merpati").await.unwrap().is_none());
    names.set(budi, "merpati").await.unwrap();
    assert!(names.resolve("merpati").await.unwrap() == Some(Peer::User(budi.user)));
}

#[tokio::test]
async fn presence_is_told_to_those_who_know_the_person_and_ends_by_itself() {
    let (house, ani, budi) = two().await;
    house.domain.presence.update(ani, false).await.unwrap();
    // Nobody knows her yet.
    assert!(house.ears.notices.lock().unwrap().is_empty());
    house.domain.contacts.add(budi, ani.user, called("Ani", "")).await.unwrap();
    house.ears.notices.lock().unwrap().clear();
    house.domain.presence.update(ani, false).await.unwrap();
    let told = Notice::Status { user: ani.user, status: Status::Online(house.now() + 300) };
    assert!(*house.ears.notices.lock().unwrap() == [(budi.user, told, None)]);
    house.pass(Duration::from_secs(301));
    let last = house.now() - 301;
    assert_eq!(seen(&house, budi, ani).await.status, Status::Offline(last));
    // Saying so again changes nothing for others.
    house.ears.notices.lock().unwrap().clear();
    house.domain.presence.update(ani, true).await.unwrap();
    assert!(house.ears.notices.lock().unwrap().is_empty());
}

#[tokio::test]
async fn who_hides_presence_shows_and_sees_only_about_when() {
    let (house, ani, budi) = two().await;
    house.domain.presence.update(ani, false).await.unwrap();
    house.domain.presence.update(budi, false).await.unwrap();
    let nobody = vec![PrivacyRule::DisallowAll];
    house.domain.settings.set_privacy(ani, PrivacyKey::StatusTimestamp, nobody).await.unwrap();
    assert_eq!(seen(&house, budi, ani).await.status, Status::Recently { by_me: false });
    assert_eq!(seen(&house, ani, budi).await.status, Status::Recently { by_me: true });
    assert!(matches!(seen(&house, ani, ani).await.status, Status::Online(_)));
    let days = [
        (3, Status::LastWeek { by_me: false }),
        (4, Status::LastMonth { by_me: false }),
        (23, Status::Empty),
    ];
    for (more, shown) in days {
        house.pass(Duration::from_secs(more * 24 * 3600));
        assert_eq!(seen(&house, budi, ani).await.status, shown);
    }
}

#[tokio::test]
async fn a_profile_changes_for_everybody_and_is_told_to_who_knows_the_person() {
    let (house, ani, budi) = two().await;
    house.domain.contacts.add(budi, ani.user, called("Ani", "")).await.unwrap();
    house.domain.contacts.delete(budi, &[ani.user]).await.unwrap();
    house.domain.contacts.add(budi, ani.user, called("Ani", "")).await.unwrap();
    house.ears.notices.lock().unwrap().clear();
    let rename = |name: &str| ProfileChange { first_name: Some(name.to_owned()), ..ProfileChange::default() };
    house.domain.users.change_profile(ani, rename(" Ani Baru ")).await.unwrap();
    let told = Notice::Name { user: ani.user };
    let expected = [(ani.user, told.clone(), ani.session), (budi.user, told, None)];
    assert!(*house.ears.notices.lock().unwrap() == expected);
    assert!(seen(&house, ani, ani).await.first_name == "Ani Baru");
    for name in ["", "   ", &"x".repeat(65)] {
        let refused = house.domain.users.change_profile(ani, rename(name)).await;
        assert!(matches!(refused, Err(ProfileError::FirstName { .. })));
    }
    let about = ProfileChange { about: Some("x".repeat(71)), ..ProfileChange::default() };
    assert!(matches!(
        house.domain.users.change_profile(ani, about).await,
        Err(ProfileError::About { chars: 71 })
    ));
}

#[tokio::test]
async fn blocks_are_listed_newest_first_and_told_to_the_other_devices_once() {
    let (house, ani, budi) = two().await;
    let citra = house.sign_up("+6281234567892", "Citra", &device(3)).await;
    let blocks = &house.domain.blocks;
    assert!(blocks.set(ani, budi.user, true).await.unwrap());
    house.pass(Duration::from_secs(1));
    assert!(blocks.set(ani, citra.user, true).await.unwrap());
    assert!(!blocks.set(ani, citra.user, true).await.unwrap());
    assert_eq!(house.ears.notices.lock().unwrap().len(), 2);
    let page = blocks.page(ani.user, 0, 1).await.unwrap();
    assert!(page.count == 2 && page.people == [(citra.user, house.now())]);
    assert!(
        blocks.has(ani.user, budi.user).await.unwrap() && !blocks.has(budi.user, ani.user).await.unwrap()
    );
    assert!(blocks.set(ani, budi.user, false).await.unwrap());
    let house = house.after_a_kill(domain::Policy::default()).await;
    let page = house.domain.blocks.page(ani.user, 0, 10).await.unwrap();
    assert!(page.count == 1 && page.people[0].0 == citra.user);
}

#[tokio::test]
async fn notification_settings_are_kept_by_chat_and_forgotten_together() {
    let (house, ani, budi) = two().await;
    let settings = &house.domain.settings;
    let muted = NotifySettings { mute_until: Some(i32::MAX), ..NotifySettings::default() };
    let chat = NotifyTarget::Peer(Peer::User(budi.user));
    for target in [chat, NotifyTarget::Users] {
        settings.set_notify(ani, target, muted.clone()).await.unwrap();
    }
    assert!(settings.notify(ani.user, chat).await.unwrap() == muted);
    assert!(settings.notify(budi.user, chat).await.unwrap() == NotifySettings::default());
    assert!(settings.notify_exceptions(ani.user).await.unwrap().len() == 2);
    settings.reset_notify(ani).await.unwrap();
    assert!(settings.notify(ani.user, chat).await.unwrap() == NotifySettings::default());
    assert!(settings.notify_exceptions(ani.user).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_access_hash_opens_one_person_for_one_viewer() {
    let (house, ani, budi) = two().await;
    let access = &house.domain.access;
    let view = seen(&house, ani, budi).await;
    assert!(access.opens(ani.user, PeerKind::User, budi.user.0, view.access_hash));
    assert!(!access.opens(budi.user, PeerKind::User, budi.user.0, view.access_hash));
    assert!(!access.opens(ani.user, PeerKind::Channel, budi.user.0, view.access_hash));
    assert!(!access.opens(ani.user, PeerKind::User, ani.user.0, view.access_hash));
    for wrong in [0, view.access_hash.wrapping_add(1), view.access_hash.wrapping_sub(1), -view.access_hash] {
        assert!(!access.opens(ani.user, PeerKind::User, budi.user.0, wrong));
    }
    let house = house.after_a_kill(domain::Policy::default()).await;
    assert!(house.domain.access.opens(ani.user, PeerKind::User, budi.user.0, view.access_hash));
}

#[tokio::test]
async fn the_service_account_is_there_for_everybody_and_its_number_is_not() {
    let (house, ani, _) = two().await;
    let view = house.domain.users.view(ani.user, SERVICE_USER).await.unwrap().unwrap();
    assert!(view.is_service && view.phone.is_none() && !view.first_name.is_empty());
    assert!(house.domain.users.view(ani.user, UserId(12345)).await.unwrap().is_none());
}
