//! Making and changing sets. Set, name and the places of its files lie in one shard and change in one commit, with
//! what tells its author's other devices.

use std::sync::Arc;

use boxes::{About, By};
use picture::StickerSides;
use store::{
    Batch, Direction, Rows,
    ids::Owner,
    key::Numbered,
    records::{
        due::DueAt,
        files::{File, FilePlace},
        stickers::{
            BySetCreator, OfStickerSet, SetSticker, StickerKind, StickerName, StickerSet, StickerSetOf,
            creator_prefix,
        },
    },
    tables,
};

use super::{
    SET_EMOJI_MAX, SET_STICKERS_MAX, SETS_MADE_MAX, SetView, StickerError, Stickers, names::is_name,
    shipped_set,
};
use crate::{
    Notice,
    files::{Held, NewSticker},
    lasting,
};

/// A set that is to be made.
pub struct NewSet {
    /// What it is called.
    pub title: String,
    /// As links will name it; none: what the title suggests.
    pub short_name: String,
    /// What it is made of.
    pub kind: StickerKind,
    /// Custom emoji take the colour of the text.
    pub text_color: bool,
    /// A document that stands for the set.
    pub thumb: Option<i64>,
    /// In order.
    pub stickers: Vec<NewItem>,
}

/// A sticker that is to stand in a set.
pub struct NewItem {
    /// A document that its author has.
    pub document: i64,
    /// The emoji that it stands for, one after the other.
    pub emoji: String,
    /// Words by which it is found, with commas between.
    pub keywords: Option<String>,
    /// Where a mask belongs: TL bytes of `MaskCoords`.
    pub mask_coords: Option<Vec<u8>>,
}

/// Characters of a title.
const TITLE_CHARS_MAX: usize = 64;
/// Emoji of one sticker, and bytes of all of them.
const EMOJI_MAX: usize = 20;
const EMOJI_BYTES_MAX: usize = 120;
/// Bytes of the words of one sticker.
const KEYWORDS_BYTES_MAX: usize = 128;

