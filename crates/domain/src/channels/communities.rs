//! Communities: places that hold groups and channels of one house together, so that who is in one of them finds the
//! others. Nobody joins a community itself: in it are those who are in one of its chats, who made it, and who looks
//! after it. It is named like a channel, and has no messages.
//!
//! A link holds if the community's record and the chat's name each other. Whoever changes links holds the gates of the
//! community and of the chats. Who was thrown out of a community is out of all its chats from the moment that his row is
//! there: [`Channels::standing`] asks for it; that he is taken from their lists as well follows.

mod bans;
mod care;
mod links;

use std::sync::Arc;

use boxes::UserId;
use store::{
    Direction, Rows as Range, Store,
    ids::Owner,
    key::ByNumber,
    records::{
        channels::{ByMember, Channel, CommunityLink, OfChannel, Participant},
        communities::{Community, CommunityAdmin, CommunityBan, CommunityPeer, CommunitySeat},
    },
    tables,
};

use super::{
    ChannelError, ChannelView, Channels, Role, Standing, is_public, rights::admin, rights::banned, rows::Rows,
};
use crate::{Fault, PeerKind};

pub use bans::PersonsChats;
pub use care::NewCommunity;

/// Chats of one community, as `community_peers_limit` tells clients; as many may wait to come in.
pub const COMMUNITY_PEERS_MAX: usize = 100;
/// Communities that one person has made.
const COMMUNITIES_MAX: usize = 50;
/// Rights of admins that mean something in a community.
const RIGHTS: u32 =
    admin::CHANGE_INFO | admin::BAN_USERS | admin::ADD_ADMINS | admin::OTHER | admin::MANAGE_LINKED_PEERS;
/// Rows remembered at a time (twice as many at most).
const REMEMBERED: usize = 1 << 12;
const PEOPLE_REMEMBERED: usize = 1 << 15;

/// What is remembered of communities.
pub(super) struct Communities {
    rows: Rows<tables::Communities>,
    bans: Rows<tables::CommunityBans>,
    seats: Rows<tables::CommunitySeats>,
}

impl Communities {
    pub(super) fn new(store: &Store) -> Self {
        Communities {
            rows: Rows::new(store.clone(), REMEMBERED),
            bans: Rows::new(store.clone(), PEOPLE_REMEMBERED),
            seats: Rows::new(store.clone(), PEOPLE_REMEMBERED),
        }
    }
}

/// What somebody is in a community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommunityRole {
    /// Who made it.
    Creator,
    /// Who looks after it, with these rights.
    Admin(u32),
    /// In one of its chats.
    Member,
    /// In none, but one of those that are shown is public.
    Guest,
    /// Anybody else: it is not his.
    Stranger,
    /// Thrown out.
    Banned,
}

impl CommunityRole {
    /// The creator or an admin.
    pub fn is_admin(self) -> bool {
        matches!(self, CommunityRole::Creator | CommunityRole::Admin(_))
    }

    /// Whether the community is one of his own.
    pub fn is_in(self) -> bool {
        self.is_admin() || self == CommunityRole::Member
    }

    /// Rights of an admin.
    pub fn rights(self) -> u32 {
        match self {
            CommunityRole::Creator => RIGHTS,
            CommunityRole::Admin(rights) => rights,
            _ => 0,
        }
    }
}

/// A community as one viewer sees it. No Debug: it holds what people call it.
#[derive(Clone)]
pub struct CommunityView {
    /// Which.
    pub id: i64,
    /// What the viewer has to show for it.
    pub access_hash: i64,
    /// The community.
    pub record: Arc<Community>,
    /// What the viewer is in it.
    pub role: CommunityRole,
    /// Seconds since 1970 at which he came into one of its chats; or of its creation.
    pub since: i32,
    /// His devices show its chats as one.
    pub collapsed: bool,
}

impl CommunityView {
    /// Whether nothing but its name is shown.
    pub fn is_forbidden(&self) -> bool {
        self.record.deleted_at.is_some()
            || matches!(self.role, CommunityRole::Banned | CommunityRole::Stranger)
    }
}

/// A chat of a community as somebody finds it there.
pub struct ShownPeer {
    /// Which, and how it is linked.
    pub peer: CommunityPeer,
    /// He may read it.
    pub readable: bool,
}

