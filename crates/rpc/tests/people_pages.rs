//! Long lists of people: what a page of them costs in reads, and that it says of each what is said of him alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;

use std::sync::Arc;

use boxes::{By, UserId};
use domain::{
    PeerKind,
    settings::{PrivacyKey, PrivacyRule},
};
use fixture::{Hands, House};
use kv::memory::Memory;
use store::{
    key::{ByNumber, OfUser},
    records::{
        account::{LastSeen, User},
        channels::{ByMember, Channel, Membership, OfChannel, Participant},
    },
    tables,
};
use tl::{enums, functions, types};

const CHANNEL: i64 = 2_000_000_000;
const VIEWER: UserId = UserId(1000);
const PEOPLE: i64 = 250;

/// A supergroup whose members differ in all that decides how the viewer sees them.
async fn town(engine: &Memory, clock: &Arc<Hands>) {
    let house = House::over(engine.clone(), clock.clone(), 1).await;
    let store = house.store().clone();
    house.person(VIEWER.0, "Dewi").await;
    let mut batch = store.batch();
    let record = Channel {
        creator: UserId(1),
        title: "Kampung".into(),
        participants: PEOPLE as u32 + 1,
        admins: vec![UserId(1)],
        ..Channel::default()
    };
    batch.put::<tables::Channels>(&OfChannel(CHANNEL), &record);
    for user in (1..=PEOPLE).map(UserId).chain([VIEWER]) {
        let row = Participant { member: true, ..Participant::default() };
        batch.put::<tables::Participants>(&ByMember { channel: CHANNEL, user }, &row);
        let own = Membership { member: true, ..Membership::default() };
        batch.put::<tables::Memberships>(&ByNumber { user, number: CHANNEL }, &own);
    }
    store.commit(batch).await.unwrap();
    let domain = &house.services.domain;
    for id in 1..=PEOPLE {
        let user = house.person(id, &format!("Orang {id}")).await;
        let mut batch = store.batch();
        batch.put::<tables::LastSeen>(&OfUser(user), &LastSeen { at: 1_699_999_000 - id as i32 });
        store.commit(batch).await.unwrap();
        let called = |name: &str| domain::NewContact {
            first_name: name.into(),
            last_name: String::new(),
            phone: String::new(),
            shares_phone: id % 2 == 0,
        };
        match id % 10 {
            1 => domain.contacts.add(By::user(VIEWER), user, called("Tetangga")).await.unwrap(),
            2 => domain.contacts.add(By::user(user), VIEWER, called("Bu Dewi")).await.unwrap(),
            3 => drop(domain.blocks.set(By::user(user), VIEWER, true).await.unwrap()),
            4 => {
                let rules = vec![PrivacyRule::DisallowAll];
                let key = PrivacyKey::StatusTimestamp;
                domain.settings.set_privacy(By::user(user), key, rules).await.unwrap();
            }
            5 => {
                let rules = vec![PrivacyRule::AllowAll];
                let key = PrivacyKey::PhoneNumber;
                domain.settings.set_privacy(By::user(user), key, rules).await.unwrap();
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn a_page_of_200_people_of_whom_nothing_is_in_memory_looks_for_what_there_is_and_says_what_is_said_alone()
 {
    let (engine, clock) = (Memory::new(), Arc::new(Hands::new()));
    town(&engine, &clock).await;
    let house = House::over(engine.clone(), clock.clone(), 1 << 40).await;
    let device = house.device(VIEWER, 1);
    let hash = house.services.domain.access.of(VIEWER, PeerKind::Channel, CHANNEL);
    let page = |offset: i32| {
        let filter = enums::ChannelParticipantsFilter::ChannelParticipantsRecent;
        let channel = types::InputChannel::new(CHANNEL, hash).into();
        functions::channels::GetParticipants::new(channel, filter, offset, 200, 0)
    };
    let before = engine.counts();
    let shown = house.call(&device, page(0)).await.unwrap();
    let cost = engine.counts();
    let (reads, rows) = (cost.reads - before.reads, cost.rows_read - before.rows_read);
    let enums::channels::ChannelParticipants::ChannelParticipants(shown) = shown else { panic!("people") };
    assert_eq!((shown.participants.len(), shown.users.len(), shown.count), (200, 200, PEOPLE as i32 + 1));
    // One for each person, one more for each who keeps anything (four of ten), and a few for the channel, the viewer and
    // the page itself.
    assert!(reads <= 200 + 80 + 12, "{reads} reads");
    // His record, presence and key, and the participant; one row of those four, and the viewer's about one of ten.
    assert!(rows <= 200 * 4 + 80 + 20 + 20, "{rows} rows");

    let before = engine.counts();
    house.call(&device, page(0)).await.unwrap();
    assert!(engine.counts().reads - before.reads <= 1, "the page itself is read again, and nothing else");
    let before = engine.counts();
    house.call(&device, page(200)).await.unwrap();
    let cost = engine.counts();
    assert!(cost.rows_read - before.rows_read <= 51 * 5 + 10, "nothing before the page is looked at");

    let alone = House::over(engine.clone(), clock.clone(), 1 << 41).await;
    for user in &shown.users {
        let enums::User::User(plain) = user else { panic!("a person") };
        let view = alone.services.domain.users.view(VIEWER, UserId(plain.id)).await.unwrap().unwrap();
        assert!(render::user(&view) == *user, "{} is shown otherwise", plain.id);
    }
}

#[tokio::test]
async fn who_changes_after_a_page_is_shown_as_he_is_then() {
    let (engine, clock) = (Memory::new(), Arc::new(Hands::new()));
    town(&engine, &clock).await;
    let house = House::over(engine.clone(), clock.clone(), 1 << 40).await;
    let people: Vec<UserId> = (1..=50).map(UserId).collect();
    let domain = &house.services.domain;
    domain.users.views(VIEWER, &people).await.unwrap();
    let called = domain::NewContact {
        first_name: "Pak RT".into(),
        last_name: String::new(),
        phone: String::new(),
        shares_phone: false,
    };
    domain.contacts.add(By::user(VIEWER), UserId(7), called).await.unwrap();
    domain.blocks.set(By::user(UserId(8)), VIEWER, true).await.unwrap();
    let views = domain.users.views(VIEWER, &people).await.unwrap();
    assert_eq!(views[6].first_name, "Pak RT");
    assert!(views[6].contact);
    assert!(views[7].status == domain::Status::Empty);
}

#[tokio::test]
async fn who_signed_up_with_a_build_that_noted_nothing_is_shown_with_all_that_he_keeps() {
    let (engine, clock) = (Memory::new(), Arc::new(Hands::new()));
    town(&engine, &clock).await;
    let house = House::over(engine.clone(), clock.clone(), 1 << 40).await;
    let people: Vec<UserId> = (1..=50).map(UserId).collect();
    let noted = house.services.domain.users.views(VIEWER, &people).await.unwrap();
    let mut batch = house.store().batch();
    for user in people.iter().chain([&VIEWER]) {
        let record = house.services.domain.users.record(*user).await.unwrap().unwrap();
        batch.put::<tables::Users>(&OfUser(*user), &User { kept: None, ..(*record).clone() });
    }
    house.store().commit(batch).await.unwrap();
    let house = House::over(engine.clone(), clock.clone(), 1 << 41).await;
    let found = house.services.domain.users.views(VIEWER, &people).await.unwrap();
    assert_eq!(found.len(), noted.len());
    assert!(found.iter().zip(&noted).all(|(found, noted)| render::user(found) == render::user(noted)));
    assert!(
        found.iter().any(|view| view.contact)
            && found.iter().any(|view| view.status == domain::Status::Empty)
    );
}

#[tokio::test]
async fn in_a_group_too_large_to_look_at_all_a_search_finds_whoever_is_called_so() {
    let (engine, clock) = (Memory::new(), Arc::new(Hands::new()));
    town(&engine, &clock).await;
    let house = House::over(engine.clone(), clock.clone(), 1 << 40).await;
    let store = house.store().clone();
    for part in (2_000..12_100).collect::<Vec<i64>>().chunks(400) {
        let mut batch = store.batch();
        for user in part {
            let row = Participant { member: true, ..Participant::default() };
            batch.put::<tables::Participants>(&ByMember { channel: CHANNEL, user: UserId(*user) }, &row);
        }
        store.commit(batch).await.unwrap();
    }
    let record = store.get::<tables::Channels>(&OfChannel(CHANNEL)).await.unwrap().unwrap();
    let mut batch = store.batch();
    batch.put::<tables::Channels>(&OfChannel(CHANNEL), &Channel { participants: 10_350, ..record });
    store.commit(batch).await.unwrap();
    house.person(12_030, "Pak Raden").await;
    let house = House::over(engine.clone(), clock.clone(), 1 << 41).await;
    let (friend, named) = (house.person(12_010, "Mbak Sri").await, house.person(12_020, "Sriyono").await);
    let domain = &house.services.domain;
    domain.usernames.set(By::user(named), "sri_yono").await.unwrap();
    let called = domain::NewContact {
        first_name: "Sri".into(),
        last_name: String::new(),
        phone: String::new(),
        shares_phone: false,
    };
    domain.contacts.add(By::user(VIEWER), friend, called).await.unwrap();
    let device = house.device(VIEWER, 1);
    let hash = domain.access.of(VIEWER, PeerKind::Channel, CHANNEL);
    let search = async |q: &str, offset| {
        let filter = types::ChannelParticipantsSearch::new(q.into()).into();
        let channel = types::InputChannel::new(CHANNEL, hash).into();
        let search = functions::channels::GetParticipants::new(channel, filter, offset, 10, 0);
        let found = house.call(&device, search).await.unwrap();
        let enums::channels::ChannelParticipants::ChannelParticipants(found) = found else {
            panic!("people")
        };
        let ids = found.participants.iter().map(|one| match one {
            enums::ChannelParticipant::ChannelParticipant(one) => one.user_id,
            _ => panic!("a plain member"),
        });
        (ids.collect::<Vec<i64>>(), found.count)
    };
    for (q, offset, wanted, count) in [
        ("sri", 0, vec![friend.0, named.0], 2),
        ("@sri_yono", 0, vec![named.0], 1),
        ("orang 250", 0, vec![250], 1),
        ("sri", 1, vec![named.0], 2),
        ("raden", 0, vec![12_030], 1),
        ("nobody_here", 0, vec![], 0),
    ] {
        assert_eq!(search(q, offset).await, (wanted, count), "{q}");
    }
    let late = house.person(12_040, "Mas Bagus").await;
    assert_eq!(search("bagus", 0).await, (vec![], 0), "names are as of the first search for a while");
    house.pass(601);
    assert_eq!(search("bagus", 0).await, (vec![late.0], 1));
}

#[tokio::test]
async fn who_joins_hears_of_it_on_devices_that_are_away_also_when_the_server_is_killed_right_then() {
    let (engine, clock) = (Memory::new(), Arc::new(Hands::new()));
    town(&engine, &clock).await;
    let house = House::over(engine.clone(), clock.clone(), 1 << 40).await;
    let record = Channel {
        creator: UserId(1),
        title: "Pasar".into(),
        username: Some("pasar_pagi".into()),
        participants: 1,
        admins: vec![UserId(1)],
        ..Channel::default()
    };
    let mut batch = house.store().batch();
    batch.put::<tables::Channels>(&OfChannel(CHANNEL + 1), &record);
    house.store().commit(batch).await.unwrap();
    let domain = &house.services.domain;
    let said = domain.channels.join(By::user(VIEWER), CHANNEL + 1).await.unwrap();
    assert_eq!(said.len(), 1, "a small group is told");
    let house = House::over(engine.kill(0), clock.clone(), 1 << 41).await;
    let domain = &house.services.domain;
    assert!(domain.channels.is_member(CHANNEL + 1, VIEWER).await.unwrap());
    let told = domain.lasting_since(VIEWER, 0).await.unwrap();
    let joined = |notice: &domain::Notice| matches!(notice, domain::Notice::Channel { channel } if *channel == CHANNEL + 1);
    assert!(told.iter().any(joined), "nothing says that he came");
}