impl Stickers {
    /// Makes a set.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn create(&self, by: By, new: NewSet) -> Result<SetView, StickerError> {
        let title = checked_title(&new.title)?;
        let name = match new.short_name.as_str() {
            "" => self.free_name(&title).await?,
            name if is_name(name) => name.to_owned(),
            _ => return Err(StickerError::Name),
        };
        if new.stickers.is_empty() {
            return Err(StickerError::Empty);
        }
        fits(new.kind, new.stickers.len())?;
        for item in &new.stickers {
            checked_item(item)?;
        }
        if self.made_by(by.user).await?.len() >= SETS_MADE_MAX {
            return Err(StickerError::TooManySets { max: SETS_MADE_MAX });
        }
        self.check_name(&name).await?;
        let id = self.free_set_id().await?;
        let mut set = StickerSet {
            creator: by.user,
            title,
            short_name: name,
            kind: new.kind,
            date: self.now(),
            version: 1,
            thumb: None,
            text_color: new.text_color,
            stickers: Vec::with_capacity(new.stickers.len()),
        };
        // Held until the set stands.
        let mut held = Vec::new();
        for item in &new.stickers {
            let (sticker, hold) = self.made_of(by, id, &set, item).await?;
            set.stickers.push(sticker);
            held.push(hold);
        }
        if let Some(document) = new.thumb {
            let (file, hold) = self.thumb_of(by, id, &set, document).await?;
            set.thumb = Some(file);
            held.push(hold);
        }
        let row = OfStickerSet(id);
        let name = self.name_key(&set.short_name);
        {
            let _name = self.name_locks.of(&name).await;
            if !self.is_free(&set.short_name).await? {
                return Err(StickerError::NameTaken);
            }
            let _lock = self.sets.lock(&row).await;
            let mut batch = self.store.batch();
            batch.put::<tables::StickerNames>(&name, &StickerName { set: id });
            let of = BySetCreator { creator: by.user, set: id };
            batch.put::<tables::StickerSetsOf>(&of, &StickerSetOf {});
            let moved = self.places(&mut batch, id, None, Some(&set));
            let done = self.sets.write_locked_with(&row, Some(set), batch).await;
            self.files.note(&moved);
            done?;
        }
        self.view(by.user, id).await?.ok_or(StickerError::NoSuchSet)
    }

    /// Puts a sticker at the end of a set.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn add(&self, by: By, id: i64, item: &NewItem) -> Result<SetView, StickerError> {
        checked_item(item)?;
        let set = self.own(by, id).await?;
        fits(set.kind, set.stickers.len() + 1)?;
        let (sticker, _held) = self.made_of(by, id, &set, item).await?;
        self.change(by, id, None, |set| {
            fits(set.kind, set.stickers.len() + 1)?;
            set.stickers.push(sticker);
            Ok(())
        })
        .await
    }

    /// Takes a sticker out of its set.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn remove(&self, by: By, file: i64) -> Result<SetView, StickerError> {
        let id = self.own_of(by, file).await?;
        self.change(by, id, None, |set| {
            let at = position(set, file)?;
            set.stickers.remove(at);
            if set.thumb == Some(file) {
                set.thumb = None;
            }
            Ok(())
        })
        .await
    }

    /// Moves a sticker to another place of its set.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn reposition(&self, by: By, file: i64, to: usize) -> Result<SetView, StickerError> {
        let id = self.own_of(by, file).await?;
        self.change(by, id, None, |set| {
            let sticker = set.stickers.remove(position(set, file)?);
            let to = to.min(set.stickers.len());
            set.stickers.insert(to, sticker);
            Ok(())
        })
        .await
    }

    /// Changes what a sticker stands for; what is not given stays.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn change_sticker(
        &self,
        by: By,
        file: i64,
        emoji: Option<&str>,
        keywords: Option<&str>,
        mask_coords: Option<Vec<u8>>,
    ) -> Result<SetView, StickerError> {
        let emoji = emoji.map(checked_emoji).transpose()?;
        let keywords = keywords.map(checked_keywords).transpose()?;
        let id = self.own_of(by, file).await?;
        let record = self.files.record(file).await?.ok_or(StickerError::NoSuchSticker)?;
        let mut record: File = (*record).clone();
        if let Some(of) = &mut record.sticker {
            if let Some(first) = emoji.as_ref().and_then(|emoji| emoji.first()) {
                of.emoji.clone_from(first);
            }
            if mask_coords.is_some() {
                of.mask_coords = mask_coords;
            }
        }
        self.change(by, id, Some((file, record)), |set| {
            let at = position(set, file)?;
            let sticker = set.stickers.get_mut(at).ok_or(StickerError::NoSuchSticker)?;
            if let Some(emoji) = emoji {
                sticker.emoji = emoji;
            }
            if let Some(keywords) = keywords {
                sticker.keywords = keywords;
            }
            Ok(())
        })
        .await
    }

    /// Puts another sticker in the place of one.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn replace(&self, by: By, file: i64, item: &NewItem) -> Result<SetView, StickerError> {
        checked_item(item)?;
        let id = self.own_of(by, file).await?;
        let set = self.own(by, id).await?;
        let (sticker, _held) = self.made_of(by, id, &set, item).await?;
        self.change(by, id, None, |set| {
            let at = position(set, file)?;
            if set.thumb == Some(file) {
                set.thumb = Some(sticker.file);
            }
            let place = set.stickers.get_mut(at).ok_or(StickerError::NoSuchSticker)?;
            *place = sticker;
            Ok(())
        })
        .await
    }

    /// Calls a set otherwise.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn rename(&self, by: By, id: i64, title: &str) -> Result<SetView, StickerError> {
        let title = checked_title(title)?;
        self.change(by, id, None, |set| {
            set.title = title;
            Ok(())
        })
        .await
    }

    /// Says what stands for a set: a document, which becomes the set's; none takes it away.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn set_thumb(&self, by: By, id: i64, document: Option<i64>) -> Result<SetView, StickerError> {
        let set = self.own(by, id).await?;
        let mut _held = None;
        let mut thumb = None;
        if let Some(document) = document {
            let (file, hold) = self.thumb_of(by, id, &set, document).await?;
            _held = Some(hold);
            thumb = Some(file);
        }
        self.change(by, id, None, |set| {
            set.thumb = thumb;
            Ok(())
        })
        .await
    }

    /// Has a custom emoji of the set stand for it; none takes it away.
    ///
    /// # Errors
    /// [`StickerError`].
    pub async fn set_thumb_emoji(&self, by: By, id: i64, file: Option<i64>) -> Result<SetView, StickerError> {
        self.change(by, id, None, |set| {
            if let Some(file) = file {
                position(set, file)?;
            }
            set.thumb = file;
            Ok(())
        })
        .await
    }

    /// Takes a set away. Whoever keeps stickers of it, or was sent one, keeps these.
    ///
    /// # Errors
    /// [`StickerError::NoSuchSet`] and faults.
    pub async fn delete(&self, by: By, id: i64) -> Result<(), StickerError> {
        let row = OfStickerSet(id);
        let _lock = self.sets.lock(&row).await;
        let set = self.sets.get_locked(&row).await?.filter(|set| set.creator == by.user);
        let set = set.ok_or(StickerError::NoSuchSet)?;
        let mut batch = self.store.batch();
        let about = About::StickerSets(set.kind);
        lasting::keep(&self.boxes, &mut batch, by.user, &[about]).await?;
        batch.delete::<tables::StickerNames>(&self.name_key(&set.short_name));
        batch.delete::<tables::StickerSetsOf>(&BySetCreator { creator: by.user, set: id });
        let moved = self.places(&mut batch, id, Some(&set), None);
        batch.in_order();
        let done = self.sets.write_locked_with(&row, None, batch).await;
        self.files.note(&moved);
        done?;
        self.live.notice(by.user, Notice::StickerSets { kind: set.kind }, by.session);
        Ok(())
    }

    /// The sets that a person has made, the newest last.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn made_by(&self, user: store::ids::UserId) -> Result<Vec<i64>, StickerError> {
        let owner = Owner::System;
        let prefix = creator_prefix(user);
        let rows = Rows::<tables::StickerSetsOf>::starting_with(owner.shard(), owner, &prefix);
        let found = self.store.scan(rows, SETS_MADE_MAX + 1, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, _)| key.set).collect())
    }

    /// Changes a set of the caller's, and with it the record of one of its files.
    async fn change(
        &self,
        by: By,
        id: i64,
        file: Option<(i64, File)>,
        change: impl FnOnce(&mut StickerSet) -> Result<(), StickerError> + Send,
    ) -> Result<SetView, StickerError> {
        let row = OfStickerSet(id);
        {
            let _lock = self.sets.lock(&row).await;
            let before = self.sets.get_locked(&row).await?.filter(|set| set.creator == by.user);
            let before = before.ok_or(StickerError::NoSuchSet)?;
            let mut after = (*before).clone();
            change(&mut after)?;
            if after == *before && file.is_none() {
                drop(_lock);
                return self.view(by.user, id).await?.ok_or(StickerError::NoSuchSet);
            }
            after.version = after.version.wrapping_add(1);
            let kind = after.kind;
            let mut batch = self.store.batch();
            // The set comes to disk last: what is told too early, or of a sticker alone, does no harm.
            lasting::keep(&self.boxes, &mut batch, by.user, &[About::StickerSets(kind)]).await?;
            if let Some((file, record)) = &file {
                batch.put::<tables::Files>(&Numbered(*file), record);
            }
            let moved = self.places(&mut batch, id, Some(&before), Some(&after));
            batch.in_order();
            let done = self.sets.write_locked_with(&row, Some(after), batch).await;
            if let Some((file, _)) = &file {
                self.files.forget(*file);
            }
            self.files.note(&moved);
            done?;
            self.live.notice(by.user, Notice::StickerSets { kind }, by.session);
        }
        self.view(by.user, id).await?.ok_or(StickerError::NoSuchSet)
    }

    /// Says in a batch which files stand in a set from here on.
    fn places(
        &self,
        batch: &mut Batch,
        id: i64,
        before: Option<&StickerSet>,
        after: Option<&StickerSet>,
    ) -> Vec<DueAt> {
        let files = |set: Option<&StickerSet>| -> Vec<i64> {
            let Some(set) = set else { return Vec::new() };
            let mut files: Vec<i64> = set.stickers.iter().map(|sticker| sticker.file).collect();
            files.extend(set.thumb.filter(|thumb| !files.contains(thumb)));
            files
        };
        self.files.moved(batch, Owner::System, FilePlace::StickerSet(id), &files(before), &files(after))
    }

    async fn own(&self, by: By, id: i64) -> Result<Arc<StickerSet>, StickerError> {
        let set = self.sets.get(&OfStickerSet(id)).await?.filter(|set| set.creator == by.user);
        set.ok_or(StickerError::NoSuchSet)
    }

    /// The caller's set in which a sticker stands.
    async fn own_of(&self, by: By, file: i64) -> Result<i64, StickerError> {
        let id = self.set_of(file).await?.ok_or(StickerError::NoSuchSticker)?;
        position(&*self.own(by, id).await?, file)?;
        Ok(id)
    }

    async fn made_of(
        &self,
        by: By,
        id: i64,
        set: &StickerSet,
        item: &NewItem,
    ) -> Result<(SetSticker, Held), StickerError> {
        let (emoji, keywords) = checked_item(item)?;
        let new = NewSticker {
            set: id,
            kind: set.kind,
            sides: match set.kind {
                StickerKind::Sticker => StickerSides::Sticker,
                StickerKind::Mask => StickerSides::Mask,
                StickerKind::Emoji => StickerSides::Small,
            },
            emoji: emoji.first().cloned().unwrap_or_default(),
            text_color: set.text_color,
            mask_coords: item.mask_coords.clone().filter(|_| set.kind == StickerKind::Mask),
        };
        let (file, held) = self.files.sticker(by.user, item.document, new).await?;
        Ok((SetSticker { file, emoji, keywords }, held))
    }

    async fn thumb_of(
        &self,
        by: By,
        id: i64,
        set: &StickerSet,
        document: i64,
    ) -> Result<(i64, Held), StickerError> {
        let new = NewSticker {
            set: id,
            kind: set.kind,
            sides: StickerSides::Small,
            emoji: String::new(),
            text_color: false,
            mask_coords: None,
        };
        Ok(self.files.sticker(by.user, document, new).await?)
    }

    async fn free_set_id(&self) -> Result<i64, StickerError> {
        loop {
            let id = self.world.chance.long();
            if id != 0 && shipped_set(id).is_none() && self.sets.get(&OfStickerSet(id)).await?.is_none() {
                return Ok(id);
            }
        }
    }
}

