//! Files go with their last place: random lives, with crashes at any write, against an oracle that reads whole logs.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use blob::{Blobs, Disk, Memory as Bytes};
use boxes::{By, Content, DeleteHistory, HistoryQuery, Media, MessageKind, NewSchedule, Peer};
use domain::{
    Draft, FileError, FileParts, Forwarding, ImportError, NewChannel, NewContact, Origin, Policy,
    files::{Location, NewDocument, Upload},
    stickers::{NewItem, NewSet},
};
use kv::{
    BoxFuture, ClaimError, CommitError, Direction, Engine, Epoch, Group, Pair, ReadError, Shard,
    memory::Memory,
};
use store::{
    Rows,
    ids::{Owner, UserId},
    key::{Numbered, OfOwner, OfUser},
    records::{
        channels::OfChannel,
        files::{File, FileKind},
        log::LogRecord,
        stickers::StickerKind,
    },
    tables,
};
use support::{House, device};

/// An engine that dies before the so-manieth group, in the middle of a batch if need be.
struct Dying {
    memory: Memory,
    groups_left: Arc<AtomicI64>,
}

impl Engine for Dying {
    fn get<'a>(&'a self, shard: Shard, key: &'a [u8]) -> BoxFuture<'a, Result<Option<Vec<u8>>, ReadError>> {
        self.memory.get(shard, key)
    }

    fn get_many<'a>(
        &'a self,
        shard: Shard,
        keys: &'a [Vec<u8>],
    ) -> BoxFuture<'a, Result<Vec<Option<Vec<u8>>>, ReadError>> {
        self.memory.get_many(shard, keys)
    }

    fn scan<'a>(
        &'a self,
        shard: Shard,
        from: &'a [u8],
        to: &'a [u8],
        limit: usize,
        direction: Direction,
    ) -> BoxFuture<'a, Result<Vec<Pair>, ReadError>> {
        self.memory.scan(shard, from, to, limit, direction)
    }

    fn commit(&self, mut batch: Vec<Group>) -> BoxFuture<'static, Vec<Result<(), CommitError>>> {
        let all = batch.len();
        let left = self.groups_left.fetch_sub(all as i64, Ordering::Relaxed);
        batch.truncate(usize::try_from(left).unwrap_or(0));
        let done = self.memory.commit(batch);
        Box::pin(async move {
            let mut results = done.await;
            results.resize_with(all, || Err(CommitError::EarlierFailed));
            results
        })
    }

    fn claim(&self, shard: Shard) -> BoxFuture<'_, Result<Epoch, ClaimError>> {
        self.memory.claim(shard)
    }
}

/// Numbers from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }
}

/// Three people, a group and a channel, and where their bytes are.
struct Town {
    house: House,
    bytes: Arc<Bytes>,
    groups_left: Arc<AtomicI64>,
    people: Vec<By>,
    group: i64,
    channel: i64,
    drawn: i64,
}

const ALIVE: i64 = i64::MAX / 2;

async fn life(memory: Memory, bytes: &Arc<Bytes>, left: &Arc<AtomicI64>, elapsed: i64) -> House {
    let engine = Arc::new(Dying { memory: memory.clone(), groups_left: Arc::clone(left) });
    let blobs = Blobs::over_disk(Arc::clone(bytes) as Arc<dyn Disk>);
    let files = FileParts { blobs, ..FileParts::in_memory() };
    House::over_parts(engine, memory, Policy::default(), elapsed, files).await
}

impl Town {
    async fn found() -> Town {
        let (bytes, groups_left) = (Arc::<Bytes>::default(), Arc::new(AtomicI64::new(ALIVE)));
        let house = life(Memory::new(), &bytes, &groups_left, 0).await;
        let mut people = Vec::new();
        for at in 0..3 {
            people.push(house.sign_up(&format!("+62812345678{at}0"), "Ayu", &device(at + 1)).await);
        }
        let others: Vec<UserId> = people[1..].iter().map(|by| by.user).collect();
        let group = house.domain.groups.create(people[0], "Keluarga", &others, None).await.unwrap().id;
        let new = NewChannel {
            title: "Kabar".into(),
            about: String::new(),
            broadcast: false,
            forum: false,
            ttl_period: None,
        };
        let (channel, _) = house.domain.channels.create(people[0], new).await.unwrap();
        Town { house, bytes, groups_left, people, group, channel, drawn: 0 }
    }

