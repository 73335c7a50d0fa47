//! What a person keeps: sets of each kind in an order, sets that were put away, stickers that were used lately or are
//! liked, animations, and sounds for notifications. One row; a file in it has its place among the person's, in the same commit.

use std::sync::Arc;

use boxes::{About, By};
use store::{
    ids::UserId,
    key::OfUser,
    records::{
        files::FilePlace,
        stickers::{InstalledSet, RecentSticker, SetSticker, StickerKind, StickerLists},
    },
};

use super::{SetView, StickerError, Stickers};
use crate::{Fault, Notice, lasting};

/// Sets of each kind; the last makes room and is put away.
pub const INSTALLED_MAX: usize = 200;
/// Sets that were put away.
pub const ARCHIVED_MAX: usize = 200;
/// Stickers used lately.
pub const RECENT_MAX: usize = 200;
/// Stickers that one likes.
pub const FAVED_MAX: usize = 200;
/// Animations that one keeps.
pub const GIFS_MAX: usize = 200;
/// Sounds that one keeps for notifications.
pub const RINGTONES_MAX: usize = 100;

/// Numbers of the lists, as places of files.
const RECENT: i64 = 1;
const RECENT_MASKS: i64 = 2;
const FAVED: i64 = 3;
const GIFS: i64 = 4;
const RINGTONES: i64 = 5;

/// What one keeps, with what everybody has.
pub(super) struct Kept(Arc<StickerLists>);

impl std::ops::Deref for Kept {
    type Target = StickerLists;

    fn deref(&self) -> &StickerLists {
        &self.0
    }
}

impl Kept {
    /// The sets of a kind.
    pub(super) fn installed(&self, kind: StickerKind) -> Vec<InstalledSet> {
        installed(&self.0, kind)
    }
}

fn installed(lists: &StickerLists, kind: StickerKind) -> Vec<InstalledSet> {
    let list = match kind {
        StickerKind::Sticker => &lists.stickers,
        StickerKind::Mask => &lists.masks,
        StickerKind::Emoji => &lists.emoji,
    };
    let for_everybody = || {
        let date = crate::files::SHIPPED_DATE;
        Stickers::official(kind).map(|set| InstalledSet { set, date }).collect()
    };
    list.clone().unwrap_or_else(for_everybody)
}

fn installed_mut(lists: &mut StickerLists, kind: StickerKind) -> &mut Vec<InstalledSet> {
    let now = installed(lists, kind);
    let list = match kind {
        StickerKind::Sticker => &mut lists.stickers,
        StickerKind::Mask => &mut lists.masks,
        StickerKind::Emoji => &mut lists.emoji,
    };
    list.get_or_insert(now)
}

