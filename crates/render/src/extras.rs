//! What messages carry that stands in records of its own and that each viewer sees otherwise: polls. Read before
//! messages are rendered.

use std::sync::Arc;

use boxes::{Entry, Event, Media, Message, Peer, UserId};
use domain::{Domain, Fault, PollView};

use crate::polls::people_of_poll;

/// See the top of the file.
#[derive(Default)]
pub struct Extras {
    polls: Vec<PollView>,
}

impl Extras {
    /// What these messages carry, for `viewer`.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn of<'a>(
        domain: &Domain,
        viewer: UserId,
        messages: impl IntoIterator<Item = &'a Message>,
    ) -> Result<Extras, Fault> {
        let mut extras = Extras::default();
        let ids: Vec<i64> = messages.into_iter().filter_map(poll_id).collect();
        for id in ids {
            if extras.poll(id).is_none() {
                extras.polls.extend(domain.polls.view(viewer, id).await?);
            }
        }
        Ok(extras)
    }

    /// As [`Extras::of`], for the messages of entries.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub async fn of_entries(
        domain: &Domain,
        viewer: UserId,
        entries: &[Arc<Entry>],
    ) -> Result<Extras, Fault> {
        Extras::of(domain, viewer, entries.iter().filter_map(|entry| message_of(entry))).await
    }

    /// Everybody whom they name.
    pub fn peers(&self) -> Vec<Peer> {
        self.polls.iter().flat_map(people_of_poll).map(Peer::User).collect()
    }

    pub(crate) fn poll(&self, id: i64) -> Option<&PollView> {
        self.polls.iter().find(|view| view.id == id)
    }
}

fn poll_id(message: &Message) -> Option<i64> {
    match message.content.media {
        Some(Media::Poll { id }) => Some(id),
        _ => None,
    }
}

fn message_of(entry: &Entry) -> Option<&Message> {
    match &entry.event {
        Event::New(message) | Event::Edited(message) | Event::Reacted(message) => Some(message),
        _ => None,
    }
}
