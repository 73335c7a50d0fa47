//! Basic groups among chats that are to be shared: nothing but channels and supergroups can be behind a link, so they
//! become supergroups, which take their places in the folder.

use boxes::{By, Peer};
use store::records::chat_list::DialogFilter;

use super::{SharedFolderError, SharedFolders};

/// Chats that are to be shared, once none of them is a basic group any more.
pub(super) struct Ready {
    /// All of them.
    pub(super) peers: Vec<Peer>,
    became: Vec<(Peer, Peer)>,
}

impl Ready {
    /// Whether the folder names a group that became another one.
    pub(super) fn changes_the_folder(&self) -> bool {
        !self.became.is_empty()
    }

    /// Puts the supergroups into the places of the groups that they were.
    pub(super) fn put_into(&self, filter: &mut DialogFilter) {
        for (group, supergroup) in &self.became {
            for places in [&mut filter.pinned, &mut filter.included] {
                places.iter_mut().filter(|peer| *peer == group).for_each(|peer| *peer = *supergroup);
            }
        }
    }
}

impl SharedFolders {
    /// Makes supergroups of the basic groups among chats that [`SharedFolders::check`] has passed.
    pub(super) async fn ready(&self, by: By, peers: &[Peer]) -> Result<Ready, SharedFolderError> {
        let mut ready = Ready { peers: Vec::with_capacity(peers.len()), became: Vec::new() };
        for peer in peers {
            let Peer::Group(group) = peer else {
                ready.peers.push(*peer);
                continue;
            };
            // Not in the name of the session: what happens to the group does not stand in the answer, so it has to be
            // told to it as to all others.
            let supergroup = Peer::Channel(self.channels.migrate(By::user(by.user), *group).await?.channel);
            ready.became.push((*peer, supergroup));
            ready.peers.push(supergroup);
        }
        Ok(ready)
    }
}
