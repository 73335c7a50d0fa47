//! Whom a person has blocked.
//!
//! The row in the blocker's shard is the truth; boxes ask for it when they take a message in.

use std::sync::{Arc, OnceLock, Weak};

use boxes::{About, By};
use store::{
    Rows, Store,
    ids::{Owner, UserId},
    key::ByNumber,
    records::account::{Block, kept::BLOCKS},
    tables,
};
use world::{BoxFuture, World};

use crate::{ChatLists, Fault, Live, Notice, cached::CachedRows, kept};

/// A page of the people whom somebody has blocked.
pub struct Blocked {
    /// How many there are.
    pub count: usize,
    /// Person and date of the block in seconds since 1970, newest first.
    pub people: Vec<(UserId, i32)>,
}

/// The lists of blocked people.
pub struct Blocks {
    store: Store,
    world: World,
    live: Arc<dyn Live>,
    /// Who knows what comes out of an archive. Not held: it holds the boxes, which hold these lists.
    archives: OnceLock<Weak<ChatLists>>,
    rows: CachedRows<tables::Blocks>,
    people: Arc<CachedRows<tables::Users>>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 15;
/// How many people one person can block.
const BLOCKED_MAX: usize = 10_000;

impl Blocks {
    /// Reads nothing yet.
    pub fn new(store: Store, world: World, live: Arc<dyn Live>) -> Self {
        let rows = CachedRows::new(store.clone(), REMEMBERED);
        let people = Arc::new(CachedRows::new(store.clone(), REMEMBERED));
        Blocks { rows, people, store, world, live, archives: OnceLock::new() }
    }

    /// From now on, this knows what a message brings out of an archive. The first one stays.
    pub(crate) fn ask_archives(&self, lists: &Arc<ChatLists>) {
        let _ = self.archives.set(Arc::downgrade(lists));
    }

    /// Whether `owner` has blocked `other`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn has(&self, owner: UserId, other: UserId) -> Result<bool, Fault> {
        Ok(self.rows.get(&key(owner, other)).await?.is_some())
    }

    /// As [`Blocks::has`], if it is remembered.
    pub fn remembered(&self, owner: UserId, other: UserId) -> Option<bool> {
        self.rows.remembered(&key(owner, other)).map(|row| row.is_some())
    }

    /// The rows, for whoever reads them together with others.
    pub(crate) fn rows(&self) -> &CachedRows<tables::Blocks> {
        &self.rows
    }

    /// The records of people, for whoever is made after this.
    pub(crate) fn people(&self) -> &Arc<CachedRows<tables::Users>> {
        &self.people
    }

    /// Blocks or unblocks `other`; his other sessions learn of it. True if that changed anything.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set(&self, by: By, other: UserId, blocked: bool) -> Result<bool, Fault> {
        let key = key(by.user, other);
        let _lock = self.rows.lock(&key).await;
        if self.rows.get_locked(&key).await?.is_some() == blocked {
            return Ok(false);
        }
        if blocked {
            kept::note(&self.people, by.user, BLOCKS).await?;
        }
        let now = self.world.clock.now().seconds();
        let mut batch = self.store.batch();
        let about = About::Blocked(other.0);
        boxes::keep_lasting(&self.store, &mut batch, by.user, about, Vec::new(), now).await?;
        self.rows.write_locked_with(&key, blocked.then_some(Block { date: now }), batch).await?;
        // Under the lock: devices hear of changes in their order.
        self.live.notice(by.user, Notice::Blocked { peer: other, blocked }, by.session);
        Ok(true)
    }

    /// Blocks exactly these people; others who were blocked no longer are.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_all(&self, by: By, people: &[UserId]) -> Result<(), Fault> {
        for (other, _) in self.page(by.user, 0, BLOCKED_MAX).await?.people {
            if !people.contains(&other) {
                self.set(by, other, false).await?;
            }
        }
        for other in people {
            self.set(by, *other, true).await?;
        }
        Ok(())
    }

    /// The people whom `owner` has blocked, newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn page(&self, owner: UserId, offset: usize, limit: usize) -> Result<Blocked, Fault> {
        let rows = Rows::<tables::Blocks>::of(Owner::User(owner));
        let rows = self.store.scan(rows, BLOCKED_MAX, store::Direction::Forward).await?;
        let mut people: Vec<_> =
            rows.into_iter().map(|(key, block)| (UserId(key.number), block.date)).collect();
        people.sort_by_key(|(user, date)| (std::cmp::Reverse(*date), *user));
        Ok(Blocked { count: people.len(), people: people.into_iter().skip(offset).take(limit).collect() })
    }
}

impl boxes::Gate for Blocks {
    /// What is remembered decides. Whoever sends asks [`Blocks::has`] before, so the row is remembered; the
    /// box looks here again because a block may come between. After a start it is [`boxes::Gate::recall`] that
    /// asks.
    fn allows(&self, recipient: UserId, sender: UserId) -> bool {
        self.remembered(recipient, sender) != Some(true)
    }

    fn unarchives(&self, recipient: UserId, sender: UserId) -> bool {
        let lists = self.archives.get().and_then(Weak::upgrade);
        lists.is_some_and(|lists| lists.unarchives(recipient, sender))
    }

    fn recall(&self, recipient: UserId, sender: UserId) -> BoxFuture<'_, bool> {
        Box::pin(async move {
            let lists = self.archives.get().and_then(Weak::upgrade);
            let archive = match lists {
                Some(lists) => lists.recall(recipient, sender).await.is_ok(),
                None => true,
            };
            archive && self.has(recipient, sender).await.is_ok()
        })
    }
}

fn key(owner: UserId, other: UserId) -> ByNumber {
    ByNumber { user: owner, number: other.0 }
}
