//! The stickers and custom emoji that ship with the program: files that everybody may see, read out of the program
//! itself. An id is given once and for ever, since messages name it.

use std::sync::{Arc, LazyLock};

use rustc_hash::FxHashMap;
use store::{
    ids::UserId,
    records::{
        files::{File, FileKind, Kept, PictureSize},
        stickers::{StickerKind, StickerOf},
    },
};

/// A file that ships with the program.
pub(crate) struct Shipped {
    pub(crate) id: i64,
    pub(crate) file: Arc<File>,
    pub(crate) bytes: &'static [u8],
    /// A small picture of it, where it does not move.
    small: Option<&'static [u8]>,
    /// The emoji that it stands for, the first of which it is known by.
    pub(crate) emoji: Vec<String>,
    pub(crate) keywords: Vec<String>,
}

/// The set of stickers, and that of custom emoji.
pub(crate) const SETS: [i64; 2] = [FIRST_SET, FIRST_SET + 1];
const FIRST_SET: i64 = 0x4d65_7270_6174_0000;
/// The set of what moves in place of a plain emoji that stands alone: some of the same pictures, as files of its own.
pub(crate) const MOVING_EMOJI: i64 = FIRST_SET + 2;
/// Their numbers are these and higher ones.
const MOVING_EMOJI_FROM: i64 = 201;
/// The sets in which clients find how games come out.
pub(crate) const GAMES: [i64; 6] =
    [FIRST_SET + 3, FIRST_SET + 4, FIRST_SET + 5, FIRST_SET + 6, FIRST_SET + 7, FIRST_SET + 8];
/// Ten numbers for each, and the rest for the last.
const GAMES_FROM: i64 = 301;
const GAME_NUMBERS: i64 = 10;
/// Sets that clients ask for and in which there is nothing: what plays on top of emoji and around custom ones, gifts.
pub(crate) const EMPTY: [i64; 4] = [FIRST_SET + 9, FIRST_SET + 10, FIRST_SET + 11, FIRST_SET + 12];
/// Ids of files: these, and their numbers in the table.
const FIRST_FILE: i64 = 0x4d65_7270_6174_1000;
const NUMBERS_MAX: i64 = 0x1000;
/// When they were drawn.
pub(crate) const DATE: i32 = 1_795_651_200;

/// The size of small pictures, and their sides.
const SMALL_LETTER: &str = "m";
const SMALL_SIDE: i32 = 128;

impl Shipped {
    /// What is read in a size; none where there is none.
    pub(crate) fn bytes_of(&self, size: &str) -> Option<&'static [u8]> {
        match size {
            "" => Some(self.bytes),
            SMALL_LETTER => self.small,
            _ => None,
        }
    }
}

/// What ships under this id.
pub(crate) fn shipped(id: i64) -> Option<&'static Shipped> {
    if !(FIRST_FILE..FIRST_FILE + NUMBERS_MAX).contains(&id) {
        return None;
    }
    FILES.by_id.get(&id).and_then(|at| FILES.all.get(*at))
}

/// The id of the file with this number in the table.
pub(crate) fn numbered(number: i64) -> Option<i64> {
    shipped(FIRST_FILE + number).map(|shipped| shipped.id)
}

/// The stickers of a set that ships, in order.
pub(crate) fn of_set(set: i64) -> impl Iterator<Item = &'static Shipped> {
    let of = move |shipped: &&Shipped| shipped.file.sticker.as_ref().is_some_and(|of| of.set == set);
    FILES.all.iter().filter(of)
}

struct Files {
    all: Vec<Shipped>,
    by_id: FxHashMap<i64, usize>,
}

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let all: Vec<Shipped> = LINES.iter().filter_map(read).collect();
    let by_id = all.iter().enumerate().map(|(at, shipped)| (shipped.id, at)).collect();
    Files { all, by_id }
});

/// A line of the table: number, name of the file, emoji, words.
type Line = (i64, &'static str, &'static [u8], &'static str, &'static str);

fn read((number, name, bytes, emoji, words): &Line) -> Option<Shipped> {
    let is_emoji = name.starts_with("emoji");
    let (mime_type, side) = match (name.rsplit_once('.')?.1, is_emoji) {
        ("webp", true) => ("image/webp", 100),
        ("webp", false) => ("image/webp", 512),
        ("tgs", _) => ("application/x-tgsticker", 512),
        _ => return None,
    };
    let kind =
        if is_emoji && *number < MOVING_EMOJI_FROM { StickerKind::Emoji } else { StickerKind::Sticker };
    let emoji: Vec<String> = emoji.split(' ').map(str::to_owned).collect();
    let small = SMALL.iter().find(|(of, _)| of == number).map(|(_, bytes)| *bytes);
    let size = small.map(|small| PictureSize {
        letter: SMALL_LETTER.to_owned(),
        width: SMALL_SIDE,
        height: SMALL_SIDE,
        kept: Kept { blob: [0; 16], size: small.len() as u64 },
    });
    let file = File {
        kind: FileKind::Document,
        creator: UserId::SERVICE,
        date: DATE,
        mime_type: mime_type.to_owned(),
        attributes: None,
        main: Some(Kept { blob: [0; 16], size: bytes.len() as u64 }),
        sizes: size.into_iter().collect(),
        stripped: None,
        sticker: Some(StickerOf {
            set: set_of(*number, is_emoji)?,
            kind,
            emoji: emoji.first()?.clone(),
            width: side,
            height: side,
            duration: None,
            text_color: false,
            mask_coords: None,
        }),
    };
    let keywords = words.split(' ').map(str::to_owned).collect();
    Some(Shipped { id: FIRST_FILE + number, file: Arc::new(file), bytes, small, emoji, keywords })
}