fn position(set: &StickerSet, file: i64) -> Result<usize, StickerError> {
    set.stickers.iter().position(|sticker| sticker.file == file).ok_or(StickerError::NoSuchSticker)
}

fn fits(kind: StickerKind, count: usize) -> Result<(), StickerError> {
    let max = if kind == StickerKind::Emoji { SET_EMOJI_MAX } else { SET_STICKERS_MAX };
    if count > max { Err(StickerError::TooMany { max }) } else { Ok(()) }
}

fn checked_title(title: &str) -> Result<String, StickerError> {
    let title = title.trim();
    let chars = title.chars().take(TITLE_CHARS_MAX + 1).count();
    let whole = !title.is_empty() && chars <= TITLE_CHARS_MAX && !title.contains(char::is_control);
    if whole { Ok(title.to_owned()) } else { Err(StickerError::Title { chars }) }
}

fn checked_item(item: &NewItem) -> Result<(Vec<String>, Vec<String>), StickerError> {
    let keywords = item.keywords.as_deref().map(checked_keywords).transpose()?;
    Ok((checked_emoji(&item.emoji)?, keywords.unwrap_or_default()))
}

fn checked_keywords(words: &str) -> Result<Vec<String>, StickerError> {
    if words.len() > KEYWORDS_BYTES_MAX {
        return Err(StickerError::Keywords);
    }
    let words = words.split(',').map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty());
    Ok(words.collect())
}

