//! Folders that are shared by a link: who follows it gets the folder, and comes into the channels of it that he
//! chooses. What is shared are channels and supergroups that the sharer may let people into; a right that he has lost
//! since lets nobody in. A basic group of the sharer's own becomes a supergroup for it.
//!
//! The link's own row lies with its maker; the row of its end only leads there, is written first and taken away last.

use std::sync::Arc;

use boxes::{By, ChannelEntry, Peer, UserId};
use store::{
    Batch, Direction, Rows, Store, StoreError,
    ids::Owner,
    key::Hashed,
    records::{
        box_index::ByName,
        chat_list::{ChatlistInvite, ChatlistTarget, DialogFilter, JoinedFolder, SharedFolder, filter_flag},
    },
    tables,
};
use world::World;

use crate::{ChannelError, Channels, ChatListError, ChatLists, FILTER_CHATS_MAX, Fault, locks::Locks};

mod supergroups;

/// Links of one folder; help.getAppConfig names it.
pub const FOLDER_LINKS_MAX: usize = 100;
/// Characters of a link's name.
const TITLE_CHARS_MAX: usize = 32;

/// Why something about a shared folder was refused.
#[derive(Debug, thiserror::Error)]
pub enum SharedFolderError {
    /// There is no such link, or nothing is left behind it.
    #[error("the link leads nowhere")]
    NoSuchLink,
    /// The folder is not shared, or cannot be.
    #[error("the folder is not shared, or cannot be")]
    NotShared,
    /// No chat was named, or none that can be shared.
    #[error("no chats")]
    NoChats,
    /// A chat that cannot be shared by the caller, or is not behind the link.
    #[error("not a chat that is shared")]
    NotSharedChat,
    /// More links than are kept.
    #[error("{given} links; at most {max} are kept")]
    TooManyLinks {
        /// How many there would be.
        given: usize,
        /// How many there may be.
        max: usize,
    },
    /// More chats than a folder holds, or a name that is too long.
    #[error("too much")]
    TooMuch,
    /// What is wrong with the folder.
    #[error(transparent)]
    List(#[from] ChatListError),
    /// What a channel has against it.
    #[error(transparent)]
    Channel(#[from] ChannelError),
    /// Nobody's wrong input.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl From<StoreError> for SharedFolderError {
    fn from(error: StoreError) -> Self {
        SharedFolderError::Fault(Fault::Store(error))
    }
}

/// A link with what it ends with.
#[derive(Clone)]
pub struct FolderLink {
    /// What it ends with.
    pub slug: String,
    /// What it is called, and what is behind it.
    pub invite: ChatlistInvite,
}

/// What is behind a link, for who follows it.
pub enum Offered {
    /// He has the folder.
    Joined {
        /// Its id with him.
        id: i32,
        /// Chats of the link that are not in it.
        missing: Vec<Peer>,
        /// Chats of the link that are.
        there: Vec<Peer>,
    },
    /// A folder that he does not have.
    New {
        /// As the sharer has it.
        filter: Arc<DialogFilter>,
        /// The chats of the link.
        peers: Vec<Peer>,
    },
}

/// What became of joining.
pub struct JoinedChats {
    /// The folder's id.
    pub id: i32,
    /// The folder.
    pub filter: DialogFilter,
    /// The channels that he came into, with what was said there.
    pub joined: Vec<(i64, Vec<Arc<ChannelEntry>>)>,
}

/// The shared folders of all people.
pub struct SharedFolders {
    store: Store,
    world: World,
    lists: Arc<ChatLists>,
    channels: Arc<Channels>,
    /// One after the other for each person: what is decided on stays so until it is written.
    locks: Locks,
}

impl SharedFolders {
    pub(crate) fn new(store: Store, world: World, lists: Arc<ChatLists>, channels: Arc<Channels>) -> Self {
        SharedFolders { store, world, lists, channels, locks: Locks::new() }
    }

    /// Makes a link to some chats of a folder, which is a shared one from then on.
    ///
    /// # Errors
    /// [`SharedFolderError`].
    pub async fn export(
        &self,
        by: By,
        id: i32,
        title: &str,
        peers: &[Peer],
    ) -> Result<(FolderLink, DialogFilter), SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        let filter = self.folder(by.user, id).await?;
        if !can_be_shared(&filter) {
            return Err(SharedFolderError::NotShared);
        }
        self.check(by.user, &filter, title, peers).await?;
        let given = self.links(by.user, id).await?.len() + 1;
        if given > FOLDER_LINKS_MAX {
            return Err(SharedFolderError::TooManyLinks { given, max: FOLDER_LINKS_MAX });
        }
        let ready = self.ready(by, peers).await?;
        let slug = self.new_slug();
        let invite =
            ChatlistInvite { filter: id, title: title.trim().to_owned(), peers: ready.peers.clone() };
        let mut batch = self.store.batch();
        batch.put::<tables::ChatlistTargets>(&self.target(&slug), &ChatlistTarget { user: by.user });
        self.store.commit(batch).await?;
        let mut batch = self.store.batch();
        batch.put::<tables::ChatlistInvites>(&key(by.user, &slug), &invite);
        let filter = self
            .lists
            .change_filter(by, id, batch, |filter| {
                ready.put_into(filter);
                filter.shared.get_or_insert_default().has_links = true;
                Ok(())
            })
            .await?;
        Ok((FolderLink { slug, invite }, filter))
    }

    /// The links that somebody has made to a folder of his.
    ///
    /// # Errors
    /// Where the folder is not there, and faults.
    pub async fn exported(&self, user: UserId, id: i32) -> Result<Vec<FolderLink>, SharedFolderError> {
        self.folder(user, id).await?;
        self.links(user, id).await
    }

    /// Calls a link otherwise, or puts other chats behind it.
    ///
    /// # Errors
    /// [`SharedFolderError`].
    pub async fn edit(
        &self,
        by: By,
        id: i32,
        slug: &str,
        title: Option<&str>,
        peers: Option<&[Peer]>,
    ) -> Result<FolderLink, SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        let filter = self.folder(by.user, id).await?;
        let mut invite = self.own(by.user, id, slug).await?;
        let known = invite.peers.clone();
        self.check(by.user, &filter, title.unwrap_or_default(), peers.unwrap_or(&known)).await?;
        if let Some(title) = title {
            invite.title = title.trim().to_owned();
        }
        let ready = self.ready(by, peers.unwrap_or(&known)).await?;
        invite.peers.clone_from(&ready.peers);
        let mut batch = self.store.batch();
        batch.put::<tables::ChatlistInvites>(&key(by.user, slug), &invite);
        if ready.changes_the_folder() {
            let change = |filter: &mut DialogFilter| {
                ready.put_into(filter);
                Ok(())
            };
            self.lists.change_filter(by, id, batch, change).await?;
        } else {
            self.store.commit(batch).await?;
        }
        Ok(FolderLink { slug: slug.to_owned(), invite })
    }

