//! MTProto over HTTP requests: what holds one, what lets it go, and what of it another request brings.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use common::{Place, rsa};
use mtproto::client::{ClientSession, Event, KeyExchange, Progress, Wish};
use server::node::{Node, Refusal};
use tl::{Function, Layer, functions};
use tokio::task::JoinHandle;

const AYU: &str = "+15550000001";
const HTTP_WAIT: u32 = 0x9299_359f;

/// A client on requests.
struct Poster {
    session: ClientSession,
    place: Arc<Place>,
}

impl Poster {
    fn packet(&mut self) -> Vec<u8> {
        self.session.flush(&*self.place.world.chance, self.place.world.clock.now(), true).unwrap()
    }

    fn call<F: Function>(&mut self, request: &F) -> Vec<u8> {
        self.session.call(tl::encode(request, Layer::NEWEST));
        self.packet()
    }

    fn wait(&mut self, max_wait: i32) -> Vec<u8> {
        let mut body = HTTP_WAIT.to_le_bytes().to_vec();
        for millis in [0, 0, max_wait] {
            body.extend_from_slice(&millis.to_le_bytes());
        }
        self.session.send_service(body, false);
        self.packet()
    }

    fn read(&mut self, mut answer: Vec<u8>) -> Vec<Event> {
        self.session.receive(&mut answer, self.place.world.clock.now()).unwrap()
    }

    /// Calls until the answer has come: the first packet of a session is told its salt.
    async fn called<F: Function>(&mut self, request: &F) -> F::Response {
        let mut packet = self.call(request);
        loop {
            let answer = post(&self.place.node, packet).await.unwrap();
            for event in self.read(answer) {
                if let Event::Answer { result, .. } = event {
                    return tl::decode(&result.unwrap()).unwrap();
                }
            }
            packet = self.packet();
        }
    }
}

fn post(node: &Arc<Node>, packet: Vec<u8>) -> Posted {
    let node = Arc::clone(node);
    let address = SocketAddr::from(([127, 0, 0, 1], 8080));
    Posted(spawned(async move { node.post(address, address, None, packet).await }))
}

#[expect(clippy::disallowed_methods, reason = "the test's runtime is the edge here")]
fn spawned<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    tokio::spawn(task)
}

/// A request under way.
struct Posted(JoinHandle<Result<Vec<u8>, Refusal>>);

impl Posted {
    async fn is_held(&self) -> bool {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
        !self.0.is_finished()
    }
}

impl IntoFuture for Posted {
    type Output = Result<Vec<u8>, Refusal>;
    type IntoFuture = std::pin::Pin<Box<dyn Future<Output = Self::Output>>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.0.await.unwrap() })
    }
}

/// Ayu on requests, and on a connection of another key.
async fn ayu() -> (Arc<Place>, Poster, common::Device) {
    let place = Arc::new(Place::new().await);
    let first = place.person(AYU, "Ayu").await;
    let second = place.another(AYU).await;
    let session = ClientSession::new(first.key(), 77);
    let mut poster = Poster { session, place: Arc::clone(&place) };
    poster.called(&functions::updates::GetState::new()).await;
    (place, poster, second)
}

#[tokio::test]
async fn a_key_is_made_over_requests() {
    let place = Place::new().await;
    let (chance, now) = (&*place.world.chance, place.world.clock.now());
    let (mut exchange, mut packet) = KeyExchange::begin(Wish::permanent(rsa().public().clone()), chance, now);
    loop {
        let answer = post(&place.node, packet).await.unwrap();
        match exchange.receive(&answer, chance, now).unwrap() {
            Progress::Send(next) => packet = next,
            Progress::Finished(_) => break,
        }
    }
}

#[tokio::test]
async fn a_request_is_answered_with_its_calls_and_not_held_without_reason() {
    let (place, mut poster, _) = ayu().await;
    let packet = poster.call(&functions::help::GetNearestDc::new());
    let answer = post(&place.node, packet).await.unwrap();
    assert!(poster.read(answer).iter().any(|event| matches!(event, Event::Answer { .. })));
    // Acknowledgements want no answer, and HTTP wants one.
    let packet = poster.packet();
    let answer = post(&place.node, packet).await.unwrap();
    assert!(poster.read(answer).is_empty());
}

#[tokio::test]
async fn a_request_that_waits_is_held_until_something_is_pushed() {
    let (place, mut poster, mut second) = ayu().await;
    let packet = poster.wait(25_000);
    let held = post(&place.node, packet);
    assert!(held.is_held().await);
    let to = tl::enums::InputPeer::InputPeerSelf;
    second.call_ok(&functions::messages::SendMessage::new(to, "note".into(), 1)).await;
    let events = poster.read(held.await.unwrap());
    assert!(events.iter().any(|event| matches!(event, Event::Update(_))));
}

#[tokio::test]
async fn a_newer_request_speaks_and_the_older_waits_on_for_the_next_push() {
    let (place, mut poster, mut second) = ayu().await;
    let packet = poster.wait(25_000);
    let held = post(&place.node, packet);
    assert!(held.is_held().await);
    poster.called(&functions::help::GetNearestDc::new()).await;
    assert!(held.is_held().await);
    let to = tl::enums::InputPeer::InputPeerSelf;
    second.call_ok(&functions::messages::SendMessage::new(to, "note".into(), 1)).await;
    let events = poster.read(held.await.unwrap());
    assert!(events.iter().any(|event| matches!(event, Event::Update(_))));
}

#[tokio::test]
async fn what_was_pushed_between_requests_comes_with_the_next_and_again_if_it_is_not_acknowledged() {
    let (place, mut poster, mut second) = ayu().await;
    let to = tl::enums::InputPeer::InputPeerSelf;
    second.call_ok(&functions::messages::SendMessage::new(to, "note".into(), 1)).await;
    let packet = poster.wait(0);
    let lost = post(&place.node, packet).await.unwrap();
    place.clock.forward(Duration::from_secs(21));
    let packet = poster.wait(0);
    let events = poster.read(post(&place.node, packet).await.unwrap());
    assert!(events.iter().any(|event| matches!(event, Event::Update(_))), "it was lost for good");
    drop(lost);
}

#[tokio::test]
async fn a_session_that_is_ended_lets_its_held_request_go() {
    let (place, mut poster, mut second) = ayu().await;
    let packet = poster.wait(25_000);
    let held = post(&place.node, packet);
    assert!(held.is_held().await);
    second.call_ok(&functions::auth::ResetAuthorizations::new()).await;
    assert_eq!(held.await, Err(Refusal(-503)));
}

#[tokio::test]
async fn what_no_key_opens_is_refused_as_on_other_transports() {
    let (place, mut poster, _) = ayu().await;
    let mut flipped = poster.wait(0);
    *flipped.last_mut().unwrap() ^= 1;
    for packet in [vec![], vec![1; 7], vec![0; 20], vec![0; 400], vec![9; 400], flipped] {
        assert_eq!(post(&place.node, packet).await, Err(Refusal(-404)));
    }
}