impl Channels {
    /// The community's record; none where it is not there. A deleted one is there, and says so.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn community(&self, id: i64) -> Result<Option<Arc<Community>>, Fault> {
        Ok(self.communities.rows.get(&OfChannel(id)).await?)
    }

    /// The community to which a channel belongs, if both say so, and whether that is hidden.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn community_of(
        &self,
        channel: i64,
        record: &Channel,
    ) -> Result<Option<(CommunityLink, Arc<Community>)>, Fault> {
        let Some(link) = record.community else { return Ok(None) };
        let found = self.community(link.id).await?.filter(|community| {
            community.deleted_at.is_none() && community.peers.iter().any(|peer| peer.channel == channel)
        });
        Ok(found.filter(|_| record.deleted_at.is_none()).map(|community| (link, community)))
    }

    /// What `user` is in a channel, after what its own rows and its community's say.
    pub(super) async fn standing(
        &self,
        channel: i64,
        record: &Channel,
        user: UserId,
        row: Option<&Participant>,
    ) -> Result<Standing, Fault> {
        let standing = Standing::of(record, user, row, self.now());
        if record.community.is_some()
            && standing.role != Role::Creator
            && self.barred(channel, record, user).await?
        {
            return Ok(Standing { role: Role::Banned, member: false, banned: banned::VIEW_MESSAGES });
        }
        Ok(standing)
    }

    /// Whether the community of a channel has thrown this person out.
    pub(super) async fn barred(&self, channel: i64, record: &Channel, user: UserId) -> Result<bool, Fault> {
        let Some((link, _)) = self.community_of(channel, record).await? else { return Ok(false) };
        Ok(self.community_ban(link.id, user).await?.is_some())
    }

    /// That somebody was thrown out of a community.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn community_ban(&self, id: i64, user: UserId) -> Result<Option<Arc<CommunityBan>>, Fault> {
        Ok(self.communities.bans.get(&ByMember { channel: id, user }).await?)
    }

    /// The chats of a community that know of it.
    async fn peers_of(
        &self,
        id: i64,
        record: &Community,
    ) -> Result<Vec<(CommunityPeer, Arc<Channel>)>, Fault> {
        let mut peers = Vec::with_capacity(record.peers.len());
        for peer in &record.peers {
            let found = self.record(peer.channel).await?;
            let found = found.filter(|channel| {
                channel.deleted_at.is_none() && channel.community.is_some_and(|link| link.id == id)
            });
            peers.extend(found.map(|channel| (*peer, channel)));
        }
        Ok(peers)
    }

    /// What `user` is in a community, and since when he is in one of its chats.
    async fn part_in(
        &self,
        id: i64,
        record: &Community,
        user: UserId,
    ) -> Result<(CommunityRole, Option<i32>), Fault> {
        if record.creator != user && self.community_ban(id, user).await?.is_some() {
            return Ok((CommunityRole::Banned, None));
        }
        let (mut since, mut public) = (None::<i32>, false);
        for (peer, channel) in self.peers_of(id, record).await? {
            public |= !peer.hidden && is_public(&channel);
            let row = self.participant(peer.channel, user).await?;
            if let Some(row) = row.filter(|row| row.member) {
                since = Some(since.map_or(row.date, |date| date.min(row.date)));
            }
        }
        let admin = record.admins.iter().find(|admin| admin.user == user);
        let role = match (admin, since) {
            _ if record.creator == user => CommunityRole::Creator,
            (Some(admin), _) => CommunityRole::Admin(admin.rights),
            (None, Some(_)) => CommunityRole::Member,
            (None, None) if public => CommunityRole::Guest,
            (None, None) => CommunityRole::Stranger,
        };
        Ok((role, since))
    }

    /// What `user` is in a community; a stranger where there is none.
    pub(super) async fn community_role(&self, id: i64, user: UserId) -> Result<CommunityRole, Fault> {
        let record = self.community(id).await?.filter(|record| record.deleted_at.is_none());
        let Some(record) = record else { return Ok(CommunityRole::Stranger) };
        Ok(self.part_in(id, &record, user).await?.0)
    }

    /// Whether a channel is shown to `user`, who is not in it, as one that he finds in his community.
    pub(super) async fn finds(&self, channel: i64, record: &Channel, user: UserId) -> Result<bool, Fault> {
        let Some((link, _)) = self.community_of(channel, record).await? else { return Ok(false) };
        let role = self.community_role(link.id, user).await?;
        Ok(if link.hidden { role.is_admin() } else { role.is_in() })
    }

    /// The community as a viewer sees it; none if there never was one.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn community_view(&self, viewer: UserId, id: i64) -> Result<Option<CommunityView>, Fault> {
        let Some(record) = self.community(id).await? else { return Ok(None) };
        let (role, since) = self.part_in(id, &record, viewer).await?;
        let collapsed = self.seat(viewer, id).await?.collapsed == Some(true);
        let since = since.unwrap_or(record.date);
        let access_hash = self.access.of(viewer, PeerKind::Channel, id);
        Ok(Some(CommunityView { id, access_hash, record, role, since, collapsed }))
    }

    /// The community, if it is there and `user` may see what is in it.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchChannel`], [`ChannelError::Banned`], [`ChannelError::Private`], and faults.
    pub async fn community_seen(&self, id: i64, user: UserId) -> Result<CommunityView, ChannelError> {
        let view = self.community_view(user, id).await?;
        let view = view.filter(|view| view.record.deleted_at.is_none());
        let view = view.ok_or(ChannelError::NoSuchChannel)?;
        match view.role {
            CommunityRole::Banned => Err(ChannelError::Banned),
            CommunityRole::Stranger => Err(ChannelError::Private),
            _ => Ok(view),
        }
    }

    /// As [`Channels::community_seen`], for admins with one of these rights (0: all admins).
    ///
    /// # Errors
    /// As there, and [`ChannelError::AdminRequired`].
    pub async fn community_allowed(
        &self,
        id: i64,
        user: UserId,
        rights: u32,
    ) -> Result<CommunityView, ChannelError> {
        let view = self.community_seen(id, user).await?;
        let allowed = view.role.is_admin() && (rights == 0 || view.role.rights() & rights != 0);
        if allowed { Ok(view) } else { Err(ChannelError::AdminRequired) }
    }

    /// The chats of a community that `viewer` is shown there: admins all; who is in it those that are not hidden, and
    /// his own; others the public ones.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn shown_peers(&self, viewer: UserId, view: &CommunityView) -> Result<Vec<ShownPeer>, Fault> {
        let mut shown = Vec::new();
        for (peer, channel) in self.peers_of(view.id, &view.record).await? {
            let row = self.participant(peer.channel, viewer).await?;
            let member = self.standing(peer.channel, &channel, viewer, row.as_deref()).await?.member;
            let is_shown = match view.role {
                CommunityRole::Creator | CommunityRole::Admin(_) => true,
                CommunityRole::Member => member || !peer.hidden,
                CommunityRole::Guest => !peer.hidden && is_public(&channel),
                CommunityRole::Stranger | CommunityRole::Banned => false,
            };
            if !is_shown {
                continue;
            }
            let readable = match self.seen(peer.channel, viewer).await {
                Ok(_) => true,
                Err(ChannelError::Fault(fault)) => return Err(fault),
                Err(_) => false,
            };
            shown.push(ShownPeer { peer, readable });
        }
        Ok(shown)
    }

    /// The communities that are `user`'s own: he made them, looks after them, or is in one of their chats.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn communities_of(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        let mut found: Vec<i64> = Vec::new();
        for (id, seat) in self.seats_of(user).await? {
            if seat.admin {
                found.push(id);
            }
        }
        for channel in self.of_user(user).await?.iter() {
            let Some(record) = self.record(*channel).await? else { continue };
            let Some(link) = record.community else { continue };
            if !found.contains(&link.id) {
                found.push(link.id);
            }
        }
        let mut own = Vec::with_capacity(found.len());
        for id in found {
            if self.community_role(id, user).await?.is_in() {
                own.push(id);
            }
        }
        Ok(own)
    }

    /// The channels of `user`'s own that a community could have.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn for_community(&self, user: UserId) -> Result<Vec<i64>, Fault> {
        let mut free = Vec::new();
        for channel in self.of_user(user).await?.iter() {
            let Some(record) = self.record(*channel).await? else { continue };
            let own = record.creator == user && record.deleted_at.is_none();
            if own && self.community_of(*channel, &record).await?.is_none() {
                free.push(*channel);
            }
        }
        Ok(free)
    }

    /// Whether somebody outside of a channel is shown this picture of it, since he finds the channel in his community.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn is_found(&self, channel: i64, user: UserId, photo: i64) -> Result<bool, Fault> {
        let Some(record) = self.record(channel).await? else { return Ok(false) };
        let shows = record.photo.as_ref().is_some_and(|shown| shown.file == photo);
        Ok(shows && self.finds(channel, &record, user).await?)
    }

    /// A channel that waits to come in, as who decides that sees it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn view_of_request(&self, viewer: UserId, channel: i64) -> Result<Option<ChannelView>, Fault> {
        let view = self.view(viewer, channel).await?;
        Ok(view.map(|view| ChannelView { found: true, ..view }))
    }

    /// What `user` keeps of a community.
    async fn seat(&self, user: UserId, id: i64) -> Result<CommunitySeat, Fault> {
        let row = self.communities.seats.get(&ByNumber { user, number: id }).await?;
        Ok(row.map(|row| *row).unwrap_or_default())
    }

    async fn seats_of(&self, user: UserId) -> Result<Vec<(i64, CommunitySeat)>, Fault> {
        let rows = Range::<tables::CommunitySeats>::of(Owner::User(user));
        let found = self.store.scan(rows, usize::MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, row)| (key.number, row)).collect())
    }

    /// An admin of a community.
    pub(super) fn admin_of(record: &Community, user: UserId) -> Option<&CommunityAdmin> {
        record.admins.iter().find(|admin| admin.user == user)
    }
}
