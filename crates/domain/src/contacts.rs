//! Whom a person has in the address book: import, add, delete, and search in it.

mod photos;
mod tokens;

use std::sync::Arc;

use boxes::{About, Boxes, By};
use store::{
    Direction, Rows, Store,
    ids::{Owner, UserId},
    key::ByNumber,
    records::account::{Contact, ContactOf, kept::CONTACTS},
    tables,
};
use world::World;

use crate::{
    Blocks, Fault, Live, Notice, Settings,
    accounts::PhoneNumber,
    cached::CachedRows,
    kept, lasting,
    people::People,
    service::SERVICE_USER,
    settings::{self, Asker, PrivacyKey},
};

/// Why the address book was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ContactError {
    /// Nobody is his own contact, nor is the service account.
    #[error("this account cannot be a contact")]
    NotPossible,
    /// A contact has a first or a last name.
    #[error("a contact without a name")]
    NameEmpty,
    /// The address book is full.
    #[error("the address book holds {held} contacts; at most {max} are kept")]
    TooMany {
        /// How many there are.
        held: usize,
        /// How many there may be.
        max: usize,
    },
    /// The person is no contact.
    #[error("not a contact")]
    NotAContact,
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// How a person wants to call a contact.
pub struct NewContact {
    /// May be empty if the last name is not.
    pub first_name: String,
    /// May be empty if the first name is not.
    pub last_name: String,
    /// The number as the person knows it; empty for none.
    pub phone: String,
    /// Whether the contact may see the person's own number from now on.
    pub shares_phone: bool,
}

/// A line of a device's address book.
pub struct PhoneContact {
    /// The device's own number for the line; given back.
    pub client_id: i64,
    /// As written on the device.
    pub phone: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
}

/// What became of an import.
#[derive(Default)]
pub struct Imported {
    /// Lines that are accounts here: the account and the line.
    pub imported: Vec<(UserId, i64)>,
    /// Lines that were too many for one call.
    pub retry: Vec<i64>,
}

/// The address books of all people.
pub struct Contacts {
    store: Store,
    boxes: Boxes,
    world: World,
    live: Arc<dyn Live>,
    people: Arc<People>,
    settings: Arc<Settings>,
    blocks: Arc<Blocks>,
    rows: CachedRows<tables::Contacts>,
}

/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 16;
/// How many contacts one person can have.
const CONTACTS_MAX: usize = 10_000;
/// Lines of one import; the rest is to be sent again.
const IMPORT_MAX: usize = 500;
/// Characters of a contact's first and last name each.
const NAME_CHARS_MAX: usize = 64;

impl Contacts {
    pub(crate) fn new(
        store: Store,
        boxes: Boxes,
        world: World,
        live: Arc<dyn Live>,
        people: Arc<People>,
        settings: Arc<Settings>,
        blocks: Arc<Blocks>,
    ) -> Self {
        let rows = CachedRows::new(store.clone(), REMEMBERED);
        Contacts { store, boxes, world, live, people, settings, blocks, rows }
    }

