//! How a viewer sees people, and what people change about themselves.

use std::sync::Arc;

use boxes::{About, By};
use rustc_hash::FxHashMap;
use store::{
    Direction, Rows, Store, Together,
    ids::{Owner, UserId},
    key::{ByNumber, OfUser},
    records::account::{
        Contact, PersonStyle, User, UserPhoto,
        kept::{BLOCKS, CONTACTS, SETTINGS},
    },
    tables,
};

use crate::{
    AccessHashes, Blocks, Contacts, Fault, Live, Notice, PeerKind, Presence, Settings, Status,
    audience::Audience,
    kept::lacks,
    people::People,
    presence::{Rules, Seen},
    service::SERVICE_USER,
    settings::{self, Asker, PrivacyKey},
};

/// A person as one viewer sees him. No Debug: it holds names and a number.
#[derive(Clone)]
pub struct UserView {
    /// Who.
    pub id: UserId,
    /// What the viewer has to show for him.
    pub access_hash: i64,
    /// The viewer himself.
    pub is_self: bool,
    /// The service account.
    pub is_service: bool,
    /// The account is no more.
    pub deleted: bool,
    /// Stands in the viewer's address book.
    pub contact: bool,
    /// And the viewer in his.
    pub mutual_contact: bool,
    /// A close friend of the viewer's.
    pub close_friend: bool,
    /// As the viewer calls him, or as he calls himself.
    pub first_name: String,
    /// As the first name; may be empty.
    pub last_name: String,
    /// Without "@".
    pub username: Option<String>,
    /// Digits only; where the viewer may know it.
    pub phone: Option<String>,
    /// What the viewer may know.
    pub status: Status,
    /// The photo of the page, where the viewer may see it; or the one that he gave to the contact himself.
    pub photo: Option<UserPhoto>,
    /// The viewer gave it.
    pub photo_is_personal: bool,
    /// How the name is drawn.
    pub style: Option<Box<PersonStyle>>,
}

impl UserView {
    /// Whether another viewer is shown the same, but for the access hash.
    pub fn shows_the_same(&self, other: &UserView) -> bool {
        // Each field by its name, so that none is forgotten.
        let UserView {
            id,
            access_hash: _,
            is_self,
            is_service,
            deleted,
            contact,
            mutual_contact,
            close_friend,
            first_name,
            last_name,
            username,
            phone,
            status,
            photo,
            photo_is_personal,
            style,
        } = self;
        let known = [is_self, is_service, deleted, contact, mutual_contact, close_friend, photo_is_personal];
        let others = [
            &other.is_self,
            &other.is_service,
            &other.deleted,
            &other.contact,
            &other.mutual_contact,
            &other.close_friend,
            &other.photo_is_personal,
        ];
        *id == other.id
            && known == others
            && (first_name, last_name) == (&other.first_name, &other.last_name)
            && (username, phone) == (&other.username, &other.phone)
            && *status == other.status
            && *photo == other.photo
            && *style == other.style
    }
}

/// What a person changes about himself; what is absent stays.
#[derive(Default)]
pub struct ProfileChange {
    /// Not empty.
    pub first_name: Option<String>,
    /// May be empty.
    pub last_name: Option<String>,
    /// May be empty.
    pub about: Option<String>,
}

/// Why a profile was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// A first name is empty or too long.
    #[error("a first name of {chars} characters")]
    FirstName {
        /// How long it is.
        chars: usize,
    },
    /// A last name is too long.
    #[error("a last name of {chars} characters")]
    LastName {
        /// How long it is.
        chars: usize,
    },
    /// The text about oneself is too long.
    #[error("a text about oneself of {chars} characters")]
    About {
        /// How long it is.
        chars: usize,
    },
    /// What is no day of birth.
    #[error("no day of birth")]
    Birthday,
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// All people.
pub struct Users {
    store: Store,
    people: Arc<People>,
    live: Arc<dyn Live>,
    access: Arc<AccessHashes>,
    audience: Arc<Audience>,
    contacts: Arc<Contacts>,
    presence: Arc<Presence>,
    settings: Arc<Settings>,
    blocks: Arc<Blocks>,
}

