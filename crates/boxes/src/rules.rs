//! What holds in a private chat for both sides: after which time messages go, and whose may not be forwarded.
//! A service message tells it, and each box takes it from there, in the same commit.

use store::{
    ids::{Peer, UserId},
    records::{
        due::ChatRules,
        log::{Action, Content},
    },
};

use crate::{
    boxes::{Boxes, Decision},
    cells::Loaded,
    error::BoxError,
};

impl Boxes {
    /// What holds in a chat, as its owner's box keeps it.
    pub async fn chat_rules(&self, user: UserId, peer: Peer) -> Result<ChatRules, BoxError> {
        let decide = |states: &mut [Box<Loaded>]| {
            let rules = states.first().and_then(|state| state.beside.rules.get(&peer));
            Ok(Decision::answer(rules.copied().unwrap_or_default()))
        };
        self.inner.run(&[user], decide).await
    }
}

impl Loaded {
    /// What a message changes about the rules of its chat; none for nearly all.
    pub(crate) fn ruled_by(&self, peer: Peer, content: &Content, mine: bool) -> Option<ChatRules> {
        let before = self.beside.rules.get(&peer).copied().unwrap_or_default();
        match content.action.as_ref()? {
            Action::SetMessagesTtl { period, .. } => {
                Some(ChatRules { ttl_period: Some(*period).filter(|period| *period > 0), ..before })
            }
            Action::NoForwards { after, .. } if mine => {
                Some(ChatRules { no_forwards_mine: Some(*after), ..before })
            }
            Action::NoForwards { after, .. } => {
                Some(ChatRules { no_forwards_theirs: Some(*after), ..before })
            }
            _ => None,
        }
    }
}
