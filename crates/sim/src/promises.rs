//! What is looked at when a run has come to rest: promises 1 to 4.

use std::{collections::BTreeMap, sync::Arc};

use boxes::UserId;
use store::{Direction, MasterKey, Rows, Store, ids::Owner, tables};

use world::Clock;

use crate::{
    Finding,
    apply::Heard,
    life::{Life, base},
    screen::{Line, Screen},
    surroundings::{RunClock, Tasks, world},
};

/// Looks at everything. The server is gone afterwards.
pub(crate) async fn check(life: &mut Life) -> Result<(), Finding> {
    let mut screens = BTreeMap::new();
    for person in &life.town.people {
        let services = life.process.node.services();
        let screen = Screen::of_server(&services.domain, &services.boxes, person.user).await;
        let screen = screen.map_err(|error| Finding::Unexpected(format!("a box cannot be read: {error}")))?;
        // Promise 4, also for what no device has shown.
        for line in screen.chats.values().flat_map(|chat| chat.messages.values()) {
            let (text, forwarded) = (line.text.clone(), line.forwarded);
            life.ledger.may_reach(person.user, &Heard { text, out: line.out, forwarded })?;
        }
        screens.insert(person.user, screen);
    }
    for (text, (author, other, id)) in &life.ledger.sends {
        if other.0 < 0 {
            one_post(life, &screens, text, (*author, *other), *id)?;
        } else {
            one_send(life, &screens, text, (*author, *other), *id)?;
        }
    }
    for (user, screen) in &screens {
        for other in screen.chats.keys() {
            if *other > 0 {
                same_order(&screens, *user, UserId(*other))?;
            }
        }
    }
    one_order(life, &screens)?;
    devices(life, &screens)?;
    due(life, &screens).await?;
    logs(life).await
}

/// What was due has happened: nothing waits any more, and nothing is there that was to go.
async fn due(life: &Life, screens: &BTreeMap<UserId, Screen>) -> Result<(), Finding> {
    let now = life.clock.now().seconds();
    let boxes = &life.process.node.services().boxes;
    for (user, screen) in screens {
        for (other, chat) in &screen.chats {
            let late = |line: &&Line| line.dies.is_some_and(|dies| dies < now - LATE_SECONDS);
            if let Some(line) = chat.messages.values().find(late) {
                return Err(Finding::Due(format!("{} is still there with {}", line.text, user.0)));
            }
            if *other < 0 {
                continue;
            }
            let waiting = boxes.scheduled(*user, boxes::Peer::User(UserId(*other))).await;
            let waiting = waiting.map_err(|error| Finding::Unexpected(error.to_string()))?;
            if let Some(message) = waiting.iter().find(|message| message.date < now - LATE_SECONDS) {
                return Err(Finding::Due(format!("{} was not sent", message.content.text)));
            }
        }
    }
    Ok(())
}

/// Promise 3.
fn devices(life: &Life, screens: &BTreeMap<UserId, Screen>) -> Result<(), Finding> {
    for (at, device) in life.devices.iter().enumerate() {
        let Some(server) = screens.get(&device.user) else { continue };
        if let Some(what) = device.mind.screen.differs(server) {
            return Err(Finding::Device(format!("device {at} of {}, {what}", device.user.0)));
        }
    }
    Ok(())
}

type Found<'a> = Vec<(i32, &'a Line)>;

/// Copies of a text in one direction of a dialog.
fn copies<'a>(
    screens: &'a BTreeMap<UserId, Screen>,
    side: UserId,
    other: UserId,
    out: bool,
    text: &str,
) -> Found<'a> {
    let chat = screens.get(&side).and_then(|screen| screen.chats.get(&other.0));
    let lines = chat.into_iter().flat_map(|chat| &chat.messages);
    let lines = lines.filter(|(_, line)| line.out == out && !line.forwarded && base(&line.text) == text);
    lines.map(|(id, line)| (*id, line)).collect()
}

/// Promise 1 for one send.
fn one_send(
    life: &Life,
    screens: &BTreeMap<UserId, Screen>,
    text: &str,
    (author, other): (UserId, UserId),
    id: Option<i32>,
) -> Result<(), Finding> {
    let mine = copies(screens, author, other, true, text);
    let theirs = copies(screens, other, author, false, text);
    let sides = [(author, &mine), (other, &theirs)];
    // Saved messages have one side.
    for (side, found) in sides.into_iter().take(if author == other { 1 } else { 2 }) {
        if found.len() > 1 {
            return Err(Finding::Doubled(format!("{text} stands {} times with {}", found.len(), side.0)));
        }
        let undone = life.ledger.undone.contains(&(side, text.to_owned()))
            || life.ledger.was_blocked(author, other)
            || life.ledger.mortal.contains(&(author.min(other), author.max(other)));
        // What was scheduled has been due long ago.
        let expected = (id.is_some() || life.ledger.scheduled.contains(text)) && !undone;
        if expected && found.is_empty() {
            return Err(Finding::Lost(format!("{text} is missing with {}", side.0)));
        }
    }
    if let (Some(id), Some((found, _))) = (id, mine.first())
        && id != *found
    {
        return Err(Finding::Doubled(format!("{text} was answered as {id} and stands as {found}")));
    }
    if let (Some((_, mine)), Some((_, theirs))) = (mine.first(), theirs.first()) {
        if mine.text != theirs.text {
            return Err(Finding::Different(format!("{} and {}", mine.text, theirs.text)));
        }
        same_reply(screens, (author, mine), (other, theirs))?;
    }
    Ok(())
}

