//! Promise 4, a first form: nobody receives what he may not see. Every text of a run says who wrote it, and the ledger
//! knows to whom, and to whom it was forwarded; whatever reaches a device, by push, difference, history, search or
//! by an id that somebody guesses, has to be one of those. What was sent to somebody who had blocked the author
//! before may not reach him as long as he has. Chats cannot be opened with a forged access hash.

use boxes::UserId;
use tl::{enums, functions, types};

use crate::{
    Finding,
    apply::Heard,
    device::Asked,
    doings::Subject,
    life::{Ledger, Life, base},
};

/// Whether somebody has blocked somebody, as far as is known.
#[derive(Default)]
pub(crate) struct Block {
    /// Changes that are on their way.
    under_way: u32,
    /// What holds when none is.
    holds: Option<bool>,
}

impl Ledger {
    /// Whether this message may be with this person.
    pub(crate) fn may_reach(&self, user: UserId, heard: &Heard) -> Result<(), Finding> {
        let text = base(&heard.text);
        // What nobody here wrote (service messages) is for whoever gets it.
        let Some((author, recipient, _)) = self.sends.get(text) else { return Ok(()) };
        let in_group = recipient.0 < 0 && self.in_group.contains(&user);
        let named = user == *author || user == *recipient || in_group;
        if !named && !self.forwarded.contains(&(user, text.to_owned())) {
            return Err(Finding::Leak(format!("{text} has reached {}", user.0)));
        }
        if !heard.out && !heard.forwarded && self.forbidden.contains(&(user, text.to_owned())) {
            return Err(Finding::Leak(format!("{text} has reached {}, who has blocked its author", user.0)));
        }
        Ok(())
    }

    /// Whether `blocker` has blocked `other` for certain.
    pub(crate) fn is_blocked(&self, blocker: UserId, other: UserId) -> bool {
        let block = self.blocks.get(&(blocker, other));
        block.is_some_and(|block| block.under_way == 0 && block.holds == Some(true))
    }

    /// Whether one of the two ever had to do with blocking the other.
    pub(crate) fn was_blocked(&self, one: UserId, other: UserId) -> bool {
        self.blocks.contains_key(&(one, other)) || self.blocks.contains_key(&(other, one))
    }

    /// What became of a block; none where that is not known.
    pub(crate) fn blocked(&mut self, blocker: UserId, other: UserId, holds: Option<bool>) {
        let block = self.blocks.entry((blocker, other)).or_default();
        block.under_way = block.under_way.saturating_sub(1);
        // Two at once: nobody knows which was the last.
        block.holds = if block.under_way == 0 { holds } else { None };
    }

    fn will_be_blocked(&mut self, blocker: UserId, other: UserId) {
        let block = self.blocks.entry((blocker, other)).or_default();
        block.under_way += 1;
        if block.under_way > 1 {
            // This one stands for all until they have ended, and then it is not known.
            block.under_way = u32::MAX / 2;
        }
    }
}

impl Life {
    pub(crate) fn block(&mut self, subject: Subject, blocked: bool) -> Option<()> {
        let place = |user: UserId| self.town.people.iter().position(|person| person.user == user);
        let other = UserId(subject.other);
        // In most chats everything has to arrive, or nothing would be left to look at.
        if !(place(subject.user)? + place(other)?).is_multiple_of(4) {
            return None;
        }
        self.ledger.will_be_blocked(subject.user, other);
        let asked = Asked::Block { other, blocked };
        if blocked {
            let request = functions::contacts::Block::new(subject.to);
            self.devices[subject.at].ask(&request, asked);
        } else {
            // From here on it may arrive: what was not delivered yet is decided when it is.
            self.ledger.forbidden.retain(|(user, text)| {
                let author = self.ledger.sends.get(text).map(|(author, _, _)| *author);
                *user != subject.user || author != Some(other)
            });
            let request = functions::contacts::Unblock::new(subject.to);
            self.devices[subject.at].ask(&request, asked);
        }
        Some(())
    }

    /// Asks for what others' devices know, by their ids, or with a forged access hash.
    pub(crate) fn peek(&mut self, subject: Subject) -> Option<()> {
        if self.dice.one_in(3) {
            let enums::InputPeer::InputPeerUser(peer) = subject.to else { return None };
            let forged = types::InputPeerUser::new(peer.user_id, peer.access_hash ^ 1).into();
            let request = functions::messages::GetHistory::new(forged, 0, 0, 0, 20, 0, 0, 0);
            self.devices[subject.at].ask(&request, Asked::Forbidden);
            return Some(());
        }
        let stranger = self.dice.pick(&self.devices)?;
        let chats = stranger.mind.screen.chats.values();
        let ids = chats.flat_map(|chat| chat.messages.keys().copied());
        let ids: Vec<enums::InputMessage> =
            ids.take(50).map(|id| types::InputMessageID::new(id).into()).collect();
        if ids.is_empty() {
            return None;
        }
        self.devices[subject.at].ask(&functions::messages::GetMessages::new(ids), Asked::Page);
        Some(())
    }
}