/// From so many people on, of whom something is not in memory, they are read together.
const TOGETHER_MIN: usize = 3;
/// Characters of a first or last name.
pub const NAME_CHARS_MAX: usize = 64;
/// Characters of the text about oneself; help.getAppConfig names it.
pub const ABOUT_CHARS_MAX: usize = 70;

/// All records that a view is made of.
struct Facts {
    record: Arc<User>,
    contact: Option<Arc<Contact>>,
    contact_back: Option<Arc<Contact>>,
    theirs: Arc<settings::Record>,
    own: Arc<settings::Record>,
    /// Whether who is looked at has blocked the viewer.
    blocked: bool,
    seen: Seen,
}

impl Users {
    pub(crate) fn new(
        store: Store,
        people: Arc<People>,
        live: Arc<dyn Live>,
        access: Arc<AccessHashes>,
        audience: Arc<Audience>,
        contacts: Arc<Contacts>,
        presence: Arc<Presence>,
        settings: Arc<Settings>,
        blocks: Arc<Blocks>,
    ) -> Self {
        Users { store, people, live, access, audience, contacts, presence, settings, blocks }
    }

    /// The record of a person; for what a viewer may see, use [`Users::view`].
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn record(&self, user: UserId) -> Result<Option<Arc<User>>, Fault> {
        self.people.record(user).await
    }

