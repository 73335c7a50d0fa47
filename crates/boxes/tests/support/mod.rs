//! What the tests of boxes share: a small world, a house of boxes that can crash and start again, devices that
//! live on updates and differences, and the full state to compare them with. No test.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]
#![allow(clippy::unwrap_used, reason = "a fixture that fails fails its test")]

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use boxes::{
    BoxError, Boxes, By, ChannelEntry, Content, Difference, Entry, Event, Gate, HistoryQuery, Listener,
    Message, NewMessage, Options, Peer, Sent, SessionRef, UserId,
};
use kv::memory::Memory;
use store::{MasterKey, Store};
use world::{BoxFuture, Chance, Clock, Spawn, UnixMillis, World};

/// A clock that stands until it is moved.
pub struct Hands(pub AtomicI64);

impl Clock for Hands {
    fn now(&self) -> UnixMillis {
        UnixMillis(self.0.load(Ordering::Relaxed))
    }

    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep_until(&self, deadline: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(deadline))
    }
}

/// SplitMix64.
pub struct Dice(AtomicU64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(AtomicU64::new(seed))
    }

    pub fn next(&self) -> u64 {
        let state = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mut mixed = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub fn one_in(&self, times: u64) -> bool {
        self.below(times) == 0
    }
}

impl Chance for Dice {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = self.next() as u8;
        }
    }
}

struct Tasks;

impl Spawn for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) {
        tokio::runtime::Handle::current().spawn(task);
    }
}

pub fn world(seed: u64) -> (World, Arc<Hands>) {
    let hands = Arc::new(Hands(AtomicI64::new(1_800_000_000_000)));
    let world = World { clock: hands.clone(), chance: Arc::new(Dice::new(seed)), spawn: Arc::new(Tasks) };
    (world, hands)
}

/// What one user's devices were told, and which session was left out.
pub type Told = Vec<(Arc<Entry>, Option<SessionRef>)>;

/// Entries as the listener heard them, by user.
#[derive(Default)]
pub struct Heard(pub Mutex<BTreeMap<UserId, Told>>, pub Mutex<BTreeMap<i64, Vec<Arc<ChannelEntry>>>>);

impl Heard {
    pub fn of(&self, user: UserId) -> Vec<Arc<Entry>> {
        let heard = self.0.lock().unwrap();
        heard.get(&user).into_iter().flatten().map(|(entry, _)| entry.clone()).collect()
    }
}

impl Listener for Heard {
    fn committed(&self, user: UserId, entries: &[Arc<Entry>], except: Option<SessionRef>) {
        let mut heard = self.0.lock().unwrap();
        heard.entry(user).or_default().extend(entries.iter().map(|entry| (entry.clone(), except)));
    }

    fn channel_committed(&self, channel: i64, entries: &[Arc<ChannelEntry>], _except: Option<SessionRef>) {
        self.1.lock().unwrap().entry(channel).or_default().extend(entries.iter().cloned());
    }
}

/// Who takes nothing from whom.
#[derive(Default)]
pub struct Blocks(pub Mutex<BTreeSet<(UserId, UserId)>>, pub Mutex<BTreeSet<(UserId, UserId)>>);

impl Blocks {
    /// As after a start: nothing comes to mind before somebody asks.
    pub fn forget(&self) {
        self.1.lock().unwrap().append(&mut self.0.lock().unwrap());
    }
}

impl Gate for Blocks {
    fn allows(&self, recipient: UserId, sender: UserId) -> bool {
        !self.0.lock().unwrap().contains(&(recipient, sender))
    }

    fn recall(&self, _recipient: UserId, _sender: UserId) -> BoxFuture<'_, bool> {
        self.0.lock().unwrap().append(&mut self.1.lock().unwrap());
        Box::pin(std::future::ready(true))
    }
}

/// Boxes with all they stand on.
pub struct House {
    pub memory: Memory,
    pub world: World,
    pub hands: Arc<Hands>,
    pub heard: Arc<Heard>,
    pub blocks: Arc<Blocks>,
    pub store: Store,
    pub boxes: Boxes,
    pub options: Options,
}

impl House {
    pub async fn new() -> House {
        House::with(Memory::new(), 1, Options::default()).await
    }

    pub async fn with(memory: Memory, seed: u64, options: Options) -> House {
        let (world, hands) = world(seed);
        let (heard, blocks) = (Arc::new(Heard::default()), Arc::new(Blocks::default()));
        let (store, boxes) = open(&memory, &world, &heard, &blocks, options).await;
        House { memory, world, hands, heard, blocks, store, boxes, options }
    }

