//! What is looked at when a run at the square has come to rest.

use std::{collections::BTreeMap, sync::Arc};

use boxes::HistoryQuery;
use store::{Direction, MasterKey, Rows, Store, ids::Owner, tables};

use crate::{
    Finding,
    life::base,
    surroundings::{RunClock, Tasks, world},
};

use super::{Square, doings::FOUNDER, neighbour::Line};

/// Looks at everything. The server is gone afterwards.
pub(super) async fn check(square: &mut Square) -> Result<(), Finding> {
    let held = held(square).await?;
    posts(square, &held)?;
    members(square).await?;
    devices(square, &held).await?;
    log(square).await
}

fn unreadable(error: &dyn std::fmt::Display) -> Finding {
    Finding::Unexpected(format!("the group cannot be read: {error}"))
}

/// What the server holds, as the founder sees it; nothing is hidden from anybody who is inside.
async fn held(square: &Square) -> Result<BTreeMap<i32, Line>, Finding> {
    let channels = &square.process.node.services().domain.channels;
    let user = square.town.people[FOUNDER].user;
    let mut lines = BTreeMap::new();
    let mut offset_id = 0;
    loop {
        let query = HistoryQuery { offset_id, limit: 100, ..HistoryQuery::default() };
        let page = channels.history(user, square.channel, query).await;
        let page = page.map_err(|error| unreadable(&error))?;
        let Some(last) = page.messages.last() else { return Ok(lines) };
        offset_id = last.id;
        for message in page.messages.into_iter().filter(|message| message.content.action.is_none()) {
            let line = Line { text: message.content.text.clone(), pinned: message.pinned };
            lines.insert(message.id, line);
        }
    }
}

/// What was answered is there, once, under the id that it was answered with.
fn posts(square: &Square, held: &BTreeMap<i32, Line>) -> Result<(), Finding> {
    let mut found: BTreeMap<&str, Vec<i32>> = BTreeMap::new();
    for (id, line) in held {
        found.entry(base(&line.text)).or_default().push(*id);
    }
    for (text, said) in &square.said {
        let ids = found.get(text.as_str()).map(Vec::as_slice).unwrap_or_default();
        if ids.len() > 1 {
            return Err(Finding::Doubled(format!("{text} stands at {ids:?}")));
        }
        match (said.id, ids.first()) {
            (Some(id), Some(there)) if id != *there => {
                return Err(Finding::Doubled(format!("{text} was answered as {id} and stands at {there}")));
            }
            (Some(_), None) if !said.undone => {
                let author = square.town.people[said.author].user.0;
                return Err(Finding::Lost(format!("{text} of {author}")));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Who was answered that he is inside, or outside, is.
async fn members(square: &Square) -> Result<(), Finding> {
    let channels = &square.process.node.services().domain.channels;
    for (person, standing) in square.town.people.iter().zip(&square.standings) {
        let inside = channels.is_member(square.channel, person.user).await;
        let inside = inside.map_err(|error| unreadable(&error))?;
        if standing.is(!inside) {
            let what = format!("{} is inside: {inside}, and was answered otherwise", person.user.0);
            return Err(Finding::Lost(what));
        }
    }
    Ok(())
}

/// Each device of a member shows what the server holds; others show nothing that was written since they went.
async fn devices(square: &Square, held: &BTreeMap<i32, Line>) -> Result<(), Finding> {
    let channels = &square.process.node.services().domain.channels;
    for (at, device) in square.neighbours.iter().enumerate() {
        let user = square.town.people[device.person].user;
        let inside = channels.is_member(square.channel, user).await;
        if !inside.map_err(|error| unreadable(&error))? {
            continue;
        }
        if let Some((id, line)) = held.iter().find(|(id, line)| device.lines.get(id) != Some(line)) {
            let shown = device.lines.get(id);
            let what = format!("device {at} of {}, message {id}: {shown:?} and {line:?}", user.0);
            return Err(Finding::Device(what));
        }
        if let Some((id, line)) = device.lines.iter().find(|(id, _)| !held.contains_key(id)) {
            return Err(Finding::Device(format!("device {at} of {} shows {id} still: {line:?}", user.0)));
        }
    }
    Ok(())
}

/// Pts have no hole and no repeat, in the log itself.
async fn log(square: &mut Square) -> Result<(), Finding> {
    let engine = Arc::new(square.process.remains());
    let world = world(Arc::new(RunClock::start(2)), square.dice.clone(), Arc::new(Tasks::default()));
    let store = Store::open(engine, MasterKey::new([7; 32]), world).await;
    let store = store.map_err(|error| unreadable(&error))?;
    let rows = Rows::<tables::Log>::of(Owner::Channel(square.channel));
    let rows = store.scan(rows, usize::MAX, Direction::Forward).await.map_err(|error| unreadable(&error))?;
    let mut pts = 0;
    for (key, record) in rows {
        if key.pts - record.pts_count() != pts {
            return Err(Finding::Pts(format!("{} after {pts} in the log of the group", key.pts)));
        }
        pts = key.pts;
    }
    match square.neighbours.iter().find(|device| device.pts.is_some_and(|known| known > pts.max(1))) {
        Some(device) => Err(Finding::Pts(format!("a device is at {:?} of {pts}", device.pts))),
        None => Ok(()),
    }
}