    /// The process dies and the next one begins.
    async fn die(&mut self) {
        let (memory, elapsed) = (self.house.engine.kill(0), self.house.elapsed());
        self.groups_left.store(ALIVE, Ordering::Relaxed);
        self.house = life(memory, &self.bytes, &self.groups_left, elapsed).await;
        self.house.try_tasks();
    }

    fn draw(&mut self) -> i64 {
        self.drawn += 1;
        self.drawn
    }

    /// A document of one of a few contents; none where the engine died.
    async fn document(&mut self, by: By, content: u8) -> Option<i64> {
        let file_id = self.draw();
        let files = &self.house.domain.files;
        files.save_part(by.user, file_id, 0, None, vec![content; 100]).await.unwrap();
        let new = NewDocument {
            upload: Upload { file_id, parts: 1, name: "a".into() },
            thumbnail: None,
            mime_type: "text/plain".into(),
            attributes: Vec::new(),
        };
        files.document(by.user, new).await.ok()
    }

    /// Pictures are dear to make; what becomes of a chat's picture does not depend on what it shows.
    async fn call_it_a_photo(&self, file: i64) {
        let key = Numbered(file);
        let record = self.house.store.get::<tables::Files>(&key).await.unwrap().unwrap();
        let mut batch = self.house.store.batch();
        batch.put::<tables::Files>(&key, &File { kind: FileKind::Photo, ..record });
        drop(self.house.store.commit(batch).await);
    }

    fn draft(&mut self, file: i64) -> Draft {
        let kind = MessageKind::Document.code();
        let media = Media::Document { id: file, flags: 0, ttl_seconds: None, kind, plays: None };
        Draft::new(self.draw(), Content { media: Some(media), ..Content::default() })
    }

    async fn send(&mut self, by: By, to: Peer, draft: Draft) {
        let domain = &self.house.domain;
        match to {
            Peer::User(to) => drop(domain.chats.send(by, to, vec![draft]).await),
            Peer::Group(group) => drop(domain.groups.send(by, group, vec![draft]).await),
            Peer::Channel(channel) => {
                let file = draft.content.file().unwrap();
                let _held = domain.files.hold([file]);
                let shared = domain.files.shared(file, by.user.into(), &[Owner::Channel(channel)]).await;
                if shared.is_ok() {
                    drop(domain.channels.post(by, channel, vec![(draft, Vec::new())]).await);
                }
            }
        }
    }

    fn somewhere(&self, by: By, dice: &mut Dice) -> Peer {
        match dice.below(5) {
            0 => Peer::Group(self.group),
            1 if by.user == self.people[0].user => Peer::Channel(self.channel),
            at => Peer::User(self.people[at % 3].user),
        }
    }

    /// Ids of messages in a chat, with their files.
    async fn messages(&self, by: By, peer: Peer) -> Vec<(i32, Option<i64>)> {
        if let Peer::Channel(channel) = peer {
            let ids: Vec<i32> = (1..200).collect();
            let found = self.house.boxes.channels().posts(channel, &ids).await.unwrap();
            return found.into_iter().flatten().map(|post| (post.id, post.record.content.file())).collect();
        }
        let query = HistoryQuery { limit: 100, ..HistoryQuery::default() };
        let page = self.house.boxes.history(by.user, peer, query).await.unwrap();
        page.messages.iter().map(|message| (message.id, message.content.file())).collect()
    }

