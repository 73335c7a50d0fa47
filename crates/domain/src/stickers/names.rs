//! Short names of sets: which there may be, which are free, and what a title suggests.

use store::tables;

use super::{StickerError, Stickers};
use crate::Fault;

/// Characters of a short name.
const NAME_CHARS_MAX: usize = 64;
/// How many numbers are tried behind a name that is taken.
const TRIES: u32 = 100;
/// What a title without a letter becomes.
const NAMELESS: &str = "stickers";

impl Stickers {
    /// Whether a set may be called so.
    ///
    /// # Errors
    /// [`StickerError::Name`], [`StickerError::NameTaken`], and faults.
    pub async fn check_name(&self, name: &str) -> Result<(), StickerError> {
        if !is_name(name) {
            return Err(StickerError::Name);
        }
        if self.of_name(name).await?.is_some() { Err(StickerError::NameTaken) } else { Ok(()) }
    }

    /// A free name for a set of this title.
    ///
    /// # Errors
    /// [`StickerError::Title`] for no title, and faults.
    pub async fn free_name(&self, title: &str) -> Result<String, StickerError> {
        let chars = title.chars().count();
        if title.trim().is_empty() {
            return Err(StickerError::Title { chars });
        }
        let name = suggested(title);
        if self.of_name(&name).await?.is_none() {
            return Ok(name);
        }
        for number in 1..TRIES {
            let name = format!("{name}_{number}");
            if self.of_name(&name).await?.is_none() {
                return Ok(name);
            }
        }
        Ok(format!("{name}_{}", self.world.chance.below(1 << 40)))
    }

    /// The name, while it is nobody's; for whoever holds its lock.
    pub(super) async fn is_free(&self, name: &str) -> Result<bool, Fault> {
        if self.of_name(name).await?.is_some() {
            return Ok(false);
        }
        Ok(self.store.get::<tables::StickerNames>(&self.name_key(name)).await?.is_none())
    }
}

/// Latin letters, digits and single low lines; it begins with a letter and does not end with a line.
pub(super) fn is_name(name: &str) -> bool {
    let letters = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    letters
        && (1..=NAME_CHARS_MAX).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && !name.ends_with('_')
        && !name.contains("__")
}

/// What a title suggests as a name.
pub fn suggested(title: &str) -> String {
    let mut name = String::new();
    for character in title.chars() {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        // Room for a number behind it.
        if name.len() + 20 >= NAME_CHARS_MAX {
            break;
        }
    }
    let name = name.trim_matches(|edge: char| edge == '_' || edge.is_ascii_digit());
    if name.is_empty() { NAMELESS.to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_as_links_can_hold_them() {
        for good in ["a", "Burung", "burung_dara_2", &"x".repeat(64)] {
            assert!(is_name(good), "{good}");
        }
        for bad in ["", "2a", "_a", "a_", "a__b", "a-b", "burung dara", "é", &"x".repeat(65)] {
            assert!(!is_name(bad), "{bad}");
        }
    }

    #[test]
    fn what_a_title_suggests_is_a_name() {
        assert_eq!(suggested("Burung Dara!"), "burung_dara");
        assert_eq!(suggested("2 鳩 birds 3"), "birds");
        for title in ["", "鳩", "___", "123", &"a b".repeat(90), "a  -  b"] {
            assert!(is_name(&suggested(title)), "{title}");
        }
    }
}
