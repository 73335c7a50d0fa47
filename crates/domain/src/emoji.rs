//! Words that lead to emoji, and the groups in which emoji are offered, in the languages that Merpati speaks: data that
//! ships with the program.

use std::{collections::BTreeMap, sync::LazyLock};

use crate::{Language, files};

/// Rises when the words change, so that clients ask for what is new.
pub const KEYWORDS_VERSION: i32 = 1;

/// Where a group is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shelf {
    /// Among all emoji.
    Emoji,
    /// Among stickers.
    Stickers,
    /// Among statuses.
    Statuses,
    /// Among custom emoji for photos of people.
    Photos,
}

/// Emoji that belong together.
pub struct Group {
    shelves: &'static str,
    titles: [&'static str; 2],
    /// A custom emoji that stands for it.
    pub icon: i64,
    /// What belongs to it.
    pub emoji: Vec<String>,
}

impl Group {
    /// What it is called.
    pub fn title(&self, language: Language) -> &'static str {
        let [english, indonesian] = self.titles;
        match language {
            Language::English => english,
            Language::Indonesian => indonesian,
        }
    }

    /// Whether these are stickers to say hello with.
    pub fn greets(&self) -> bool {
        self.shelves.contains('!')
    }

    fn on(&self, shelf: Shelf) -> bool {
        self.shelves.contains(match shelf {
            Shelf::Emoji => 'e',
            Shelf::Stickers => 's',
            Shelf::Statuses => 't',
            Shelf::Photos => 'p',
        })
    }
}

/// The groups of a shelf, in order.
pub fn groups(shelf: Shelf) -> impl Iterator<Item = &'static Group> {
    GROUPS.iter().filter(move |group| group.on(shelf))
}

/// Each word of a language with the emoji that it leads to, in order of the words.
pub fn keywords(language: Language) -> &'static BTreeMap<&'static str, Vec<&'static str>> {
    let [english, indonesian] = &*KEYWORDS;
    match language {
        Language::English => english,
        Language::Indonesian => indonesian,
    }
}

/// The emoji to which words lead that begin so, in either language.
pub fn led_to_by(beginning: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for words in &*KEYWORDS {
        let of = words.range(beginning..).take_while(|(word, _)| word.starts_with(beginning));
        for emoji in of.flat_map(|(_, emoji)| emoji) {
            if !found.contains(emoji) {
                found.push(*emoji);
            }
        }
    }
    found
}

static GROUPS: LazyLock<Vec<Group>> =
    LazyLock::new(|| lines(include_str!("../data/emoji/groups.txt")).filter_map(group).collect());

static KEYWORDS: LazyLock<[BTreeMap<&'static str, Vec<&'static str>>; 2]> = LazyLock::new(|| {
    let mut words = [BTreeMap::new(), BTreeMap::new()];
    for line in lines(include_str!("../data/emoji/words.txt")) {
        let mut columns = line.split(" | ");
        let Some(emoji) = columns.next() else { continue };
        for (words, column) in words.iter_mut().zip(columns) {
            for word in column.split(", ") {
                words.entry(word).or_insert_with(Vec::new).push(emoji);
            }
        }
    }
    words
});

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn group(line: &'static str) -> Option<Group> {
    let columns: Vec<&str> = line.split(" | ").collect();
    let [shelves, english, indonesian, icon, emoji] = *columns.as_slice() else { return None };
    Some(Group {
        shelves,
        titles: [english, indonesian],
        icon: files::shipped_numbered(icon.parse().ok()?)?,
        emoji: emoji.split(' ').map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_every_group_has_an_icon_of_its_own_and_words_for_its_emoji() {
        let written = lines(include_str!("../data/emoji/groups.txt")).count();
        assert!(GROUPS.len() == written && written >= 12);
        let known: Vec<&str> = keywords(Language::English).values().flatten().copied().collect();
        for group in &*GROUPS {
            assert!(group.titles.iter().all(|title| !title.is_empty()) && !group.emoji.is_empty());
            assert_eq!(GROUPS.iter().filter(|other| other.icon == group.icon).count(), 1);
            assert!(group.emoji.iter().all(|emoji| known.contains(&emoji.as_str())), "{}", group.titles[0]);
        }
        for shelf in [Shelf::Emoji, Shelf::Stickers, Shelf::Statuses, Shelf::Photos] {
            assert!(groups(shelf).count() >= 4);
        }
        for line in lines(include_str!("../data/emoji/words.txt")) {
            assert_eq!(line.split(" | ").count(), 3, "{line}");
        }
    }

    #[test]
    fn words_of_both_languages_lead_to_emoji() {
        assert!(keywords(Language::English).get("pigeon").unwrap().contains(&"🕊️"));
        assert!(keywords(Language::Indonesian).get("merpati").unwrap().contains(&"🕊️"));
        assert!(led_to_by("merp").contains(&"🕊️") && led_to_by("pige").contains(&"🕊️"));
        assert!(led_to_by("xyzzy").is_empty());
        // What ships can be found by words.
        for set in files::SHIPPED_SETS {
            for shipped in files::shipped_of(set) {
                let of = shipped.emoji.first().unwrap();
                assert!(keywords(Language::English).values().flatten().any(|emoji| emoji == of), "{of}");
            }
        }
    }
}