    /// Something that somebody does. Refusals and failures are part of life.
    async fn act(&mut self, dice: &mut Dice) {
        let by = self.people[dice.below(3)];
        let peer = self.somewhere(by, dice);
        let messages = self.messages(by, peer).await;
        let with_file: Vec<(i32, i64)> =
            messages.iter().filter_map(|(id, file)| Some((*id, (*file)?))).collect();
        let picked = (!with_file.is_empty()).then(|| with_file[dice.below(with_file.len())]);
        let domain = Arc::clone(&self.house.domain);
        match dice.below(19) {
            0..=3 => {
                if let Some(file) = self.document(by, dice.below(4) as u8).await {
                    let draft = self.draft(file);
                    self.send(by, peer, draft).await;
                }
            }
            4..=5 => {
                let Some((id, _)) = picked else { return };
                let to = self.somewhere(by, dice);
                let forwarding = Forwarding {
                    from: peer,
                    messages: vec![(id, self.draw())],
                    to,
                    drop_author: true,
                    silent: false,
                    no_forwards: false,
                };
                if let Ok(drafts) = domain.chats.forwarded(by, &forwarding).await {
                    for draft in drafts {
                        self.send(by, to, draft).await;
                    }
                }
            }
            6 => {
                let Some((id, _)) = picked else { return };
                if matches!(peer, Peer::Channel(_)) {
                    return;
                }
                let Some(file) = self.document(by, dice.below(4) as u8).await else { return };
                let media = self.draft(file).content.media.unwrap();
                drop(domain.chats.edit_media(by, peer, id, media, None).await);
            }
            7..=9 => {
                let Some((id, _)) = picked else { return };
                match peer {
                    Peer::Channel(channel) => drop(domain.channels.delete_messages(by, channel, &[id]).await),
                    _ => drop(self.house.boxes.delete(by, &[id], dice.below(2) == 0).await),
                }
            }
            10 => {
                let what = DeleteHistory {
                    max_id: 0,
                    min_date: None,
                    max_date: None,
                    just_clear: dice.below(2) == 0,
                    revoke: dice.below(2) == 0,
                };
                if !matches!(peer, Peer::Channel(_)) {
                    drop(self.house.boxes.delete_history(by, peer, what).await);
                }
            }
            11 => {
                let Some(file) = self.document(by, dice.below(4) as u8).await else { return };
                let draft = self.draft(file);
                let schedule = NewSchedule { at: self.house.now() + 100_000, repeat_period: None };
                if let Peer::User(to) = peer {
                    drop(domain.chats.schedule(by, to, vec![draft], schedule).await);
                }
                let waiting = domain.chats.scheduled(by.user, peer).await.unwrap_or_default();
                if let Some(first) = waiting.first().filter(|_| dice.below(3) == 0) {
                    drop(domain.chats.delete_scheduled(by, peer, &[first.id]).await);
                }
            }
            12 => {
                if let Some(file) = self.document(by, dice.below(4) as u8).await {
                    drop(domain.profile_photos.show(by, file).await);
                }
                if dice.below(3) == 0 {
                    drop(domain.profile_photos.remove(by, None).await);
                }
            }
            13 => {
                let Some(file) = self.document(by, dice.below(4) as u8).await else { return };
                self.call_it_a_photo(file).await;
                let photo = (dice.below(3) > 0).then_some(file);
                match dice.below(2) {
                    0 => drop(domain.groups.set_photo(by, self.group, photo).await),
                    _ => drop(domain.channels.set_photo(by, self.channel, photo).await),
                }
            }
            16 => {
                let kept = domain.stickers.faved(by.user).await.unwrap_or_default();
                let file = match (picked, kept.first()) {
                    (_, Some(kept)) if dice.below(2) == 0 => Some(*kept),
                    _ => self.document(by, dice.below(4) as u8).await,
                };
                let Some(file) = file else { return };
                let away = dice.below(2) == 0;
                match dice.below(3) {
                    0 => drop(domain.stickers.use_sticker(by, file, false, away).await),
                    1 => drop(domain.stickers.save_gif(by, file, away).await),
                    _ => drop(domain.stickers.fave(by, file, away).await),
                }
            }
            17..=18 => self.sticker(by, dice).await,
            _ => {
                if let Peer::User(to) = peer {
                    let period = if dice.below(2) == 0 { 0 } else { 3_600 };
                    drop(domain.chats.set_ttl(by, to, period).await);
                }
                self.house.pass(Duration::from_secs(4_000));
                self.work().await;
            }
        }
    }

    /// Somebody makes a set of stickers, or changes one of his.
    async fn sticker(&mut self, by: By, dice: &mut Dice) {
        let domain = Arc::clone(&self.house.domain);
        let sets = domain.stickers.made_by(by.user).await.unwrap_or_default();
        let set = (!sets.is_empty()).then(|| sets[dice.below(sets.len())]);
        let view = match set {
            Some(set) => domain.stickers.view(by.user, set).await.ok().flatten(),
            None => None,
        };
        let one = view.and_then(|view| view.set.stickers.first().map(|sticker| sticker.file));
        match (set, one, dice.below(6)) {
            (Some(set), _, 0) => drop(domain.stickers.delete(by, set).await),
            (Some(_), Some(file), 1) => drop(domain.stickers.remove(by, file).await),
            (set, one, action) => {
                let Some(document) = self.animation(by, dice.below(3)).await else { return };
                let (emoji, keywords, mask_coords) = ("\u{1f54a}".into(), None, None);
                let item = NewItem { document, emoji, keywords, mask_coords };
                match (set, one, action) {
                    (Some(set), _, 2) => drop(domain.stickers.add(by, set, &item).await),
                    (Some(_), Some(file), 3) => drop(domain.stickers.replace(by, file, &item).await),
                    _ => {
                        let new = NewSet {
                            title: "Burung".into(),
                            short_name: String::new(),
                            kind: StickerKind::Sticker,
                            text_color: false,
                            thumb: None,
                            stickers: vec![item],
                        };
                        drop(domain.stickers.create(by, new).await);
                    }
                }
            }
        }
    }

