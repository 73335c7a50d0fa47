//! Stickers and custom emoji: sets that people make, the two that ship with the program, and what each person keeps of
//! them. A set belongs to who made it; whoever knows its name, or a sticker of it, may see it.

mod edit;
mod lists;
mod names;

use std::sync::{Arc, LazyLock};

use boxes::Boxes;
use store::{
    Store,
    ids::UserId,
    records::stickers::{OfStickerName, OfStickerSet, SetSticker, StickerKind, StickerSet},
    tables,
};
use subtle::ConstantTimeEq;
use world::World;

use crate::{
    Fault, FileError, Files, Live,
    cached::CachedRows,
    chats::DICE,
    files::{self, NoSticker},
    locks::Locks,
};

pub use edit::{NewItem, NewSet};
pub use lists::{ARCHIVED_MAX, FAVED_MAX, GIFS_MAX, INSTALLED_MAX, RECENT_MAX, RINGTONES_MAX};
pub use names::suggested;

/// All sets, and what people keep.
pub struct Stickers {
    store: Store,
    world: World,
    boxes: Boxes,
    live: Arc<dyn Live>,
    files: Arc<Files>,
    sets: CachedRows<tables::StickerSets>,
    lists: CachedRows<tables::StickerLists>,
    /// Held by a name's key from the look whether it is free until it is taken.
    name_locks: Locks,
}

/// A set as one viewer sees it.
#[derive(Clone)]
pub struct SetView {
    /// Which.
    pub id: i64,
    /// What the viewer has to show for it.
    pub access_hash: i64,
    /// What there is to see.
    pub set: Arc<StickerSet>,
    /// Since when he keeps it.
    pub installed: Option<i32>,
    /// He has put it away.
    pub archived: bool,
    /// He made it.
    pub own: bool,
    /// It ships with the program.
    pub official: bool,
}

/// A set as somebody names it.
#[derive(Clone, Copy)]
pub enum SetName<'a> {
    /// By its id, with what he has to show for it.
    Id(i64, i64),
    /// As links do.
    ShortName(&'a str),
}

/// Why something with stickers was refused.
#[derive(Debug, thiserror::Error)]
pub enum StickerError {
    /// There is no such set, or it is somebody else's.
    #[error("no such set")]
    NoSuchSet,
    /// There is no such sticker, or it stands in no set.
    #[error("no such sticker")]
    NoSuchSticker,
    /// What is to become one is none.
    #[error(transparent)]
    Unfit(NoSticker),
    /// No emoji that it could stand for.
    #[error("no emoji, or too many")]
    Emoji,
    /// More words than a sticker is found by.
    #[error("too many words")]
    Keywords,
    /// A set is to be made of nothing.
    #[error("no stickers")]
    Empty,
    /// More than a set holds.
    #[error("more than {max} stickers")]
    TooMany {
        /// How many it holds.
        max: usize,
    },
    /// So many sets were made.
    #[error("more than {max} sets")]
    TooManySets {
        /// How many a person makes.
        max: usize,
    },
    /// No title, or one that is too long.
    #[error("a title of {chars} characters")]
    Title {
        /// How long it is.
        chars: usize,
    },
    /// What is no name of a set.
    #[error("no name of a set")]
    Name,
    /// Another set has the name.
    #[error("the name is taken")]
    NameTaken,
    /// Nobody's wrong input.
    #[error(transparent)]
    File(FileError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Stickers of a set.
pub const SET_STICKERS_MAX: usize = 120;
/// Custom emoji of a set.
pub const SET_EMOJI_MAX: usize = 200;
/// Sets that one person makes.
pub const SETS_MADE_MAX: usize = 200;
/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 12;

impl Stickers {
    pub(crate) fn new(
        store: Store,
        world: World,
        boxes: Boxes,
        live: Arc<dyn Live>,
        files: Arc<Files>,
    ) -> Self {
        Stickers {
            sets: CachedRows::new(store.clone(), REMEMBERED),
            lists: CachedRows::new(store.clone(), REMEMBERED),
            name_locks: Locks::new(),
            store,
            world,
            boxes,
            live,
            files,
        }
    }

    /// The set that `viewer` names.
    ///
    /// # Errors
    /// [`StickerError::NoSuchSet`] and faults.
    pub async fn named(&self, viewer: UserId, name: SetName<'_>) -> Result<SetView, StickerError> {
        let id = match name {
            SetName::Id(id, shown) => {
                let expected = files::sticker_set_hash(&self.store, viewer, id);
                if !bool::from(expected.to_le_bytes().ct_eq(&shown.to_le_bytes())) {
                    return Err(StickerError::NoSuchSet);
                }
                id
            }
            SetName::ShortName(name) => self.of_name(name).await?.ok_or(StickerError::NoSuchSet)?,
        };
        self.view(viewer, id).await?.ok_or(StickerError::NoSuchSet)
    }

    /// A set as `viewer` sees it; none if there is none.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, id: i64) -> Result<Option<SetView>, Fault> {
        let Some(set) = self.set(id).await? else { return Ok(None) };
        let kept = self.kept(viewer).await?;
        let installed = kept.installed(set.kind).iter().find(|kept| kept.set == id).map(|kept| kept.date);
        Ok(Some(SetView {
            id,
            access_hash: files::sticker_set_hash(&self.store, viewer, id),
            installed,
            archived: kept.archived.iter().any(|kept| kept.set == id),
            own: set.creator == viewer,
            official: shipped_set(id).is_some(),
            set,
        }))
    }

    /// The set in which a file stands; none where it stands in none.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_of(&self, file: i64) -> Result<Option<i64>, Fault> {
        let file = self.files.record(file).await?;
        Ok(file.and_then(|file| file.sticker.as_ref().map(|sticker| sticker.set)))
    }

