//! What one device knows: the messages of its account and the pts up to which it knows them. It takes nothing on
//! trust: a pts that does not follow, or that says something else the second time, is a broken promise.

use std::collections::BTreeMap;

use tl::{enums, types};

/// A message as its owner sees it.
#[derive(Clone, PartialEq)]
pub(crate) struct Kept {
    /// The other person of the chat.
    pub(crate) peer: i64,
    /// Written by the owner.
    pub(crate) out: bool,
    pub(crate) text: String,
}

impl Kept {
    /// The message and its id.
    pub(crate) fn of(message: &enums::Message) -> Result<(i32, Kept), String> {
        let enums::Message::Message(message) = message else {
            return Err("a message of another kind".to_owned());
        };
        let enums::Peer::PeerUser(peer) = &message.peer_id else {
            return Err("not a private chat".to_owned());
        };
        let kept = Kept { peer: peer.user_id, out: message.out, text: message.message.clone() };
        Ok((message.id, kept))
    }
}

/// See the top of the file.
pub(crate) struct View {
    pub(crate) pts: i32,
    pub(crate) messages: BTreeMap<i32, Kept>,
    /// What came ahead of its turn, by pts. Answers may overtake pushes, so only a device that sends has this.
    early: Option<BTreeMap<i32, (i32, i32, Kept)>>,
}

impl View {
    /// A view of somebody who has no messages yet. One that `sends` gets answers beside pushes.
    pub(crate) fn new(pts: i32, sends: bool) -> Self {
        View { pts, messages: BTreeMap::new(), early: sends.then(BTreeMap::new) }
    }

    /// The session is another one: what came ahead of its turn comes again in the difference.
    pub(crate) fn forget_early(&mut self) {
        self.early.iter_mut().for_each(BTreeMap::clear);
    }

    /// Whether everything that came stands in its place.
    pub(crate) fn is_whole(&self) -> bool {
        self.early.as_ref().is_none_or(BTreeMap::is_empty)
    }

    /// A new message with the pts that it made, in its turn or, where answers may overtake pushes, ahead of it.
    pub(crate) fn told(&mut self, pts: i32, pts_count: i32, id: i32, kept: Kept) -> Result<(), String> {
        if let Some(early) = &mut self.early
            && pts > self.pts + pts_count
        {
            return match early.insert(pts, (pts_count, id, kept)) {
                None => Ok(()),
                Some(_) => Err(format!("pts {pts} came ahead of its turn twice")),
            };
        }
        self.in_turn(pts, pts_count, id, kept)?;
        while let Some((pts, (pts_count, id, kept))) = self.next_early() {
            self.in_turn(pts, pts_count, id, kept)?;
        }
        Ok(())
    }

    /// What came early and whose turn it is now.
    fn next_early(&mut self) -> Option<(i32, (i32, i32, Kept))> {
        let entry = self.early.as_mut()?.first_entry()?;
        let due = *entry.key() <= self.pts + entry.get().0;
        due.then(|| entry.remove_entry())
    }

    fn in_turn(&mut self, pts: i32, pts_count: i32, id: i32, kept: Kept) -> Result<(), String> {
        if pts <= self.pts {
            return match self.messages.get(&id) {
                Some(known) if *known == kept => Ok(()),
                Some(_) => Err(format!("message {id} is another one the second time")),
                None => Err(format!(
                    "message {id} comes with pts {pts}, which was passed without it: {}",
                    self.pts
                )),
            };
        }
        if pts != self.pts + pts_count {
            return Err(format!("a hole: pts {pts} (count {pts_count}) comes after {}", self.pts));
        }
        if self.messages.contains_key(&id) {
            return Err(format!("message {id} is new a second time, at pts {pts}"));
        }
        self.messages.insert(id, kept);
        self.pts = pts;
        Ok(())
    }

