//! The groups in which emoji are offered, as clients get them.

use domain::{
    Language,
    emoji::{self, Group, Shelf},
};
use tl::{enums, types};

use crate::{Call, contacts::hash_of, errors::Error};

/// The groups of a shelf, in the client's language.
///
/// # Errors
/// None.
pub(crate) fn on(call: &Call<'_>, shelf: Shelf, known: i32) -> Result<enums::messages::EmojiGroups, Error> {
    let lang_code = call.caller.init.as_ref().map(|init| init.lang_code.as_str()).unwrap_or_default();
    let language = Language::of(lang_code);
    let hash = hash(shelf, language);
    if known == hash {
        return Ok(enums::messages::EmojiGroups::EmojiGroupsNotModified);
    }
    let groups = emoji::groups(shelf).map(|group| rendered(group, language)).collect();
    Ok(types::messages::EmojiGroups::new(hash, groups).into())
}

fn rendered(group: &Group, language: Language) -> enums::EmojiGroup {
    let (title, emoji) = (group.title(language).to_owned(), group.emoji.clone());
    if group.greets() {
        return types::EmojiGroupGreeting::new(title, group.icon, emoji).into();
    }
    types::EmojiGroup::new(title, group.icon, emoji).into()
}

/// Of all that is shown; never 0, which clients say that know nothing.
fn hash(shelf: Shelf, language: Language) -> i32 {
    let shown = emoji::groups(shelf).flat_map(|group| {
        let texts = group.emoji.iter().map(String::as_str).chain([group.title(language)]);
        let letters: Vec<i64> =
            texts.flat_map(str::chars).map(|letter| i64::from(u32::from(letter))).collect();
        letters.into_iter().chain([group.icon])
    });
    let hash = hash_of(shown);
    ((hash ^ (hash >> 32)) as i32 & i32::MAX).max(1)
}
