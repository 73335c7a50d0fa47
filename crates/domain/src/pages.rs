//! Previews of the pages to which texts link. Off until the operator switches them on: then a worker of the server looks
//! at each address once in a while, whoever links to it; messages carry the page's number alone. Who was told that a page
//! is being looked at hears what came of it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use boxes::{Boxes, By, PageRef, Peer, Pts, UserId};
use store::{
    Store,
    ids::Owner,
    records::{
        files::FilePlace,
        pages::{FoundPage, OfPage, WebPage},
    },
    tables,
};
use tokio::sync::watch;
use url::Url;
use world::{BoxFuture, World};

use crate::{Blocks, Fault, FileError, FileView, Files, Live, Notice, Origin, cached::CachedRows};

/// Who looks at pages of the web for us.
pub trait PageWorker: Send + Sync {
    /// What there is at an address; none where there is nothing to show, or it may not be looked at.
    fn look<'a>(&'a self, url: &'a Url) -> BoxFuture<'a, Option<SeenPage>>;
}

/// What a worker has seen. No Debug: it is what people link to.
#[derive(Default)]
pub struct SeenPage {
    /// Where, redirections followed.
    pub url: String,
    /// "article", "photo" or the like.
    pub kind: String,
    /// Whose site it is.
    pub site_name: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// What the page says of itself.
    pub description: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Bytes of its picture.
    pub photo: Option<Vec<u8>>,
}

/// A page as one viewer sees it.
#[derive(Clone)]
pub struct PageView {
    /// Which.
    pub id: i64,
    /// What is known of it.
    pub page: Arc<WebPage>,
    /// Its picture.
    pub photo: Option<FileView>,
}

/// A page that somebody asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Which.
    pub id: i64,
    /// It is being looked at.
    pub pending: bool,
}

/// All pages.
pub struct Pages {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    files: Arc<Files>,
    blocks: Arc<Blocks>,
    rows: CachedRows<tables::WebPages>,
    worker: Option<Arc<dyn PageWorker>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    running: BTreeMap<i64, Running>,
    /// How many addresses each asked for in this minute.
    asked: BTreeMap<UserId, u32>,
    minute: i32,
}

struct Running {
    places: Vec<(By, Peer)>,
    ended: watch::Receiver<bool>,
}

/// Bytes of an address.
const URL_BYTES_MAX: usize = 2_048;
/// What was found is looked at again after so long, and what was not.
const FOUND_SECONDS: i32 = 24 * 60 * 60;
const NOTHING_SECONDS: i32 = 10 * 60;
/// Looks at a time, and what one person starts in a minute.
const RUNNING_MAX: usize = 64;
const ASKED_MAX: u32 = 30;
/// Chats that hear of one page.
const PLACES_MAX: usize = 100;
/// How long somebody who asks waits for it, before he is told that it is looked at.
const WAIT: Duration = Duration::from_secs(4);
/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 10;
/// A look that lasts longer has died with its server.
const PENDING_SECONDS: i32 = 60;

impl Pages {
    pub(crate) fn new(
        (store, boxes, world): (Store, Boxes, World),
        live: Arc<dyn Live>,
        files: Arc<Files>,
        blocks: Arc<Blocks>,
        worker: Option<Arc<dyn PageWorker>>,
    ) -> Self {
        Pages {
            rows: CachedRows::new(store.clone(), REMEMBERED),
            state: Mutex::default(),
            store,
            boxes,
            world,
            live,
            files,
            blocks,
            worker,
        }
    }

    /// Whether pages are looked at.
    pub fn on(&self) -> bool {
        self.worker.is_some()
    }