/// Promise 1 for what was written in the group: it stands once with everybody.
fn one_post(
    life: &Life,
    screens: &BTreeMap<UserId, Screen>,
    text: &str,
    (author, group): (UserId, UserId),
    id: Option<i32>,
) -> Result<(), Finding> {
    for side in &life.ledger.in_group {
        let found = copies(screens, *side, group, *side == author, text);
        if found.len() > 1 {
            return Err(Finding::Doubled(format!("{text} stands {} times with {}", found.len(), side.0)));
        }
        let undone = life.ledger.undone.contains(&(*side, text.to_owned()));
        if id.is_some() && !undone && found.is_empty() {
            return Err(Finding::Lost(format!("{text} is missing with {}", side.0)));
        }
        if let (Some(id), Some((found, _)), true) = (id, found.first(), *side == author)
            && id != *found
        {
            return Err(Finding::Doubled(format!("{text} was answered as {id} and stands as {found}")));
        }
    }
    Ok(())
}

/// Promise 1 for the group: everybody sees one order, and the same words.
fn one_order(life: &Life, screens: &BTreeMap<UserId, Screen>) -> Result<(), Finding> {
    let lines = |side: UserId| -> Vec<&str> {
        let chat = screens.get(&side).and_then(|screen| screen.chats.get(&life.town.group));
        let lines = chat.into_iter().flat_map(|chat| chat.messages.values());
        lines.filter(|line| !line.forwarded).map(|line| line.text.as_str()).collect()
    };
    let mut sides = life.ledger.in_group.iter();
    let Some(first) = sides.next() else { return Ok(()) };
    for other in sides {
        let (mut here, mut there) = (lines(*first), lines(*other));
        here.retain(|text| there.contains(text));
        there.retain(|text| here.contains(text));
        if here != there {
            return Err(Finding::Different(format!("the group's order with {} and {}", first.0, other.0)));
        }
    }
    Ok(())
}

/// Where both sides show what is answered, it is the same message.
fn same_reply(
    screens: &BTreeMap<UserId, Screen>,
    (author, mine): (UserId, &Line),
    (other, theirs): (UserId, &Line),
) -> Result<(), Finding> {
    let answered = |side: UserId, peer: UserId, line: &Line| {
        let chat = screens.get(&side)?.chats.get(&peer.0)?;
        Some(base(&chat.messages.get(&line.reply_to?)?.text).to_owned())
    };
    match (answered(author, other, mine), answered(other, author, theirs)) {
        (Some(one), Some(two)) if one != two => {
            Err(Finding::Different(format!("{} answers {one} and {two}", mine.text)))
        }
        _ => Ok(()),
    }
}

/// One author's messages stand in the same order on both sides.
fn same_order(screens: &BTreeMap<UserId, Screen>, author: UserId, other: UserId) -> Result<(), Finding> {
    let texts = |side: UserId, peer: UserId, out: bool| -> Vec<String> {
        let chat = screens.get(&side).and_then(|screen| screen.chats.get(&peer.0));
        let lines = chat.into_iter().flat_map(|chat| chat.messages.values());
        let own = format!("{}#", author.0);
        let lines = lines.filter(|line| line.out == out && !line.forwarded && line.text.starts_with(&own));
        lines.map(|line| base(&line.text).to_owned()).collect()
    };
    if author == other {
        return Ok(());
    }
    let (mut here, mut there) = (texts(author, other, true), texts(other, author, false));
    here.retain(|text| there.contains(text));
    there.retain(|text| here.contains(text));
    if here == there {
        return Ok(());
    }
    Err(Finding::Different(format!("the order between {} and {}", author.0, other.0)))
}

/// So long after its time everything has happened, also what failed once or twice.
const LATE_SECONDS: i32 = 60;

/// Promise 2, in the logs themselves, past the boxes.
async fn logs(life: &mut Life) -> Result<(), Finding> {
    let damaged = |error: store::StoreError| Finding::Unexpected(format!("a log cannot be read: {error}"));
    let engine = Arc::new(life.process.remains());
    let world = world(Arc::new(RunClock::start(2)), life.dice.clone(), Arc::new(Tasks::default()));
    let store = Store::open(engine, MasterKey::new([7; 32]), world).await.map_err(damaged)?;
    let mut pts = 0;
    let rows = Rows::<tables::Log>::of(Owner::Group(-life.town.group));
    for (key, record) in store.scan(rows, usize::MAX, Direction::Forward).await.map_err(damaged)? {
        if key.pts - record.pts_count() != pts {
            return Err(Finding::Pts(format!("{} after {pts} in the log of the group", key.pts)));
        }
        pts = key.pts;
    }
    for person in &life.town.people {
        let rows = Rows::<tables::Log>::of(Owner::User(person.user));
        let mut pts = 1;
        for (key, record) in store.scan(rows, usize::MAX, Direction::Forward).await.map_err(damaged)? {
            if key.pts - record.pts_count() != pts {
                return Err(Finding::Pts(format!("{} after {pts} in the log of {}", key.pts, person.user.0)));
            }
            pts = key.pts;
        }
        let ahead = life.devices.iter().find(|device| device.user == person.user && device.mind.pts > pts);
        if let Some(device) = ahead {
            return Err(Finding::Pts(format!("a device of {} is at {}", person.user.0, device.mind.pts)));
        }
    }
    Ok(())
}