    /// A pushed or answered `Updates`.
    pub(crate) fn updates(&mut self, bytes: &[u8]) -> Result<(), String> {
        let updates: enums::Updates = tl::decode(bytes).map_err(|error| format!("an update: {error}"))?;
        match updates {
            enums::Updates::Updates(many) => many.updates.iter().try_for_each(|update| self.update(update)),
            enums::Updates::UpdateShort(one) => self.update(&one.update),
            enums::Updates::UpdatesTooLong => Err("a push that says only `too long`".to_owned()),
            _ => Err("updates of a form that this test does not know".to_owned()),
        }
    }

    fn update(&mut self, update: &enums::Update) -> Result<(), String> {
        match update {
            enums::Update::UpdateNewMessage(new) => {
                let (id, kept) = Kept::of(&new.message)?;
                self.told(new.pts, new.pts_count, id, kept)
            }
            enums::Update::UpdateDeleteMessages(_)
            | enums::Update::UpdateEditMessage(_)
            | enums::Update::UpdateReadHistoryInbox(_)
            | enums::Update::UpdateReadHistoryOutbox(_) => Err("an update that nobody caused".to_owned()),
            // Who is online, and the like: nothing that is counted.
            _ => Ok(()),
        }
    }

    /// One answer of `updates.getDifference`; says whether it was the last. A message's id is the pts that made it,
    /// so the ids must fill the room between the two states.
    pub(crate) fn difference(&mut self, answer: enums::updates::Difference) -> Result<bool, String> {
        let (messages, others, state, last) = match answer {
            enums::updates::Difference::DifferenceEmpty(_) => return Ok(true),
            enums::updates::Difference::Difference(all) => {
                (all.new_messages, all.other_updates, all.state, true)
            }
            enums::updates::Difference::DifferenceSlice(part) => {
                (part.new_messages, part.other_updates, part.intermediate_state, false)
            }
            enums::updates::Difference::DifferenceTooLong(_) => {
                return Err("a difference too long".to_owned());
            }
        };
        let enums::updates::State::State(types::updates::State { pts, .. }) = state;
        if pts < self.pts {
            return Err(format!("the box fell back from pts {} to {pts}", self.pts));
        }
        others.iter().try_for_each(|update| self.update(update))?;
        for message in &messages {
            let (id, kept) = Kept::of(message)?;
            self.in_turn(id, 1, id, kept)?;
        }
        if self.pts == pts { Ok(last) } else { Err(format!("a difference to {pts} ends at {}", self.pts)) }
    }

    /// The messages with one person, oldest first.
    pub(crate) fn chat(&self, peer: i64) -> Vec<(i32, Kept)> {
        let with_peer = self.messages.iter().filter(|(_, kept)| kept.peer == peer);
        with_peer.map(|(id, kept)| (*id, kept.clone())).collect()
    }
}

#[test]
fn a_view_refuses_a_hole_a_repeat_and_another_text() {
    let kept = |text: &str| Kept { peer: 7, out: false, text: text.to_owned() };
    let mut view = View::new(4, false);
    assert!(view.told(5, 1, 5, kept("one")).is_ok());
    assert!(view.told(5, 1, 5, kept("one")).is_ok());
    assert!(view.told(5, 1, 5, kept("two")).is_err());
    assert!(view.told(7, 1, 7, kept("three")).is_err());
    assert!(view.told(6, 1, 5, kept("one")).is_err());
    assert!(view.told(3, 1, 3, kept("before")).is_err());
    assert!(view.pts == 5 && view.is_whole());
}

#[test]
fn a_view_that_sends_waits_for_the_pushes_that_its_answers_overtook() {
    let kept = |text: &str| Kept { peer: 7, out: true, text: text.to_owned() };
    let mut view = View::new(4, true);
    assert!(view.told(7, 1, 7, kept("third")).is_ok());
    assert!(view.told(6, 1, 6, kept("second")).is_ok());
    assert!(view.pts == 4 && !view.is_whole());
    assert!(view.told(5, 1, 5, kept("first")).is_ok());
    assert!(view.pts == 7 && view.is_whole());
}
