//! Which reactions there are, what a person has set about them, and which he uses. Giving one to a message is
//! `chats`'.

use std::sync::Arc;

use boxes::{About, Boxes, By};
pub use store::records::{
    reaction_settings::{NotifyFrom, ReactionSettings, ReactionsNotify},
    reactions::{custom, custom_id},
};
use store::{Store, ids::UserId, key::OfUser, tables};

use crate::{Fault, Files, Live, Notice, cached::CachedRows, lasting};

/// A reaction that people may give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Available {
    /// Without variation selectors.
    pub emoji: &'static str,
    /// In English, as clients show it.
    pub title: &'static str,
}

/// How many reactions one person gives to one message; `help.getAppConfig` names it.
pub const REACTIONS_USER_MAX: usize = 3;
/// How many different ones a message takes; `help.getAppConfig` names it.
pub const REACTIONS_UNIQUE_MAX: usize = 11;

/// The same where a chat has a limit of its own.
pub(crate) fn most_different(limit: Option<i32>) -> usize {
    let limit = limit.and_then(|limit| usize::try_from(limit).ok()).filter(|limit| *limit > 0);
    limit.map_or(REACTIONS_UNIQUE_MAX, |limit| limit.min(REACTIONS_UNIQUE_MAX))
}
/// Characters of a tag's name.
pub const TAG_TITLE_CHARS_MAX: usize = 12;

const TABLE: &str = include_str!("../data/reactions.txt");
/// What a double tap gives, until a person has chosen.
const DEFAULT: &str = "\u{2764}";
const RECENT_MAX: usize = 50;
/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 12;

/// All reactions that people may give, in the order in which they are offered.
pub fn available() -> impl Iterator<Item = Available> {
    let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).map(|(emoji, title)| Available { emoji, title })
}

/// The reaction as it is kept, if people may give it.
pub fn known(emoji: &str) -> Option<&'static str> {
    // How a client wants it drawn makes no other reaction.
    let plain: String = emoji.chars().filter(|character| *character != '\u{fe0f}').collect();
    available().find(|one| one.emoji == plain).map(|one| one.emoji)
}

/// Reactions of one list of a chat.
pub const CHAT_REACTIONS_MAX: usize = 100;
/// How many are counted for one person; those that he gives least make room.
const USED_MAX: usize = 200;

/// What all people have set.
pub struct Reactions {
    store: Store,
    boxes: Boxes,
    live: Arc<dyn Live>,
    files: Arc<Files>,
    rows: CachedRows<tables::ReactionSettings>,
}

/// Why a setting was refused.
#[derive(Debug, thiserror::Error)]
pub enum ReactionError {
    /// There is no such reaction.
    #[error("no such reaction")]
    Unknown,
    /// A tag's name is too long.
    #[error("a name of {chars} characters")]
    TitleTooLong {
        /// How long it is.
        chars: usize,
    },
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Reactions {
    pub(crate) fn new(store: Store, boxes: Boxes, live: Arc<dyn Live>, files: Arc<Files>) -> Self {
        Reactions { live, files, rows: CachedRows::new(store.clone(), REMEMBERED), store, boxes }
    }

    /// The reaction as it is kept, if there is one: an emoji of the list, or a custom one that exists.
    ///
    /// # Errors
    /// [`ReactionError::Unknown`] and faults.
    pub async fn checked(&self, reaction: &str) -> Result<String, ReactionError> {
        let Some(id) = custom_id(reaction) else {
            return known(reaction).map(str::to_owned).ok_or(ReactionError::Unknown);
        };
        if self.files.is_emoji(id).await? { Ok(custom(id)) } else { Err(ReactionError::Unknown) }
    }

    /// The same for several, each once, in their order.
    ///
    /// # Errors
    /// As there.
    pub async fn all_checked(&self, reactions: &[String]) -> Result<Vec<String>, ReactionError> {
        let mut checked = Vec::with_capacity(reactions.len());
        for one in reactions {
            let one = self.checked(one).await?;
            if !checked.contains(&one) {
                checked.push(one);
            }
        }
        Ok(checked)
    }

    /// What `user` has set.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn of(&self, user: UserId) -> Result<Arc<ReactionSettings>, Fault> {
        Ok(self.rows.get(&OfUser(user)).await?.unwrap_or_default())
    }