    /// One of a few animations, as a document; none where the engine died.
    async fn animation(&mut self, by: By, which: usize) -> Option<i64> {
        let animations: [&[u8]; 3] = [
            include_bytes!("../data/stickers/hello.tgs"),
            include_bytes!("../data/stickers/love.tgs"),
            include_bytes!("../data/stickers/fly.tgs"),
        ];
        let file_id = self.draw();
        let files = &self.house.domain.files;
        files.save_part(by.user, file_id, 0, None, animations[which].to_vec()).await.unwrap();
        let new = NewDocument {
            upload: Upload { file_id, parts: 1, name: "a".into() },
            thumbnail: None,
            mime_type: "application/x-tgsticker".into(),
            attributes: Vec::new(),
        };
        files.document(by.user, new).await.ok()
    }

    /// Does what is due now.
    async fn work(&self) {
        for _ in 0..4 {
            while let Some(due) = self.house.boxes.due_queue().take(self.house.now()) {
                self.house.domain.chats.do_due(due).await;
            }
            self.house.try_tasks();
            self.house.pass(Duration::from_secs(6));
        }
    }

    /// A day in which nobody does anything.
    async fn rest(&self) {
        self.work().await;
        for _ in 0..3 {
            self.house.pass(Duration::from_secs(13 * 3_600));
            self.work().await;
        }
    }

    fn owners(&self) -> Vec<Owner> {
        let mut owners = vec![Owner::System, Owner::Group(self.group), Owner::Channel(self.channel)];
        owners.extend(self.people.iter().map(|by| Owner::User(by.user)));
        owners
    }

    /// What everybody refers to, read from everything that he has.
    async fn referred(&self) -> BTreeSet<(Owner, i64)> {
        let store = &self.house.store;
        let mut referred = BTreeSet::new();
        let sets = Rows::<tables::StickerSets>::of(Owner::System);
        for (_, set) in store.scan(sets, usize::MAX, Direction::Forward).await.unwrap() {
            referred.extend(set.stickers.iter().map(|sticker| (Owner::System, sticker.file)));
        }
        for owner in self.owners() {
            for (_, record) in
                store.scan(Rows::<tables::Log>::of(owner), usize::MAX, Direction::Forward).await.unwrap()
            {
                if let LogRecord::Message(message) = record {
                    referred.extend(message.content.file().map(|file| (owner, file)));
                }
            }
            if owner == Owner::Channel(self.channel) {
                let record = store.get::<tables::Channels>(&OfChannel(self.channel)).await.unwrap();
                referred.extend(record.and_then(|record| record.photo).map(|photo| (owner, photo.file)));
            }
            if owner == Owner::Group(self.group) {
                let record = store.get::<tables::Groups>(&OfOwner(owner)).await.unwrap();
                referred.extend(record.and_then(|record| record.photo).map(|photo| (owner, photo)));
            }
            let Owner::User(user) = owner else { continue };
            let scheduled = Rows::<tables::Scheduled>::of(owner);
            for (_, record) in store.scan(scheduled, usize::MAX, Direction::Forward).await.unwrap() {
                referred.extend(record.message.content.file().map(|file| (owner, file)));
            }
            let photos = store.get::<tables::ProfilePhotos>(&OfUser(user)).await.unwrap();
            referred.extend(photos.iter().flat_map(|row| &row.photos).map(|photo| (owner, photo.file)));
            if let Some(lists) = store.get::<tables::StickerLists>(&OfUser(user)).await.unwrap() {
                let recent = lists.recent.iter().map(|recent| recent.file);
                referred.extend(recent.chain(lists.faved).chain(lists.gifs).map(|file| (owner, file)));
            }
        }
        referred
    }

    /// All rows of a table in all shards that the server seals.
    async fn all<T: store::Table>(&self) -> Vec<(T::Key, T::Record)> {
        let mut all = Vec::new();
        for shard in 0..kv::SHARDS {
            let rows = Rows::<T>::of_shard(Shard(shard));
            all.extend(self.house.store.scan(rows, usize::MAX, Direction::Forward).await.unwrap());
        }
        all
    }

