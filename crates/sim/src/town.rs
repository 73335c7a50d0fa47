//! The town that every run begins in: people who have signed up, two devices each, who know each other; all but the
//! last of them are in a basic group, which everybody addresses by its number below 0. It is
//! founded once for all runs of a process, from a fixed seed, since key exchanges take longer than lives.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use boxes::UserId;
use crypto::RsaPrivateKey;
use kv::{CommitError, Engine, Group, Op, Shard, memory::Memory};
use mtproto::client::{Client, ClientKey, Event, Wish};
use server::{
    assembly::{Assembly, AssemblyError},
    node::Node,
};
use store::MasterKey;
use tl::{Function, enums, functions, types};
use world::World;

use crate::{
    Finding,
    apply::Mind,
    device::{Asked, Device, WIRE, decode},
    surroundings::{Dice, RunClock, Tasks, block_on, world},
};

/// Everything on a disk.
pub(crate) type Rows = Vec<(Shard, Vec<u8>, Vec<u8>)>;

/// See the top of the file.
pub(crate) struct Town {
    pub(crate) rows: Rows,
    pub(crate) rsa: String,
    pub(crate) people: Vec<Person>,
    /// The number of the group, as clients of this crate keep it: below 0.
    pub(crate) group: i64,
}

/// Somebody, and how he addresses the others.
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) access_hashes: BTreeMap<i64, i64>,
    pub(crate) devices: Vec<(ClientKey, Mind)>,
}

/// The town; founded by the first who asks.
pub(crate) fn town() -> Result<&'static Town, Finding> {
    static TOWN: OnceLock<Result<Town, Finding>> = OnceLock::new();
    TOWN.get_or_init(|| block_on(found(PEOPLE))).as_ref().map_err(Clone::clone)
}

/// Writes rows to an engine that nobody uses yet.
pub(crate) async fn restore(memory: &Memory, rows: &Rows) -> Result<(), CommitError> {
    let mut shards: BTreeMap<Shard, Vec<Op>> = BTreeMap::new();
    for (shard, key, value) in rows {
        shards.entry(*shard).or_default().push(Op::Set { key: key.clone(), value: value.clone() });
    }
    for (shard, ops) in shards {
        let epoch = memory.claim(shard).await.map_err(|error| CommitError::Unknown(error.to_string()))?;
        let written = memory.commit(vec![Group { shard, epoch, ops, depends_on: None }]);
        memory.settle(usize::MAX);
        for result in written.await {
            result?;
        }
    }
    Ok(())
}

/// A process on an engine.
pub(crate) async fn start(
    memory: &Memory,
    rsa: &str,
    world: &World,
    options: boxes::Options,
    defect: Option<boxes::Defect>,
) -> Result<Arc<Node>, Finding> {
    let unsound =
        |error: &dyn std::fmt::Display| Finding::Unexpected(format!("the server does not start: {error}"));
    let assembly = Assembly {
        engine: Arc::new(memory.clone()),
        master_key: MasterKey::new([7; 32]),
        world: world.clone(),
        heavy: Arc::new(world::heavy::InPlace),
        rsa: RsaPrivateKey::from_pem(rsa).map_err(|error| unsound(&error))?,
        policy: domain::Policy { test_mode: true, ..domain::Policy::default() },
        on_code: None,
        files: domain::FileParts::in_memory(),
        public_address: None,
        legacy_rsa_padding: true,
        proxy_secrets: Arc::new([]),
        metrics: Arc::default(),
        boxes: options,
        defect,
    };
    assembly.build().await.map_err(|error: AssemblyError| unsound(&error))
}

