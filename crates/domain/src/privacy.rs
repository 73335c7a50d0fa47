//! Whether one person lets another see or do something: the rules, with what they rest on (who knows whom, who
//! has blocked whom) read for them.

use std::sync::Arc;

use store::ids::UserId;

use crate::{
    Blocks, Contacts, Fault, Settings,
    settings::{self, Asker, PrivacyKey},
};

/// Asks the rules of all people.
pub struct Privacy {
    settings: Arc<Settings>,
    contacts: Arc<Contacts>,
    blocks: Arc<Blocks>,
}

impl Privacy {
    pub(crate) fn new(settings: Arc<Settings>, contacts: Arc<Contacts>, blocks: Arc<Blocks>) -> Self {
        Privacy { settings, contacts, blocks }
    }

    /// Whether `owner` lets `viewer` see or do the thing. Everybody lets himself.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn allows(&self, owner: UserId, key: PrivacyKey, viewer: UserId) -> Result<bool, Fault> {
        if owner == viewer {
            return Ok(true);
        }
        let contact = self.contacts.get(owner, viewer).await?;
        let blocked = self.blocks.has(owner, viewer).await?;
        let asker = Asker { user: viewer, contact: contact.as_deref(), blocked };
        Ok(settings::allows(&*self.settings.of(owner).await?, key, &asker))
    }
}
