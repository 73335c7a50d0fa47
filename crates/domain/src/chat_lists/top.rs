//! Whom a person writes to most, worked out from the newest part of the log when it is asked for: nobody's habits
//! are kept.

use std::collections::BTreeMap;

use boxes::{By, HistoryPage, Peer, SearchQuery, UserId};
use store::records::chat_list::ChatList;

use super::ChatLists;
use crate::{Fault, service::SERVICE_USER};

/// Somebody whom a person writes to, and how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TopPeer {
    /// With whom.
    pub peer: Peer,
    /// Falls with time.
    pub rating: f64,
}

/// Messages that are looked at.
const LOOKED_AT: i32 = 100;
/// After so many seconds a message counts for a third: config.rating_e_decay.
const DECAY_SECONDS: f64 = 2_419_200.0;
/// Chats whose earlier use is forgotten.
const FORGOTTEN_MAX: usize = 500;

impl ChatLists {
    /// The people whom `user` has written to lately, those he writes to most first.
    ///
    /// # Errors
    /// Where the store or the box fails.
    pub async fn correspondents(&self, user: UserId) -> Result<Vec<TopPeer>, Fault> {
        let query = SearchQuery { from: Some(user), limit: LOOKED_AT, ..SearchQuery::default() };
        let HistoryPage { messages, .. } = self.boxes.search(user, None, query).await?;
        let list = self.of(user).await?;
        let forgotten = |peer: Peer| {
            let known = list.forgotten.iter().flatten().find(|(other, _)| *other == peer);
            known.map_or(0, |(_, since)| *since)
        };
        let now = self.world.clock.now().seconds();
        let mut ratings: BTreeMap<Peer, f64> = BTreeMap::new();
        for message in messages {
            let own = [Peer::User(user), Peer::User(SERVICE_USER)].contains(&message.peer);
            if own || !message.out || message.date <= forgotten(message.peer) {
                continue;
            }
            let age = f64::from(now.saturating_sub(message.date).max(0));
            *ratings.entry(message.peer).or_default() += (-age / DECAY_SECONDS).exp();
        }
        let mut found: Vec<TopPeer> =
            ratings.into_iter().map(|(peer, rating)| TopPeer { peer, rating }).collect();
        found.sort_by(|one, other| other.rating.total_cmp(&one.rating));
        Ok(found)
    }

    /// What was written to `peer` so far no longer counts.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn forget_correspondent(&self, by: By, peer: Peer) -> Result<(), Fault> {
        let now = self.world.clock.now().seconds();
        let change = |list: &mut ChatList| {
            let forgotten = list.forgotten.get_or_insert_default();
            forgotten.retain(|(other, _)| *other != peer);
            forgotten.push((peer, now));
            let over = forgotten.len().saturating_sub(FORGOTTEN_MAX);
            forgotten.drain(..over);
            Ok::<(), Fault>(())
        };
        self.change(by.user, &[], change, |_| {}).await?;
        Ok(())
    }
}
