//! The store of the channels' bench: one large supergroup, small ones to come into, and somebody with many chats.

use crate::{edge::now, people::Account, seed};
use std::{path::Path, sync::Arc};
use store::{
    Store,
    ids::{Owner, Peer, UserId},
    key::{ByNumber, ByPts, Hashed},
    records::{
        account::Username,
        channels::{ByMember, Channel, Membership, OfChannel, Participant},
        log::{Action, Content, LogRecord, MessageRecord},
    },
    tables,
};

/// How large all of it is.
pub struct Scale {
    /// Members of the large supergroup.
    pub members: usize,
    /// Of whom so many are there.
    pub online: usize,
    /// So many come into it, and as many into small ones.
    pub joins: usize,
    /// Chats of one person.
    pub chats: usize,
}

/// Members of a small group, and who come into it.
pub(super) const FEW: usize = 10;
/// Who has many chats.
pub(super) const READER: usize = 0;
/// Who posts.
pub(super) const POSTER: usize = 1;
/// The large supergroup.
pub(super) const BIG: i64 = 1_000_000_000;

/// A small supergroup.
pub(super) fn small(number: usize) -> i64 {
    2_000_000_000 + number as i64
}

/// A public name.
pub(super) fn name(channel: i64) -> String {
    format!("bench_{channel}")
}

/// Writes all of it into the store of a data folder whose keys are there; gives those who can be signed in: who is
/// there, then who comes into the large group, then who comes into small ones.
pub(super) async fn write(data: &Path, scale: &Scale) -> Result<Vec<Account>, String> {
    let signed_in = scale.online + 2 * scale.joins;
    let people = scale.members.max(scale.online) + 2 * scale.joins;
    let accounts = seed::people(data, people, signed_in).await?;
    let (engine, store) = seed::store(data).await?;
    // Who only comes later is no member yet.
    let members: Vec<UserId> =
        (0..scale.online).chain(signed_in..people).take(scale.members).map(seed::user).collect();
    channel(&store, BIG, &members).await?;
    let mut few: Vec<UserId> = members.iter().rev().take(FEW - 1).copied().collect();
    few.push(seed::user(POSTER));
    for number in 0..scale.joins.div_ceil(FEW) {
        channel(&store, small(number), &few).await?;
    }
    for number in 0..scale.chats {
        let other = members.get(number % members.len().max(1)).copied().unwrap_or(seed::user(POSTER));
        let mut two = vec![seed::user(READER), other];
        two.dedup();
        channel(&store, 3_000_000_000 + number as i64, &two).await?;
    }
    drop(store);
    engine.close();
    Ok(accounts)
}

/// A public supergroup; the first of its members made it.
async fn channel(store: &Store, id: i64, members: &[UserId]) -> Result<(), String> {
    let (date, creator) = (now().seconds(), members.first().copied().unwrap_or_default());
    let username = name(id);
    let record = Channel {
        date,
        creator,
        title: format!("Chat {id}"),
        username: Some(username.clone()),
        participants: u32::try_from(members.len()).unwrap_or(u32::MAX),
        admins: vec![creator],
        ..Channel::default()
    };
    let action = Action::ChannelCreate { title: record.title.clone() };
    let content = Content { action: Some(action), ..Content::default() };
    let first = MessageRecord {
        author: Some(creator),
        ..MessageRecord::new(Peer::Channel(id), date, 0, Arc::new(content))
    };
    let mut batch = store.batch();
    let place = Hashed(store.keyed_hash("username", username.as_bytes()));
    batch.put::<tables::Usernames>(&place, &Username { kind: 1, id, claimed_at: date });
    batch.put::<tables::Channels>(&OfChannel(id), &record);
    let at = ByPts { owner: Owner::Channel(id), pts: 1 };
    batch.put::<tables::Log>(&at, &LogRecord::Message(first));
    store.commit(batch).await.map_err(|error| error.to_string())?;
    for part in members.chunks(AT_ONCE) {
        let mut batch = store.batch();
        for user in part {
            let row = Participant { date, member: true, ..Participant::default() };
            batch.put::<tables::Participants>(&ByMember { channel: id, user: *user }, &row);
            let own = Membership { date, member: true, ..Membership::default() };
            batch.put::<tables::Memberships>(&ByNumber { user: *user, number: id }, &own);
        }
        store.commit(batch).await.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Members of one commit.
const AT_ONCE: usize = 400;