    /// Asks for the page at an address, on behalf of `user`; none where there is none to be looked at. Somebody starts
    /// to look where nobody did of late.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn ask(self: &Arc<Self>, user: UserId, address: &str) -> Result<Option<Asked>, Fault> {
        let Some(worker) = self.worker.clone() else { return Ok(None) };
        let Some(url) = readable(address) else { return Ok(None) };
        let id = self.id_of(&url);
        let key = OfPage(id);
        let _lock = self.rows.lock(&key).await;
        let known = self.rows.get_locked(&key).await?;
        if self.lock().running.contains_key(&id) {
            return Ok(Some(Asked { id, pending: true }));
        }
        let now = self.world.clock.now().seconds();
        if let Some(page) = &known {
            let lasts = if page.found.is_some() { FOUND_SECONDS } else { NOTHING_SECONDS };
            if !page.pending && now.saturating_sub(page.date) < lasts {
                return Ok(page.found.is_some().then_some(Asked { id, pending: false }));
            }
        }
        let Some(end) = self.begin(user, id, now) else {
            // Too much is asked for: what is known is shown.
            return Ok(known.filter(|page| page.found.is_some()).map(|_| Asked { id, pending: false }));
        };
        let found = known.and_then(|page| page.found.clone());
        // While it is looked at anew, what was found before is shown.
        let pending = found.is_none();
        let page = WebPage { url: url.to_string(), date: now, pending: true, found };
        if let Err(fault) = self.rows.write_locked_with(&key, Some(page), self.store.batch()).await {
            self.lock().running.remove(&id);
            return Err(fault.into());
        }
        let this = Arc::clone(self);
        self.world.spawn.spawn(Box::pin(async move {
            let seen = worker.look(&url).await;
            if let Err(error) = this.keep(id, &url, seen).await {
                tracing::warn!(%error, "what was found at an address is not kept");
            }
            let running = this.lock().running.remove(&id);
            // Whoever waits goes on, also where nothing could be kept.
            let _ended = end.send(true);
            for (by, peer) in running.into_iter().flat_map(|running| running.places) {
                this.tell(by, peer, id).await;
            }
        }));
        Ok(Some(Asked { id, pending }))
    }

    /// As `ask`, for somebody who waits for it, but not long.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn ask_and_wait(self: &Arc<Self>, user: UserId, address: &str) -> Result<Option<Asked>, Fault> {
        let Some(asked) = self.ask(user, address).await? else { return Ok(None) };
        let ended = self.lock().running.get(&asked.id).map(|running| running.ended.clone());
        if let Some(mut ended) = ended.filter(|_| asked.pending) {
            let clock = &self.world.clock;
            let time = clock.sleep_until(clock.elapsed() + WAIT);
            let over = async move {
                let _over = ended.wait_for(|ended| *ended).await.is_ok();
            };
            tokio::select! {
                biased;
                () = over => {}
                () = time => return Ok(Some(asked)),
            }
        }
        let page = self.rows.get(&OfPage(asked.id)).await?;
        Ok(page.filter(|page| page.found.is_some()).map(|_| Asked { pending: false, ..asked }))
    }

    /// A message of `by` that shows the page, which was pending then, stands in a chat: who is there hears what comes of
    /// it.
    pub async fn stands_at(&self, by: By, peer: Peer, id: i64) {
        {
            let mut state = self.lock();
            if let Some(running) = state.running.get_mut(&id) {
                if running.places.len() < PLACES_MAX {
                    running.places.push((by, peer));
                }
                return;
            }
        }
        // It has ended meanwhile.
        self.tell(by, peer, id).await;
    }

    /// The address as a message names its page, if there is one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn refer(
        self: &Arc<Self>,
        user: UserId,
        address: &str,
        flags: u32,
    ) -> Result<Option<(PageRef, bool)>, Fault> {
        let asked = self.ask(user, address).await?;
        Ok(asked.map(|asked| (PageRef { id: asked.id, flags }, asked.pending)))
    }

    /// A page as `viewer` sees it; none if nobody has asked for it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, id: i64) -> Result<Option<PageView>, Fault> {
        let Some(page) = self.rows.get(&OfPage(id)).await? else { return Ok(None) };
        let photo = match page.found.as_ref().and_then(|found| found.photo) {
            Some(photo) => self.files.view(viewer, Origin::Page(id), photo).await?,
            None => None,
        };
        Ok(Some(PageView { id, page, photo }))
    }

    /// Where the log stands, of a channel or else of `viewer`, beside which a page is told.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn pts(&self, viewer: UserId, channel: Option<i64>) -> Result<Pts, Fault> {
        Ok(match channel {
            Some(channel) => self.boxes.channels().state(channel).await?.pts,
            None => self.boxes.state(viewer).await?.pts,
        })
    }

    /// Whether the page is being looked at, and nothing is known of it yet.
    pub fn is_pending(&self, page: &WebPage) -> bool {
        let age = self.world.clock.now().seconds().saturating_sub(page.date);
        page.pending && page.found.is_none() && age < PENDING_SECONDS
    }

    /// Keeps what was seen, with its picture in sizes.
    async fn keep(&self, id: i64, url: &Url, seen: Option<SeenPage>) -> Result<(), FileError> {
        let mut held = None;
        let mut found = None;
        if let Some(seen) = seen {
            let photo = match seen.photo {
                // A picture that cannot be read is none.
                Some(bytes) => self.files.page_photo(bytes).await?,
                None => None,
            };
            let photo = photo.map(|(photo, holds)| {
                held = Some(holds);
                photo
            });
            let page = FoundPage {
                url: seen.url,
                kind: seen.kind,
                site_name: seen.site_name,
                title: seen.title,
                description: seen.description,
                author: seen.author,
                photo,
            };
            let shows = page.title.is_some() || page.description.is_some() || page.photo.is_some();
            found = Some(page).filter(|_| shows);
        }
        let key = OfPage(id);
        let _lock = self.rows.lock(&key).await;
        let before = self.rows.get_locked(&key).await.map_err(Fault::from)?;
        let photo = |page: Option<&FoundPage>| page.and_then(|page| page.photo);
        let had = photo(before.as_ref().and_then(|page| page.found.as_ref()));
        let has = photo(found.as_ref());
        let mut batch = self.store.batch();
        let place = FilePlace::Page(id);
        let due = self.files.moved(&mut batch, Owner::System, place, had.as_slice(), has.as_slice());
        let page =
            WebPage { url: url.to_string(), date: self.world.clock.now().seconds(), pending: false, found };
        let written = self.rows.write_locked_with(&key, Some(page), batch).await;
        self.files.note(&due);
        drop(held);
        written.map_err(Fault::from)?;
        Ok(())
    }

    /// Tells a chat what was found.
    async fn tell(&self, by: By, peer: Peer, id: i64) {
        let notice = || Notice::WebPage { id, channel: None };
        match peer {
            Peer::User(other) => {
                self.live.notice(by.user, notice(), None);
                // Who takes no messages of his learns nothing of it.
                if other != by.user && matches!(self.blocks.has(other, by.user).await, Ok(false)) {
                    self.live.notice(other, notice(), None);
                }
            }
            Peer::Group(group) => {
                let Ok(Some(view)) = self.boxes.group(group).await else { return };
                for (user, _) in view.current().filter(|(user, _)| self.live.is_online(*user)) {
                    self.live.notice(user, notice(), None);
                }
            }
            Peer::Channel(channel) => {
                let notice = Notice::WebPage { id, channel: Some(channel) };
                self.live.channel_notice(channel, notice, None);
            }
        }
    }

    /// Room for one more look; none where there is none.
    fn begin(&self, user: UserId, id: i64, now: i32) -> Option<watch::Sender<bool>> {
        let mut state = self.lock();
        if state.running.len() >= RUNNING_MAX {
            return None;
        }
        if state.minute != now / 60 {
            state.minute = now / 60;
            state.asked.clear();
        }
        let asked = state.asked.entry(user).or_default();
        if *asked >= ASKED_MAX {
            return None;
        }
        *asked += 1;
        let (end, ended) = watch::channel(false);
        state.running.insert(id, Running { places: Vec::new(), ended });
        Some(end)
    }

    fn id_of(&self, url: &Url) -> i64 {
        let hash = self.store.keyed_hash("web page", url.as_str().as_bytes());
        let half = hash.first_chunk::<8>().map_or(1, |half| i64::from_le_bytes(*half));
        if half == 0 { 1 } else { half }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An address that may be looked at: of the web, with the name of a host, and without a password in it.
pub fn readable(address: &str) -> Option<Url> {
    if address.len() > URL_BYTES_MAX {
        return None;
    }
    let mut url = match address.split_once("://") {
        Some(_) => Url::parse(address).ok()?,
        None => Url::parse(&format!("http://{address}")).ok()?,
    };
    url.set_fragment(None);
    let plain = url.username().is_empty() && url.password().is_none();
    let web = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
    (plain && web && url.as_str().len() <= URL_BYTES_MAX).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_web_is_readable_and_nothing_else() {
        let read = |address: &str| readable(address).map(|url| url.to_string());
        assert_eq!(read("example.org/a#b").as_deref(), Some("http://example.org/a"));
        assert_eq!(read("HTTPS://Example.org").as_deref(), Some("https://example.org/"));
        for wrong in [
            "",
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://",
            "javascript:alert(1)",
            "http://user:secret@example.org/",
            "http://user@example.org/",
            "gopher://127.0.0.1:25/",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&format!("http://example.org/{}", "a".repeat(3_000))), None);
    }
}
