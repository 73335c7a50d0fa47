//! Who may read, write, see members, open files, hear and find (demand A-2): random operations of people in every
//! relation to groups, supergroups, channels and each other, by the bytes of calls, against an oracle that was written
//! from the rules alone. And that each check which is left out on purpose is missed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "who_may/communities.rs"]
mod communities;
#[allow(dead_code, reason = "other tests use the rest")]
mod fixture;
#[path = "who_may/rules.rs"]
mod rules;
#[path = "who_may/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};

use boxes::Defect;
use fixture::House;
use rules::{Chat, KINDS, Kind, Person, Post, Private};
use tl::types;
use world::{World, location, texts};

/// People; the first makes every chat.
const PEOPLE: usize = 6;
/// Operations of one run.
const OPERATIONS: usize = 160;
const SEEDS: u64 = 16;
/// A hole is to be found within so many runs.
const SEEDS_FOR_A_HOLE: u64 = 12;
/// Stands in every text, so that a search for it finds all.
const WORD: &str = "burung";

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// A file of a chat's message, as somebody was shown it.
struct Shown {
    who: Person,
    chat: usize,
    post: i32,
    at: types::InputDocumentFileLocation,
}

struct Run {
    dice: Dice,
    world: World,
    chats: Vec<Chat>,
    private: Private,
    files: Vec<Shown>,
    written: i64,
}

/// What the server did otherwise than the rules say.
type Checked = Result<(), String>;

fn agree(what: impl FnOnce() -> String, expected: bool, got: &Result<(), String>) -> Checked {
    if got.is_ok() == expected { Ok(()) } else { Err(format!("{}: {got:?}", what())) }
}

impl Run {
    async fn new(seed: u64, hole: Option<Defect>) -> Run {
        let house = House::with_hole(hole, seed.wrapping_mul(1 << 20) + 1).await;
        let world = World::new(house, PEOPLE).await;
        let mut chats: Vec<Chat> = KINDS.into_iter().map(Chat::new).collect();
        // A group begins with two.
        chats[0].comes(1);
        world.pushed();
        let (private, files) = (Private::default(), Vec::new());
        Run { dice: Dice(seed), world, chats, private, files, written: 0 }
    }

    /// One thing that somebody does.
    async fn act(&mut self) -> Checked {
        let (anybody, whom) = (self.dice.below(PEOPLE), self.dice.below(PEOPLE));
        // Whoever may most is asked as often as all the others, or little would happen.
        let who = if self.dice.below(2) == 0 { 0 } else { anybody };
        let chat = self.dice.below(KINDS.len());
        let kind = KINDS[chat];
        if self.private.deleted.is_empty() && self.dice.below(OPERATIONS) == 0 {
            self.private.deleted.insert(PEOPLE - 1);
            return self.world.delete_account(PEOPLE - 1).await;
        }
        // Who is no more does nothing; the others may still name him.
        if self.private.deleted.contains(&anybody) {
            return Ok(());
        }
        match self.dice.below(16) {
            0..5 => self.write(anybody, chat).await,
            5..8 => self.bring(who, chat, whom).await,
            8 => self.leave(anybody, chat).await,
            9 | 10 if kind == Kind::BasicGroup => self.remove(who, whom).await,
            9 => self.ban(who, chat, whom).await,
            10 => self.restrict(who, chat, whom).await,
            11 if kind != Kind::BasicGroup => self.promote(chat, whom).await,
            12 if kind != Kind::BasicGroup => self.delete(anybody, chat).await,
            13 if kind != Kind::BasicGroup => self.join(anybody, chat).await,
            14 if anybody != whom => self.block(anybody, whom).await,
            _ if anybody != whom => self.whisper(anybody, whom).await,
            _ => Ok(()),
        }
    }

    fn text(&mut self) -> (String, i64) {
        self.written += 1;
        (format!("{WORD} nomor {}", self.written), self.written)
    }

