//! Somebody who writes without pause, remembers what was answered, and says again what was not.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use bench::person::Person;
use mtproto::client::{Call, Event};
use tl::{enums, functions};
use world::Chance;

use crate::{
    device::{Device, Stop, refused, user_id},
    view::Kept,
};

/// One message, from its first send on.
pub(crate) struct Send {
    /// Index of the peer in [`Writer::peers`].
    pub(crate) to: usize,
    pub(crate) text: String,
    random_id: i64,
    /// The id that was answered.
    pub(crate) id: Option<i32>,
}

/// What happened in all cycles together.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) answers: AtomicU64,
    /// Sends that a kill left without an answer.
    pub(crate) unanswered: AtomicU64,
    /// Those of them that were kept nevertheless, as the next difference told.
    pub(crate) kept: AtomicU64,
    /// Answered sends that were sent once more.
    pub(crate) repeated: AtomicU64,
}

/// See the top of the file.
pub(crate) struct Writer {
    pub(crate) device: Device,
    pub(crate) peers: Vec<enums::InputPeer>,
    pub(crate) sends: Vec<Send>,
    pub(crate) tally: Arc<Tally>,
    pub(crate) chance: Arc<dyn Chance>,
}

/// So many sends without an answer at the same time.
const IN_FLIGHT: usize = 6;

impl Writer {
    /// Connects, says again what has no answer, then writes until the connection is lost; without `more`, until
    /// everything is answered.
    pub(crate) async fn run(&mut self, address: &str, more: bool) -> Result<(), Stop> {
        let mut person = self.device.connect(address).await?;
        let mut calls = self.say_again(&mut person);
        loop {
            while more && calls.len() < IN_FLIGHT {
                let send = self.next();
                self.sends.push(send);
                calls.insert(self.begin(&mut person, self.sends.len() - 1), self.sends.len() - 1);
            }
            while let Some(event) = person.take() {
                match event {
                    Event::Answer { call, result } => {
                        let bytes = result.map_err(refused)?;
                        if let Some(at) = calls.remove(&call) {
                            self.answered(at, &bytes)?;
                            self.tally.answers.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                    Event::Update(bytes) => self.device.view.updates(&bytes)?,
                    Event::BadMessage { code, .. } => {
                        return Err(format!("bad_msg_notification {code}").into());
                    }
                    _ => {}
                }
            }
            if !more && calls.is_empty() && self.device.view.is_whole() {
                return Ok(());
            }
            person.flush(false).await?;
            if more && calls.len() < IN_FLIGHT {
                continue;
            }
            person.receive().await?;
        }
    }

    fn say_again(&mut self, person: &mut Person) -> BTreeMap<Call, usize> {
        let known: Vec<&str> = self
            .device
            .view
            .messages
            .values()
            .filter(|kept| kept.out)
            .map(|kept| kept.text.as_str())
            .collect();
        let unanswered: Vec<usize> =
            (0..self.sends.len()).filter(|at| self.sends[*at].id.is_none()).collect();
        let kept = unanswered.iter().filter(|at| known.contains(&self.sends[**at].text.as_str())).count();
        // Some that were answered as well: the answer may have been lost behind us, for all the server knows.
        let answered: Vec<usize> = (0..self.sends.len())
            .rev()
            .filter(|at| self.sends[*at].id.is_some())
            .step_by(7)
            .take(3)
            .collect();
        self.tally.unanswered.fetch_add(unanswered.len() as u64, Ordering::Relaxed);
        self.tally.kept.fetch_add(kept as u64, Ordering::Relaxed);
        self.tally.repeated.fetch_add(answered.len() as u64, Ordering::Relaxed);
        unanswered.into_iter().chain(answered).map(|at| (self.begin(person, at), at)).collect()
    }

    fn begin(&self, person: &mut Person, at: usize) -> Call {
        let send = &self.sends[at];
        let peer = self.peers[send.to].clone();
        person.begin(&functions::messages::SendMessage::new(peer, send.text.clone(), send.random_id))
    }

    fn next(&self) -> Send {
        let draw = self.chance.long().unsigned_abs();
        let padding = "x".repeat((draw >> 32) as usize % 400);
        let text = format!("{} writes {} {padding}", self.device.user_id, self.sends.len());
        let to = draw as usize % self.peers.len();
        Send { to, text: text.trim_end().to_owned(), random_id: self.chance.long() | 1, id: None }
    }

    fn answered(&mut self, at: usize, bytes: &[u8]) -> Result<(), Stop> {
        let answer: enums::Updates = tl::decode(bytes).map_err(|error| format!("an answer: {error}"))?;
        let enums::Updates::UpdateShortSentMessage(sent) = answer else {
            return Err(Stop::Broken("an answer of another form".to_owned()));
        };
        let send = &mut self.sends[at];
        if send.id.is_some_and(|first| first != sent.id) {
            return Err(Stop::Broken(format!("a repeated send got {} after {:?}", sent.id, send.id)));
        }
        send.id = Some(sent.id);
        let kept = Kept { peer: user_id(&self.peers[send.to])?, out: true, text: send.text.clone() };
        Ok(self.device.view.told(sent.pts, sent.pts_count, sent.id, kept)?)
    }
}
