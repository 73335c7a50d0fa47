//! What people keep of things that do not stand in their chats: wallpapers, themes, and the music of their pages. One row
//! a person; a file in it has its place among his, in the same commit.

use std::sync::Arc;

use store::{
    Store,
    ids::UserId,
    key::OfUser,
    records::{
        files::FilePlace,
        looks::{Collection, WornWallPaper},
    },
    tables,
};

use crate::{Fault, FileError, Files, Privacy, cached::CachedRows, settings::PrivacyKey};

/// Pieces of music of one page.
pub(crate) const MUSIC_MAX: usize = 500;
/// Wallpapers that one keeps; the oldest makes room.
pub(crate) const WALLPAPERS_MAX: usize = 200;
/// Themes that one keeps; the oldest makes room.
pub(crate) const THEMES_MAX: usize = 100;
/// Wallpapers and themes that one person brings.
pub(crate) const LOOKS_MADE_MAX: u32 = 1_000;

/// The number of the list of music, as a place of files; those before it are of stickers.
const MUSIC: i64 = 5;
/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 12;

/// The collections of all people.
pub struct Collections {
    store: Store,
    files: Arc<Files>,
    privacy: Arc<Privacy>,
    rows: CachedRows<tables::Collections>,
}

impl Collections {
    pub(crate) fn new(store: Store, files: Arc<Files>, privacy: Arc<Privacy>) -> Self {
        Collections { rows: CachedRows::new(store.clone(), REMEMBERED), store, files, privacy }
    }

    /// What a person keeps.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of(&self, user: UserId) -> Result<Arc<Collection>, Fault> {
        Ok(self.rows.get(&OfUser(user)).await?.unwrap_or_default())
    }

    /// The music of a person's page; none where `viewer` may not see it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn music(&self, viewer: UserId, user: UserId) -> Result<Vec<i64>, Fault> {
        let row = self.of(user).await?;
        if row.music.is_empty() || !self.privacy.allows(user, PrivacyKey::SavedMusic, viewer).await? {
            return Ok(Vec::new());
        }
        Ok(row.music.clone())
    }

    /// Puts a piece of music that the person refers to on his page: behind `after`, or on top. One that is there moves.
    ///
    /// # Errors
    /// [`FileError::NoSuchFile`], and faults.
    pub async fn add_music(&self, user: UserId, file: i64, after: Option<i64>) -> Result<(), FileError> {
        // Until it stands in the row, nobody takes his keys away; he must have some.
        let _held = self.files.hold([file]);
        self.files.shared(file, user.into(), &[]).await?;
        self.change(user, |kept| {
            kept.music.retain(|known| *known != file);
            let behind = after.and_then(|after| kept.music.iter().position(|known| *known == after));
            kept.music.insert(behind.map_or(0, |at| at + 1), file);
            kept.music.truncate(MUSIC_MAX);
        })
        .await?;
        Ok(())
    }

    /// Takes it from there.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn remove_music(&self, user: UserId, file: i64) -> Result<(), Fault> {
        self.change(user, |kept| kept.music.retain(|known| *known != file)).await?;
        Ok(())
    }

    /// Puts a wallpaper on top of those that a person keeps, as he has it up now.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn keep_wallpaper(&self, user: UserId, worn: WornWallPaper) -> Result<(), Fault> {
        self.change(user, |kept| {
            kept.hidden_wallpapers.retain(|hidden| *hidden != worn.id);
            kept.wallpapers.retain(|known| !is_same(known, &worn));
            kept.wallpapers.insert(0, worn);
            kept.wallpapers.truncate(WALLPAPERS_MAX);
        })
        .await?;
        Ok(())
    }

    /// Takes it from there; one that ships with the program is not shown any more.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn drop_wallpaper(&self, user: UserId, worn: &WornWallPaper, ships: bool) -> Result<(), Fault> {
        self.change(user, |kept| {
            kept.wallpapers.retain(|known| !is_same(known, worn));
            if ships && !kept.hidden_wallpapers.contains(&worn.id) {
                kept.hidden_wallpapers.push(worn.id);
            }
        })
        .await?;
        Ok(())
    }

    /// Keeps no wallpapers any more but those that ship with the program.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn reset_wallpapers(&self, user: UserId) -> Result<(), Fault> {
        self.change(user, |kept| {
            kept.wallpapers.clear();
            kept.hidden_wallpapers.clear();
        })
        .await?;
        Ok(())
    }

    /// Keeps a theme, on top of others, or no longer.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn keep_theme(&self, user: UserId, theme: i64, away: bool) -> Result<(), Fault> {
        self.change(user, |kept| {
            kept.themes.retain(|known| *known != theme);
            if !away {
                kept.themes.insert(0, theme);
                kept.themes.truncate(THEMES_MAX);
            }
        })
        .await?;
        Ok(())
    }

    /// Keeps nothing any more.
    pub(crate) async fn clear(&self, user: UserId) -> Result<(), Fault> {
        self.change(user, |kept| *kept = Collection::default()).await?;
        Ok(())
    }

    /// Counts one more thing that a person brings; false where he has brought as many as one may.
    pub(crate) async fn count_made(&self, user: UserId) -> Result<bool, Fault> {
        let counted =
            self.change(user, |kept| kept.made = kept.made.saturating_add(1).min(LOOKS_MADE_MAX + 1));
        Ok(counted.await?.made <= LOOKS_MADE_MAX)
    }

    async fn change(
        &self,
        user: UserId,
        change: impl FnOnce(&mut Collection) + Send,
    ) -> Result<Arc<Collection>, Fault> {
        let key = OfUser(user);
        let _lock = self.rows.lock(&key).await;
        let before = self.rows.get_locked(&key).await?.unwrap_or_default();
        let mut after = (*before).clone();
        change(&mut after);
        if after == *before {
            return Ok(before);
        }
        let mut batch = self.store.batch();
        let place = FilePlace::List(MUSIC);
        let moved = self.files.moved(&mut batch, user.into(), place, &before.music, &after.music);
        let done = self.rows.write_locked_with(&key, Some(after), batch).await;
        self.files.note(&moved);
        Ok(done?.unwrap_or_default())
    }
}

/// Plain ones are told apart by their colours as well: clients call many of them by one number.
fn is_same(one: &WornWallPaper, other: &WornWallPaper) -> bool {
    one.id == other.id && one.plain == other.plain && (!one.plain || one.settings == other.settings)
}