fn set_of(number: i64, is_emoji: bool) -> Option<i64> {
    if number >= GAMES_FROM {
        let game = usize::try_from((number - GAMES_FROM) / GAME_NUMBERS).ok()?;
        return GAMES.get(game.min(GAMES.len() - 1)).copied();
    }
    Some(match is_emoji {
        _ if number >= MOVING_EMOJI_FROM => MOVING_EMOJI,
        true => SETS[1],
        false => SETS[0],
    })
}

macro_rules! lines {
    ($($number:literal $name:literal $emoji:literal $words:literal;)+) => {
        /// Numbers are never given again; a picture that is drawn anew gets a new one.
        static LINES: &[Line] = &[
            $(($number, $name, include_bytes!(concat!("../../data/stickers/", $name)), $emoji, $words),)+
        ];
    };
}

include!("../../data/stickers/table.txt");

macro_rules! small {
    ($($number:literal $name:literal;)+) => {
        /// By the numbers of what they are small pictures of.
        static SMALL: &[(i64, &[u8])] =
            &[$(($number, include_bytes!(concat!("../../data/stickers/", $name))),)+];
    };
}

include!("../../data/stickers/small.txt");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_two_dozen_of_each_and_half_a_dozen_of_each_move() {
        for set in SETS {
            let all: Vec<_> = of_set(set).collect();
            assert!(all.len() >= 24);
            let moving = all.iter().filter(|one| one.file.mime_type == "application/x-tgsticker").count();
            assert!((6..all.len()).contains(&moving));
        }
        let bytes: usize = FILES.all.iter().map(|one| one.bytes.len()).sum();
        assert!(FILES.all.len() == LINES.len() && bytes <= 3 << 19, "{bytes}");
    }

    #[test]
    fn in_place_of_a_plain_emoji_stands_what_moves_and_each_has_one() {
        let mut emoji = Vec::new();
        for one in of_set(MOVING_EMOJI) {
            assert_eq!(one.file.mime_type, "application/x-tgsticker");
            emoji.extend(one.emoji.iter());
        }
        let all = emoji.len();
        emoji.sort();
        emoji.dedup();
        assert!(all == emoji.len() && all >= 12);
    }

    #[test]
    fn of_a_game_there_is_what_rolls_and_each_way_in_which_it_comes_out() {
        for (set, (emoji, sides)) in GAMES.into_iter().zip(crate::chats::DICE) {
            let emojis: Vec<_> = of_set(set).map(|one| one.emoji.concat()).collect();
            if *sides == 64 {
                // Two backs, a lever, and of three reels what turns, four symbols, and the one that wins.
                assert!(emojis.len() == 21 && emojis.iter().all(|one| one == emoji));
                continue;
            }
            // Clients go by the place, or by the number that it stands for.
            let signs: Vec<_> = emojis.iter().map(|one| one.chars().next().unwrap()).collect();
            let wanted: Vec<_> = "#123456".chars().take(*sides as usize + 1).collect();
            assert_eq!(signs, wanted, "{emoji}");
        }
        assert!(EMPTY.into_iter().all(|set| of_set(set).next().is_none()));
    }

    #[test]
    fn of_each_sticker_that_does_not_move_there_is_a_small_picture() {
        for one in of_set(SETS[0]) {
            let still = one.file.mime_type == "image/webp";
            assert_eq!((one.small.is_some(), one.file.sizes.len()), (still, usize::from(still)));
            if let Some(small) = one.small {
                let made = picture::thumbnail(small).unwrap();
                assert_eq!((made.sizes[0].width, made.sizes[0].height), (128, 128));
            }
        }
        assert!(FILES.all.iter().filter(|one| one.small.is_some()).count() == SMALL.len());
    }

    #[test]
    fn each_has_its_own_number_and_is_found_by_it() {
        assert_eq!(FILES.by_id.len(), LINES.len());
        assert!(FILES.all.iter().all(|one| shipped(one.id).is_some_and(|found| found.id == one.id)));
        assert!(shipped(0).is_none() && shipped(FIRST_FILE + NUMBERS_MAX - 1).is_none());
    }

    #[test]
    fn each_is_what_a_person_could_put_into_a_set_as_well() {
        for one in &FILES.all {
            let of = one.file.sticker.as_ref().unwrap();
            let small = of.kind == StickerKind::Emoji && one.file.mime_type == "image/webp";
            let sides = if small { picture::StickerSides::Small } else { picture::StickerSides::Sticker };
            let looked = picture::sticker(one.bytes, &one.file.mime_type, sides);
            let looked = looked.unwrap_or_else(|error| panic!("{}: {error}", of.emoji));
            assert!((looked.width as i32, looked.height as i32) == (of.width, of.height));
            assert!(looked.bytes == one.bytes && !of.emoji.is_empty());
        }
    }
}