impl Stickers {
    /// The sets of a kind that a person keeps, the topmost first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn installed(&self, user: UserId, kind: StickerKind) -> Result<Vec<SetView>, Fault> {
        let kept = self.kept(user).await?.installed(kind);
        self.views(user, kept.iter().map(|kept| kept.set)).await
    }

    /// The sets of a kind that a person has put away, the newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn archived(&self, user: UserId, kind: StickerKind) -> Result<Vec<SetView>, Fault> {
        let kept = self.kept(user).await?;
        let mut views = self.views(user, kept.archived.iter().map(|kept| kept.set)).await?;
        views.retain(|view| view.set.kind == kind);
        Ok(views)
    }

    /// Sets as a person sees them; those that are gone are passed over.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn views(
        &self,
        user: UserId,
        ids: impl IntoIterator<Item = i64> + Send,
    ) -> Result<Vec<SetView>, Fault> {
        let ids: Vec<i64> = ids.into_iter().collect();
        let mut views = Vec::with_capacity(ids.len());
        for id in ids {
            views.extend(self.view(user, id).await?);
        }
        Ok(views)
    }

    /// Keeps a set, on top, or puts it away; gives the sets that made room and were put away.
    ///
    /// # Errors
    /// [`StickerError::NoSuchSet`] and faults.
    pub async fn install(&self, by: By, id: i64, archived: bool) -> Result<Vec<SetView>, StickerError> {
        let kind = self.set(id).await?.ok_or(StickerError::NoSuchSet)?.kind;
        let entry = InstalledSet { set: id, date: self.now() };
        let notice = match archived {
            true => Notice::StickerSets { kind },
            false => Notice::NewStickerSet { set: id },
        };
        let mut displaced = Vec::new();
        self.change_lists(by, About::StickerSets(kind), notice, |lists| {
            let there = installed(lists, kind).iter().any(|kept| kept.set == id);
            let away = lists.archived.iter().any(|kept| kept.set == id);
            if there && !archived || away && archived {
                return;
            }
            lists.archived.retain(|kept| kept.set != id);
            let list = installed_mut(lists, kind);
            list.retain(|kept| kept.set != id);
            if archived {
                lists.archived.insert(0, entry);
            } else {
                list.insert(0, entry);
                let rest = list.split_off(list.len().min(INSTALLED_MAX));
                displaced = rest.iter().map(|kept| kept.set).collect();
                lists.archived.splice(0..0, rest);
            }
            lists.archived.truncate(ARCHIVED_MAX);
        })
        .await?;
        Ok(self.views(by.user, displaced).await?)
    }

    /// Keeps a set no longer.
    ///
    /// # Errors
    /// Faults.
    pub async fn uninstall(&self, by: By, id: i64) -> Result<(), StickerError> {
        // Also one that is gone leaves the list.
        let kind = self.kind_of(by.user, id).await?;
        self.change_lists(by, About::StickerSets(kind), Notice::StickerSets { kind }, |lists| {
            lists.archived.retain(|kept| kept.set != id);
            if installed(lists, kind).iter().any(|kept| kept.set == id) {
                installed_mut(lists, kind).retain(|kept| kept.set != id);
            }
        })
        .await
    }

    /// Puts the sets of a kind in this order; those that are not named stay behind the others.
    ///
    /// # Errors
    /// Faults.
    pub async fn reorder(&self, by: By, kind: StickerKind, order: &[i64]) -> Result<(), StickerError> {
        let before = self.kept(by.user).await?.installed(kind);
        let mut wanted: Vec<i64> = Vec::with_capacity(before.len());
        let all = order.iter().copied().chain(before.iter().map(|kept| kept.set));
        for set in all.filter(|set| before.iter().any(|kept| kept.set == *set)) {
            if !wanted.contains(&set) {
                wanted.push(set);
            }
        }
        let notice = Notice::StickerSetsOrder { kind, order: wanted.clone() };
        self.change_lists(by, About::StickerSetsOrder(kind), notice, |lists| {
            if installed(lists, kind).iter().map(|kept| kept.set).eq(wanted.iter().copied()) {
                return;
            }
            let place = |kept: &InstalledSet| wanted.iter().position(|set| *set == kept.set);
            installed_mut(lists, kind).sort_by_key(|kept| place(kept).unwrap_or(usize::MAX));
        })
        .await
    }

    /// The stickers, or masks, that a person used lately, the newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn recent(&self, user: UserId, masks: bool) -> Result<Vec<RecentSticker>, Fault> {
        let kept = self.kept(user).await?;
        Ok(if masks { kept.recent_masks.clone() } else { kept.recent.clone() })
    }

    /// The stickers that a person likes, the newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn faved(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        Ok(self.kept(user).await?.faved.clone())
    }

    /// The animations that a person keeps, the newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn gifs(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        Ok(self.kept(user).await?.gifs.clone())
    }

    /// The sounds that a person keeps for notifications, the newest first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn ringtones(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        Ok(self.kept(user).await?.ringtones.clone().unwrap_or_default())
    }

    /// Takes note that a sticker was used, or forgets it. The person has it.
    ///
    /// # Errors
    /// [`StickerError::NoSuchSticker`] and faults.
    pub async fn use_sticker(
        &self,
        by: By,
        file: i64,
        masks: bool,
        forget: bool,
    ) -> Result<(), StickerError> {
        let _held = self.has(by, file, forget).await?;
        let entry = RecentSticker { file, date: self.now() };
        self.change_lists(by, About::RecentStickers, Notice::RecentStickers, |lists| {
            let list = if masks { &mut lists.recent_masks } else { &mut lists.recent };
            list.retain(|recent| recent.file != file);
            if !forget {
                list.insert(0, entry);
                list.truncate(RECENT_MAX);
            }
        })
        .await
    }

    /// Takes note that a sticker was sent: it is sent, whatever becomes of the list.
    pub async fn sent(&self, by: By, file: i64) {
        if let Err(error) = self.use_sticker(by, file, false, false).await {
            tracing::warn!(%error, "a sticker that was sent is not among those used lately");
        }
    }

    /// Forgets what was used lately.
    ///
    /// # Errors
    /// Faults.
    pub async fn clear_recent(&self, by: By, masks: bool) -> Result<(), StickerError> {
        self.change_lists(by, About::RecentStickers, Notice::RecentStickers, |lists| {
            let list = if masks { &mut lists.recent_masks } else { &mut lists.recent };
            list.clear();
        })
        .await
    }

    /// Likes a sticker, or no longer. The person has it.
    ///
    /// # Errors
    /// [`StickerError::NoSuchSticker`] and faults.
    pub async fn fave(&self, by: By, file: i64, unfave: bool) -> Result<(), StickerError> {
        let _held = self.has(by, file, unfave).await?;
        self.change_lists(by, About::FavedStickers, Notice::FavedStickers, |lists| {
            put(&mut lists.faved, file, unfave, FAVED_MAX);
        })
        .await
    }

    /// Keeps an animation, or no longer. The person has it.
    ///
    /// # Errors
    /// As [`Stickers::fave`].
    pub async fn save_gif(&self, by: By, file: i64, unsave: bool) -> Result<(), StickerError> {
        let _held = self.has(by, file, unsave).await?;
        self.change_lists(by, About::SavedGifs, Notice::SavedGifs, |lists| {
            put(&mut lists.gifs, file, unsave, GIFS_MAX);
        })
        .await
    }

    /// Keeps a sound for notifications, or no longer. The person has it.
    ///
    /// # Errors
    /// As [`Stickers::fave`].
    pub async fn save_ringtone(&self, by: By, file: i64, unsave: bool) -> Result<(), StickerError> {
        let _held = self.has(by, file, unsave).await?;
        self.change_lists(by, About::SavedRingtones, Notice::SavedRingtones, |lists| {
            let mut list = lists.ringtones.take().unwrap_or_default();
            put(&mut list, file, unsave, RINGTONES_MAX);
            lists.ringtones = Some(list).filter(|list| !list.is_empty());
        })
        .await
    }

    /// Stickers for an emoji: of those that a person likes or used lately, then of his sets.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn for_emoji(&self, user: UserId, kind: StickerKind, emoji: &str) -> Result<Vec<i64>, Fault> {
        let wanted = plain(emoji);
        let mut found: Vec<i64> = Vec::new();
        for view in self.installed(user, kind).await? {
            let of = view.set.stickers.iter().filter(|one| one.emoji.iter().any(|one| plain(one) == wanted));
            found.extend(of.map(|one| one.file));
        }
        Ok(found)
    }

    /// Stickers of the sets that ship and of those that a person keeps, that stand for one of these emoji or are found
    /// by a word that begins so.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn search_single(
        &self,
        user: UserId,
        kind: StickerKind,
        emoji: &[&str],
        beginning: &str,
    ) -> Result<Vec<i64>, Fault> {
        let wanted: Vec<String> = emoji.iter().map(|one| plain(one)).collect();
        let kept = self.kept(user).await?.installed(kind);
        let mut ids: Vec<i64> = kept.iter().map(|kept| kept.set).collect();
        for official in Stickers::official(kind) {
            if !ids.contains(&official) {
                ids.push(official);
            }
        }
        let mut found = Vec::new();
        for view in self.views(user, ids).await? {
            let fits = |one: &&SetSticker| {
                let led = |word: &String| word.to_lowercase().starts_with(beginning);
                one.emoji.iter().any(|emoji| wanted.contains(&plain(emoji)))
                    || (!beginning.is_empty() && one.keywords.iter().any(led))
            };
            found.extend(view.set.stickers.iter().filter(fits).map(|one| one.file));
        }
        Ok(found)
    }

    /// The sets that ship, and those that a person keeps or made, whose name has these words in it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn search(
        &self,
        user: UserId,
        kind: StickerKind,
        words: &str,
    ) -> Result<Vec<SetView>, StickerError> {
        let words = words.trim().to_lowercase();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let kept = self.kept(user).await?;
        let mut ids: Vec<i64> = kept.installed(kind).iter().map(|kept| kept.set).collect();
        ids.extend(Stickers::official(kind));
        ids.extend(kept.archived.iter().map(|kept| kept.set));
        ids.extend(self.made_by(user).await?);
        let mut once = std::collections::BTreeSet::new();
        ids.retain(|id| once.insert(*id));
        let mut views = self.views(user, ids).await?;
        views.retain(|view| {
            let named = |name: &str| name.to_lowercase().contains(&words);
            view.set.kind == kind && (named(&view.set.title) || named(&view.set.short_name))
        });
        Ok(views)
    }

    pub(super) async fn kept(&self, user: UserId) -> Result<Kept, Fault> {
        Ok(Kept(self.lists.get(&OfUser(user)).await?.unwrap_or_default()))
    }

    /// Holds a file that the caller has; what he lets go of he need not have any more.
    async fn has(&self, by: By, file: i64, letting_go: bool) -> Result<crate::files::Held, StickerError> {
        let held = self.files.hold([file]);
        if !letting_go {
            self.files.shared(file, by.user.into(), &[]).await?;
        }
        Ok(held)
    }

    async fn kind_of(&self, user: UserId, id: i64) -> Result<StickerKind, Fault> {
        if let Some(set) = self.set(id).await? {
            return Ok(set.kind);
        }
        let kept = self.kept(user).await?;
        let kinds = [StickerKind::Sticker, StickerKind::Mask, StickerKind::Emoji];
        let has = |kind: &StickerKind| kept.installed(*kind).iter().any(|kept| kept.set == id);
        Ok(kinds.into_iter().find(has).unwrap_or(StickerKind::Sticker))
    }

    async fn change_lists(
        &self,
        by: By,
        about: About,
        notice: Notice,
        change: impl FnOnce(&mut StickerLists) + Send,
    ) -> Result<(), StickerError> {
        let key = OfUser(by.user);
        {
            let _lock = self.lists.lock(&key).await;
            let before = self.lists.get_locked(&key).await?.unwrap_or_default();
            let mut after = (*before).clone();
            change(&mut after);
            if after == *before {
                return Ok(());
            }
            let mut batch = self.store.batch();
            let mut moved = Vec::new();
            for list in [RECENT, RECENT_MASKS, FAVED, GIFS, RINGTONES] {
                let place = FilePlace::List(list);
                let (before, after) = (files(&before, list), files(&after, list));
                moved.extend(self.files.moved(&mut batch, by.user.into(), place, &before, &after));
            }
            lasting::keep(&self.boxes, &mut batch, by.user, &[about]).await?;
            let done = self.lists.write_locked_with(&key, Some(after), batch).await;
            self.files.note(&moved);
            done?;
        }
        self.live.notice(by.user, notice, by.session);
        Ok(())
    }
}

fn files(lists: &StickerLists, list: i64) -> Vec<i64> {
    let recent = |list: &[RecentSticker]| list.iter().map(|recent| recent.file).collect();
    match list {
        RECENT => recent(&lists.recent),
        RECENT_MASKS => recent(&lists.recent_masks),
        FAVED => lists.faved.clone(),
        RINGTONES => lists.ringtones.clone().unwrap_or_default(),
        _ => lists.gifs.clone(),
    }
}

fn put(list: &mut Vec<i64>, file: i64, away: bool, max: usize) {
    list.retain(|kept| *kept != file);
    if !away {
        list.insert(0, file);
        list.truncate(max);
    }
}

/// However a client wants it drawn.
fn plain(emoji: &str) -> String {
    emoji.chars().filter(|character| *character != '\u{fe0f}').collect()
}
