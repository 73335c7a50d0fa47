//! Tags: a person's reactions to what he has saved.

use boxes::{HistoryQuery, Message, Peer, UserId};

use crate::chats::{ChatError, Chats};

/// A tag in use or with a name.
pub struct Tag {
    /// Which.
    pub emoji: String,
    /// What the person calls it.
    pub title: Option<String>,
    /// How many saved messages have it.
    pub count: i32,
}

/// Saved messages that are looked at, newest first.
const LOOKED_AT_MAX: i32 = 5_000;

impl Chats {
    /// The tags of saved messages, the one used most first.
    ///
    /// # Errors
    /// Faults.
    pub async fn tags(&self, user: UserId) -> Result<Vec<Tag>, ChatError> {
        let settings = self.reactions.of(user).await?;
        let named = settings.tag_titles.iter().flatten();
        let mut tags: Vec<Tag> = named
            .map(|(emoji, title)| Tag { emoji: emoji.clone(), title: Some(title.clone()), count: 0 })
            .collect();
        for message in self.saved(user, |message| !message.reactions.is_empty()).await? {
            for reaction in &message.reactions {
                match tags.iter_mut().find(|tag| tag.emoji == reaction.emoji) {
                    Some(tag) => tag.count += 1,
                    None => tags.push(Tag { emoji: reaction.emoji.clone(), title: None, count: 1 }),
                }
            }
        }
        tags.sort_by_key(|tag| std::cmp::Reverse(tag.count));
        Ok(tags)
    }

    /// Saved messages with one of these tags, newest first.
    ///
    /// # Errors
    /// Faults.
    pub async fn tagged(&self, user: UserId, emoji: &[String]) -> Result<Vec<Message>, ChatError> {
        let kept =
            |emoji: &String| crate::reactions::known(emoji).map_or_else(|| emoji.clone(), str::to_owned);
        let known: Vec<String> = emoji.iter().map(kept).collect();
        let fits =
            |message: &Message| message.reactions.iter().any(|reaction| known.contains(&reaction.emoji));
        self.saved(user, fits).await
    }

    async fn saved(
        &self,
        user: UserId,
        fits: impl Fn(&Message) -> bool + Send,
    ) -> Result<Vec<Message>, ChatError> {
        let mut found = Vec::new();
        let mut add_offset = 0;
        while add_offset < LOOKED_AT_MAX {
            let part = HistoryQuery { limit: boxes::HISTORY_MAX, add_offset, ..HistoryQuery::default() };
            let page = self.boxes.history(user, Peer::User(user), part).await?;
            found.extend(page.messages.into_iter().filter(&fits));
            add_offset += boxes::HISTORY_MAX;
            if add_offset >= page.count {
                break;
            }
        }
        Ok(found)
    }
}
