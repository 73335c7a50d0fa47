//! The records of people, by id and by phone number. What a viewer may see of them is decided in `users`.

use std::sync::Arc;

use boxes::{About, Boxes};
use store::{
    Store,
    ids::UserId,
    key::{Hashed, OfUser},
    records::account::User,
    tables,
};

use crate::{Fault, accounts::PhoneNumber, cached::CachedRows, kept, lasting, service::SERVICE_USER};

/// The records of all people.
pub(crate) struct People {
    store: Store,
    boxes: Boxes,
    rows: Arc<CachedRows<tables::Users>>,
    service: Arc<User>,
}

impl People {
    /// Over rows that others note in what they keep of people.
    pub(crate) fn new(store: Store, boxes: Boxes, rows: Arc<CachedRows<tables::Users>>) -> Self {
        let service = User { first_name: SERVICE_NAME.to_owned(), ..User::default() };
        People { rows, store, boxes, service: Arc::new(kept::nothing(service)) }
    }

    /// The record of a person; the service account has one as well.
    pub(crate) async fn record(&self, user: UserId) -> Result<Option<Arc<User>>, Fault> {
        match self.remembered(user) {
            Some(record) => Ok(record),
            None => Ok(self.rows.get(&OfUser(user)).await?),
        }
    }

    /// As [`People::record`], if it is remembered whether there is one.
    pub(crate) fn remembered(&self, user: UserId) -> Option<Option<Arc<User>>> {
        if user == SERVICE_USER {
            return Some(Some(self.service.clone()));
        }
        self.rows.remembered(&OfUser(user))
    }

    /// The rows, for whoever reads them together with others.
    pub(crate) fn rows(&self) -> &CachedRows<tables::Users> {
        &self.rows
    }

    /// Writes a person who may be there already; then `existing` stays as it is.
    pub(crate) async fn create(&self, user: UserId, record: User) -> Result<Arc<User>, Fault> {
        let key = OfUser(user);
        let _lock = self.rows.lock(&key).await;
        if let Some(existing) = self.rows.get_locked(&key).await? {
            return Ok(existing);
        }
        Ok(self.rows.write_locked(&key, Some(kept::nothing(record))).await?.unwrap_or_default())
    }

    /// Changes a person's record; his devices that are away are to hear of what it was `about`. None if there is no
    /// such person; the flag tells whether anything changed.
    pub(crate) async fn change(
        &self,
        user: UserId,
        about: &[About],
        change: impl FnOnce(&mut User) + Send,
    ) -> Result<Option<(Arc<User>, bool)>, Fault> {
        let key = OfUser(user);
        let _lock = self.rows.lock(&key).await;
        let Some(before) = self.rows.get_locked(&key).await? else { return Ok(None) };
        let mut after = (*before).clone();
        change(&mut after);
        if after == *before {
            return Ok(Some((before, false)));
        }
        let mut batch = self.store.batch();
        lasting::keep(&self.boxes, &mut batch, user, about).await?;
        Ok(self.rows.write_locked_with(&key, Some(after), batch).await?.map(|record| (record, true)))
    }

    /// Who has signed up with a number. A row of a number whose person was never written is nobody.
    pub(crate) async fn by_phone(&self, phone: &PhoneNumber) -> Result<Option<UserId>, Fault> {
        let Some(row) = self.store.get::<tables::Phones>(&self.phone_key(phone)).await? else {
            return Ok(None);
        };
        let user = UserId(row.user);
        let record = self.record(user).await?;
        Ok(record
            .filter(|record| record.phone == phone.digits() && record.deleted_at.is_none())
            .map(|_| user))
    }

    /// Where the row of a number lies.
    pub(crate) fn phone_key(&self, phone: &PhoneNumber) -> Hashed {
        Hashed(self.store.keyed_hash("phone", phone.digits().as_bytes()))
    }
}

/// What the service account calls itself.
const SERVICE_NAME: &str = "Merpati";
