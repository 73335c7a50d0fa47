//! One device of a person: a key, what it knows, and the connection of the present cycle.

use std::sync::Arc;

use bench::{people::Account, person::Person};
use mtproto::client::{ClientKey, RpcError};
use tl::{Function, enums, functions, types};
use world::Chance;

use crate::view::{Kept, View};

/// Why a device stops.
pub(crate) enum Stop {
    /// The server is gone, which is what these tests are about.
    Lost,
    /// A promise was broken.
    Broken(String),
}

impl From<String> for Stop {
    fn from(reason: String) -> Stop {
        let lost = ["the connection was lost", "the server closed", "Connection refused", "reset by peer"];
        if lost.iter().any(|word| reason.contains(word)) { Stop::Lost } else { Stop::Broken(reason) }
    }
}

/// See the top of the file.
pub(crate) struct Device {
    key: ClientKey,
    pub(crate) user_id: i64,
    pub(crate) view: View,
    chance: Arc<dyn Chance>,
}

/// The most that an answer of `messages.getHistory` holds.
const PAGE: i32 = 100;

impl Device {
    /// A device of somebody who just signed up.
    pub(crate) async fn new(
        address: &str,
        account: &Account,
        sends: bool,
        chance: Arc<dyn Chance>,
    ) -> Result<Device, Stop> {
        let mut person = Person::with_key(address, account.key.clone(), chance.clone()).await?;
        let enums::updates::State::State(state) =
            call(&mut person, &functions::updates::GetState::new()).await?;
        let (key, user_id) = (account.key.clone(), account.user_id);
        Ok(Device { key, user_id, view: View::new(state.pts, sends), chance })
    }

    /// Connects in a new session and takes in what was missed.
    pub(crate) async fn connect(&mut self, address: &str) -> Result<Person, Stop> {
        let mut person = Person::with_key(address, self.key.clone(), self.chance.clone()).await?;
        self.view.forget_early();
        loop {
            // The date only bounds changes without pts, of which there are none here.
            let missed = functions::updates::GetDifference::new(self.view.pts, 1, 0);
            if self.view.difference(call(&mut person, &missed).await?)? {
                return Ok(person);
            }
        }
    }

    /// How another account is named in calls of this one.
    pub(crate) async fn find(&self, address: &str, phone: &str) -> Result<enums::InputPeer, Stop> {
        let mut person = Person::with_key(address, self.key.clone(), self.chance.clone()).await?;
        let found = call(&mut person, &functions::contacts::ResolvePhone::new(phone.to_owned())).await?;
        let enums::contacts::ResolvedPeer::ResolvedPeer(found) = found;
        match found.users.into_iter().next() {
            Some(enums::User::User(user)) => {
                let hash = user.access_hash.ok_or_else(|| "a user without access hash".to_owned())?;
                Ok(types::InputPeerUser::new(user.id, hash).into())
            }
            _ => Err(format!("{phone} was not found").into()),
        }
    }

    /// Holds the newest page of a chat against what this device knows. Messages that came since are not judged.
    pub(crate) async fn compare_newest(
        &self,
        person: &mut Person,
        peer: &enums::InputPeer,
    ) -> Result<(), Stop> {
        let known_to = self.view.pts;
        let mut page = page(person, peer, 0).await?;
        let whole = page.len() < PAGE as usize;
        page.retain(|(id, _)| *id <= known_to);
        page.reverse();
        let from = if whole { 0 } else { page.first().map_or(i32::MAX, |(id, _)| *id) };
        let mut known = self.view.chat(user_id(peer)?);
        known.retain(|(id, _)| *id >= from);
        if known == page {
            Ok(())
        } else {
            Err(Stop::Broken(format!(
                "{} knows {:?} of a chat, its history holds {:?}",
                self.user_id,
                known.iter().map(|(id, _)| id).collect::<Vec<_>>(),
                page.iter().map(|(id, _)| id).collect::<Vec<_>>()
            )))
        }
    }
}

/// A whole chat, page by page, oldest first.
pub(crate) async fn history(person: &mut Person, peer: &enums::InputPeer) -> Result<Vec<(i32, Kept)>, Stop> {
    let mut all: Vec<(i32, Kept)> = Vec::new();
    loop {
        let before = all.last().map_or(0, |(id, _)| *id);
        let mut next = page(person, peer, before).await?;
        if next.is_empty() {
            all.reverse();
            return Ok(all);
        }
        all.append(&mut next);
    }
}

/// Up to [`PAGE`] messages older than `before` (0 for the newest), newest first.
async fn page(person: &mut Person, peer: &enums::InputPeer, before: i32) -> Result<Vec<(i32, Kept)>, Stop> {
    let request = functions::messages::GetHistory::new(peer.clone(), before, 0, 0, PAGE, 0, 0, 0);
    let messages = match call(person, &request).await? {
        enums::messages::Messages::Messages(all) => all.messages,
        enums::messages::Messages::MessagesSlice(part) => part.messages,
        _ => return Err(Stop::Broken("a history of another kind".to_owned())),
    };
    Ok(messages.iter().map(Kept::of).collect::<Result<_, _>>()?)
}

/// The person whom an input peer names.
pub(crate) fn user_id(peer: &enums::InputPeer) -> Result<i64, Stop> {
    match peer {
        enums::InputPeer::InputPeerUser(user) => Ok(user.user_id),
        _ => Err(Stop::Broken("not a person".to_owned())),
    }
}

/// A call whose every error of the server is a broken promise.
pub(crate) async fn call<F: Function>(person: &mut Person, request: &F) -> Result<F::Response, Stop> {
    person.call(request).await.map_err(refused)
}

/// An error instead of an answer.
pub(crate) fn refused(error: RpcError) -> Stop {
    match error.code {
        0 => error.message.into(),
        code => Stop::Broken(format!("an answer was {code} {}", error.message)),
    }
}
