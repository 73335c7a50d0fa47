//! Themes: making and changing one, finding one. A theme is colours that all clients know, a file of one client's own
//! form, or both.

use boxes::{About, By};
use store::{
    ids::{Owner, UserId},
    records::{
        files::FilePlace,
        looks::{LookSlug, OfLook, Theme, ThemeSettings},
    },
    tables,
};

use super::{LookError, LookName, Looks, ThemeView, checked_slug, shipped};
use crate::{Fault, Notice, collections::LOOKS_MADE_MAX, files::Origin, lasting};

/// A theme that is to be made.
pub struct NewTheme {
    /// What links to it end with; empty: what is drawn.
    pub slug: String,
    /// Its name.
    pub title: String,
    /// A file that its author has.
    pub document: Option<i64>,
    /// Its colours.
    pub settings: Vec<ThemeSettings>,
}

/// What is to be changed about a theme; what is absent stays.
#[derive(Default)]
pub struct ThemeChange {
    /// What links to it end with.
    pub slug: Option<String>,
    /// Its name.
    pub title: Option<String>,
    /// A file that its author has.
    pub document: Option<i64>,
    /// Its colours.
    pub settings: Option<Vec<ThemeSettings>>,
}

/// Characters of a name.
const TITLE_CHARS_MAX: usize = 128;
/// Settings of one theme, each for another base; and colours of one.
const SETTINGS_MAX: usize = 5;
const MESSAGE_COLORS_MAX: usize = 4;

impl Looks {
    /// Makes a theme.
    ///
    /// # Errors
    /// [`LookError`].
    pub async fn create_theme(&self, by: By, new: NewTheme) -> Result<ThemeView, LookError> {
        let title = checked_title(&new.title)?;
        if !new.slug.is_empty() {
            checked_slug(&new.slug)?;
        }
        if new.document.is_none() && new.settings.is_empty() {
            return Err(LookError::Settings);
        }
        checked_settings(&new.settings)?;
        let slug = if new.slug.is_empty() { self.drawn_slug() } else { new.slug };
        let _held = self.taken_over(by, new.document).await?;
        let id = self.free_id().await?;
        let (key, slug_key) = (OfLook(id), self.slug_key(&slug));
        {
            let _slug = self.slug_locks.of(&slug_key).await;
            if shipped::theme_of_slug(&slug).is_some() || self.of_slug(&slug).await?.is_some() {
                return Err(LookError::SlugTaken);
            }
            if !self.collections.count_made(by.user).await? {
                return Err(LookError::TooMany { max: LOOKS_MADE_MAX });
            }
            let record =
                Theme { slug, title, creator: by.user, document: new.document, settings: new.settings };
            let _lock = self.themes.lock(&key).await;
            let mut batch = self.store.batch();
            batch.put::<tables::LookSlugs>(&slug_key, &LookSlug::Theme(id));
            let files: Vec<i64> = record.document.into_iter().collect();
            let moved = self.files.moved(&mut batch, Owner::System, FilePlace::Theme(id), &[], &files);
            let done = self.themes.write_locked_with(&key, Some(record), batch).await;
            self.files.note(&moved);
            done?;
        }
        self.theme(by.user, id).await?.ok_or(LookError::NoSuchTheme)
    }

    /// Changes a theme of the caller's; his other devices are told.
    ///
    /// # Errors
    /// [`LookError`].
    pub async fn change_theme(&self, by: By, id: i64, change: ThemeChange) -> Result<ThemeView, LookError> {
        let title = change.title.as_deref().map(checked_title).transpose()?;
        if let Some(slug) = &change.slug {
            checked_slug(slug)?;
        }
        if let Some(settings) = &change.settings {
            checked_settings(settings)?;
        }
        let _held = self.taken_over(by, change.document).await?;
        let key = OfLook(id);
        {
            let slug_key = change.slug.as_deref().map(|slug| self.slug_key(slug));
            let _slug = match &slug_key {
                Some(key) => self.slug_locks.of(key).await,
                None => None,
            };
            let _lock = self.themes.lock(&key).await;
            let before = self.themes.get_locked(&key).await?.filter(|record| record.creator == by.user);
            let before = before.ok_or(LookError::NoSuchTheme)?;
            if let Some(slug) = &change.slug {
                let taken = self.of_slug(slug).await?.is_some_and(|known| known != LookSlug::Theme(id));
                if taken || shipped::theme_of_slug(slug).is_some() {
                    return Err(LookError::SlugTaken);
                }
            }
            let after = Theme {
                slug: change.slug.unwrap_or_else(|| before.slug.clone()),
                title: title.unwrap_or_else(|| before.title.clone()),
                creator: before.creator,
                document: change.document.or(before.document),
                settings: change.settings.unwrap_or_else(|| before.settings.clone()),
            };
            if after.document.is_none() && after.settings.is_empty() {
                return Err(LookError::Settings);
            }
            // In the author's shard, and first: what is told is read when it is told.
            let mut batch = self.store.batch();
            lasting::keep(&self.boxes, &mut batch, by.user, &[About::Theme(id)]).await?;
            self.store.commit(batch).await?;
            let mut batch = self.store.batch();
            let (old, new) = (self.slug_key(&before.slug), self.slug_key(&after.slug));
            if old != new {
                batch.delete::<tables::LookSlugs>(&old);
                batch.put::<tables::LookSlugs>(&new, &LookSlug::Theme(id));
            }
            let files = |theme: &Theme| -> Vec<i64> { theme.document.into_iter().collect() };
            let place = FilePlace::Theme(id);
            let moved = self.files.moved(&mut batch, Owner::System, place, &files(&before), &files(&after));
            let done = self.themes.write_locked_with(&key, Some(after), batch).await;
            self.files.note(&moved);
            done?;
        }
        self.live.notice(by.user, Notice::Theme { id }, by.session);
        self.theme(by.user, id).await?.ok_or(LookError::NoSuchTheme)
    }