    /// What a double tap of `user` gives.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn default_of(&self, user: UserId) -> Result<String, Fault> {
        Ok(self.of(user).await?.default.clone().unwrap_or_else(|| DEFAULT.to_owned()))
    }

    /// Sets what a double tap gives.
    ///
    /// # Errors
    /// [`ReactionError::Unknown`] and faults.
    pub async fn set_default(&self, by: By, emoji: &str) -> Result<(), ReactionError> {
        let emoji = self.checked(emoji).await?;
        self.change(by.user, None, |settings| settings.default = Some(emoji)).await?;
        Ok(())
    }

    /// Sets when to be told of others' reactions.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_notify(&self, by: By, notify: ReactionsNotify) -> Result<(), Fault> {
        self.change(by.user, None, |settings| settings.notify = Some(notify)).await?;
        Ok(())
    }

    /// Takes note of what a person gave; with `recent` his other devices offer it first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn used(&self, by: By, given: &[String], recent: bool) -> Result<(), Fault> {
        let about = recent.then_some(About::RecentReactions);
        let changed = self.change(by.user, about, |settings| {
            let used = settings.used.get_or_insert_default();
            for emoji in given {
                match used.iter_mut().find(|(known, _)| known == emoji) {
                    Some((_, count)) => *count = count.saturating_add(1),
                    None => used.push((emoji.clone(), 1)),
                }
            }
            if used.len() > USED_MAX {
                used.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
                used.truncate(USED_MAX);
            }
            if recent {
                let list = settings.recent.get_or_insert_default();
                list.retain(|known| !given.contains(known));
                list.splice(0..0, given.iter().cloned());
                list.truncate(RECENT_MAX);
            }
        });
        if changed.await? && recent {
            self.live.notice(by.user, Notice::RecentReactions, by.session);
        }
        Ok(())
    }

    /// Forgets what was used lately.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn clear_recent(&self, by: By) -> Result<(), Fault> {
        let about = Some(About::RecentReactions);
        if self.change(by.user, about, |settings| settings.recent = None).await? {
            self.live.notice(by.user, Notice::RecentReactions, by.session);
        }
        Ok(())
    }

    /// All reactions, those that `user` gives most often first.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn top(&self, user: UserId) -> Result<Vec<String>, Fault> {
        let settings = self.of(user).await?;
        let count = |emoji: &str| {
            settings.used.iter().flatten().find(|(known, _)| known == emoji).map_or(0, |(_, count)| *count)
        };
        let custom =
            settings.used.iter().flatten().map(|(known, _)| known).filter(|one| custom_id(one).is_some());
        let mut all: Vec<_> = available().map(|one| one.emoji.to_owned()).chain(custom.cloned()).collect();
        // Stable: the rest stays in the order in which it is offered.
        all.sort_by_key(|emoji| std::cmp::Reverse(count(emoji)));
        Ok(all)
    }

    /// Names a tag of saved messages; an empty name takes the name away.
    ///
    /// # Errors
    /// [`ReactionError`].
    pub async fn name_tag(&self, by: By, emoji: &str, title: &str) -> Result<(), ReactionError> {
        let emoji = self.checked(emoji).await?;
        let title = title.trim();
        let chars = title.chars().count();
        if chars > TAG_TITLE_CHARS_MAX {
            return Err(ReactionError::TitleTooLong { chars });
        }
        let change = self.change(by.user, Some(About::SavedReactionTags), |settings| {
            let titles = settings.tag_titles.get_or_insert_default();
            titles.retain(|(known, _)| *known != emoji);
            if !title.is_empty() {
                titles.push((emoji, title.to_owned()));
            }
        });
        if change.await? {
            self.live.notice(by.user, Notice::SavedReactionTags, by.session);
        }
        Ok(())
    }

    async fn change(
        &self,
        user: UserId,
        about: Option<About>,
        change: impl FnOnce(&mut ReactionSettings) + Send,
    ) -> Result<bool, Fault> {
        let key = OfUser(user);
        let _lock = self.rows.lock(&key).await;
        let before = self.rows.get_locked(&key).await?.unwrap_or_default();
        let mut after = (*before).clone();
        change(&mut after);
        if after == *before {
            return Ok(false);
        }
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, user, about.as_slice()).await?;
        self.rows.write_locked_with(&key, Some(after), batch).await?;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reaction_stands_once_in_the_table_and_without_variation_selectors() {
        let all: Vec<_> = available().collect();
        assert!(all.len() > 60 && all.iter().any(|one| one.emoji == DEFAULT));
        for (at, one) in all.iter().enumerate() {
            assert!(!one.emoji.contains('\u{fe0f}') && !one.title.is_empty());
            assert!(all[..at].iter().all(|other| other.emoji != one.emoji), "{}", one.title);
        }
    }

    #[test]
    fn a_heart_is_a_heart_however_it_is_drawn_and_a_letter_is_none() {
        assert_eq!(known("\u{2764}\u{fe0f}"), Some("\u{2764}"));
        assert_eq!(known("A"), None);
        assert_eq!(known(""), None);
    }
}