/// The emoji of a text, one after the other. What no emoji begins or ends with is none; skin, joiners, flags and keys
/// stay with what they belong to.
fn checked_emoji(text: &str) -> Result<Vec<String>, StickerError> {
    if text.is_empty() || text.len() > EMOJI_BYTES_MAX {
        return Err(StickerError::Emoji);
    }
    let mut emoji: Vec<String> = Vec::new();
    let mut joined = false;
    for character in text.chars().filter(|character| *character != ' ') {
        let last = emoji.last_mut();
        let halves = |last: &String| last.chars().filter(|character| is_flag_half(*character)).count();
        match (character, last) {
            ('\u{200d}', Some(last)) => {
                last.push(character);
                joined = true;
                continue;
            }
            ('\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}', Some(last)) => {
                last.push(character);
            }
            (character, Some(last)) if joined => last.push(character),
            (character, Some(last)) if is_flag_half(character) && halves(last) == 1 => last.push(character),
            (character, _) if begins_emoji(character) => emoji.push(character.to_string()),
            _ => return Err(StickerError::Emoji),
        }
        joined = false;
    }
    let keys = |one: &String| one.starts_with(|first: char| first.is_ascii()) && !one.ends_with('\u{20e3}');
    if joined || emoji.is_empty() || emoji.len() > EMOJI_MAX || emoji.iter().any(keys) {
        return Err(StickerError::Emoji);
    }
    Ok(emoji)
}