    /// Holds keys, files and bytes against what people refer to.
    async fn check(&self, what: &str) {
        let referred = self.referred().await;
        let mut keys = BTreeSet::new();
        for owner in self.owners() {
            let rows = Rows::<tables::FileKeys>::of(owner);
            let found = self.house.store.scan(rows, usize::MAX, Direction::Forward).await.unwrap();
            keys.extend(found.into_iter().map(|(key, _)| (owner, key.file)));
        }
        assert_eq!(keys, referred, "keys of owners, {what}");
        let files: BTreeSet<i64> = referred.iter().map(|(_, file)| *file).collect();
        let kept = self.all::<tables::Files>().await;
        assert_eq!(kept.iter().map(|(key, _)| key.0).collect::<BTreeSet<_>>(), files, "files, {what}");
        let needed: BTreeSet<String> =
            kept.iter().filter_map(|(_, file)| file.main).map(|main| name(&main.blob)).collect();
        let blobs: BTreeSet<String> =
            self.all::<tables::Blobs>().await.iter().map(|(key, _)| name(&key.0)).collect();
        assert_eq!(blobs, needed, "what is known of bytes, {what}");
        let there: BTreeSet<String> =
            self.bytes.list("kept").unwrap().into_iter().map(|listed| listed.name).collect();
        assert_eq!(there, needed, "bytes, {what}");
        assert_eq!(self.all::<tables::BlobsByHash>().await.len(), needed.len(), "hashes, {what}");
        for (owner, file) in referred {
            let Owner::User(user) = owner else { continue };
            let location = Location { id: file, size: "" };
            let read = self.house.domain.files.read(user, Origin::Own, &location, 0, 4_096);
            assert_eq!(read.await.unwrap().bytes.len(), 100, "{what}");
        }
    }
}

fn name(blob: &[u8; 16]) -> String {
    let hex: String = blob.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}/{}", &hex[..2], &hex[2..])
}

#[tokio::test]
async fn files_go_with_their_last_place_whatever_people_do() {
    for seed in 0..6 {
        let mut town = Town::found().await;
        let mut dice = Dice(seed);
        for step in 0..60 {
            town.act(&mut dice).await;
            if step % 20 == 19 {
                town.rest().await;
                town.check(&format!("seed {seed}, step {step}")).await;
            }
        }
    }
}

#[tokio::test]
async fn a_crash_at_any_write_leaves_nothing_behind_and_takes_nothing_away() {
    let mut died = 0;
    for seed in 100..108 {
        let mut town = Town::found().await;
        let mut dice = Dice(seed);
        for step in 0..40 {
            town.groups_left.store(dice.below(12) as i64, Ordering::Relaxed);
            town.act(&mut dice).await;
            town.work().await;
            if town.groups_left.load(Ordering::Relaxed) < 0 {
                died += 1;
                town.die().await;
            }
            town.groups_left.store(ALIVE, Ordering::Relaxed);
            if step % 20 == 19 {
                town.rest().await;
                town.check(&format!("seed {seed}, step {step}")).await;
            }
        }
    }
    assert!(died > 100, "{died}");
}

#[tokio::test]
async fn a_kept_reference_opens_nothing_once_the_message_is_gone() {
    let mut town = Town::found().await;
    let (ayu, budi) = (town.people[0], town.people[1]);
    let file = town.document(ayu, 7).await.unwrap();
    let draft = town.draft(file);
    town.send(ayu, Peer::User(budi.user), draft).await;
    let (id, _) = town.messages(budi, Peer::User(ayu.user)).await[0];
    let location = Location { id: file, size: "" };
    let files = Arc::clone(&town.house.domain.files);
    assert!(files.read(budi.user, Origin::Own, &location, 0, 4_096).await.is_ok());

    town.house.boxes.delete(budi, &[id], false).await.unwrap();
    town.work().await;
    let read = files.read(budi.user, Origin::Own, &location, 0, 4_096).await;
    assert!(matches!(read, Err(FileError::ReferenceInvalid)));
    assert!(files.read(ayu.user, Origin::Own, &location, 0, 4_096).await.is_ok(), "the author still has it");
}

