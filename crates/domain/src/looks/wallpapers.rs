//! Wallpapers: bringing one, finding one, and what a person sees in his list.

use boxes::By;
use store::{
    ids::{Owner, UserId},
    records::{
        files::FilePlace,
        looks::{LookSlug, OfLook, WallPaper, WornWallPaper},
    },
    tables,
};

use super::{LookError, LookName, Looks, WallPaperPicture, WallPaperView, shipped};
use crate::{
    Fault,
    collections::LOOKS_MADE_MAX,
    files::{NewDocument, Origin},
};

/// A wallpaper that is brought.
pub struct NewWallPaper {
    /// Its picture.
    pub document: NewDocument,
    /// The picture is a pattern, drawn over colours.
    pub pattern: bool,
    /// For one chat alone.
    pub for_chat: bool,
    /// How it is meant: TL bytes of `WallPaperSettings`.
    pub settings: Option<Vec<u8>>,
}

impl Looks {
    /// Takes a wallpaper in. Nobody has it up yet.
    ///
    /// # Errors
    /// [`LookError::TooMany`], and what is wrong with the picture.
    pub async fn add_wallpaper(&self, by: By, new: NewWallPaper) -> Result<WallPaperView, LookError> {
        let file = self.files.document(by.user, new.document).await?;
        let _held = self.files.hold([file]);
        // Of every picture that can be read a smaller one was made.
        let record = self.files.record(file).await?.ok_or(LookError::NoPicture)?;
        if record.sizes.is_empty() && record.mime_type.starts_with("image/") {
            return Err(LookError::NoPicture);
        }
        if !self.collections.count_made(by.user).await? {
            return Err(LookError::TooMany { max: LOOKS_MADE_MAX });
        }
        self.files.shared(file, by.user.into(), &[Owner::System]).await?;
        let id = self.free_id().await?;
        let key = OfLook(id);
        let settings = new.settings.clone();
        let record = WallPaper {
            slug: self.drawn_slug(),
            creator: by.user,
            file,
            pattern: new.pattern,
            for_chat: new.for_chat,
            settings: new.settings,
        };
        {
            let _lock = self.wallpapers.lock(&key).await;
            let mut batch = self.store.batch();
            batch.put::<tables::LookSlugs>(&self.slug_key(&record.slug), &LookSlug::WallPaper(id));
            let moved = self.files.moved(&mut batch, Owner::System, FilePlace::WallPaper(id), &[], &[file]);
            let done = self.wallpapers.write_locked_with(&key, Some(record), batch).await;
            self.files.note(&moved);
            done?;
        }
        let worn = WornWallPaper { id, plain: false, settings };
        self.wallpaper(by.user, &worn).await?.ok_or(LookError::NoSuchWallPaper)
    }

    /// The wallpaper with a picture that `viewer` names, as its author meant it.
    ///
    /// # Errors
    /// [`LookError::NoSuchWallPaper`] and faults.
    pub async fn named_wallpaper(
        &self,
        viewer: UserId,
        name: LookName<'_>,
    ) -> Result<WallPaperView, LookError> {
        let id = match name {
            LookName::Id(id, shown) if self.opens(viewer, id, shown) => id,
            LookName::Slug(slug) => match self.of_slug(slug).await? {
                Some(LookSlug::WallPaper(id)) => id,
                _ => return Err(LookError::NoSuchWallPaper),
            },
            LookName::Id(..) => return Err(LookError::NoSuchWallPaper),
        };
        let record = self.wallpapers.get(&OfLook(id)).await?.ok_or(LookError::NoSuchWallPaper)?;
        let worn = WornWallPaper { id, plain: false, settings: record.settings.clone() };
        self.wallpaper(viewer, &worn).await?.ok_or(LookError::NoSuchWallPaper)
    }

    /// A wallpaper that ships with the program.
    pub fn shipped_wallpaper(&self, id: i64) -> Option<WallPaperView> {
        shipped::wallpaper(id)
    }

    /// A wallpaper that is up somewhere, as `viewer` sees it; none where its picture is gone.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn wallpaper(
        &self,
        viewer: UserId,
        worn: &WornWallPaper,
    ) -> Result<Option<WallPaperView>, Fault> {
        if worn.plain {
            let ships = shipped::wallpaper(worn.id);
            let (official, dark) = (ships.is_some(), ships.as_ref().is_some_and(|ships| ships.dark));
            let colors = ships.and_then(|ships| ships.colors);
            let worn = worn.clone();
            return Ok(Some(WallPaperView { worn, picture: None, colors, official, dark }));
        }
        let Some(record) = self.wallpapers.get(&OfLook(worn.id)).await? else { return Ok(None) };
        let Some(file) = self.files.view(viewer, Origin::WallPaper(worn.id), record.file).await? else {
            return Ok(None);
        };
        let own = record.creator == viewer;
        let access_hash = self.access_hash(viewer, worn.id);
        let picture = Some(WallPaperPicture { access_hash, record, file, own });
        let worn = worn.clone();
        Ok(Some(WallPaperView { worn, picture, colors: None, official: false, dark: false }))
    }

    /// The wallpapers that a person is offered: those that he keeps, then those that ship with the program.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn wallpapers(&self, user: UserId) -> Result<Vec<WallPaperView>, Fault> {
        let kept = self.collections.of(user).await?;
        let mut views = Vec::new();
        for worn in &kept.wallpapers {
            views.extend(self.wallpaper(user, worn).await?);
        }
        let hidden = |id| kept.hidden_wallpapers.contains(&id);
        let up = |id| kept.wallpapers.iter().any(|worn| worn.plain && worn.id == id);
        views.extend(shipped::wallpapers().filter(|view| !hidden(view.worn.id) && !up(view.worn.id)));
        Ok(views)
    }
}