    /// Whether somebody can be written to: an account that is there, or the service account.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn exists(&self, user: UserId) -> Result<bool, Fault> {
        Ok(self.people.record(user).await?.is_some())
    }

    /// A person as `viewer` sees him; none if there is no such person.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view(&self, viewer: UserId, user: UserId) -> Result<Option<UserView>, Fault> {
        if let Some(view) = self.remembered_view(viewer, user) {
            return Ok(view);
        }
        let Some(record) = self.people.record(user).await? else { return Ok(None) };
        let facts = Facts {
            record,
            contact: self.contacts.get(viewer, user).await?,
            contact_back: self.contacts.get(user, viewer).await?,
            theirs: self.settings.of(user).await?,
            own: self.settings.of(viewer).await?,
            blocked: self.blocks.has(user, viewer).await?,
            seen: self.presence.bring(user).await?,
        };
        Ok(Some(self.view_of(viewer, user, &facts)))
    }

    /// As [`Users::view`], without the store: none if something has to be read. Of what his record says is not kept
    /// nothing is looked for.
    pub fn remembered_view(&self, viewer: UserId, user: UserId) -> Option<Option<UserView>> {
        let Some(record) = self.people.remembered(user)? else { return Some(None) };
        let viewer_record = self.people.remembered(viewer).flatten();
        let alone = |kind| viewer_record.as_ref().is_some_and(|record| lacks(record, kind));
        let facts = Facts {
            contact: if alone(CONTACTS) { None } else { self.contacts.remembered(viewer, user)? },
            contact_back: match lacks(&record, CONTACTS) {
                true => None,
                false => self.contacts.remembered(user, viewer)?,
            },
            theirs: match lacks(&record, SETTINGS) {
                true => self.settings.unset(),
                false => self.settings.remembered(user)?,
            },
            own: if alone(SETTINGS) { self.settings.unset() } else { self.settings.remembered(viewer)? },
            blocked: !lacks(&record, BLOCKS) && self.blocks.remembered(user, viewer)?,
            seen: self.presence.remembered(user)?,
            record,
        };
        Some(Some(self.view_of(viewer, user, &facts)))
    }

    /// People as `viewer` sees them, in the order of `users` and each once; those who are not there are left
    /// out.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn views(&self, viewer: UserId, users: &[UserId]) -> Result<Vec<UserView>, Fault> {
        // Of a few, each is looked for by himself: what is told most names one.
        if users.len() >= TOGETHER_MIN {
            self.bring(viewer, users).await?;
        }
        let mut views: Vec<UserView> = Vec::with_capacity(users.len());
        let mut seen = std::collections::BTreeSet::new();
        for user in users.iter().filter(|user| seen.insert(**user)) {
            views.extend(self.view(viewer, *user).await?);
        }
        Ok(views)
    }

    /// Brings to mind what [`Users::view`] looks at, with a look or two into the store for each person of whom anything
    /// is missing and one for the viewer's own rows: lists are long, and of most people in them nothing is in memory.
    async fn bring(&self, viewer: UserId, users: &[UserId]) -> Result<(), Fault> {
        self.settings.of(viewer).await?;
        let viewer_record = self.people.record(viewer).await?;
        let unknown =
            |user: &&UserId| **user != SERVICE_USER && self.remembered_view(viewer, **user).is_none();
        let unknown: Vec<UserId> = users.iter().filter(unknown).copied().collect();
        if unknown.len() < TOGETHER_MIN {
            return Ok(());
        }
        if viewer_record.is_none_or(|record| !lacks(&record, CONTACTS)) {
            self.bring_contacts(viewer, &unknown).await?;
        }
        for user in unknown {
            if let Some(record) = self.bring_record(user).await? {
                self.bring_rest(viewer, user, &record).await?;
            }
        }
        Ok(())
    }

    /// What `viewer` keeps about these people.
    async fn bring_contacts(&self, viewer: UserId, users: &[UserId]) -> Result<(), Fault> {
        let rows = self.contacts.rows();
        let keys = users.iter().map(|user| of(viewer, *user));
        let keys: Vec<ByNumber> = keys.filter(|key| rows.remembered(key).is_none()).collect();
        let numbers = || keys.iter().map(|key| key.number);
        let (Some(first), Some(last)) = (numbers().min(), numbers().max()) else { return Ok(()) };
        let since = rows.since();
        // Most are in nobody's address book: the few that are stand close together.
        let between = Rows::<tables::Contacts>::between(
            &of(viewer, UserId(first)),
            &of(viewer, UserId(last.saturating_add(1))),
        );
        let found = self.store.scan(between, keys.len(), Direction::Forward).await?;
        if found.len() < keys.len() {
            let mut found: FxHashMap<i64, Contact> =
                found.into_iter().map(|(key, row)| (key.number, row)).collect();
            for key in &keys {
                rows.offer(key, found.remove(&key.number).map(Arc::new), since);
            }
            return Ok(());
        }
        for (key, row) in keys.iter().zip(self.store.get_many::<tables::Contacts>(&keys).await?) {
            rows.offer(key, row.map(Arc::new), since);
        }
        Ok(())
    }

    /// Somebody's record and presence.
    async fn bring_record(&self, user: UserId) -> Result<Option<Arc<User>>, Fault> {
        let (people, key) = (self.people.rows(), OfUser(user));
        let remembered = people.remembered(&key);
        let lacks_presence = self.presence.remembered(user).is_none();
        let since = people.since();
        let mut asked = Together::of(Owner::User(user));
        if remembered.is_none() {
            asked.ask::<tables::Users>(&key);
        }
        if lacks_presence {
            asked.ask::<tables::LastSeen>(&key);
        }
        if asked.is_empty() {
            return Ok(remembered.flatten());
        }
        let mut found = self.store.together(asked).await?;
        let record = match remembered {
            Some(record) => record,
            None => {
                let record = found.take::<tables::Users>()?.map(Arc::new);
                people.offer(&key, record.clone(), since);
                record
            }
        };
        if lacks_presence {
            self.presence.bring_read(user, found.take::<tables::LastSeen>()?);
        }
        Ok(record)
    }

    /// What else is kept of somebody, and by him about the viewer.
    async fn bring_rest(&self, viewer: UserId, user: UserId, record: &User) -> Result<(), Fault> {
        let (settings, blocks, contacts) = (self.settings.rows(), self.blocks.rows(), self.contacts.rows());
        let (person, back) = (OfUser(user), of(user, viewer));
        let wants_settings = !lacks(record, SETTINGS) && settings.remembered(&person).is_none();
        let wants_block = !lacks(record, BLOCKS) && blocks.remembered(&back).is_none();
        let wants_contact = !lacks(record, CONTACTS) && contacts.remembered(&back).is_none();
        let since = (settings.since(), blocks.since(), contacts.since());
        let mut asked = Together::of(Owner::User(user));
        if wants_settings {
            asked.ask::<tables::AccountSettings>(&person);
        }
        if wants_block {
            asked.ask::<tables::Blocks>(&back);
        }
        if wants_contact {
            asked.ask::<tables::Contacts>(&back);
        }
        if asked.is_empty() {
            return Ok(());
        }
        let mut found = self.store.together(asked).await?;
        if wants_settings {
            settings.offer(&person, found.take::<tables::AccountSettings>()?.map(Arc::new), since.0);
        }
        if wants_block {
            blocks.offer(&back, found.take::<tables::Blocks>()?.map(Arc::new), since.1);
        }
        if wants_contact {
            contacts.offer(&back, found.take::<tables::Contacts>()?.map(Arc::new), since.2);
        }
        Ok(())
    }

    /// Changes the profile; those who know the person, and his other sessions, are told.
    ///
    /// # Errors
    /// [`ProfileError`].
    pub async fn change_profile(&self, by: By, change: ProfileChange) -> Result<(), ProfileError> {
        let ProfileChange { first_name, last_name, about } = change;
        let first_name = first_name.map(|name| check_first_name(&name)).transpose()?;
        let last_name = last_name.map(|name| check_last_name(&name)).transpose()?;
        let about = about.map(|about| check_about(&about)).transpose()?;
        let renamed = first_name.is_some() || last_name.is_some();
        let apply = |record: &mut User| {
            record.first_name = first_name.unwrap_or_else(|| std::mem::take(&mut record.first_name));
            record.last_name = last_name.unwrap_or_else(|| std::mem::take(&mut record.last_name));
            if let Some(about) = about {
                record.about = (!about.is_empty()).then_some(about);
            }
        };
        let of = by.user.0;
        let about = if renamed { About::Name(of) } else { About::User(of) };
        match self.people.change(by.user, &[about], apply).await? {
            Some((_, true)) if renamed => self.tell_name_changed(by).await?,
            Some((_, true)) => self.tell(by, &Notice::User { user: by.user }).await?,
            _ => {}
        }
        Ok(())
    }

    /// Shows another photo on the page, or none.
    pub(crate) async fn show_photo(&self, by: By, photo: Option<UserPhoto>) -> Result<(), Fault> {
        let about = [About::User(by.user.0)];
        if let Some((_, true)) = self.people.change(by.user, &about, |record| record.photo = photo).await? {
            self.tell(by, &Notice::User { user: by.user }).await?;
        }
        Ok(())
    }

    /// Changes the record in what others look up; those who know the person, and his other sessions, are told.
    pub(crate) async fn change_record(
        &self,
        by: By,
        apply: impl FnOnce(&mut User) + Send,
    ) -> Result<(), ProfileError> {
        let about = [About::User(by.user.0)];
        if let Some((_, true)) = self.people.change(by.user, &about, apply).await? {
            self.tell(by, &Notice::User { user: by.user }).await?;
        }
        Ok(())
    }

    /// Tells everybody who is connected and concerned that names have changed.
    pub(crate) async fn tell_name_changed(&self, by: By) -> Result<(), Fault> {
        self.tell(by, &Notice::Name { user: by.user }).await
    }

    /// Tells everybody who is connected and concerned that the number has changed.
    pub(crate) async fn tell_phone_changed(&self, by: By) -> Result<(), Fault> {
        self.tell(by, &Notice::Phone { user: by.user }).await
    }

    /// Tells everybody who is connected and knew the person that the account is no more.
    pub(crate) async fn tell_gone(&self, by: By) -> Result<(), Fault> {
        self.tell(by, &Notice::Name { user: by.user }).await?;
        self.tell(by, &Notice::User { user: by.user }).await
    }

    async fn tell(&self, by: By, notice: &Notice) -> Result<(), Fault> {
        self.live.notice(by.user, notice.clone(), by.session);
        for other in self.audience.of(by.user).await? {
            self.live.notice(other, notice.clone(), None);
        }
        Ok(())
    }

    fn view_of(&self, viewer: UserId, user: UserId, facts: &Facts) -> UserView {
        let Facts { record, contact, contact_back, theirs, own, blocked, seen } = facts;
        let is_self = viewer == user;
        let deleted = record.deleted_at.is_some();
        let known = contact_back.is_some();
        let asker = Asker { user: viewer, contact: contact_back.as_deref(), blocked: *blocked };
        let rules = Rules { theirs, own, known: asker.contact, knows: contact.as_deref(), blocked: *blocked };
        let (first_name, last_name) = match contact {
            _ if deleted => (String::new(), String::new()),
            Some(contact) => (contact.first_name.clone(), contact.last_name.clone()),
            None => (record.first_name.clone(), record.last_name.clone()),
        };
        let phone = is_self
            || contact.as_ref().is_some_and(|contact| contact.phone == record.phone)
            || !blocked && contact_back.as_ref().is_some_and(|back| back.shares_phone == Some(true))
            || settings::allows(theirs, PrivacyKey::PhoneNumber, &asker);
        let given = contact.as_ref().and_then(|contact| contact.photo.as_ref());
        let photo = is_self || settings::allows(theirs, PrivacyKey::ProfilePhoto, &asker);
        UserView {
            id: user,
            access_hash: self.access.of(viewer, PeerKind::User, user.0),
            is_self,
            is_service: user == SERVICE_USER,
            deleted,
            contact: contact.is_some() && !deleted,
            mutual_contact: contact.is_some() && known && !deleted,
            close_friend: contact.as_ref().is_some_and(|contact| contact.close_friend == Some(true)),
            first_name,
            last_name,
            username: record.username.clone().filter(|_| !deleted),
            phone: (phone && !deleted && !record.phone.is_empty()).then(|| record.phone.clone()),
            status: if deleted { Status::Empty } else { self.presence.shown(viewer, user, *seen, &rules) },
            photo: given.or(record.photo.as_ref().filter(|_| photo)).cloned().filter(|_| !deleted),
            photo_is_personal: given.is_some() && !deleted,
            style: record.style.clone().filter(|_| !deleted),
        }
    }
}

/// What `owner` keeps about `other`.
fn of(owner: UserId, other: UserId) -> ByNumber {
    ByNumber { user: owner, number: other.0 }
}

/// A first name as it is kept.
pub(crate) fn check_first_name(name: &str) -> Result<String, ProfileError> {
    let name = name.trim();
    let chars = name.chars().count();
    if (1..=NAME_CHARS_MAX).contains(&chars) {
        Ok(name.to_owned())
    } else {
        Err(ProfileError::FirstName { chars })
    }
}

/// A last name as it is kept.
pub(crate) fn check_last_name(name: &str) -> Result<String, ProfileError> {
    let name = name.trim();
    let chars = name.chars().count();
    if chars <= NAME_CHARS_MAX { Ok(name.to_owned()) } else { Err(ProfileError::LastName { chars }) }
}

fn check_about(about: &str) -> Result<String, ProfileError> {
    let about = about.trim();
    let chars = about.chars().count();
    if chars <= ABOUT_CHARS_MAX { Ok(about.to_owned()) } else { Err(ProfileError::About { chars }) }
}
