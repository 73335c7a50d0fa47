//! The methods of `langpack.*`, a file each. Clients bring their texts along; no other ones are kept here, so
//! every pack is empty and every client speaks what it has built in.

pub(crate) mod get_difference;
pub(crate) mod get_lang_pack;
pub(crate) mod get_language;
pub(crate) mod get_languages;
pub(crate) mod get_strings;

use tl::{enums, types};

/// A pack without texts.
fn empty(lang_code: String, from_version: i32) -> enums::LangPackDifference {
    types::LangPackDifference::new(lang_code, from_version, from_version, Vec::new()).into()
}