    /// Whether a file is a custom emoji, which whoever knows its id may see.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_emoji(&self, file: i64) -> Result<bool, Fault> {
        self.files.is_emoji(file).await
    }

    /// The sets that ship with the program, of a kind.
    pub fn official(kind: StickerKind) -> impl Iterator<Item = i64> {
        let offered = SHIPPED.iter().filter(|(id, _)| files::SHIPPED_SETS.contains(id));
        offered.filter(move |(_, set)| set.kind == kind).map(|(id, _)| *id)
    }

    async fn set(&self, id: i64) -> Result<Option<Arc<StickerSet>>, Fault> {
        if let Some(set) = shipped_set(id) {
            return Ok(Some(Arc::clone(set)));
        }
        Ok(self.sets.get(&OfStickerSet(id)).await?)
    }

    async fn of_name(&self, name: &str) -> Result<Option<i64>, Fault> {
        let lower = name.to_ascii_lowercase();
        if let Some((id, _)) = SHIPPED.iter().find(|(_, set)| set.short_name.to_ascii_lowercase() == lower) {
            return Ok(Some(*id));
        }
        Ok(self.store.get::<tables::StickerNames>(&self.name_key(name)).await?.map(|row| row.set))
    }

    fn name_key(&self, name: &str) -> OfStickerName {
        OfStickerName(self.store.keyed_hash("sticker set name", name.to_ascii_lowercase().as_bytes()))
    }

    fn now(&self) -> i32 {
        self.world.clock.now().seconds()
    }
}

fn shipped_set(id: i64) -> Option<&'static Arc<StickerSet>> {
    SHIPPED.iter().find(|(shipped, _)| *shipped == id).map(|(_, set)| set)
}

/// How the set of a kind is called that ships with the program.
pub fn official_short_name(kind: StickerKind) -> Option<&'static str> {
    SHIPPED.iter().find(|(_, set)| set.kind == kind).map(|(_, set)| set.short_name.as_str())
}

/// How the set is called in which clients find what moves in place of a plain emoji.
pub const MOVING_EMOJI_SHORT_NAME: &str = "MerpatiMovingEmoji";

/// How the set is called in which clients find how this game comes out; none if there is no such game.
pub fn game_short_name(emoji: &str) -> Option<&'static str> {
    // How a client wants it drawn makes no other game.
    let plain = emoji.trim_end_matches('\u{fe0f}');
    let at = DICE.iter().position(|(known, _)| *known == plain)?;
    GAMES.get(at).map(|(_, short_name)| *short_name)
}

/// Titles and short names of the sets of games, in the order of [`DICE`].
const GAMES: [(&str, &str); 6] = [
    ("Merpati Die", "MerpatiDie"),
    ("Merpati Darts", "MerpatiDarts"),
    ("Merpati Basketball", "MerpatiBasketball"),
    ("Merpati Football", "MerpatiFootball"),
    ("Merpati Bowling", "MerpatiBowling"),
    ("Merpati Slots", "MerpatiSlots"),
];

/// How the sets are called that clients ask for and in which there is nothing: what plays on top of emoji, around
/// custom emoji, and gifts of two kinds.
pub const EMPTY_SHORT_NAMES: [&str; 4] =
    ["MerpatiEmojiEffects", "MerpatiCustomEmojiEffects", "MerpatiGifts", "MerpatiOtherGifts"];

/// Rises when a set that ships changes, so that clients look again.
const SHIPPED_VERSION: u32 = 2;

static SHIPPED: LazyLock<Vec<(i64, Arc<StickerSet>)>> = LazyLock::new(|| {
    let [stickers, emoji] = files::SHIPPED_SETS;
    let sets = [
        (stickers, "Merpati", "Merpati", StickerKind::Sticker),
        (emoji, "Merpati Emoji", "MerpatiEmoji", StickerKind::Emoji),
        (files::SHIPPED_MOVING_EMOJI, "Merpati Moving Emoji", MOVING_EMOJI_SHORT_NAME, StickerKind::Sticker),
    ];
    let of_game = |(id, (title, short_name))| (id, title, short_name, StickerKind::Sticker);
    let games = files::SHIPPED_GAMES.into_iter().zip(GAMES).map(of_game);
    let empty = files::SHIPPED_EMPTY.into_iter().zip(EMPTY_SHORT_NAMES);
    let empty = empty.map(|(id, name)| (id, name, name, StickerKind::Sticker));
    let sets = sets.into_iter().chain(games).chain(empty).map(|(id, title, short_name, kind)| {
        let stickers = files::shipped_of(id).map(|one| SetSticker {
            file: one.id,
            emoji: one.emoji.clone(),
            keywords: one.keywords.clone(),
        });
        let set = StickerSet {
            creator: UserId::SERVICE,
            title: title.to_owned(),
            short_name: short_name.to_owned(),
            kind,
            date: files::SHIPPED_DATE,
            version: SHIPPED_VERSION,
            thumb: None,
            text_color: false,
            stickers: stickers.collect(),
        };
        (id, Arc::new(set))
    });
    sets.collect()
});

impl From<FileError> for StickerError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Sticker(error) => StickerError::Unfit(error),
            FileError::Fault(fault) => StickerError::Fault(fault),
            error => StickerError::File(error),
        }
    }
}

impl From<store::StoreError> for StickerError {
    fn from(error: store::StoreError) -> Self {
        StickerError::Fault(Fault::Store(error))
    }
}
