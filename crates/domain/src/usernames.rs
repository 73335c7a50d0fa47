//! Names that are unique. The row of a name says who owns it; the owner's record only repeats it.
//!
//! A name is claimed by its row first, then written into the owner's record, then the old row goes. A row
//! whose owner's record says another name was left by a crash: it is nobody's, and whoever wants it takes it.

use std::sync::Arc;

use boxes::{About, By};
use store::{
    Store,
    ids::{Peer, UserId},
    key::Hashed,
    records::{account::Username, channels::OfChannel},
    tables,
};
use world::World;

use crate::{Fault, Users, locks::Locks, people::People};

/// Why a name was refused.
#[derive(Debug, thiserror::Error)]
pub enum UsernameError {
    /// Too short, too long, or with signs that names do not have.
    #[error("not a username")]
    Invalid,
    /// Somebody has it.
    #[error("the username is taken")]
    Occupied,
    /// It is the name that the person has.
    #[error("the username is the same as before")]
    NotModified,
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// All usernames.
pub struct Usernames {
    store: Store,
    world: World,
    people: Arc<People>,
    users: Arc<Users>,
    locks: Locks,
}

/// Letters, digits and underscores; the first is a letter.
const CHARS: std::ops::RangeInclusive<usize> = 5..=32;
/// [`Username::kind`] of a person.
const PERSON: u8 = 0;
/// And of a channel.
const CHANNEL: u8 = 1;

impl Usernames {
    pub(crate) fn new(store: Store, world: World, people: Arc<People>, users: Arc<Users>) -> Self {
        Usernames { store, world, people, users, locks: Locks::new() }
    }

    /// Whose a name is; "@" and case do not matter.
    ///
    /// # Errors
    /// [`UsernameError::Invalid`], and where the store fails.
    pub async fn resolve(&self, name: &str) -> Result<Option<Peer>, UsernameError> {
        let name = canonical(name.trim().trim_start_matches('@')).ok_or(UsernameError::Invalid)?;
        self.owner(&name).await
    }

    /// Whether `user` could take a name.
    ///
    /// # Errors
    /// [`UsernameError::Invalid`], and where the store fails.
    pub async fn is_free(&self, user: UserId, name: &str) -> Result<bool, UsernameError> {
        let name = canonical(name).ok_or(UsernameError::Invalid)?;
        Ok(self.owner(&name).await?.is_none_or(|owner| owner == Peer::User(user)))
    }

    /// Whether `channel` could take a name.
    ///
    /// # Errors
    /// [`UsernameError::Invalid`], and where the store fails.
    pub async fn is_free_for_channel(&self, channel: i64, name: &str) -> Result<bool, UsernameError> {
        let name = canonical(name).ok_or(UsernameError::Invalid)?;
        Ok(self.owner(&name).await?.is_none_or(|owner| owner == Peer::Channel(channel)))
    }

    /// Gives a channel that is called `old` the name `new`, each of them none for none: the row first, then its
    /// record, by `write`, then the old row goes.
    pub(crate) async fn set_for_channel(
        &self,
        channel: i64,
        old: Option<&str>,
        new: Option<&str>,
        write: impl Future<Output = Result<(), Fault>>,
    ) -> Result<(), UsernameError> {
        let new = new.map(|name| canonical(name).ok_or(UsernameError::Invalid)).transpose()?;
        let old = old.and_then(canonical);
        let _locks = self.locks.of_both(&new, &old).await;
        if let Some(new) = &new {
            if self.owner(new).await?.is_some_and(|owner| owner != Peer::Channel(channel)) {
                return Err(UsernameError::Occupied);
            }
            let row = Username { kind: CHANNEL, id: channel, claimed_at: self.world.clock.now().seconds() };
            let mut batch = self.store.batch();
            batch.put::<tables::Usernames>(&self.key(new), &row);
            self.store.commit(batch).await.map_err(Fault::from)?;
        }
        write.await?;
        if let Some(old) = old.filter(|old| Some(old) != new.as_ref()) {
            let mut batch = self.store.batch();
            batch.delete::<tables::Usernames>(&self.key(&old));
            self.store.commit(batch).await.map_err(Fault::from)?;
        }
        Ok(())
    }