    /// The process dies and another one starts on what is on disk.
    pub async fn crash(&mut self, durable: usize) {
        let memory = self.memory.kill(durable);
        self.start_on(memory).await;
    }

    /// A process starts on what is on disk.
    pub async fn start_on(&mut self, memory: Memory) {
        self.memory = memory;
        (self.store, self.boxes) =
            open(&self.memory, &self.world, &self.heard, &self.blocks, self.options).await;
    }

    /// As a crash in which everything was on disk, without closing.
    pub async fn reopen(&mut self) {
        self.crash(usize::MAX).await;
    }

    pub async fn send(&self, from: UserId, to: UserId, text: &str) -> Sent {
        self.boxes.send(vec![self.message(from, to, text)]).await.unwrap().remove(0)
    }

    pub fn message(&self, from: UserId, to: UserId, text: &str) -> NewMessage {
        let content = Content { text: text.into(), ..Content::default() };
        NewMessage::new(By::user(from), Peer::User(to), self.random_id(), self.now(), content)
    }

    pub fn random_id(&self) -> i64 {
        self.world.chance.long()
    }

    pub fn now(&self) -> i32 {
        self.world.clock.now().seconds()
    }

    /// Moves the clock.
    pub fn pass(&self, seconds: i64) {
        self.hands.0.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    pub async fn texts(&self, user: UserId, other: UserId) -> Vec<String> {
        let messages = history(&self.boxes, user, Peer::User(other)).await.unwrap();
        messages.iter().rev().map(|message| message.content.text.clone()).collect()
    }
}

async fn open(
    memory: &Memory,
    world: &World,
    heard: &Arc<Heard>,
    blocks: &Arc<Blocks>,
    options: Options,
) -> (Store, Boxes) {
    let engine = Arc::new(memory.clone());
    let store = Store::open(engine, MasterKey::new([7; 32]), world.clone()).await.unwrap();
    let boxes = Boxes::open(store.clone(), world.clone(), heard.clone(), blocks.clone(), options);
    (store, boxes.await.unwrap())
}

/// A whole dialog, newest first.
pub async fn history(boxes: &Boxes, user: UserId, peer: Peer) -> Result<Vec<Message>, BoxError> {
    let mut messages: Vec<Message> = Vec::new();
    loop {
        let offset_id = messages.last().map_or(0, |message| message.id);
        let query = HistoryQuery { offset_id, limit: 100, ..HistoryQuery::default() };
        let page = boxes.history(user, peer, query).await?;
        if page.messages.is_empty() {
            return Ok(messages);
        }
        messages.extend(page.messages);
    }
}

/// A message as the tests compare it.
pub type Line = (i32, UserId, String, bool, Option<i32>, String);

/// Stands before a task that is done.
pub const DONE: char = '*';

pub fn message_line(message: &Message) -> Line {
    let reply = message.reply_to.as_ref().map(|reply| reply.id);
    let reactions = message.reactions.iter().map(|one| {
        let mark = if one.unread { "!" } else { "" };
        format!(" {}{}{mark}", one.emoji, one.user.0)
    });
    let mut reactions: String = reactions.collect();
    if let Some(boxes::Media::Todo(list)) = &message.content.media {
        list.done.iter().for_each(|done| reactions.push_str(&format!(" {DONE}{} {:?}", done.id, done.by)));
    }
    (message.id, message.from, message.content.text.clone(), message.out, reply, reactions)
}

/// What a person sees in one dialog.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chat {
    pub messages: BTreeMap<i32, Line>,
    pub read_inbox: i32,
    pub read_outbox: i32,
    pub unread: i32,
    pub unread_reactions: i32,
    pub pinned: BTreeSet<i32>,
    pub folder: i32,
}

impl Chat {
    fn pin(&mut self, id: i32, pinned: bool) {
        let _changed = if pinned { self.pinned.insert(id) } else { self.pinned.remove(&id) };
    }
}

/// Everything that a box shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Screen {
    pub pts: i32,
    pub chats: BTreeMap<Peer, Chat>,
}