    /// The theme that `viewer` names.
    ///
    /// # Errors
    /// [`LookError::NoSuchTheme`] and faults.
    pub async fn named_theme(&self, viewer: UserId, name: LookName<'_>) -> Result<ThemeView, LookError> {
        let id = match name {
            LookName::Id(id, shown) if self.opens(viewer, id, shown) => id,
            LookName::Slug(slug) => match (shipped::theme_of_slug(slug), self.of_slug(slug).await?) {
                (Some(id), _) | (None, Some(LookSlug::Theme(id))) => id,
                _ => return Err(LookError::NoSuchTheme),
            },
            LookName::Id(..) => return Err(LookError::NoSuchTheme),
        };
        self.theme(viewer, id).await?.ok_or(LookError::NoSuchTheme)
    }

    /// A theme as `viewer` sees it; none if there is none.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn theme(&self, viewer: UserId, id: i64) -> Result<Option<ThemeView>, Fault> {
        let ships = shipped::theme(id);
        let record = match &ships {
            Some((record, _)) => record.clone(),
            None => match self.themes.get(&OfLook(id)).await? {
                Some(record) => record,
                None => return Ok(None),
            },
        };
        let document = match record.document {
            Some(file) => self.files.view(viewer, Origin::Theme(id), file).await?,
            None => None,
        };
        let mut wallpapers = Vec::with_capacity(record.settings.len());
        for settings in &record.settings {
            wallpapers.push(match &settings.wallpaper {
                Some(worn) => self.wallpaper(viewer, worn).await?,
                None => None,
            });
        }
        Ok(Some(ThemeView {
            id,
            access_hash: self.access_hash(viewer, id),
            document,
            wallpapers,
            own: record.creator == viewer,
            emoticon: ships.map(|(_, emoticon)| emoticon),
            record,
        }))
    }

    /// The themes that a person keeps, the newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn themes(&self, user: UserId) -> Result<Vec<ThemeView>, Fault> {
        let kept = self.collections.of(user).await?;
        let mut views = Vec::new();
        for id in &kept.themes {
            views.extend(self.theme(user, *id).await?);
        }
        Ok(views)
    }

    /// The themes for chats, which ship with the program.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn themes_of_chats(&self, viewer: UserId) -> Result<Vec<ThemeView>, Fault> {
        let mut views = Vec::new();
        for theme in shipped::chat_themes() {
            views.extend(self.theme(viewer, theme.id).await?);
        }
        Ok(views)
    }

    /// Lets the server refer to a document of the caller's, which is held meanwhile.
    async fn taken_over(
        &self,
        by: By,
        document: Option<i64>,
    ) -> Result<Option<crate::files::Held>, LookError> {
        let Some(file) = document else { return Ok(None) };
        let held = self.files.hold([file]);
        self.files.shared(file, by.user.into(), &[Owner::System]).await?;
        Ok(Some(held))
    }
}

fn checked_title(title: &str) -> Result<String, LookError> {
    let title = title.trim();
    let chars = title.chars().count();
    if (1..=TITLE_CHARS_MAX).contains(&chars) {
        Ok(title.to_owned())
    } else {
        Err(LookError::Title { chars })
    }
}

fn checked_settings(settings: &[ThemeSettings]) -> Result<(), LookError> {
    let fits = |one: &ThemeSettings| one.message_colors.len() <= MESSAGE_COLORS_MAX;
    let mut bases: Vec<u8> = settings.iter().map(|one| one.base).collect();
    bases.sort_unstable();
    bases.dedup();
    let once = bases.len() == settings.len();
    if settings.len() <= SETTINGS_MAX && once && settings.iter().all(fits) {
        Ok(())
    } else {
        Err(LookError::Settings)
    }
}