/// A town of so many people.
pub(crate) async fn found(people: u32) -> Result<Town, Finding> {
    let dice = Arc::new(Dice::new(0));
    let mut fill = |bytes: &mut [u8]| world::Chance::fill(&*dice, bytes);
    let rsa = RsaPrivateKey::generate(&mut fill).to_pem();
    let rsa = rsa.map_err(|error| Finding::Unexpected(error.to_string()))?.to_string();
    let memory = Memory::new();
    let clock = Arc::new(RunClock::start(0));
    let world = world(clock, dice, Arc::new(Tasks::default()));
    let node = start(&memory, &rsa, &world, boxes::Options::default(), None).await?;
    let mut founding = Founding { node, world, rsa, people: Vec::new() };
    for number in 0..people {
        let person = founding.settle_in(number).await?;
        founding.people.push(person);
    }
    founding.acquaint().await?;
    let group = founding.gather().await?;
    let mut people = Vec::new();
    for mut person in std::mem::take(&mut founding.people) {
        let mut devices = Vec::new();
        for mut device in person.devices.drain(..) {
            founding.catch_up(&mut device).await?;
            let key = device.key().ok_or_else(|| Finding::Unexpected("a device has no key".into()))?;
            let mind = Mind { gap: false, live_updates: 0, ..device.mind.clone() };
            devices.push((key, mind));
        }
        people.push(Person { user: person.user, access_hashes: person.access_hashes, devices });
    }
    founding.node.services().boxes.close().await.map_err(|error| Finding::Unexpected(error.to_string()))?;
    Ok(Town { rows: memory.dump(), rsa: founding.rsa, people, group })
}

struct Founding {
    node: Arc<Node>,
    world: World,
    rsa: String,
    people: Vec<Settler>,
}

struct Settler {
    user: UserId,
    phone: String,
    access_hashes: BTreeMap<i64, i64>,
    devices: Vec<Device>,
}

impl Founding {
    /// A new person with two devices.
    async fn settle_in(&mut self, number: u32) -> Result<Settler, Finding> {
        let phone = format!("+1555000{number:04}");
        let mut user = UserId(0);
        let mut devices = Vec::new();
        for device in 0..DEVICES {
            let mut new = self.device()?;
            let hash = self.send_code(&mut new, &phone).await?;
            let code = self.node.services().domain.accounts.waiting_code(&phone);
            let sign_in = functions::auth::SignIn {
                phone_code: code,
                ..functions::auth::SignIn::new(phone.clone(), hash.clone())
            };
            let mut entered = self.call(&mut new, &sign_in).await?;
            if device == 0 {
                let name = format!("Person {number}");
                let sign_up = functions::auth::SignUp::new(phone.clone(), hash, name, String::new());
                entered = self.call(&mut new, &sign_up).await?;
            }
            let enums::auth::Authorization::Authorization(entered) = entered else {
                return Err(Finding::Unexpected("nobody is signed in".into()));
            };
            if let enums::User::User(me) = &entered.user {
                user = UserId(me.id);
            }
            (new.user, new.mind.me) = (user, user.0);
            devices.push(new);
        }
        Ok(Settler { user, phone, access_hashes: BTreeMap::new(), devices })
    }

    /// Everybody learns how to address everybody.
    async fn acquaint(&mut self) -> Result<(), Finding> {
        let phones: Vec<String> = self.people.iter().map(|person| person.phone.clone()).collect();
        let mut people = std::mem::take(&mut self.people);
        for person in &mut people {
            let others = phones.iter().filter(|phone| **phone != person.phone);
            let contacts = others.zip(1..).map(|(phone, number)| {
                types::InputPhoneContact::new(number, phone.clone(), "Friend".into(), String::new()).into()
            });
            let request = functions::contacts::ImportContacts::new(contacts.collect());
            let Some(device) = person.devices.first_mut() else { continue };
            let enums::contacts::ImportedContacts::ImportedContacts(known) =
                self.call(device, &request).await?;
            for user in &known.users {
                if let enums::User::User(user) = user {
                    person.access_hashes.insert(user.id, user.access_hash.unwrap_or(0));
                }
            }
        }
        self.people = people;
        Ok(())
    }