    /// Takes a link away; who has the folder keeps it. A folder without links is shared no longer.
    ///
    /// # Errors
    /// [`SharedFolderError::NoSuchLink`], where the folder is not there, and faults.
    pub async fn delete(&self, by: By, id: i32, slug: &str) -> Result<(), SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        self.folder(by.user, id).await?;
        self.own(by.user, id, slug).await?;
        let last = self.links(by.user, id).await?.len() == 1;
        let mut batch = self.store.batch();
        batch.delete::<tables::ChatlistInvites>(&key(by.user, slug));
        if last {
            let change = |filter: &mut DialogFilter| {
                filter.shared = filter.shared.take().filter(|shared| shared.joined.is_some());
                if let Some(shared) = &mut filter.shared {
                    shared.has_links = false;
                }
                Ok(())
            };
            self.lists.change_filter(by, id, batch, change).await?;
        } else {
            self.store.commit(batch).await?;
        }
        self.forget_targets(&[slug.to_owned()]).await
    }

    /// Takes a folder away, and its links with it; its chats stay.
    ///
    /// # Errors
    /// Where the folder is not there, and faults.
    pub async fn delete_folder(&self, by: By, id: i32) -> Result<(), SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        let links = self.links(by.user, id).await?;
        let mut batch = self.store.batch();
        for link in &links {
            batch.delete::<tables::ChatlistInvites>(&key(by.user, &link.slug));
        }
        self.lists.delete_filter_with(by, id, batch).await?;
        let slugs: Vec<String> = links.into_iter().map(|link| link.slug).collect();
        self.forget_targets(&slugs).await
    }

    /// What is behind a link.
    ///
    /// # Errors
    /// [`SharedFolderError::NoSuchLink`], and faults.
    pub async fn check_link(&self, user: UserId, slug: &str) -> Result<Offered, SharedFolderError> {
        let (sharer, invite) = self.followed(slug).await?;
        let peers = self.open(sharer, &invite).await?;
        if peers.is_empty() {
            return Err(SharedFolderError::NoSuchLink);
        }
        if let Some((id, filter)) = self.joined_by(user, sharer, slug, invite.filter).await? {
            let (there, missing) = peers.into_iter().partition(|peer| names(&filter, *peer));
            return Ok(Offered::Joined { id, missing, there });
        }
        let filter = self.lists.filter(sharer, invite.filter).await?.ok_or(SharedFolderError::NoSuchLink)?;
        Ok(Offered::New { filter, peers })
    }

    /// Follows a link: comes into these chats, and gets the folder with them. Chats that do not let him in are left
    /// out; those that ask an admin first are asked.
    ///
    /// # Errors
    /// [`SharedFolderError`].
    pub async fn join(&self, by: By, slug: &str, peers: &[Peer]) -> Result<JoinedChats, SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        let (sharer, invite) = self.followed(slug).await?;
        if sharer == by.user {
            return Err(SharedFolderError::NotShared);
        }
        let offered = self.open(sharer, &invite).await?;
        if offered.is_empty() {
            return Err(SharedFolderError::NoSuchLink);
        }
        let known = self.joined_by(by.user, sharer, slug, invite.filter).await?;
        let like = self.lists.filter(sharer, invite.filter).await?.ok_or(SharedFolderError::NoSuchLink)?;
        if known.is_none() {
            // Before anything is joined.
            self.lists.free_filter_id(by.user).await?;
        }
        let (inside, joined) = self.come_in(by, sharer, &offered, peers).await?;
        if let Some((id, _)) = known {
            return self.put_in(by, id, inside, joined).await;
        }
        let came = joined.iter().map(|(channel, _)| Peer::Channel(*channel)).collect();
        let from = JoinedFolder { user: sharer, slug: slug.to_owned(), came, hidden: Vec::new() };
        let filter = DialogFilter {
            flags: like.flags & filter_flag::TITLE_NOANIMATE,
            title: like.title.clone(),
            title_entities: like.title_entities.clone(),
            emoticon: like.emoticon.clone(),
            included: inside,
            shared: Some(Box::new(SharedFolder { has_links: false, joined: Some(from) })),
            ..DialogFilter::default()
        };
        let id = self.lists.add_filter(by, filter.clone()).await?;
        Ok(JoinedChats { id, filter, joined })
    }

    /// The chats that were put behind the link since a folder was joined, and that its owner has not put aside.
    ///
    /// # Errors
    /// [`SharedFolderError::NotShared`], where the folder is not there, and faults.
    pub async fn news(&self, user: UserId, id: i32) -> Result<Vec<Peer>, SharedFolderError> {
        let filter = self.folder(user, id).await?;
        let shared = filter.shared.as_ref().ok_or(SharedFolderError::NotShared)?;
        let Some(joined) = &shared.joined else { return Ok(Vec::new()) };
        let (sharer, invite) = match self.followed(&joined.slug).await {
            Ok(found) => found,
            // The link is gone: nothing comes any more.
            Err(SharedFolderError::NoSuchLink) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut peers = self.open(sharer, &invite).await?;
        peers.retain(|peer| !names(&filter, *peer) && !joined.hidden.contains(peer));
        Ok(peers)
    }

    /// Comes into chats that were put behind the link since.
    ///
    /// # Errors
    /// As [`SharedFolders::join`].
    pub async fn join_news(&self, by: By, id: i32, peers: &[Peer]) -> Result<JoinedChats, SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        let filter = self.folder(by.user, id).await?;
        let joined = filter.shared.as_ref().and_then(|shared| shared.joined.as_ref());
        let joined = joined.ok_or(SharedFolderError::NotShared)?;
        let (sharer, invite) = self.followed(&joined.slug).await?;
        let offered = self.open(sharer, &invite).await?;
        let (inside, came) = self.come_in(by, sharer, &offered, peers).await?;
        self.put_in(by, id, inside, came).await
    }

    /// Puts aside what was put behind the link since.
    ///
    /// # Errors
    /// As [`SharedFolders::news`].
    pub async fn hide_news(&self, by: By, id: i32) -> Result<(), SharedFolderError> {
        let _lock = self.locks.of(&by.user).await;
        let news = self.news(by.user, id).await?;
        if news.is_empty() {
            return Ok(());
        }
        let change = |filter: &mut DialogFilter| {
            if let Some(joined) = filter.shared.as_mut().and_then(|shared| shared.joined.as_mut()) {
                joined.hidden.extend(news.iter().copied());
                // What was put aside first is offered again, rather than that the row grows without end.
                let over = joined.hidden.len().saturating_sub(HIDDEN_MAX);
                joined.hidden.drain(..over);
            }
            Ok(())
        };
        self.lists.change_filter(by, id, self.store.batch(), change).await?;
        Ok(())
    }

    /// The chats of a folder that somebody came into by its link and is in still.
    ///
    /// # Errors
    /// [`SharedFolderError::NotShared`], where the folder is not there, and faults.
    pub async fn came(&self, user: UserId, id: i32) -> Result<Vec<Peer>, SharedFolderError> {
        let filter = self.folder(user, id).await?;
        let shared = filter.shared.as_ref().ok_or(SharedFolderError::NotShared)?;
        let mut came = Vec::new();
        for peer in shared.joined.iter().flat_map(|joined| &joined.came) {
            if let Peer::Channel(channel) = peer
                && names(&filter, *peer)
                && self.channels.is_member(*channel, user).await?
            {
                came.push(*peer);
            }
        }
        Ok(came)
    }

    /// Takes a shared folder away and leaves these chats of it; gives what was said in them.
    ///
    /// # Errors
    /// [`SharedFolderError::NotShared`], [`SharedFolderError::NotSharedChat`], and faults.
    pub async fn leave(
        &self,
        by: By,
        id: i32,
        peers: &[Peer],
    ) -> Result<Vec<(i64, Vec<Arc<ChannelEntry>>)>, SharedFolderError> {
        let filter = self.folder(by.user, id).await?;
        if filter.shared.is_none() {
            return Err(SharedFolderError::NotShared);
        }
        let mut channels = Vec::with_capacity(peers.len());
        for peer in peers {
            match peer {
                Peer::Channel(channel) if names(&filter, *peer) => channels.push(*channel),
                _ => return Err(SharedFolderError::NotSharedChat),
            }
        }
        let mut left = Vec::new();
        for channel in channels {
            match self.channels.leave(by, channel).await {
                Ok(entries) => left.push((channel, entries)),
                Err(ChannelError::Fault(fault)) => return Err(fault.into()),
                // Out of it already, or it is no more.
                Err(_) => {}
            }
        }
        self.delete_folder(by, id).await?;
        Ok(left)
    }

    /// Comes into chats that are behind a link. Gives those in which he is now, and those that he came into.
    async fn come_in(
        &self,
        by: By,
        sharer: UserId,
        offered: &[Peer],
        peers: &[Peer],
    ) -> Result<(Vec<Peer>, Vec<(i64, Vec<Arc<ChannelEntry>>)>), SharedFolderError> {
        if peers.is_empty() {
            return Err(SharedFolderError::NoChats);
        }
        if peers.iter().any(|peer| !offered.contains(peer)) {
            return Err(SharedFolderError::NotSharedChat);
        }
        let (mut inside, mut joined, mut refused) = (Vec::new(), Vec::new(), None);
        for peer in peers {
            let Peer::Channel(channel) = peer else { continue };
            match self.channels.join_by_folder(by, *channel, sharer).await {
                Ok(entries) => {
                    inside.push(*peer);
                    joined.push((*channel, entries));
                }
                Err(ChannelError::AlreadyIn) => inside.push(*peer),
                Err(ChannelError::Fault(fault)) => return Err(fault.into()),
                Err(error) => refused = Some(error),
            }
        }
        match refused {
            Some(error) if inside.is_empty() => Err(error.into()),
            _ => Ok((inside, joined)),
        }
    }

    /// Puts chats into a folder that was joined.
    async fn put_in(
        &self,
        by: By,
        id: i32,
        inside: Vec<Peer>,
        joined: Vec<(i64, Vec<Arc<ChannelEntry>>)>,
    ) -> Result<JoinedChats, SharedFolderError> {
        let change = |filter: &mut DialogFilter| {
            for peer in &inside {
                if !names(filter, *peer) {
                    filter.included.push(*peer);
                }
            }
            if let Some(from) = filter.shared.as_mut().and_then(|shared| shared.joined.as_mut()) {
                let came = joined.iter().map(|(channel, _)| Peer::Channel(*channel));
                from.came.extend(came.filter(|peer| !from.came.contains(peer)).collect::<Vec<_>>());
                from.came.truncate(FILTER_CHATS_MAX);
            }
            Ok(())
        };
        let filter = self.lists.change_filter(by, id, self.store.batch(), change).await?;
        Ok(JoinedChats { id, filter, joined })
    }

    async fn folder(&self, user: UserId, id: i32) -> Result<Arc<DialogFilter>, SharedFolderError> {
        let filter = self.lists.filter(user, id).await?;
        Ok(filter.ok_or(ChatListError::FilterId { id })?)
    }

    /// Refuses what cannot stand behind a link to this folder.
    async fn check(
        &self,
        user: UserId,
        filter: &DialogFilter,
        title: &str,
        peers: &[Peer],
    ) -> Result<(), SharedFolderError> {
        if peers.is_empty() {
            return Err(SharedFolderError::NoChats);
        }
        if peers.len() > FILTER_CHATS_MAX || title.trim().chars().count() > TITLE_CHARS_MAX {
            return Err(SharedFolderError::TooMuch);
        }
        for peer in peers {
            let may_be_shared = match peer {
                Peer::Channel(channel) => self.channels.may_share(user, *channel).await?,
                Peer::Group(group) => self.channels.may_migrate(user, *group).await?,
                _ => false,
            };
            if !names(filter, *peer) || !may_be_shared {
                return Err(SharedFolderError::NotSharedChat);
            }
        }
        Ok(())
    }

    /// The chats of a link that its maker may still let people into.
    async fn open(&self, sharer: UserId, invite: &ChatlistInvite) -> Result<Vec<Peer>, SharedFolderError> {
        let mut open = Vec::with_capacity(invite.peers.len());
        for peer in &invite.peers {
            if let Peer::Channel(channel) = peer
                && self.channels.may_share(sharer, *channel).await?
            {
                open.push(*peer);
            }
        }
        Ok(open)
    }

    /// Whose link this is, and the link.
    async fn followed(&self, slug: &str) -> Result<(UserId, ChatlistInvite), SharedFolderError> {
        let target = self.store.get::<tables::ChatlistTargets>(&self.target(slug)).await?;
        let sharer = target.ok_or(SharedFolderError::NoSuchLink)?.user;
        let invite = self.store.get::<tables::ChatlistInvites>(&key(sharer, slug)).await?;
        Ok((sharer, invite.ok_or(SharedFolderError::NoSuchLink)?))
    }

    /// The folder of `user` that came by this link, or is the one that it leads to.
    async fn joined_by(
        &self,
        user: UserId,
        sharer: UserId,
        slug: &str,
        shared: i32,
    ) -> Result<Option<(i32, Arc<DialogFilter>)>, SharedFolderError> {
        for (id, filter) in self.lists.filters(user).await? {
            let Some(filter) = filter else { continue };
            let joined = filter.shared.as_ref().and_then(|shared| shared.joined.as_ref());
            if joined.is_some_and(|joined| joined.slug == slug) || (user == sharer && id == shared) {
                return Ok(Some((id, filter)));
            }
        }
        Ok(None)
    }

    async fn own(&self, user: UserId, id: i32, slug: &str) -> Result<ChatlistInvite, SharedFolderError> {
        let invite = self.store.get::<tables::ChatlistInvites>(&key(user, slug)).await?;
        invite.filter(|invite| invite.filter == id).ok_or(SharedFolderError::NoSuchLink)
    }

    async fn links(&self, user: UserId, id: i32) -> Result<Vec<FolderLink>, SharedFolderError> {
        let rows = Rows::<tables::ChatlistInvites>::of(Owner::User(user));
        let rows = self.store.scan(rows, LINKS_LOOKED_AT_MAX, Direction::Forward).await?;
        let link = |(key, invite): (ByName, ChatlistInvite)| FolderLink {
            slug: String::from_utf8_lossy(&key.name).into_owned(),
            invite,
        };
        Ok(rows.into_iter().map(link).filter(|link| link.invite.filter == id).collect())
    }

    /// Rows that lead to links that are gone.
    async fn forget_targets(&self, slugs: &[String]) -> Result<(), SharedFolderError> {
        if slugs.is_empty() {
            return Ok(());
        }
        let mut batch: Batch = self.store.batch();
        for slug in slugs {
            batch.delete::<tables::ChatlistTargets>(&self.target(slug));
        }
        Ok(self.store.commit(batch).await?)
    }

    fn target(&self, slug: &str) -> Hashed {
        Hashed(self.store.keyed_hash("link of a folder", slug.as_bytes()))
    }

    /// 132 bits of chance: nobody guesses it.
    fn new_slug(&self) -> String {
        const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let bytes = self.world.chance.bytes::<22>();
        bytes.iter().map(|byte| char::from(SIGNS[usize::from(byte & 63)])).collect()
    }
}

/// Chats that were put aside of one folder.
const HIDDEN_MAX: usize = 1_000;
/// Links of one person that are looked at: as many as all folders can have.
const LINKS_LOOKED_AT_MAX: usize = FOLDER_LINKS_MAX * crate::FILTERS_MAX;

/// Whether a folder is a list of chats and nothing else.
fn can_be_shared(filter: &DialogFilter) -> bool {
    filter.flags & !filter_flag::TITLE_NOANIMATE == 0 && filter.excluded.is_empty()
}

fn names(filter: &DialogFilter, peer: Peer) -> bool {
    filter.pinned.contains(&peer) || filter.included.contains(&peer)
}

fn key(user: UserId, slug: &str) -> ByName {
    ByName { user, name: slug.as_bytes().to_vec() }
}