    /// Takes a name, or gives the old one up where `name` is empty. Those who know the person are told.
    ///
    /// # Errors
    /// [`UsernameError`].
    pub async fn set(&self, by: By, name: &str) -> Result<(), UsernameError> {
        let new = match name {
            "" => None,
            name => Some(canonical(name).ok_or(UsernameError::Invalid)?),
        };
        let record = self.people.record(by.user).await?.ok_or(UsernameError::Invalid)?;
        let old = record.username.as_deref().and_then(canonical);
        if record.username.as_deref().unwrap_or_default() == name {
            return Err(UsernameError::NotModified);
        }
        let _locks = self.locks.of_both(&new, &old).await;
        if let Some(new) = &new {
            if self.owner(new).await?.is_some_and(|owner| owner != Peer::User(by.user)) {
                return Err(UsernameError::Occupied);
            }
            let row = Username { kind: PERSON, id: by.user.0, claimed_at: self.world.clock.now().seconds() };
            let mut batch = self.store.batch();
            batch.put::<tables::Usernames>(&self.key(new), &row);
            self.store.commit(batch).await.map_err(Fault::from)?;
        }
        let written = (!name.is_empty()).then(|| name.to_owned());
        let about = [About::Name(by.user.0)];
        self.people.change(by.user, &about, |record| record.username = written).await?;
        if let Some(old) = old.filter(|old| Some(old) != new.as_ref()) {
            let mut batch = self.store.batch();
            batch.delete::<tables::Usernames>(&self.key(&old));
            self.store.commit(batch).await.map_err(Fault::from)?;
        }
        self.users.tell_name_changed(by).await?;
        Ok(())
    }

    /// Who owns a canonical name, if his record says so too.
    async fn owner(&self, name: &str) -> Result<Option<Peer>, UsernameError> {
        let row = self.store.get::<tables::Usernames>(&self.key(name)).await.map_err(Fault::from)?;
        let Some(row) = row else { return Ok(None) };
        let (owner, called) = match row.kind {
            PERSON => {
                let record = self.people.record(UserId(row.id)).await?;
                (Peer::User(UserId(row.id)), record.and_then(|record| record.username.clone()))
            }
            CHANNEL => {
                let found = self.store.get::<tables::Channels>(&OfChannel(row.id)).await;
                let record = found.map_err(Fault::from)?.filter(|record| record.deleted_at.is_none());
                (Peer::Channel(row.id), record.and_then(|record| record.username))
            }
            _ => return Ok(None),
        };
        let confirmed = called.as_deref().and_then(canonical);
        Ok((confirmed.as_deref() == Some(name)).then_some(owner))
    }

    fn key(&self, name: &str) -> Hashed {
        Hashed(self.store.keyed_hash("username", name.as_bytes()))
    }
}

/// The one form of a name in which it is unique; none where it is no name.
fn canonical(name: &str) -> Option<String> {
    let signs = name.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_');
    let starts = name.bytes().next().is_some_and(|sign| sign.is_ascii_alphabetic());
    let ends = !name.ends_with('_');
    (CHARS.contains(&name.len()) && signs && starts && ends && !name.contains("__"))
        .then(|| name.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_whatever_their_case() {
        assert_eq!(canonical("Merpati_1").as_deref(), Some("merpati_1"));
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = "a".repeat(33);
        for name in
            ["", "abcd", &long, "1abcde", "_abcde", "abcde_", "ab__cde", "abc-de", "merpatí", "ab cde"]
        {
            assert!(canonical(name).is_none(), "{name}");
        }
    }
}