    /// The first one makes a group of all but the last; a town of two has none.
    async fn gather(&mut self) -> Result<i64, Finding> {
        let within = self.people.len().saturating_sub(1);
        if within < 2 {
            return Ok(0);
        }
        let mut people = std::mem::take(&mut self.people);
        let invited: Vec<UserId> = people.iter().take(within).skip(1).map(|person| person.user).collect();
        let Some(founder) = people.first_mut() else { return Ok(0) };
        let hash = |user: &UserId| founder.access_hashes.get(&user.0).copied().unwrap_or(0);
        let users = invited.iter().map(|user| types::InputUser::new(user.0, hash(user)).into()).collect();
        let request = functions::messages::CreateChat::new(users, "Town".into());
        let Some(device) = founder.devices.first_mut() else { return Ok(0) };
        let enums::messages::InvitedUsers::InvitedUsers(made) = self.call(device, &request).await?;
        let enums::Updates::Updates(made) = made.updates else {
            return Err(Finding::Unexpected("no group was made".into()));
        };
        let Some(enums::Chat::Chat(chat)) = made.chats.first() else {
            return Err(Finding::Unexpected("no group was made".into()));
        };
        let group = -chat.id;
        for person in people.iter_mut().take(within) {
            person.access_hashes.insert(group, 0);
        }
        self.people = people;
        Ok(group)
    }

    fn device(&self) -> Result<Device, Finding> {
        let rsa =
            RsaPrivateKey::from_pem(&self.rsa).map_err(|error| Finding::Unexpected(error.to_string()))?;
        let wish = Wish::permanent(rsa.public().clone());
        let client = Client::with_wish(WIRE, wish, self.world.chance.clone(), self.world.clock.now());
        let mut device = Device::new(UserId(0), client, Mind { pts: 1, ..Mind::default() });
        device.connect_first(&self.node);
        Ok(device)
    }

    async fn send_code(&self, device: &mut Device, phone: &str) -> Result<String, Finding> {
        let settings = types::CodeSettings::new();
        let request = functions::auth::SendCode::new(phone.into(), 1, "hash".into(), settings.into());
        match self.call(device, &request).await? {
            enums::auth::SentCode::SentCode(sent) => Ok(sent.phone_code_hash),
            _ => Err(Finding::Unexpected("no code was sent".into())),
        }
    }

    async fn call<F: Function>(&self, device: &mut Device, request: &F) -> Result<F::Response, Finding> {
        let call = device.ask(request, Asked::Look);
        for _ in 0..TURNS_MAX {
            self.turn(device).await;
            let answer = device
                .events
                .iter()
                .position(|event| matches!(event, Event::Answer { call: of, .. } if *of == call));
            let Some(at) = answer else { continue };
            return match device.events.remove(at) {
                Event::Answer { result: Ok(bytes), .. } => decode(&bytes),
                Event::Answer { result: Err(error), .. } => Err(Finding::Unexpected(format!(
                    "{} was answered {} {}",
                    F::NAME,
                    error.code,
                    error.message
                ))),
                _ => Err(Finding::Silence(F::NAME.into())),
            };
        }
        Err(Finding::Silence(F::NAME.into()))
    }

    async fn turn(&self, device: &mut Device) {
        device.exchange(self.world.clock.now()).await;
        for _ in 0..10 {
            tokio::task::yield_now().await;
        }
    }

    /// The device learns everything that has happened so far.
    async fn catch_up(&self, device: &mut Device) -> Result<(), Finding> {
        device.events.clear();
        device.ask_difference(None);
        for _ in 0..TURNS_MAX {
            self.turn(device).await;
            device.digest()?;
            if !device.differing {
                return Ok(());
            }
        }
        Err(Finding::Silence("a difference".into()))
    }
}

const PEOPLE: u32 = 10;
const DEVICES: u32 = 2;
const TURNS_MAX: u32 = 2_000;
