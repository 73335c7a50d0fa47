//! Words that lead to emoji, as clients get them: whole lists, of each language that Merpati speaks.

use std::collections::BTreeMap;

use domain::{
    Language,
    emoji::{self, KEYWORDS_VERSION},
};
use tl::{enums, types};

/// The language with this code, if there are words of it.
pub(crate) fn spoken(lang_code: &str) -> Option<Language> {
    let primary = lang_code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match primary.as_str() {
        "en" => Some(Language::English),
        "id" | "in" => Some(Language::Indonesian),
        _ => None,
    }
}

/// What is new since a version: all of it or nothing. Of a language without words there is nothing, and no error, which
/// clients would ask again.
pub(crate) fn since(lang_code: String, from_version: i32) -> enums::EmojiKeywordsDifference {
    let nothing = BTreeMap::new();
    let words = match spoken(&lang_code) {
        Some(language) if from_version < KEYWORDS_VERSION => emoji::keywords(language),
        _ => &nothing,
    };
    let keywords = words.iter().map(|(word, emoji)| {
        let emoji = emoji.iter().map(|one| (*one).to_owned()).collect();
        types::EmojiKeyword::new((*word).to_owned(), emoji).into()
    });
    // Who has a later version than this, from another server, keeps it.
    let version = from_version.max(KEYWORDS_VERSION);
    types::EmojiKeywordsDifference::new(lang_code, from_version, version, keywords.collect()).into()
}