fn is_flag_half(character: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&character)
}

fn begins_emoji(character: char) -> bool {
    matches!(character,
        '\u{1f000}'..='\u{1faff}'
        | '\u{2190}'..='\u{2bff}'
        | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
        | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}'
        | '\u{a9}' | '\u{ae}'
        | '0'..='9' | '#' | '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_are_told_apart_and_letters_are_none() {
        let count = |text| checked_emoji(text).ok().map(|emoji| emoji.len());
        assert_eq!(count("\u{1f54a}"), Some(1));
        assert_eq!(count("\u{1f54a}\u{fe0f}\u{2764}\u{fe0f}"), Some(2));
        assert_eq!(count("\u{1f469}\u{200d}\u{1f4bb}\u{1f44d}\u{1f3fd}"), Some(2));
        assert_eq!(count("\u{1f1ee}\u{1f1e9}\u{1f1eb}\u{1f1ee}"), Some(2));
        assert_eq!(count("1\u{fe0f}\u{20e3}"), Some(1));
        for bad in ["", "a", "1", "\u{200d}", "\u{1f54a}\u{200d}", "\u{1f54a}x", &"\u{1f54a}".repeat(21)] {
            assert_eq!(count(bad), None, "{bad}");
        }
    }

    #[test]
    fn titles_and_words_have_an_end() {
        assert!(checked_title(" Burung ").is_ok_and(|title| title == "Burung"));
        assert!(checked_title("").is_err() && checked_title(&"x".repeat(65)).is_err());
        assert_eq!(checked_keywords("Pos, surat,,").ok(), Some(vec!["pos".to_owned(), "surat".to_owned()]));
        assert!(checked_keywords(&"x".repeat(129)).is_err());
    }
}