pub async fn screen(boxes: &Boxes, user: UserId) -> Screen {
    let mut chats = BTreeMap::new();
    for dialog in boxes.all_dialogs(user).await.unwrap() {
        let messages = history(boxes, user, dialog.peer).await.unwrap();
        assert_eq!(messages.first().map(|message| message.id), Some(dialog.top_message));
        let pinned: BTreeSet<i32> = boxes.pinned(user, dialog.peer).await.unwrap().into_iter().collect();
        let marked = messages.iter().filter(|message| message.pinned).map(|message| message.id);
        assert_eq!(marked.collect::<BTreeSet<i32>>(), pinned);
        let chat = Chat {
            messages: messages.iter().map(|message| (message.id, message_line(message))).collect(),
            read_inbox: dialog.read_inbox_max_id,
            read_outbox: dialog.read_outbox_max_id,
            unread: dialog.unread_count,
            unread_reactions: dialog.unread_reactions_count,
            pinned,
            folder: dialog.folder,
        };
        chats.insert(dialog.peer, chat);
    }
    let state = boxes.state(user).await.unwrap();
    assert_eq!(state.unread_count, chats.values().map(|chat: &Chat| chat.unread).sum::<i32>());
    Screen { pts: state.pts, chats }
}

/// A device: what it holds comes from updates and differences alone.
#[derive(Clone, Default)]
pub struct Device {
    pub pts: i32,
    pub chats: BTreeMap<Peer, Chat>,
    /// Live updates that could not be applied since something before them is missing.
    pub gaps: u32,
}

impl Device {
    pub fn new() -> Device {
        Device { pts: 1, ..Device::default() }
    }

    /// A live update.
    pub fn hear(&mut self, entry: &Entry) {
        if entry.pts <= self.pts {
            return;
        }
        if entry.pts - entry.pts_count != self.pts {
            self.gaps += 1;
            return;
        }
        self.pts = entry.pts;
        self.apply(entry);
    }

    pub async fn catch_up(
        &mut self,
        boxes: &Boxes,
        user: UserId,
        limit: Option<i32>,
    ) -> Result<(), BoxError> {
        loop {
            match boxes.difference(user, self.pts, limit, None).await? {
                Difference::Empty(_) => return Ok(()),
                Difference::TooLong(_) => unreachable!("no total limit was asked"),
                Difference::Entries { entries, state, last } => {
                    assert!(state.pts > self.pts, "a difference leads on");
                    // As clients do: new messages first, then the rest.
                    let new = |entry: &&Arc<Entry>| matches!(entry.event, Event::New(_));
                    entries.iter().filter(new).for_each(|entry| self.apply(entry));
                    entries.iter().filter(|entry| !new(entry)).for_each(|entry| self.apply(entry));
                    self.pts = state.pts;
                    if last {
                        return Ok(());
                    }
                }
            }
        }
    }

    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::New(message) | Event::Edited(message) | Event::Reacted(message) => {
                let chat = self.chats.entry(message.peer).or_default();
                chat.messages.insert(message.id, message_line(message));
                chat.pin(message.id, message.pinned);
            }
            Event::Deleted(ids) => {
                for chat in self.chats.values_mut() {
                    chat.messages.retain(|id, _| !ids.contains(id));
                    chat.pinned.retain(|id| !ids.contains(id));
                }
            }
            Event::ReadInbox { peer, max_id, .. } => {
                let chat = self.chats.entry(*peer).or_default();
                chat.read_inbox = chat.read_inbox.max(*max_id);
            }
            Event::ReadOutbox { peer, max_id } => {
                let chat = self.chats.entry(*peer).or_default();
                chat.read_outbox = chat.read_outbox.max(*max_id);
            }
            Event::MentionsRead(_) => {}
            Event::ReactionsRead(ids) => {
                for chat in self.chats.values_mut() {
                    for line in chat.messages.iter_mut().filter(|(id, _)| ids.contains(id)) {
                        line.1.5 = line.1.5.replace('!', "");
                    }
                }
            }
            Event::Pinned { peer, ids, pinned } => {
                let chat = self.chats.entry(*peer).or_default();
                for id in ids.iter().filter(|id| chat.messages.contains_key(id)).copied().collect::<Vec<_>>()
                {
                    chat.pin(id, *pinned);
                }
            }
            Event::Folders(moved) => {
                for (peer, folder) in moved {
                    self.chats.entry(*peer).or_default().folder = *folder;
                }
            }
            Event::Step => {}
        }
    }

    /// What it shows, to be compared with the server's.
    pub fn screen(&self) -> Screen {
        let mut chats = self.chats.clone();
        chats.retain(|_, chat| !chat.messages.is_empty());
        for chat in chats.values_mut() {
            let incoming = chat.messages.values().filter(|(id, _, _, out, ..)| !out && *id > chat.read_inbox);
            chat.unread = incoming.count() as i32;
            let unread = chat.messages.values().filter(|(.., reactions)| reactions.contains('!'));
            chat.unread_reactions = unread.count() as i32;
        }
        Screen { pts: self.pts, chats }
    }
}
