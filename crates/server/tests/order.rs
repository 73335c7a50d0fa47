//! Calls of one session that change the caller's box are decided in the order in which they arrived, also where one of
//! them has to read something first and the next one has not.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use common::{Device, Place, Stopped};
use kv::{
    BoxFuture, ClaimError, CommitError, Direction, Engine, Epoch, Group, Pair, ReadError, Shard,
    memory::Memory,
};
use tl::{enums, functions, types};

/// An engine whose reads take their time while it is told so.
struct Slow {
    memory: Arc<Memory>,
    slow: AtomicBool,
}

impl Slow {
    async fn wait(&self) {
        if self.slow.load(Ordering::Relaxed) {
            for _ in 0..3 {
                tokio::task::yield_now().await;
            }
        }
    }
}

impl Engine for Slow {
    fn get<'a>(&'a self, shard: Shard, key: &'a [u8]) -> BoxFuture<'a, Result<Option<Vec<u8>>, ReadError>> {
        Box::pin(async move {
            self.wait().await;
            self.memory.get(shard, key).await
        })
    }

    fn get_many<'a>(
        &'a self,
        shard: Shard,
        keys: &'a [Vec<u8>],
    ) -> BoxFuture<'a, Result<Vec<Option<Vec<u8>>>, ReadError>> {
        Box::pin(async move {
            self.wait().await;
            self.memory.get_many(shard, keys).await
        })
    }

    fn scan<'a>(
        &'a self,
        shard: Shard,
        from: &'a [u8],
        to: &'a [u8],
        limit: usize,
        direction: Direction,
    ) -> BoxFuture<'a, Result<Vec<Pair>, ReadError>> {
        Box::pin(async move {
            self.wait().await;
            self.memory.scan(shard, from, to, limit, direction).await
        })
    }

    fn commit(&self, batch: Vec<Group>) -> BoxFuture<'static, Vec<Result<(), CommitError>>> {
        self.memory.commit(batch)
    }

    fn claim(&self, shard: Shard) -> BoxFuture<'_, Result<Epoch, ClaimError>> {
        self.memory.claim(shard)
    }
}

async fn contact(device: &mut Device, phone: &str) -> enums::InputPeer {
    let contact = types::InputPhoneContact::new(1, phone.into(), "Budi".into(), String::new()).into();
    let enums::contacts::ImportedContacts::ImportedContacts(known) =
        device.call_ok(&functions::contacts::ImportContacts::new(vec![contact])).await;
    let Some(enums::User::User(user)) = known.users.first() else { panic!("nobody") };
    types::InputPeerUser::new(user.id, user.access_hash.unwrap()).into()
}

fn id(updates: enums::Updates) -> i32 {
    match updates {
        enums::Updates::UpdateShortSentMessage(sent) => sent.id,
        enums::Updates::Updates(updates) => updates
            .updates
            .iter()
            .find_map(|update| match update {
                enums::Update::UpdateMessageID(given) => Some(given.id),
                enums::Update::UpdateEditMessage(edit) => Some(edit.pts),
                _ => None,
            })
            .unwrap(),
        _ => panic!("no id"),
    }
}

#[tokio::test]
async fn what_one_session_sends_is_decided_in_the_order_in_which_it_arrived() {
    let memory = Arc::new(Memory::new());
    let slow = Arc::new(Slow { memory: Arc::clone(&memory), slow: AtomicBool::new(false) });
    let engine = Arc::clone(&slow) as Arc<dyn Engine>;
    let place = Place::over(engine, memory, Arc::new(Stopped::at_the_start()), true).await;
    let mut ayu = place.person("+15550000001", "Ayu").await;
    let _budi = place.person("+15550000002", "Budi").await;
    let to = contact(&mut ayu, "+15550000002").await;
    let send =
        |text: &str, random_id| functions::messages::SendMessage::new(to.clone(), text.into(), random_id);
    let first = id(ayu.call_ok(&send("the first", 1)).await);

    slow.slow.store(true, Ordering::Relaxed);
    for round in 0..5 {
        let number = |at: i64| 10 + round * 10 + at;
        // Each of these has to read the first message before it can be decided, or several things; the others
        // have nothing to read.
        let answer = functions::messages::SendMessage {
            reply_to: Some(types::InputReplyToMessage::new(first).into()),
            ..send("reads", number(1))
        };
        let edit = functions::messages::EditMessage {
            message: Some(format!("edited {round}")),
            ..functions::messages::EditMessage::new(to.clone(), first)
        };
        let forward =
            functions::messages::ForwardMessages::new(to.clone(), vec![first], vec![number(4)], to.clone());
        let calls = [
            ayu.begin(&answer),
            ayu.begin(&send("reads nothing", number(2))),
            ayu.begin(&edit),
            ayu.begin(&send("reads nothing either", number(3))),
            ayu.begin(&forward),
            ayu.begin(&send("the last", number(5))),
        ];
        ayu.turn().await.unwrap();
        let places: Vec<i32> = calls
            .into_iter()
            .map(|call| id(tl::decode(&ayu.answer(call).expect("an answer").unwrap()).unwrap()))
            .collect();
        assert!(places.is_sorted(), "{places:?}");
    }
}

#[tokio::test]
async fn a_call_that_changes_nothing_waits_for_none_that_does() {
    let memory = Arc::new(Memory::new());
    let slow = Arc::new(Slow { memory: Arc::clone(&memory), slow: AtomicBool::new(false) });
    let engine = Arc::clone(&slow) as Arc<dyn Engine>;
    let place = Place::over(engine, memory, Arc::new(Stopped::at_the_start()), true).await;
    let mut ayu = place.person("+15550000001", "Ayu").await;
    let _budi = place.person("+15550000002", "Budi").await;
    let to = contact(&mut ayu, "+15550000002").await;
    let send = functions::messages::SendMessage::new(to.clone(), "the first".into(), 1);
    let first = id(ayu.call_ok(&send).await);

    slow.slow.store(true, Ordering::Relaxed);
    let answer = functions::messages::SendMessage {
        reply_to: Some(types::InputReplyToMessage::new(first).into()),
        ..functions::messages::SendMessage::new(to, "reads".into(), 2)
    };
    let slow_one = ayu.begin(&answer);
    let quick_one = ayu.begin(&functions::updates::GetState::new());
    let bytes = ayu.bytes();
    ayu.connection.feed(&bytes);
    ayu.connection.process().await;
    let answered = ayu.connection.collect();
    ayu.take(&answered);
    assert!(ayu.answer(quick_one).is_some());
    assert!(ayu.answer(slow_one).is_none());
    ayu.turn().await.unwrap();
    assert!(ayu.answer(slow_one).is_some());
}