    /// How `owner` calls `other`, if that is a contact.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn get(&self, owner: UserId, other: UserId) -> Result<Option<Arc<Contact>>, Fault> {
        Ok(self.rows.get(&key(owner, other)).await?)
    }

    /// As [`Contacts::get`], if it is remembered whether he is one.
    pub fn remembered(&self, owner: UserId, other: UserId) -> Option<Option<Arc<Contact>>> {
        self.rows.remembered(&key(owner, other))
    }

    /// The rows, for whoever reads them together with others.
    pub(crate) fn rows(&self) -> &CachedRows<tables::Contacts> {
        &self.rows
    }

    /// The address book, by id.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn all(&self, owner: UserId) -> Result<Vec<(UserId, Contact)>, Fault> {
        let rows = Rows::<tables::Contacts>::of(Owner::User(owner));
        let rows = self.store.scan(rows, CONTACTS_MAX, Direction::Forward).await?;
        Ok(rows.into_iter().map(|(key, contact)| (UserId(key.number), contact)).collect())
    }

    /// In whose address books a person stands.
    ///
    /// # Errors
    /// Where the store fails.
    pub(crate) async fn known_to(&self, user: UserId) -> Result<Vec<UserId>, Fault> {
        let rows = Rows::<tables::ContactsOf>::of(Owner::User(user));
        let rows = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        Ok(rows.into_iter().map(|(key, _)| UserId(key.number)).collect())
    }

    /// Adds or renames a contact; the person's other sessions learn of it.
    ///
    /// # Errors
    /// [`ContactError`].
    pub async fn add(&self, by: By, other: UserId, new: NewContact) -> Result<(), ContactError> {
        if other == by.user || other == SERVICE_USER {
            return Err(ContactError::NotPossible);
        }
        let phone = match PhoneNumber::read(&new.phone) {
            // A number is kept only where it could be learned by importing it: else adding would tell
            // whether a guess is right.
            Some(phone) if self.may_find(by.user, other).await? => phone.digits().to_owned(),
            _ => String::new(),
        };
        let first_name = name(&new.first_name);
        let last_name = name(&new.last_name);
        self.write(by, other, first_name, last_name, phone, new.shares_phone).await
    }

    /// Adds what accounts a device's address book knows by their numbers. Numbers that nobody has, and those
    /// whose owners do not want to be found, are passed over alike.
    ///
    /// # Errors
    /// [`ContactError`], where nothing can be written.
    pub async fn import(&self, by: By, lines: Vec<PhoneContact>) -> Result<Imported, ContactError> {
        let mut result = Imported::default();
        for (at, line) in lines.into_iter().enumerate() {
            if at >= IMPORT_MAX {
                result.retry.push(line.client_id);
                continue;
            }
            let Some(phone) = PhoneNumber::read(&line.phone) else { continue };
            let Some(other) = self.find_by_phone(by.user, &phone).await? else { continue };
            if other == by.user {
                continue;
            }
            let (first_name, last_name) = (name(&line.first_name), name(&line.last_name));
            match self.write(by, other, first_name, last_name, phone.digits().to_owned(), false).await {
                Ok(()) => result.imported.push((other, line.client_id)),
                Err(ContactError::NameEmpty) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(result)
    }

    /// Takes people out of the address book; gives those who stood in it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn delete(&self, by: By, others: &[UserId]) -> Result<Vec<UserId>, Fault> {
        let mut deleted = Vec::new();
        for other in others {
            let key = key(by.user, *other);
            let _lock = self.rows.lock(&key).await;
            let Some(before) = self.rows.get_locked(&key).await? else { continue };
            let mut batch = self.store.batch();
            let due = self.photo_moved(&mut batch, (by.user, *other), before.photo.as_ref(), None);
            batch.delete::<tables::Contacts>(&key);
            batch.delete::<tables::ContactsOf>(&ByNumber { user: *other, number: by.user.0 });
            lasting::keep(&self.boxes, &mut batch, by.user, &changed(*other)).await?;
            let done = self.commit(&key, batch, None).await;
            self.note(due);
            done?;
            self.tell_changed(by, *other);
            deleted.push(*other);
        }
        Ok(deleted)
    }

    /// Who has this number and lets `viewer` find him by it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn find_by_phone(&self, viewer: UserId, phone: &PhoneNumber) -> Result<Option<UserId>, Fault> {
        match self.people.by_phone(phone).await? {
            Some(other) if other == viewer || self.may_find(viewer, other).await? => Ok(Some(other)),
            _ => Ok(None),
        }
    }

    /// The contacts whose names or username begin with every word of `query`, by id.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn search(&self, owner: UserId, query: &str, limit: usize) -> Result<Vec<UserId>, Fault> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let mut found = Vec::new();
        if words.is_empty() {
            return Ok(found);
        }
        for (user, contact) in self.all(owner).await? {
            if found.len() >= limit {
                break;
            }
            let record = self.people.record(user).await?;
            let username = record.as_ref().and_then(|record| record.username.as_deref()).unwrap_or_default();
            let names = format!("{} {} {username}", contact.first_name, contact.last_name).to_lowercase();
            let begins = |word: &String| names.split_whitespace().any(|name| name.starts_with(word.as_str()));
            if words.iter().all(begins) {
                found.push(user);
            }
        }
        Ok(found)
    }

    /// Makes exactly these contacts close friends; people who are no contacts are passed over.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn set_close_friends(&self, by: By, friends: &[UserId]) -> Result<(), Fault> {
        for (other, contact) in self.all(by.user).await? {
            let close = friends.contains(&other).then_some(true);
            if contact.close_friend != close {
                self.amend(by, other, |contact| contact.close_friend = close).await?;
            }
        }
        Ok(())
    }

    /// Notes something about a contact, for oneself; none takes the note away.
    ///
    /// # Errors
    /// [`ContactError::NotAContact`], and faults.
    pub async fn set_note(&self, by: By, other: UserId, note: Option<Vec<u8>>) -> Result<(), ContactError> {
        match self.amend(by, other, |contact| contact.note = note).await? {
            true => Ok(()),
            false => Err(ContactError::NotAContact),
        }
    }

    /// Who knew `user` by his old number knows him by the new one, unless he has blocked him.
    pub(crate) async fn renumber(&self, user: UserId, old: &str, new: &str) -> Result<(), Fault> {
        for owner in self.known_to(user).await? {
            if self.blocks.has(user, owner).await? {
                continue;
            }
            let change = |contact: &mut Contact| {
                if contact.phone == old {
                    contact.phone = new.to_owned();
                }
            };
            self.amend(By::user(owner), user, change).await?;
        }
        Ok(())
    }

    /// Changes a line of the address book; false if there is none.
    async fn amend(
        &self,
        by: By,
        other: UserId,
        change: impl FnOnce(&mut Contact) + Send,
    ) -> Result<bool, Fault> {
        let key = key(by.user, other);
        let _lock = self.rows.lock(&key).await;
        let Some(before) = self.rows.get_locked(&key).await? else { return Ok(false) };
        let mut after = (*before).clone();
        change(&mut after);
        if after != *before {
            let mut batch = self.store.batch();
            let people = (by.user, other);
            let due = self.photo_moved(&mut batch, people, before.photo.as_ref(), after.photo.as_ref());
            lasting::keep(&self.boxes, &mut batch, by.user, &[About::User(other.0)]).await?;
            let done = self.rows.write_locked_with(&key, Some(after), batch).await;
            self.note(due);
            done?;
            self.live.notice(by.user, Notice::User { user: other }, by.session);
        }
        Ok(true)
    }

    /// Whether `other` lets `viewer` find him by his number.
    async fn may_find(&self, viewer: UserId, other: UserId) -> Result<bool, Fault> {
        let contact = self.get(other, viewer).await?;
        let blocked = self.blocks.has(other, viewer).await?;
        let asker = Asker { user: viewer, contact: contact.as_deref(), blocked };
        Ok(settings::allows(&*self.settings.of(other).await?, PrivacyKey::AddedByPhone, &asker))
    }

    async fn write(
        &self,
        by: By,
        other: UserId,
        first_name: String,
        last_name: String,
        phone: String,
        shares_phone: bool,
    ) -> Result<(), ContactError> {
        if first_name.is_empty() && last_name.is_empty() {
            return Err(ContactError::NameEmpty);
        }
        let key = key(by.user, other);
        let _lock = self.rows.lock(&key).await;
        let before = self.rows.get_locked(&key).await.map_err(Fault::from)?;
        let added_at =
            before.as_ref().map_or_else(|| self.world.clock.now().seconds(), |contact| contact.added_at);
        let shares =
            shares_phone || before.as_ref().is_some_and(|contact| contact.shares_phone == Some(true));
        let phone = match &before {
            Some(before) if phone.is_empty() => before.phone.clone(),
            _ => phone,
        };
        let kept = before.as_deref().cloned().unwrap_or_default();
        let after =
            Contact { first_name, last_name, phone, added_at, shares_phone: shares.then_some(true), ..kept };
        if before.as_deref() == Some(&after) {
            return Ok(());
        }
        if before.is_none() {
            let held = self.all(by.user).await?.len();
            if held >= CONTACTS_MAX {
                return Err(ContactError::TooMany { held, max: CONTACTS_MAX });
            }
            kept::note(self.people.rows(), by.user, CONTACTS).await?;
        }
        let mut batch = self.store.batch();
        batch.put::<tables::Contacts>(&key, &after);
        let of = ByNumber { user: other, number: by.user.0 };
        batch.put::<tables::ContactsOf>(&of, &ContactOf { added_at });
        lasting::keep(&self.boxes, &mut batch, by.user, &changed(other)).await?;
        self.commit(&key, batch, Some(after)).await?;
        self.tell_changed(by, other);
        Ok(())
    }

    async fn commit(&self, key: &ByNumber, batch: store::Batch, after: Option<Contact>) -> Result<(), Fault> {
        if let Err(error) = self.store.commit(batch).await {
            self.rows.forget(key);
            return Err(error.into());
        }
        self.rows.keep(key, after.map(Arc::new));
        Ok(())
    }

    /// The other sessions see the contact under the new name, and other buttons above the chat.
    fn tell_changed(&self, by: By, other: UserId) {
        self.live.notice(by.user, Notice::Name { user: other }, by.session);
        self.live.notice(by.user, Notice::PeerSettings { user: other }, by.session);
    }
}

/// What a change of the address book is about: see [`Contacts::tell_changed`].
fn changed(other: UserId) -> [About; 2] {
    [About::Name(other.0), About::PeerSettings(other.0)]
}

fn key(owner: UserId, other: UserId) -> ByNumber {
    ByNumber { user: owner, number: other.0 }
}

/// A name as it is kept: trimmed and not endless.
fn name(written: &str) -> String {
    written.trim().chars().take(NAME_CHARS_MAX).collect()
}
