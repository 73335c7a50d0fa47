//! Killing the program, as the power would, while things are due: a scheduled message is sent once, and a message
//! that is to go goes, on both sides, also when the program was not there at the time or died while doing it.
#![expect(clippy::unwrap_used, reason = "this test is an edge: it starts processes and lets moments pass")]

use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use bench::{
    edge::LoadChance,
    people::{self, Account},
    person::Person,
    process::Server,
};
use tl::{enums, functions, types};
use world::Chance;

const MESSAGES: i32 = 60;
/// Due in these seconds, counted from the moment of the first: above what is sent at once.
const FIRST_DUE: i32 = 12;
const DUE_SPREAD: i32 = 5;
const KILLS_WHILE_DUE: u32 = 8;
const PATIENCE: Duration = Duration::from_secs(60);

#[test]
fn what_is_due_while_the_program_is_killed_happens_once() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let chance: Arc<dyn Chance> = Arc::new(LoadChance::seeded(bench::edge::now().0.unsigned_abs()));
        let server = start(&data);
        let program = Path::new(env!("CARGO_BIN_EXE_merpati"));
        let accounts = people::sign_up(&server, program, &data, 2).await.unwrap();
        let [ayu, budi] = &accounts[..] else { panic!("two people") };
        let to_budi = find(&server, ayu, &budi.phone, &chance).await;
        let to_ayu = find(&server, budi, &ayu.phone, &chance).await;

        let mut person = connect(&server, ayu, &chance).await;
        let due = bench::edge::now().seconds() + FIRST_DUE;
        for number in 0..MESSAGES {
            schedule(&mut person, &to_budi, number, due + number % DUE_SPREAD).await;
        }
        // These go around the same time.
        let ttl = functions::messages::SetHistoryTTL::new(to_budi.clone(), FIRST_DUE);
        person.call(&ttl).await.map_err(|error| error.message).unwrap();
        for number in 0..MESSAGES {
            let text = format!("gone {number}");
            let request =
                functions::messages::SendMessage::new(to_budi.clone(), text, i64::from(number) + 1_000);
            person.call(&request).await.map_err(|error| error.message).unwrap();
        }
        let ttl = functions::messages::SetHistoryTTL::new(to_budi.clone(), 0);
        person.call(&ttl).await.map_err(|error| error.message).unwrap();
        assert!(!texts(&mut person, &to_budi).await.keys().any(|text| text.starts_with("later")));
        server.kill();

        let wait = i64::from(due - bench::edge::now().seconds()).max(0) as u64;
        tokio::time::sleep(Duration::from_secs(wait)).await;
        for kill in 0..KILLS_WHILE_DUE {
            let server = start(&data);
            tokio::time::sleep(Duration::from_millis(u64::from(kill) * 130)).await;
            server.kill();
        }
        let server = start(&data);
        settled(&server, (ayu, &to_budi), (budi, &to_ayu), &chance).await;
        server.stop().unwrap();
    });
}

fn start(data: &Path) -> Server {
    Server::start(Path::new(env!("CARGO_BIN_EXE_merpati")), data, &["--test-mode"]).unwrap()
}

async fn connect(server: &Server, account: &Account, chance: &Arc<dyn Chance>) -> Person {
    Person::with_key(&server.mtproto, account.key.clone(), chance.clone()).await.unwrap()
}

async fn find(server: &Server, who: &Account, phone: &str, chance: &Arc<dyn Chance>) -> enums::InputPeer {
    let mut person = connect(server, who, chance).await;
    let found = functions::contacts::ResolvePhone::new(phone.to_owned());
    let found = person.call(&found).await.map_err(|error| error.message).unwrap();
    let enums::contacts::ResolvedPeer::ResolvedPeer(found) = found;
    match found.users.into_iter().next() {
        Some(enums::User::User(user)) => types::InputPeerUser::new(user.id, user.access_hash.unwrap()).into(),
        _ => panic!("{phone} was not found"),
    }
}

async fn schedule(person: &mut Person, to: &enums::InputPeer, number: i32, date: i32) {
    let request =
        functions::messages::SendMessage::new(to.clone(), format!("later {number}"), i64::from(number) + 1);
    let request = functions::messages::SendMessage { schedule_date: Some(date), ..request };
    let answer = person.call(&request).await.map_err(|error| error.message).unwrap();
    let enums::Updates::Updates(updates) = answer else { panic!("the answer has no updates") };
    assert!(
        updates.updates.iter().any(|update| matches!(update, enums::Update::UpdateNewScheduledMessage(_)))
    );
}

/// How often each text stands in a chat.
async fn texts(person: &mut Person, peer: &enums::InputPeer) -> BTreeMap<String, u32> {
    let mut found = BTreeMap::new();
    let mut before = 0;
    loop {
        let request = functions::messages::GetHistory::new(peer.clone(), before, 0, 0, 100, 0, 0, 0);
        let messages = match person.call(&request).await.map_err(|error| error.message).unwrap() {
            enums::messages::Messages::Messages(all) => all.messages,
            enums::messages::Messages::MessagesSlice(part) => part.messages,
            _ => panic!("a history of another kind"),
        };
        if messages.is_empty() {
            return found;
        }
        for message in messages {
            match message {
                enums::Message::Message(message) => {
                    *found.entry(message.message).or_default() += 1;
                    before = message.id;
                }
                enums::Message::MessageService(message) => before = message.id,
                enums::Message::MessageEmpty(_) => panic!("an empty message in a history"),
            }
        }
    }
}

/// Waits until everything due has happened, and holds both sides against it.
async fn settled(
    server: &Server,
    (ayu, to_budi): (&Account, &enums::InputPeer),
    (budi, to_ayu): (&Account, &enums::InputPeer),
    chance: &Arc<dyn Chance>,
) {
    let expected: BTreeMap<String, u32> =
        (0..MESSAGES).map(|number| (format!("later {number}"), 1)).collect();
    let (mut one, mut two) = (connect(server, ayu, chance).await, connect(server, budi, chance).await);
    let waits = async {
        loop {
            let sides = (texts(&mut one, to_budi).await, texts(&mut two, to_ayu).await);
            if sides.0 == expected && sides.1 == expected {
                return;
            }
            let doubled = sides.0.values().chain(sides.1.values()).any(|count| *count > 1);
            assert!(!doubled, "a message was sent twice");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waits).await.expect("what is due never happened");
    let request = functions::messages::GetScheduledHistory::new(to_budi.clone(), 0);
    let left = one.call(&request).await.map_err(|error| error.message).unwrap();
    let enums::messages::Messages::Messages(left) = left else { panic!("another kind of answer") };
    assert!(left.messages.is_empty(), "{} are still scheduled", left.messages.len());
    // And nothing happens twice a little later.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(texts(&mut one, to_budi).await == expected && texts(&mut two, to_ayu).await == expected);
}