    async fn write(&mut self, who: Person, chat: usize) -> Checked {
        let (text, random_id) = self.text();
        let with_file = self.dice.below(4) == 0;
        let kind = KINDS[chat];
        let peer = self.world.peer(who, kind);
        let sent = self.world.post(who, peer, &text, random_id, with_file).await;
        let pushed = self.world.pushed();
        let state = &mut self.chats[chat];
        let may = state.may_write(who);
        agree(|| format!("{who} writes in {kind:?}"), may, &sent.clone().map(drop))?;
        let Ok(id) = sent else {
            return if pushed.is_empty() { Ok(()) } else { Err(format!("{who} was refused and heard")) };
        };
        let given = state.members();
        // The author's own session has its answer.
        if kind == Kind::BasicGroup && pushed != given {
            return Err(format!("{given:?} are in the group and {pushed:?} heard"));
        }
        state.posts.push(Post { id, author: who, text: text.clone(), given });
        if with_file {
            for viewer in 0..PEOPLE {
                let peer = self.world.peer(viewer, kind);
                let found = self.world.history(viewer, peer).await.unwrap_or_default();
                let message = found.iter().find(|message| message.message == text);
                if let Some(at) = message.and_then(location) {
                    self.files.push(Shown { who: viewer, chat, post: id, at });
                }
            }
        }
        Ok(())
    }

    async fn bring(&mut self, who: Person, chat: usize, whom: Person) -> Checked {
        let kind = KINDS[chat];
        let (place, other) = (self.chats[chat].place(who), self.chats[chat].place(whom));
        let done = self.world.add(who, kind, whom).await;
        let refused = match kind {
            // Who has a right to bring people in; a channel's members have not.
            Kind::Broadcast => !place.admin,
            _ => !place.member,
        };
        if refused && done.is_ok() {
            return Err(format!("{who} brings {whom} into {kind:?}"));
        }
        // What else stands against it is the other one's privacy and history; whether he is in now, he is asked.
        let inside = match kind {
            Kind::BasicGroup => self.world.members(0, kind).await?.contains(&whom),
            _ => self.world.hears(whom, kind).await,
        };
        if done == Ok(true) && !other.member && !other.banned && !inside {
            return Err(format!("{whom} was brought into {kind:?} and is not in it"));
        }
        if self.private.deleted.contains(&whom) && !other.member && inside {
            return Err(format!("{whom} is no more and was brought into {kind:?}"));
        }
        if other.banned && !place.admin && done == Ok(true) {
            return Err(format!("{who} brings {whom} back into {kind:?}"));
        }
        if done == Ok(true) && who != whom && !other.member && !self.private.deleted.contains(&whom) {
            let state = &mut self.chats[chat];
            let place = state.people.entry(whom).or_default();
            (place.banned, place.restricted) = (false, place.restricted && !place.banned);
            state.comes(whom);
        }
        self.world.pushed();
        Ok(())
    }

    async fn join(&mut self, who: Person, chat: usize) -> Checked {
        let kind = KINDS[chat];
        let place = self.chats[chat].place(who);
        let done = self.world.join(who, kind).await;
        if place.member {
            return Ok(());
        }
        let may = kind == Kind::Public && !place.banned;
        agree(|| format!("{who} joins {kind:?}"), may, &done)?;
        if done.is_ok() {
            self.chats[chat].comes(who);
        }
        Ok(())
    }

    async fn leave(&mut self, who: Person, chat: usize) -> Checked {
        if who == 0 {
            // Whoever made a chat stays here: what becomes of it without him is another story.
            return Ok(());
        }
        let kind = KINDS[chat];
        let done = self.world.leave(who, kind).await;
        agree(|| format!("{who} leaves {kind:?}"), self.chats[chat].place(who).member, &done)?;
        if done.is_ok() {
            self.chats[chat].goes(who);
        }
        self.world.pushed();
        Ok(())
    }

    async fn remove(&mut self, who: Person, whom: Person) -> Checked {
        if whom == 0 || who == whom {
            return Ok(());
        }
        let state = &self.chats[0];
        let may = who == 0 && state.place(whom).member;
        // Members remove whom they brought themselves; that is asked elsewhere.
        if who != 0 && state.place(who).member {
            return Ok(());
        }
        let done = self.world.remove(who, whom).await;
        agree(|| format!("{who} removes {whom}"), may, &done)?;
        if may {
            self.chats[0].goes(whom);
        }
        self.world.pushed();
        Ok(())
    }

    async fn ban(&mut self, who: Person, chat: usize, whom: Person) -> Checked {
        let kind = KINDS[chat];
        let before = self.chats[chat].place(whom);
        let banned = !before.banned;
        let may = self.chats[chat].may_ban(who, whom);
        let done = self.world.ban(who, kind, whom, (banned, false)).await;
        agree(|| format!("{who} bans {whom} in {kind:?}: {banned}"), may, &done)?;
        if may {
            let state = &mut self.chats[chat];
            if banned {
                state.goes(whom);
            }
            let place = state.people.entry(whom).or_default();
            (place.banned, place.restricted) = (banned, false);
            // He tries at once.
            return Box::pin(self.write(whom, chat)).await;
        }
        Ok(())
    }

