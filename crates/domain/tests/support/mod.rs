//! A server without anything above `domain`: the in-memory engine, a clock that the test moves, chance that
//! repeats, tasks that the test runs, and ears for what sessions would be told.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a fixture that fails fails the test")]

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use boxes::{Boxes, By, Entry, Event, Listener, Message};
use domain::{Blocks, Device, Domain, Entered, Live, Notice, Parts, Policy};
use kv::memory::Memory;
use store::{
    MasterKey, Store,
    ids::{SessionRef, UserId},
};
use world::{
    BoxFuture, Chance, Clock, Spawn, UnixMillis, World,
    heavy::{Busy, Heavy, Job},
};

/// The application of every device here.
pub const API_ID: i32 = 7;

pub struct Hands(AtomicI64);

impl Clock for Hands {
    fn now(&self) -> UnixMillis {
        UnixMillis(1_795_000_000_000 + self.0.load(Ordering::Relaxed))
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(self.0.load(Ordering::Relaxed).cast_unsigned())
    }

    fn sleep_until(&self, _deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

struct Mixed(AtomicU64);

impl Chance for Mixed {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let drawn = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            let mixed = (drawn ^ (drawn >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&mixed.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Tasks wait until the test runs them.
#[derive(Default)]
struct Tasks(Mutex<Vec<BoxFuture<'static, ()>>>);

impl Spawn for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        self.0.lock().unwrap().push(task);
    }
}

/// Does heavy work in place, unless it has too much to do.
#[derive(Default)]
pub struct Pool {
    pub busy: AtomicBool,
}

impl Heavy for Pool {
    fn run(&self, job: Job) -> Result<(), Busy> {
        if self.busy.load(Ordering::Relaxed) {
            return Err(Busy);
        }
        job();
        Ok(())
    }
}

/// What sessions would be told.
#[derive(Default)]
pub struct Ears {
    pub entries: Mutex<Vec<(UserId, Arc<Entry>)>>,
    pub notices: Mutex<Vec<(UserId, Notice, Option<SessionRef>)>>,
    pub terminated: Mutex<Vec<i64>>,
    pub signed_in: Mutex<Vec<(i64, Option<UserId>)>>,
    /// Keys whose login token was accepted.
    pub accepted: Mutex<Vec<i64>>,
}

impl Listener for Ears {
    fn committed(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>) {
        self.box_entries(user, entries, except);
    }
}

impl Live for Ears {
    fn box_entries(&self, user: UserId, entries: &[Arc<Entry>], _except: Option<SessionRef>) {
        self.entries.lock().unwrap().extend(entries.iter().map(|entry| (user, entry.clone())));
    }

    fn notice(&self, to: UserId, notice: Notice, except: Option<SessionRef>) {
        self.notices.lock().unwrap().push((to, notice, except));
    }

    fn terminate(&self, auth_key_id: i64) {
        self.terminated.lock().unwrap().push(auth_key_id);
    }

    fn signed_in(&self, auth_key_id: i64, user: Option<UserId>) {
        self.signed_in.lock().unwrap().push((auth_key_id, user));
    }

    fn login_token_accepted(&self, auth_key_id: i64) {
        self.accepted.lock().unwrap().push(auth_key_id);
    }

    fn is_online(&self, _user: UserId) -> bool {
        true
    }
}

/// One life of a server.
pub struct House {
    pub domain: Arc<Domain>,
    pub ears: Arc<Ears>,
    pub engine: Memory,
    pub store: Store,
    pub boxes: Boxes,
    /// Codes as the operator's terminal would show them: number and code.
    pub shown: Arc<Mutex<Vec<(String, String)>>>,
    pub pool: Arc<Pool>,
    clock: Arc<Hands>,
    tasks: Arc<Tasks>,
}

impl House {
    /// An empty server that lets everybody in and keeps its limits.
    pub async fn open() -> House {
        House::open_with(Policy::default()).await
    }

    pub async fn open_with(policy: Policy) -> House {
        House::over(Memory::new(), policy, 0).await
    }

    /// The next life after a kill: what was durable is there.
    pub async fn after_a_kill(self, policy: Policy) -> House {
        let elapsed = self.clock.0.load(Ordering::Relaxed);
        House::over(self.engine.kill(0), policy, elapsed).await
    }

    async fn over(engine: Memory, policy: Policy, elapsed: i64) -> House {
        let taken = Arc::new(engine.clone());
        House::over_parts(taken, engine, policy, elapsed, domain::FileParts::in_memory()).await
    }

    /// A life over an engine that keeps its rows in `memory`, with these files.
    pub async fn over_parts(
        taken: Arc<dyn kv::Engine>,
        engine: Memory,
        policy: Policy,
        elapsed: i64,
        files: domain::FileParts,
    ) -> House {
        let clock = Arc::new(Hands(elapsed.into()));
        let tasks = Arc::new(Tasks::default());
        // Another life draws other numbers.
        let chance = Arc::new(Mixed(AtomicU64::new(elapsed.cast_unsigned() + 1)));
        let world = World { clock: clock.clone(), chance, spawn: tasks.clone() };
        let master_key = MasterKey::new([7; 32]);
        let store = Store::open(taken, master_key, world.clone()).await.unwrap();
        let ears = Arc::new(Ears::default());
        let live: Arc<dyn Live> = ears.clone();
        let blocks = Arc::new(Blocks::new(store.clone(), world.clone(), live.clone()));
        let boxes = Boxes::open(
            store.clone(),
            world.clone(),
            ears.clone(),
            blocks.clone(),
            boxes::Options::default(),
        );
        let boxes = boxes.await.unwrap();
        let shown = Arc::new(Mutex::new(Vec::new()));
        let seen = shown.clone();
        let on_code: domain::OnCode = Arc::new(move |phone: &str, code: &str| {
            seen.lock().unwrap().push((phone.to_owned(), code.to_owned()));
        });
        let on_code = Some(on_code);
        let kept = boxes.clone();
        let pool = Arc::new(Pool::default());
        let heavy = pool.clone();
        let parts = Parts { store: store.clone(), boxes, blocks, world, live, policy, on_code, files, heavy };
        House { domain: Domain::open(parts), ears, engine, store, boxes: kept, shown, pool, clock, tasks }
    }

    /// Milliseconds since the first life.
    pub fn elapsed(&self) -> i64 {
        self.clock.0.load(Ordering::Relaxed)
    }

    pub fn pass(&self, time: Duration) {
        self.clock.0.fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::Relaxed);
    }

    pub fn now(&self) -> i32 {
        self.clock.now().seconds()
    }

    /// Runs what was started beside answers, to its end.
    pub async fn run_tasks(&self) {
        loop {
            let tasks = std::mem::take(&mut *self.tasks.0.lock().unwrap());
            if tasks.is_empty() {
                return;
            }
            for task in tasks {
                task.await;
            }
        }
    }

    /// As [`House::run_tasks`], but what would have to wait is given up: after a failed write some wait to try again.
    pub fn try_tasks(&self) {
        loop {
            let tasks = std::mem::take(&mut *self.tasks.0.lock().unwrap());
            if tasks.is_empty() {
                return;
            }
            for mut task in tasks {
                let _ = task.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()));
            }
        }
    }

    /// How many tasks wait to be run.
    pub fn tasks(&self) -> usize {
        self.tasks.0.lock().unwrap().len()
    }

    /// Somebody signs up; panics where that is refused.
    pub async fn sign_up(&self, phone: &str, name: &str, device: &Device) -> By {
        let accounts = &self.domain.accounts;
        let sent = accounts.send_code(phone, API_ID, device).await.unwrap();
        let code = accounts.waiting_code(phone).unwrap();
        let entered = accounts.sign_in(phone, &sent.phone_code_hash, &code, device).await.unwrap();
        assert_eq!(entered, Entered::SignUpRequired);
        let user = accounts.sign_up(phone, &sent.phone_code_hash, name, "", device).await.unwrap();
        self.run_tasks().await;
        By::session(user, device.session)
    }

    /// Somebody who has an account signs in with one more device.
    pub async fn sign_in(&self, phone: &str, device: &Device) -> By {
        let accounts = &self.domain.accounts;
        let sent = accounts.send_code(phone, API_ID, device).await.unwrap();
        self.run_tasks().await;
        let code = accounts.waiting_code(phone).unwrap();
        match accounts.sign_in(phone, &sent.phone_code_hash, &code, device).await.unwrap() {
            Entered::SignedIn(user) => By::session(user, device.session),
            Entered::SignUpRequired => panic!("the number has no account"),
            Entered::PasswordNeeded => panic!("the account has a password"),
        }
    }

    /// The texts that came into a box from the service account, oldest first.
    pub fn service_texts(&self, user: UserId) -> Vec<String> {
        let entries = self.ears.entries.lock().unwrap();
        let texts =
            entries.iter().filter(|(owner, _)| *owner == user).filter_map(|(_, entry)| match &entry.event {
                Event::New(Message { from, content, .. }) if *from == domain::SERVICE_USER => {
                    Some(content.text.clone())
                }
                _ => None,
            });
        texts.collect()
    }
}

/// A device with this key.
pub fn device(auth_key_id: i64) -> Device {
    Device {
        session: SessionRef { auth_key_id, session_id: auth_key_id + 1000 },
        api_id: Some(API_ID),
        device_model: format!("Pixel {auth_key_id}"),
        system_version: String::from("Android 16"),
        app_version: String::from("1.0"),
        lang_code: String::from("en"),
        ip: IpAddr::V4(Ipv4Addr::new(198, 51, 100, 1)),
    }
}
