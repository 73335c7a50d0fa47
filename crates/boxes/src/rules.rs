//! What holds in a private chat: after which time messages go, whose may not be forwarded, and how it looks. A service
//! message tells it, and each box takes it from there, in the same commit; what nobody else is told, its owner changes
//! alone.

use store::{
    ids::{Peer, UserId},
    records::{
        due::ChatRules,
        log::{Action, Content},
    },
};

use crate::{
    beside::Beside,
    boxes::{Boxes, Decision},
    cells::Loaded,
    error::BoxError,
    schedule,
};

impl Boxes {
    /// What holds in a chat, as its owner's box keeps it.
    pub async fn chat_rules(&self, user: UserId, peer: Peer) -> Result<ChatRules, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let rules = states.first().and_then(|state| state.beside.rules.get(&peer));
            Ok(Decision::answer(rules.cloned().unwrap_or_default()))
        };
        self.inner.run(&[user], decide).await
    }

    /// Changes what its owner's box keeps of a chat, and nobody else hears of; gives what holds then.
    pub async fn change_chat_rules(
        &self,
        user: UserId,
        peer: Peer,
        change: impl Fn(&ChatRules) -> ChatRules + Send,
    ) -> Result<ChatRules, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let state = states.first_mut().ok_or(BoxError::Busy)?;
            let before = state.beside.rules.get(&peer).cloned().unwrap_or_default();
            let after = change(&before);
            if after == before {
                return Ok(Decision::answer(after));
            }
            Ok(schedule::change(state, vec![Beside::Rules(peer, after.clone())], after))
        };
        self.inner.run(&[user], decide).await
    }
}

impl Loaded {
    /// What a message changes about the rules of its chat; none for nearly all.
    pub(crate) fn ruled_by(&self, peer: Peer, content: &Content, mine: bool) -> Option<ChatRules> {
        let action = content.action.as_ref()?;
        let before = self.beside.rules.get(&peer).cloned().unwrap_or_default();
        match action {
            Action::SetMessagesTtl { period, .. } => {
                Some(ChatRules { ttl_period: Some(*period).filter(|period| *period > 0), ..before })
            }
            Action::NoForwards { after, .. } if mine => {
                Some(ChatRules { no_forwards_mine: Some(*after), ..before })
            }
            Action::NoForwards { after, .. } => {
                Some(ChatRules { no_forwards_theirs: Some(*after), ..before })
            }
            Action::SetChatTheme { emoticon } => Some(ChatRules {
                theme: Some(emoticon.clone()).filter(|emoticon| !emoticon.is_empty()),
                ..before
            }),
            Action::SetChatWallPaper { wallpaper, .. } if mine => Some(ChatRules {
                wallpaper: Some(wallpaper.clone()),
                wallpaper_overridden: None,
                wallpaper_before: None,
                ..before
            }),
            Action::SetChatWallPaper { wallpaper, for_both: true, .. } => Some(ChatRules {
                // What the owner chose himself, not what the other side chose before.
                wallpaper_before: match before.wallpaper_overridden {
                    Some(true) => before.wallpaper_before,
                    _ => before.wallpaper,
                },
                wallpaper: Some(wallpaper.clone()),
                wallpaper_overridden: Some(true),
                ttl_period: before.ttl_period,
                no_forwards_mine: before.no_forwards_mine,
                no_forwards_theirs: before.no_forwards_theirs,
                theme: before.theme,
            }),
            _ => None,
        }
    }
}
