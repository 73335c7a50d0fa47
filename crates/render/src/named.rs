//! Everybody and everything that an answer names: the people and the chats that have to stand beside it.

use boxes::{Peer, UserId};
use domain::{Domain, Fault};
use tl::enums;

use crate::{chats::chat, people::people};

/// People and chats as one viewer sees them, each once.
#[derive(Default)]
pub struct Named {
    /// The people.
    pub users: Vec<enums::User>,
    /// Basic groups and channels.
    pub chats: Vec<enums::Chat>,
}

/// These peers as `viewer` sees them, each once; what is not there is left out.
///
/// # Errors
/// Where a record cannot be read.
pub async fn named(
    domain: &Domain,
    viewer: UserId,
    peers: impl IntoIterator<Item = Peer>,
) -> Result<Named, Fault> {
    let mut named_users: Vec<UserId> = Vec::new();
    let mut named_chats: Vec<Peer> = Vec::new();
    for peer in peers {
        match peer {
            Peer::User(user) => named_users.push(user),
            chat if !named_chats.contains(&chat) => named_chats.push(chat),
            _ => {}
        }
    }
    let mut chats = Vec::with_capacity(named_chats.len());
    let mut communities: Vec<i64> = Vec::new();
    for peer in &named_chats {
        let shown = chat(domain, viewer, *peer).await?;
        let linked = match &shown {
            Some(enums::Chat::Channel(channel)) => channel.linked_community_id,
            _ => None,
        };
        communities.extend(linked.filter(|id| !communities.contains(id)));
        chats.extend(shown);
    }
    // A channel names its community.
    for community in communities.into_iter().map(Peer::Channel) {
        if !named_chats.contains(&community) {
            chats.extend(chat(domain, viewer, community).await?);
        }
    }
    Ok(Named { users: people(domain, viewer, named_users).await?, chats })
}