#[tokio::test]
async fn who_is_gone_takes_his_keys_along() {
    let mut town = Town::found().await;
    let (ayu, budi) = (town.people[0], town.people[1]);
    for content in [1, 2] {
        let file = town.document(ayu, content).await.unwrap();
        let draft = town.draft(file);
        let to = if content == 1 { Peer::User(budi.user) } else { Peer::User(ayu.user) };
        town.send(ayu, to, draft).await;
    }
    let file = town.document(ayu, 3).await.unwrap();
    let draft = town.draft(file);
    town.send(ayu, Peer::Channel(town.channel), draft).await;
    assert_eq!(town.bytes.list("kept").unwrap().len(), 3);

    town.house.domain.files.leave(Owner::Channel(town.channel)).await.unwrap();
    town.house.domain.channels.delete(ayu, town.channel).await.unwrap();
    assert!(town.house.domain.delete_account(ayu.user, None).await.unwrap());
    town.rest().await;
    assert_eq!(town.bytes.list("kept").unwrap().len(), 1, "what Budi has stays");
    let keys = Rows::<tables::FileKeys>::of(ayu.user.into());
    assert!(town.house.store.scan(keys, 9, Direction::Forward).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_import_goes_on_after_a_kill_at_any_write_and_says_everything_once() {
    let mut town = Town::found().await;
    let (ayu, budi) = (town.people[0], town.people[1]);
    for (by, other) in [(ayu, budi), (budi, ayu)] {
        let (first_name, last_name, phone) = ("Teman".into(), String::new(), String::new());
        let new = NewContact { first_name, last_name, phone, shares_phone: false };
        town.house.domain.contacts.add(by, other.user, new).await.unwrap();
    }
    let mut died = 0;
    for left in 0..16 {
        let peer = if left % 2 == 0 { Peer::Channel(town.channel) } else { Peer::User(budi.user) };
        let before = said(&town, ayu, peer).await.len();
        let mut text = String::from("31/12/20 21.40 - Pesan dienkripsi secara end-to-end.\n");
        for line in 0..IMPORTED - 1 {
            text.push_str(&format!("31/12/20 21.41 - Citra: {left}.{line}\n"));
        }
        text.push_str("31/12/20 21.42 - Citra: foto.jpg (file terlampir)\n");
        let file_id = town.draw();
        let files = &town.house.domain.files;
        files.save_part(ayu.user, file_id, 0, None, text.into_bytes()).await.unwrap();
        let new = NewDocument {
            upload: Upload { file_id, parts: 1, name: "WhatsApp Chat.txt".into() },
            thumbnail: None,
            mime_type: "text/plain".into(),
            attributes: Vec::new(),
        };
        let import = town.house.domain.chats.prepare_import(ayu.user, peer, new, 2).await.unwrap();
        let (used, unused) = (town.document(ayu, 1).await.unwrap(), town.document(ayu, 2).await.unwrap());
        for (name, file) in [("foto.jpg", used), ("lain.jpg", unused)] {
            let media = town.draft(file).content.media.unwrap();
            town.house.domain.chats.keep_imported(ayu.user, peer, import, name, media).await.unwrap();
        }
        town.house.domain.chats.start_import(ayu.user, peer, import).await.unwrap();
        town.groups_left.store(left, Ordering::Relaxed);
        town.work().await;
        if town.groups_left.load(Ordering::Relaxed) < 0 {
            died += 1;
            town.die().await;
        }
        town.groups_left.store(ALIVE, Ordering::Relaxed);
        town.work().await;
        let found = said(&town, ayu, peer).await;
        assert_eq!(found.len(), before + IMPORTED, "each once, {left}");
        assert_eq!(found.iter().filter(|(_, file)| *file == Some(used)).count(), 1, "with its file, {left}");
        let again = town.house.domain.chats.start_import(ayu.user, peer, import).await;
        assert!(matches!(again, Err(ImportError::NoSuchImport)), "it has ended, {left}");
        if left >= 14 {
            for (id, _) in found {
                match peer {
                    Peer::Channel(channel) => {
                        drop(town.house.domain.channels.delete_messages(ayu, channel, &[id]).await.unwrap());
                    }
                    _ => drop(town.house.boxes.delete(ayu, &[id], true).await.unwrap()),
                }
            }
        }
    }
    assert!(died >= 10, "{died}");
    town.rest().await;
    town.check("after imports").await;
}

/// Messages of an import: more than one piece has.
const IMPORTED: usize = 130;

/// All messages of a chat, with their files.
async fn said(town: &Town, by: By, peer: Peer) -> Vec<(i32, Option<i64>)> {
    let ids: Vec<i32> = (1..2_000).collect();
    let found = town.house.domain.chats.of_chat(by.user, peer, &ids).await.unwrap();
    let found = found.into_iter().flatten().filter(|message| message.content.action.is_none());
    found.map(|message| (message.id, message.content.file())).collect()
}
