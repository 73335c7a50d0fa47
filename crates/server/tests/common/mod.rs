//! A server without sockets and clients that speak to it in memory, with a clock that the test moves.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part of a shared module")]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test may panic and start threads")]

use std::{
    net::SocketAddr,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use crypto::RsaPrivateKey;
use kv::memory::Memory;
use mtproto::{
    client::{Call, Client, ClientFault, ClientKey, Event, RpcError, Wish},
    transport::{Kind, Wire},
};
use server::{
    assembly::Assembly,
    edge::{OsChance, TokioSpawn},
    node::{Connection, Node},
};
use store::MasterKey;
use tl::{Encode, Function, Layer, functions, types};
use world::{BoxFuture, Clock, UnixMillis, World};

/// A clock that stands until it is moved.
pub struct Stopped(AtomicI64);

impl Stopped {
    pub fn at_the_start() -> Stopped {
        Stopped(AtomicI64::new(0))
    }

    pub fn forward(&self, by: Duration) {
        self.0.fetch_add(by.as_millis() as i64, Ordering::Relaxed);
    }
}

impl Clock for Stopped {
    fn now(&self) -> UnixMillis {
        UnixMillis(START + self.0.load(Ordering::Relaxed))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed) as u64)
    }

    fn sleep_until(&self, _deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

const START: i64 = 1_790_000_000_000;

/// One key for all tests of a file: making one takes a while.
pub fn rsa() -> RsaPrivateKey {
    static PEM: OnceLock<String> = OnceLock::new();
    let pem = PEM.get_or_init(|| {
        let mut fill = |bytes: &mut [u8]| world::Chance::fill(&OsChance, bytes);
        RsaPrivateKey::generate(&mut fill).to_pem().unwrap().to_string()
    });
    RsaPrivateKey::from_pem(pem).unwrap()
}

/// A server and its clock.
pub struct Place {
    pub node: Arc<Node>,
    pub clock: Arc<Stopped>,
    pub memory: Arc<Memory>,
    pub world: World,
}

impl Place {
    pub async fn new() -> Place {
        Place::on(Arc::new(Memory::new()), Arc::new(Stopped(AtomicI64::new(0)))).await
    }

    /// A server with its limits against floods.
    pub async fn strict() -> Place {
        Place::built(Arc::new(Memory::new()), Arc::new(Stopped(AtomicI64::new(0))), false).await
    }

    /// A server on what an earlier one left.
    pub async fn on(memory: Arc<Memory>, clock: Arc<Stopped>) -> Place {
        Place::built(memory, clock, true).await
    }

    async fn built(memory: Arc<Memory>, clock: Arc<Stopped>, test_mode: bool) -> Place {
        let engine = Arc::clone(&memory) as Arc<dyn kv::Engine>;
        Place::over(engine, memory, clock, test_mode).await
    }

    /// A server on an engine that stands before `memory`.
    pub async fn over(
        engine: Arc<dyn kv::Engine>,
        memory: Arc<Memory>,
        clock: Arc<Stopped>,
        test_mode: bool,
    ) -> Place {
        let world = World {
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            chance: Arc::new(OsChance),
            spawn: Arc::new(TokioSpawn),
        };
        let node = Assembly {
            engine,
            master_key: MasterKey::new([7; 32]),
            world: world.clone(),
            heavy: Arc::new(world::heavy::InPlace),
            rsa: rsa(),
            policy: domain::Policy { test_mode, ..domain::Policy::default() },
            on_code: None,
            files: domain::FileParts::in_memory(),
            public_address: None,
            legacy_rsa_padding: true,
            proxy_secrets: Arc::new([]),
            metrics: Arc::default(),
            boxes: boxes::Options::default(),
            defect: None,
        }
        .build()
        .await
        .unwrap();
        Place { node, clock, memory, world }
    }

    /// A device that makes a key of its own; a temporary one when `expires_in` says so.
    pub async fn device(&self, expires_in: Option<i32>) -> Device {
        let wish = Wish { expires_in, ..Wish::permanent(rsa().public().clone()) };
        let client = Client::with_wish(WIRE, wish, Arc::clone(&self.world.chance), self.world.clock.now());
        let mut device =
            Device { client, connection: self.open(), world: self.world.clone(), events: Vec::new() };
        device.turn().await.unwrap();
        assert!(device.client.key().is_some());
        device
    }

    /// A device with a key that exists, in a new session.
    pub fn with_key(&self, key: ClientKey) -> Device {
        let client = Client::with_key(WIRE, key, Arc::clone(&self.world.chance));
        Device { client, connection: self.open(), world: self.world.clone(), events: Vec::new() }
    }

    pub fn open(&self) -> Connection {
        let local = SocketAddr::from(([127, 0, 0, 1], 4430));
        self.node.open(local, SocketAddr::from(([192, 0, 2, 1], 40_000)), false)
    }

    /// A device that has just signed up.
    pub async fn person(&self, phone: &str, name: &str) -> Device {
        let mut device = self.device(None).await;
        let sent = device.send_code(phone).await;
        let code = self.node.services().domain.accounts.waiting_code(phone).unwrap();
        device.call_ok(&functions::auth::SignIn::new(phone.into(), sent.clone()).with_code(code)).await;
        let sign_up = functions::auth::SignUp::new(phone.into(), sent, name.into(), String::new());
        device.call_ok(&sign_up).await;
        device
    }

    /// A second device of a person.
    pub async fn another(&self, phone: &str) -> Device {
        let mut device = self.device(None).await;
        let sent = device.send_code(phone).await;
        let code = self.node.services().domain.accounts.waiting_code(phone).unwrap();
        device.call_ok(&functions::auth::SignIn::new(phone.into(), sent).with_code(code)).await;
        device
    }
}

trait WithCode {
    fn with_code(self, code: String) -> Self;
}

impl WithCode for functions::auth::SignIn {
    fn with_code(mut self, code: String) -> Self {
        self.phone_code = Some(code);
        self
    }
}

pub const WIRE: Wire = Wire { kind: Kind::Intermediate, obfuscated: None };

/// A client and its connection.
pub struct Device {
    pub client: Client,
    pub connection: Connection,
    world: World,
    pub events: Vec<Event>,
}

impl Device {
    /// What the client has to send, as it would travel.
    pub fn bytes(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.client.flush(self.world.clock.now(), true, &mut bytes);
        bytes
    }

    /// Moves bytes both ways until nothing is left to move.
    pub async fn turn(&mut self) -> Result<(), ClientFault> {
        let mut quiet = 0;
        while quiet < 20 {
            let bytes = self.bytes();
            if !bytes.is_empty() {
                self.connection.feed(&bytes);
            }
            self.connection.process().await;
            for _ in 0..10 {
                tokio::task::yield_now().await;
            }
            self.connection.process().await;
            let answer = self.connection.collect();
            quiet = if bytes.is_empty() && answer.is_empty() { quiet + 1 } else { 0 };
            self.events.extend(self.client.receive(&answer, self.world.clock.now())?);
        }
        Ok(())
    }

    /// Takes bytes that the server has sent.
    pub fn take(&mut self, bytes: &[u8]) {
        self.events.extend(self.client.receive(bytes, self.world.clock.now()).unwrap());
    }

    /// Calls and waits; the result's bytes or the error.
    pub async fn call<F: Function>(&mut self, request: &F) -> Result<Vec<u8>, RpcError> {
        let call = self.begin(request);
        self.turn().await.unwrap();
        self.answer(call).unwrap()
    }

    pub async fn call_ok<F: Function>(&mut self, request: &F) -> F::Response {
        match self.call(request).await {
            Ok(bytes) => tl::decode(&bytes).unwrap(),
            Err(error) => panic!("{} answered {error:?}", F::NAME),
        }
    }

    pub async fn call_refused<F: Function>(&mut self, request: &F) -> String {
        match self.call(request).await {
            Ok(_) => panic!("{} was answered", F::NAME),
            Err(error) => format!("{} {}", error.code, error.message),
        }
    }

    /// Queues a call behind invokeWithLayer and initConnection.
    pub fn begin<F: Function>(&mut self, request: &F) -> Call {
        self.client.call(wrapped(request, false))
    }

    /// The same inside invokeWithoutUpdates.
    pub fn begin_without_updates<F: Function>(&mut self, request: &F) -> Call {
        self.client.call(wrapped(request, true))
    }

    /// The answer to a call, once.
    pub fn answer(&mut self, call: Call) -> Option<Result<Vec<u8>, RpcError>> {
        let at = self
            .events
            .iter()
            .position(|event| matches!(event, Event::Answer { call: of, .. } if *of == call))?;
        match self.events.remove(at) {
            Event::Answer { result, .. } => Some(result),
            _ => None,
        }
    }

    /// Updates that came, and forgets them.
    pub fn updates(&mut self) -> Vec<tl::enums::Updates> {
        let (updates, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.events).into_iter().partition(|event| matches!(event, Event::Update(_)));
        self.events = rest;
        let read = |event| match event {
            Event::Update(bytes) => tl::decode(&bytes).unwrap(),
            _ => unreachable!(),
        };
        updates.into_iter().map(read).collect()
    }

    pub async fn send_code(&mut self, phone: &str) -> String {
        let settings = types::CodeSettings::new();
        let request = functions::auth::SendCode::new(phone.into(), 1, "hash".into(), settings.into());
        match self.call_ok(&request).await {
            tl::enums::auth::SentCode::SentCode(sent) => sent.phone_code_hash,
            _ => panic!("no code was sent"),
        }
    }

    pub fn key(&self) -> ClientKey {
        self.client.key().unwrap().clone()
    }
}

fn wrapped<F: Function>(request: &F, without_updates: bool) -> Vec<u8> {
    let mut writer = tl::Writer::new(Layer::NEWEST);
    if without_updates {
        functions::InvokeWithoutUpdates::new().encode(&mut writer);
    }
    functions::InvokeWithLayer::new(Layer::NEWEST.number()).encode(&mut writer);
    let word = |word: &str| word.to_owned();
    functions::InitConnection::new(
        1,
        word("test"),
        word("test"),
        word("1"),
        word("en"),
        word(""),
        word("en"),
    )
    .encode(&mut writer);
    request.encode(&mut writer);
    writer.into_bytes()
}
