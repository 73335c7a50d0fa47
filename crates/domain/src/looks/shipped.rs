//! What ships with the program: wallpapers out of colours, and themes for chats, each known by an emoji. Ids are given once
//! and for ever, since chats name them.

use std::sync::{Arc, LazyLock};

use store::{
    ids::UserId,
    records::looks::{Theme, ThemeSettings, WornWallPaper},
};

use super::WallPaperView;

/// Colours of a wallpaper that ships.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colors {
    /// RGB, one to four.
    pub colors: &'static [i32],
    /// Degrees by which two colours flow.
    pub rotation: i32,
}

/// A theme for chats.
pub struct ChatTheme {
    /// Which.
    pub id: i64,
    /// The emoji by which it is known.
    pub emoticon: &'static str,
    record: Arc<Theme>,
}

/// A wallpaper of the table: number, for dark themes, colours.
type Paper = (i64, bool, &'static [i32], i32);
/// A theme of the table: emoji, name, and by day and by night: accent, colours of bubbles, number of the wallpaper.
type Line = (&'static str, &'static str, [(i32, &'static [i32], i64); 2]);

const FIRST_PAPER: i64 = 0x4d65_7270_6174_2000;
const FIRST_THEME: i64 = 0x4d65_7270_6174_3000;
const NUMBERS_MAX: i64 = 0x1000;
/// Those that themes alone use begin here; lists of wallpapers leave them out.
const OF_THEMES: i64 = 100;
/// What themes are painted over, by the protocol's order: day and night are its second and fourth.
const BASE_DAY: u8 = 0;
const BASE_NIGHT: u8 = 3;

#[rustfmt::skip]
const PAPERS: &[Paper] = &[
    (1, false, &[0xdbddbb, 0x6ba587, 0xd5d88d, 0x88b884], 0),
    (2, false, &[0xe8d5c4, 0xf6efe4], 45),
    (3, false, &[0xcde2f0, 0xf4f9fc], 0),
    (4, false, &[0xf7d9d5, 0xfbeecf, 0xf2c8c4, 0xfdf3e4], 0),
    (5, false, &[0xd9ead3], 0),
    (6, true, &[0x1c2633], 0),
    (7, true, &[0x0f2027, 0x2c5364], 135),
    (8, true, &[0x2b1f33, 0x3d2b3f, 0x1f1a2e, 0x33263d], 0),
    (9, true, &[0x142a1f, 0x0d1b14], 0),
    (100, false, &[0xd6e6f2, 0xb8d3e8, 0xe6eff7, 0xc4dbec], 0),
    (101, true, &[0x12202e, 0x1b2f42, 0x0e1a26, 0x17293a], 0),
    (102, false, &[0xfad7e0, 0xf3bccb, 0xfde8ee, 0xf7c9d6], 0),
    (103, true, &[0x2e141f, 0x421d2d, 0x261019, 0x3a1927], 0),
    (104, false, &[0xc9eeee, 0xa7dde0, 0xdef6f4, 0xb5e5e6], 0),
    (105, true, &[0x0c282b, 0x123b3f, 0x0a2023, 0x103337], 0),
    (106, false, &[0xd7ecc8, 0xbedda8, 0xe6f3dc, 0xc8e3b5], 0),
    (107, true, &[0x162610, 0x203818, 0x111e0d, 0x1c3014], 0),
    (108, false, &[0xfbddbb, 0xf6c492, 0xfdead3, 0xf8d0a5], 0),
    (109, true, &[0x2d1c0c, 0x412812, 0x24170a, 0x392310], 0),
    (110, false, &[0xddd6f3, 0xc3b7e9, 0xebe6f9, 0xcdc3ed], 0),
    (111, true, &[0x1d172f, 0x2a2144, 0x171226, 0x251d3b], 0),
];

#[rustfmt::skip]
const THEMES: &[Line] = &[
    ("🕊", "Merpati", [(0x2f7cb5, &[0x4a97cf, 0x6fb2e0], 100), (0x4d9cd8, &[0x244f76, 0x2f6697], 101)]),
    ("🌺", "Kembang", [(0xc84a6e, &[0xdc6f8e, 0xec94aa], 102), (0xe06a8c, &[0x6e2a43, 0x8a3856], 103)]),
    ("🌊", "Laut", [(0x1f8f97, &[0x3dabb2, 0x6ac4c8], 104), (0x3bb4bb, &[0x14555b, 0x1d6e75], 105)]),
    ("🌿", "Daun", [(0x4d8a35, &[0x6ca555, 0x8dbe78], 106), (0x74b359, &[0x2f5620, 0x3d6d2b], 107)]),
    ("🍊", "Jeruk", [(0xc96f1c, &[0xdd8b3f, 0xeaa768], 108), (0xe69348, &[0x704013, 0x8b521c], 109)]),
    ("🌙", "Senja", [(0x6852b8, &[0x8571cc, 0xa392dc], 110), (0x9380da, &[0x413475, 0x534491], 111)]),
];

static ALL: LazyLock<Vec<ChatTheme>> = LazyLock::new(|| {
    let of = |(id, line): (i64, &Line)| {
        let (emoticon, title, [day, night]) = line;
        let settings = [(BASE_DAY, day), (BASE_NIGHT, night)].map(|(base, (accent, bubbles, paper))| {
            let paper = WornWallPaper { id: FIRST_PAPER + paper, plain: true, settings: None };
            ThemeSettings {
                base,
                accent_color: *accent,
                outbox_accent_color: Some(*accent),
                message_colors: bubbles.to_vec(),
                animated: false,
                wallpaper: Some(paper),
            }
        });
        let record = Theme {
            slug: format!("Merpati-{title}"),
            title: (*title).to_owned(),
            creator: UserId::SERVICE,
            document: None,
            settings: settings.to_vec(),
        };
        ChatTheme { id, emoticon, record: Arc::new(record) }
    };
    (FIRST_THEME..).zip(THEMES).map(of).collect()
});

/// The themes for chats.
pub fn chat_themes() -> &'static [ChatTheme] {
    &ALL
}

/// The one with this emoji, however a client wants it drawn.
pub fn chat_theme(emoticon: &str) -> Option<&'static ChatTheme> {
    let plain = emoticon.trim_end_matches('\u{fe0f}');
    ALL.iter().find(|theme| theme.emoticon == plain)
}

pub(super) fn is_shipped(id: i64) -> bool {
    (FIRST_PAPER..FIRST_THEME + NUMBERS_MAX).contains(&id)
}

pub(super) fn theme(id: i64) -> Option<(Arc<Theme>, &'static str)> {
    ALL.iter().find(|theme| theme.id == id).map(|theme| (Arc::clone(&theme.record), theme.emoticon))
}

pub(super) fn theme_of_slug(slug: &str) -> Option<i64> {
    ALL.iter().find(|theme| theme.record.slug.eq_ignore_ascii_case(slug)).map(|theme| theme.id)
}

pub(super) fn wallpaper(id: i64) -> Option<WallPaperView> {
    PAPERS.iter().find(|paper| FIRST_PAPER + paper.0 == id).map(view)
}

/// Those that are offered.
pub(super) fn wallpapers() -> impl Iterator<Item = WallPaperView> {
    PAPERS.iter().filter(|paper| paper.0 < OF_THEMES).map(view)
}

fn view((number, dark, colors, rotation): &Paper) -> WallPaperView {
    WallPaperView {
        worn: WornWallPaper { id: FIRST_PAPER + number, plain: true, settings: None },
        picture: None,
        colors: Some(Colors { colors, rotation: *rotation }),
        official: true,
        dark: *dark,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_has_a_day_and_a_night_with_wallpapers_that_are_there_and_fit() {
        for theme in chat_themes() {
            let [day, night] = &theme.record.settings[..] else { panic!("two settings") };
            for (settings, dark) in [(day, false), (night, true)] {
                let paper = wallpaper(settings.wallpaper.as_ref().unwrap().id).unwrap();
                assert_eq!(paper.dark, dark, "{}", theme.emoticon);
                assert!((1..=4).contains(&settings.message_colors.len()));
            }
            assert!(chat_theme(theme.emoticon).unwrap().id == theme.id && is_shipped(theme.id));
            assert_eq!(theme_of_slug(&theme.record.slug), Some(theme.id));
        }
        assert!(chat_theme("🌊\u{fe0f}").is_some() && chat_theme("x").is_none());
    }

    #[test]
    fn wallpapers_have_numbers_of_their_own_and_one_to_four_colours() {
        assert!(PAPERS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(PAPERS.iter().all(|(_, _, colors, _)| (1..=4).contains(&colors.len())));
        assert!(wallpapers().any(|paper| paper.dark) && wallpapers().any(|paper| !paper.dark));
    }
}