    async fn restrict(&mut self, who: Person, chat: usize, whom: Person) -> Checked {
        let kind = KINDS[chat];
        let before = self.chats[chat].place(whom);
        // Restricting somebody who is out, or was thrown out, is another story.
        if !before.member || kind == Kind::Broadcast {
            return Ok(());
        }
        let may = self.chats[chat].may_ban(who, whom);
        let done = self.world.ban(who, kind, whom, (false, !before.restricted)).await;
        agree(|| format!("{who} restricts {whom} in {kind:?}"), may, &done)?;
        if may && let Some(place) = self.chats[chat].people.get_mut(&whom) {
            (place.restricted, place.admin) = (!before.restricted, false);
            return Box::pin(self.write(whom, chat)).await;
        }
        Ok(())
    }

    async fn promote(&mut self, chat: usize, whom: Person) -> Checked {
        let before = self.chats[chat].place(whom);
        if whom == 0 || !before.member {
            return Ok(());
        }
        self.world.promote(KINDS[chat], whom, !before.admin).await?;
        if let Some(place) = self.chats[chat].people.get_mut(&whom) {
            place.admin = !before.admin;
            if place.admin {
                place.restricted = false;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, who: Person, chat: usize) -> Checked {
        let state = &self.chats[chat];
        if state.posts.is_empty() {
            return Ok(());
        }
        let post = state.posts[self.dice.below(state.posts.len())].clone();
        let may = state.may_delete(who, &post);
        let done = self.world.delete(who, state.kind, post.id).await;
        // What he does not see is passed over without a word.
        let quiet = state.place(who).member && !state.sees(who, &post);
        agree(|| format!("{who} deletes {} in {:?}", post.text, state.kind), may || quiet, &done)?;
        if may {
            let state = &mut self.chats[chat];
            let at = state.posts.iter().position(|one| one.id == post.id).unwrap();
            state.posts.remove(at);
            state.since.values_mut().filter(|since| **since > at).for_each(|since| *since -= 1);
        }
        Ok(())
    }

    async fn block(&mut self, who: Person, whom: Person) -> Checked {
        let block = !self.private.blocked.remove(&(who, whom));
        if block {
            self.private.blocked.insert((who, whom));
        }
        self.world.block(who, whom, block).await
    }

    async fn whisper(&mut self, who: Person, whom: Person) -> Checked {
        let (text, random_id) = self.text();
        let peer = self.world.person_peer(who, whom);
        let sent = self.world.post(who, peer, &text, random_id, false).await;
        let expected = self.private.send(who, whom);
        match (&sent, expected) {
            (Err(error), Err(name)) if error == name => {}
            (Ok(_), Ok(_)) => {}
            _ => return Err(format!("{who} writes to {whom}: {sent:?}, not {expected:?}")),
        }
        let heard = self.world.pushed().contains(&whom);
        if heard != (expected == Ok(true)) {
            return Err(format!("{whom} heard {who}: {heard}, not {expected:?}"));
        }
        if expected.is_ok() {
            self.private.has.entry((who, whom)).or_default().insert(text.clone());
        }
        if expected == Ok(true) {
            self.private.has.entry((whom, who)).or_default().insert(text);
        }
        Ok(())
    }

    /// Looks at one corner of what somebody may.
    async fn look(&mut self) -> Checked {
        let who = self.dice.below(PEOPLE);
        if self.private.deleted.contains(&who) {
            return Ok(());
        }
        let chat = self.dice.below(KINDS.len());
        let (state, kind) = (&self.chats[chat], KINDS[chat]);
        let peer = self.world.peer(who, kind);
        match self.dice.below(7) {
            0 => {
                let found = self.world.history(who, peer).await;
                agree(|| format!("{who} reads {kind:?}"), state.may_look(who), &found.clone().map(drop))?;
                same(format!("{who} reads {kind:?}"), &texts(&found.unwrap_or_default()), &state.seen_by(who))
            }
            1 => {
                let found = self.world.search(who, peer, WORD).await;
                agree(|| format!("{who} searches {kind:?}"), state.may_look(who), &found.clone().map(drop))?;
                same(format!("{who} searches {kind:?}"), &found.unwrap_or_default(), &state.seen_by(who))
            }
            2 => {
                let found = self.world.search_everywhere(who, WORD).await?;
                let mut may: BTreeSet<String> =
                    self.chats.iter().flat_map(|state| state.seen_by(who)).collect();
                let own = self.private.has.iter().filter(|((owner, _), _)| *owner == who);
                may.extend(own.flat_map(|(_, texts)| texts.iter().cloned()));
                let more: Vec<_> = found.difference(&may).collect();
                if more.is_empty() { Ok(()) } else { Err(format!("{who} finds {more:?}")) }
            }
            3 => {
                let found = self.world.members(who, kind).await;
                let what = || format!("{who} sees who is in {kind:?}");
                agree(what, state.may_see_members(who), &found.clone().map(drop))?;
                match found {
                    Ok(found) if found != state.members() => {
                        Err(format!("{who} sees {found:?} in {kind:?}, not {:?}", state.members()))
                    }
                    _ => Ok(()),
                }
            }
            4 if kind != Kind::BasicGroup => {
                let hears = self.world.hears(who, kind).await;
                let member = state.place(who).member;
                if hears == member { Ok(()) } else { Err(format!("{who} hears {kind:?}: {hears}")) }
            }
            5 if !self.files.is_empty() => self.open().await,
            _ => {
                let other = (who + 1 + self.dice.below(PEOPLE - 1)) % PEOPLE;
                let found = self.world.history(who, self.world.person_peer(who, other)).await?;
                let has = self.private.has.get(&(who, other)).cloned().unwrap_or_default();
                same(format!("{who} reads the chat with {other}"), &texts(&found), &has)
            }
        }
    }

    /// Opens a file that somebody was once shown, or one that another was.
    async fn open(&mut self) -> Checked {
        let shown = &self.files[self.dice.below(self.files.len())];
        let thief = self.dice.below(PEOPLE);
        if [thief, shown.who].iter().any(|who| self.private.deleted.contains(who)) {
            return Ok(());
        }
        if thief != shown.who && self.world.open(thief, &shown.at).await.is_ok() {
            return Err(format!("{thief} opens a file by what {} was shown", shown.who));
        }
        let state = &self.chats[shown.chat];
        let opened = self.world.open(shown.who, &shown.at).await;
        let may = match state.kind {
            Kind::BasicGroup => state.place(shown.who).member,
            _ => state.may_look(shown.who),
        };
        // What was deleted goes in the background, which does not run here.
        let there = state.kind == Kind::BasicGroup || state.posts.iter().any(|post| post.id == shown.post);
        if may && !there {
            return Ok(());
        }
        // Who came back into a group with a hidden history has seen the file before that: his reference ends in a day.
        agree(|| format!("{} opens a file of {:?}", shown.who, state.kind), may, &opened)
    }
}

fn same(what: String, found: &BTreeSet<String>, expected: &BTreeSet<String>) -> Checked {
    // An answer has a hundred messages at most; no chat here has more.
    if found == expected {
        return Ok(());
    }
    let (more, less): (Vec<_>, Vec<_>) =
        (found.difference(expected).collect(), expected.difference(found).collect());
    Err(format!("{what}: too many {more:?}, missing {less:?}"))
}

async fn run(seed: u64, hole: Option<Defect>) -> Checked {
    let mut run = Run::new(seed, hole).await;
    for operation in 0..OPERATIONS {
        let at = |error: String| format!("seed {seed}, operation {operation}: {error}");
        run.act().await.map_err(at)?;
        for _ in 0..3 {
            run.look().await.map_err(at)?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn a2_everybody_may_what_the_rules_say_and_nothing_else() {
    // More of them, for who has the time: WHO_MAY_SEEDS=10000.
    let seeds = std::env::var("WHO_MAY_SEEDS").ok().and_then(|seeds| seeds.parse().ok());
    for seed in 0..seeds.unwrap_or(SEEDS) {
        if let Err(error) = run(seed, None).await {
            panic!("{error}");
        }
    }
}

#[tokio::test]
async fn a2_each_check_that_is_left_out_is_missed() {
    let mut found = BTreeMap::new();
    for hole in Defect::HOLES {
        for seed in 0..SEEDS_FOR_A_HOLE {
            if let Err(error) = run(seed, Some(hole)).await {
                found.insert(format!("{hole:?}"), error);
                break;
            }
        }
    }
    let missed: Vec<_> =
        Defect::HOLES.iter().filter(|hole| !found.contains_key(&format!("{hole:?}"))).collect();
    assert!(missed.is_empty(), "nobody noticed {missed:?}");
}
