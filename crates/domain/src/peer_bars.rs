//! What the bar above a chat with somebody offers who is not known: to report him, as long as only he has written, and
//! nothing more once its owner has put it away.

use boxes::{About, Boxes, By, Peer, SearchQuery, UserId};
use std::sync::Arc;
use store::{Store, key::ByNumber, records::reports::HiddenBar, tables};
use world::World;

use crate::{Fault, Live, Notice, UserView};

/// What stands in the bar beside what the two are to each other.
#[derive(Clone, Copy, Default)]
pub struct PeerBar {
    /// Its owner has put it away.
    pub hidden: bool,
    /// The other one has written, and its owner never answered.
    pub report_spam: bool,
}

/// The bars of all people.
pub struct PeerBars {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
}

impl PeerBars {
    pub(crate) fn new(store: Store, boxes: Boxes, world: World, live: Arc<dyn Live>) -> Self {
        PeerBars { store, boxes, world, live }
    }

    /// What stands in the bar above the chat of `owner` with somebody, as he sees him.
    ///
    /// # Errors
    /// Where something cannot be read.
    pub async fn of(&self, owner: UserId, view: &UserView) -> Result<PeerBar, Fault> {
        if view.contact || view.is_self || view.is_service || view.deleted {
            return Ok(PeerBar::default());
        }
        if self.store.get::<tables::HiddenBars>(&key(owner, view.id)).await?.is_some() {
            return Ok(PeerBar { hidden: true, report_spam: false });
        }
        let peer = Some(Peer::User(view.id));
        let of = |from: UserId| SearchQuery { from: Some(from), limit: 1, ..SearchQuery::default() };
        let wrote = self.boxes.search(owner, peer, of(view.id)).await?.count > 0;
        let answered = wrote && self.boxes.search(owner, peer, of(owner)).await?.count > 0;
        Ok(PeerBar { hidden: false, report_spam: wrote && !answered })
    }

    /// Puts the bar above the chat with somebody away; the owner's other devices hear of it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn hide(&self, by: By, other: UserId) -> Result<(), Fault> {
        let date = self.world.clock.now().seconds();
        let mut batch = self.store.batch();
        let about = About::PeerSettings(other.0);
        boxes::keep_lasting(&self.store, &mut batch, by.user, about, Vec::new(), date).await?;
        batch.put::<tables::HiddenBars>(&key(by.user, other), &HiddenBar { date });
        self.store.commit(batch).await?;
        self.live.notice(by.user, Notice::PeerSettings { user: other }, by.session);
        Ok(())
    }
}

fn key(owner: UserId, other: UserId) -> ByNumber {
    ByNumber { user: owner, number: other.0 }
}
