//! Wallpapers and themes: those that people bring, those that ship with the program, and how a viewer sees them. Who knows
//! the name at the end of a link may see one; what is up where, other rows say.

mod shipped;
mod themes;
mod wallpapers;

use std::sync::Arc;

use boxes::Boxes;
use store::{
    Store,
    ids::UserId,
    records::looks::{LookSlug, OfLook, OfLookSlug, Theme, WallPaper},
    tables,
};
use subtle::ConstantTimeEq;
use world::World;

use crate::{Collections, Fault, FileError, FileView, Files, Live, cached::CachedRows, locks::Locks};

pub use shipped::{ChatTheme, Colors, chat_theme, chat_themes};
pub use store::records::looks::{ThemeSettings, WornWallPaper};
pub use themes::{NewTheme, ThemeChange};
pub use wallpapers::NewWallPaper;

/// All wallpapers and themes.
pub struct Looks {
    store: Store,
    world: World,
    boxes: Boxes,
    live: Arc<dyn Live>,
    files: Arc<Files>,
    collections: Arc<Collections>,
    wallpapers: CachedRows<tables::WallPapers>,
    themes: CachedRows<tables::Themes>,
    /// Held by a name's key from the look whether it is free until it is taken.
    slug_locks: Locks,
}

/// A wallpaper or theme as somebody names it.
#[derive(Clone, Copy)]
pub enum LookName<'a> {
    /// By its id, with what he has to show for it.
    Id(i64, i64),
    /// As links do.
    Slug(&'a str),
}

/// A wallpaper as one viewer sees it.
#[derive(Clone)]
pub struct WallPaperView {
    /// Which, and how it is up.
    pub worn: WornWallPaper,
    /// Its picture; none: colours alone.
    pub picture: Option<WallPaperPicture>,
    /// Of one that ships: its colours, where no others are chosen.
    pub colors: Option<Colors>,
    /// It ships with the program.
    pub official: bool,
    /// It is for dark themes.
    pub dark: bool,
}

/// The picture of a wallpaper.
#[derive(Clone)]
pub struct WallPaperPicture {
    /// What the viewer has to show for the wallpaper.
    pub access_hash: i64,
    /// What there is to know.
    pub record: Arc<WallPaper>,
    /// The picture itself.
    pub file: FileView,
    /// The viewer brought it.
    pub own: bool,
}

/// A theme as one viewer sees it.
#[derive(Clone)]
pub struct ThemeView {
    /// Which.
    pub id: i64,
    /// What the viewer has to show for it.
    pub access_hash: i64,
    /// What there is to know.
    pub record: Arc<Theme>,
    /// A file of one client's own form.
    pub document: Option<FileView>,
    /// What is behind, for each of its settings.
    pub wallpapers: Vec<Option<WallPaperView>>,
    /// The viewer made it.
    pub own: bool,
    /// It is for chats: the emoji by which it is known.
    pub emoticon: Option<&'static str>,
}

/// Why something with a wallpaper or a theme was refused.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// There is no such wallpaper.
    #[error("no such wallpaper")]
    NoSuchWallPaper,
    /// What should be its picture is none.
    #[error("no picture")]
    NoPicture,
    /// There is no such theme, or it is somebody else's.
    #[error("no such theme")]
    NoSuchTheme,
    /// A name that is empty or too long.
    #[error("a title of {chars} characters")]
    Title {
        /// How long it is.
        chars: usize,
    },
    /// What is no end of a link.
    #[error("no end of a link")]
    Slug,
    /// Another one has it.
    #[error("the end of the link is taken")]
    SlugTaken,
    /// What makes no theme: nothing, or colours that no client knows.
    #[error("no theme")]
    Settings,
    /// The person has brought as many as one may.
    #[error("more than {max} wallpapers and themes")]
    TooMany {
        /// How many one may.
        max: u32,
    },
    /// Something about its file.
    #[error(transparent)]
    File(FileError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 10;
/// Characters of an end of a link, where it is chosen.
const SLUG_CHARS: std::ops::RangeInclusive<usize> = 5..=64;
/// Letters that a drawn one is made of.
const SLUG_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const SLUG_DRAWN: usize = 16;

impl Looks {
    pub(crate) fn new(
        store: Store,
        world: World,
        boxes: Boxes,
        live: Arc<dyn Live>,
        files: Arc<Files>,
        collections: Arc<Collections>,
    ) -> Self {
        Looks {
            wallpapers: CachedRows::new(store.clone(), REMEMBERED),
            themes: CachedRows::new(store.clone(), REMEMBERED),
            slug_locks: Locks::new(),
            store,
            world,
            boxes,
            live,
            files,
            collections,
        }
    }

    /// What `viewer` has to show for a wallpaper or theme.
    fn access_hash(&self, viewer: UserId, id: i64) -> i64 {
        let subject = [viewer.0.to_le_bytes(), id.to_le_bytes()].concat();
        let hash = self.store.keyed_hash("look access hash", &subject);
        let half = hash.first_chunk::<8>().map_or(1, |half| i64::from_le_bytes(*half));
        if half == 0 { 1 } else { half }
    }

    fn opens(&self, viewer: UserId, id: i64, shown: i64) -> bool {
        self.access_hash(viewer, id).to_le_bytes().ct_eq(&shown.to_le_bytes()).into()
    }

    fn slug_key(&self, slug: &str) -> OfLookSlug {
        OfLookSlug(self.store.keyed_hash("look slug", slug.to_ascii_lowercase().as_bytes()))
    }

    async fn of_slug(&self, slug: &str) -> Result<Option<LookSlug>, Fault> {
        Ok(self.store.get::<tables::LookSlugs>(&self.slug_key(slug)).await?)
    }

    fn drawn_slug(&self) -> String {
        let letter =
            |byte: &u8| char::from(SLUG_LETTERS.get(usize::from(byte & 63)).copied().unwrap_or(b'-'));
        let mut drawn = [0; SLUG_DRAWN];
        self.world.chance.fill(&mut drawn);
        drawn.iter().map(letter).collect()
    }

    /// An id that neither a wallpaper nor a theme has.
    async fn free_id(&self) -> Result<i64, Fault> {
        loop {
            let key = OfLook(self.world.chance.long());
            let ships = shipped::is_shipped(key.0);
            if key.0 != 0
                && !ships
                && self.store.get::<tables::WallPapers>(&key).await?.is_none()
                && self.store.get::<tables::Themes>(&key).await?.is_none()
            {
                return Ok(key.0);
            }
        }
    }
}

fn checked_slug(slug: &str) -> Result<(), LookError> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    let is_slug = SLUG_CHARS.contains(&slug.len()) && slug.bytes().all(allowed);
    if is_slug { Ok(()) } else { Err(LookError::Slug) }
}

impl From<FileError> for LookError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Fault(fault) => LookError::Fault(fault),
            error => LookError::File(error),
        }
    }
}

impl From<store::StoreError> for LookError {
    fn from(error: store::StoreError) -> Self {
        LookError::Fault(Fault::Store(error))
    }
}
