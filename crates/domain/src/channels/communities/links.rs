//! Which chats belong to a community: bringing in and taking out, and what those ask for who may not.

use std::collections::BTreeSet;

use boxes::{By, Peer, UserId};
use store::records::{
    channels::{Channel, CommunityLink},
    communities::{Community, CommunityPeer},
    log::Action as Told,
};

use super::{COMMUNITY_PEERS_MAX, CommunityRole, CommunityView, care::Written, care::looked_after_by};
use crate::{
    Fault, Notice,
    channels::{ChannelError, Channels, Role, Seen, rights::admin, rights::banned},
};

/// Who asked last, so many of them, stand beside how many asked.
const RECENT_MAX: usize = 5;

/// A chat that came into a community, or went.
struct Moved {
    channel: i64,
    record: Channel,
    /// Whose deed it is said to be.
    by: UserId,
}

impl Channels {
    /// Brings a chat of the caller's into a community, or shows one that is there otherwise.
    ///
    /// # Errors
    /// [`ChannelError::CommunityAsked`] where those who may were asked instead, [`ChannelError::AdminRequired`],
    /// [`ChannelError::CommunityFull`], [`ChannelError::Linked`] where it is in another one,
    /// [`ChannelError::NotModified`], as [`Channels::seen`], and faults.
    pub async fn link_to_community(
        &self,
        by: By,
        id: i64,
        channel: i64,
        hidden: bool,
    ) -> Result<(), ChannelError> {
        let moved = {
            let gates = self.gates_of(&BTreeSet::from([id, channel])).await;
            let view = self.community_seen(id, by.user).await?;
            let open = view.role.is_in() && view.record.default_banned & banned::MANAGE_LINKED_PEERS == 0;
            let may = manages(view.role) || open;
            let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
            let linked = self.community_of(channel, &record).await?;
            match linked {
                Some((link, _)) if link.id == id => {
                    if !(manages(view.role) || open && record.creator == by.user) {
                        return Err(ChannelError::AdminRequired);
                    }
                    if link.hidden == hidden {
                        return Err(ChannelError::NotModified);
                    }
                    self.show_link(&view, channel, &record, hidden).await?;
                    None
                }
                Some(_) => {
                    self.owned(channel, by.user).await?;
                    return Err(ChannelError::Linked);
                }
                None => {
                    let seen = self.owned(channel, by.user).await?;
                    let peer = CommunityPeer { channel, hidden, by: by.user, date: self.now() };
                    if may {
                        Some(self.put_in(id, &view.record, &seen.record, peer).await?)
                    } else if view.role.is_in() {
                        self.ask_to_link(&view, peer).await?;
                        drop(gates);
                        self.tell_of_link_requests(id).await?;
                        return Err(ChannelError::CommunityAsked);
                    } else {
                        return Err(ChannelError::AdminRequired);
                    }
                }
            }
        };
        match moved {
            Some(moved) => self.came_in(by, id, moved).await,
            None => {
                self.live.channel_changed(channel, None);
                Ok(self.tell_community(id, By::user(by.user)).await?)
            }
        }
    }

    /// Takes a chat out of a community, or takes back that it wanted to come in.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`] for who neither owns the chat nor looks after the community's,
    /// [`ChannelError::NotModified`] where it is not in it, and faults.
    pub async fn unlink_from_community(&self, by: By, id: i64, channel: i64) -> Result<(), ChannelError> {
        let moved = {
            let _gates = self.gates_of(&BTreeSet::from([id, channel])).await;
            let view = self.community_seen(id, by.user).await?;
            let record = self.record(channel).await?.ok_or(ChannelError::NoSuchChannel)?;
            let may = manages(view.role) || record.creator == by.user;
            let asked = view.record.requests.iter().find(|request| request.channel == channel);
            let linked = self.community_of(channel, &record).await?;
            match linked {
                Some((link, _)) if link.id == id && may => {
                    let mut community = (*view.record).clone();
                    community.peers.retain(|peer| peer.channel != channel);
                    let record = Channel { community: None, ..(*record).clone() };
                    let channels = [(channel, record)];
                    let written = Written { channels: &channels, ..Written::record(id, &community) };
                    self.write_community(written).await?;
                    let [(channel, record)] = channels;
                    Some(Moved { channel, record, by: by.user })
                }
                Some((link, _)) if link.id == id => return Err(ChannelError::AdminRequired),
                _ if asked.is_some_and(|request| may || request.by == by.user) => {
                    let mut community = (*view.record).clone();
                    community.requests.retain(|request| request.channel != channel);
                    self.write_community(Written::record(id, &community)).await?;
                    None
                }
                _ => return Err(ChannelError::NotModified),
            }
        };
        match moved {
            Some(moved) => self.went_out(by, id, vec![moved]).await,
            None => self.tell_of_link_requests(id).await,
        }
    }

    /// The chats that wait to come in, the newest request first; not those that are gone, are given away or have found
    /// another place.
    ///
    /// # Errors
    /// [`ChannelError::AdminRequired`], and as [`Channels::community_seen`].
    pub async fn link_requests(&self, id: i64, user: UserId) -> Result<Vec<CommunityPeer>, ChannelError> {
        let view = self.community_allowed(id, user, admin::MANAGE_LINKED_PEERS).await?;
        Ok(self.waiting(&view.record).await?)
    }

    /// How many wait.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn link_requests_pending(&self, record: &Community) -> Result<usize, Fault> {
        Ok(self.waiting(record).await?.len())
    }

    async fn waiting(&self, record: &Community) -> Result<Vec<CommunityPeer>, Fault> {
        let mut waiting = Vec::new();
        for request in record.requests.iter().rev() {
            let Some(channel) = self.record(request.channel).await? else { continue };
            let free = self.community_of(request.channel, &channel).await?.is_none();
            if channel.deleted_at.is_none() && channel.creator == request.by && free {
                waiting.push(*request);
            }
        }
        Ok(waiting)
    }

    /// Lets chats in that wait, or not: this one, or all.
    ///
    /// # Errors
    /// [`ChannelError::NoSuchRequest`] where that one does not wait, [`ChannelError::CommunityFull`] where there is no
    /// room for all (then none comes in), [`ChannelError::AdminRequired`], and faults.
    pub async fn answer_link_requests(
        &self,
        by: By,
        id: i64,
        one: Option<i64>,
        approved: bool,
    ) -> Result<(), ChannelError> {
        let concerned = self.community(id).await?.ok_or(ChannelError::NoSuchChannel)?;
        let channels = concerned.requests.iter().map(|request| request.channel);
        let channels: BTreeSet<i64> =
            channels.filter(|channel| one.is_none_or(|one| one == *channel)).chain([id]).collect();
        let mut moved = Vec::new();
        {
            let _gates = self.gates_of(&channels).await;
            let view = self.community_allowed(id, by.user, admin::MANAGE_LINKED_PEERS).await?;
            let mut waiting = self.waiting(&view.record).await?;
            waiting.reverse();
            waiting.retain(|request| channels.contains(&request.channel));
            if one.is_some() && waiting.is_empty() {
                return Err(ChannelError::NoSuchRequest);
            }
            let mut community = (*view.record).clone();
            community.requests.retain(|request| !channels.contains(&request.channel));
            if !approved {
                self.write_community(Written::record(id, &community)).await?;
            } else {
                let kept = self.peers_of(id, &view.record).await?;
                if kept.len() + waiting.len() > COMMUNITY_PEERS_MAX {
                    return Err(ChannelError::CommunityFull);
                }
                community.peers = kept.into_iter().map(|(peer, _)| peer).collect();
                let mut records = Vec::new();
                for request in &waiting {
                    let Some(record) = self.record(request.channel).await? else { continue };
                    let link = CommunityLink { id, hidden: request.hidden };
                    community.peers.push(CommunityPeer { date: self.now(), ..*request });
                    records.push((request.channel, Channel { community: Some(link), ..(*record).clone() }));
                }
                let written = Written { channels: &records, ..Written::record(id, &community) };
                self.write_community(written).await?;
                let requested = waiting.iter().map(|request| request.by);
                moved.extend(records.into_iter().zip(requested).map(|((channel, record), by)| Moved {
                    channel,
                    record,
                    by,
                }));
            }
        }
        for moved in moved {
            self.came_in(by, id, moved).await?;
        }
        self.tell_of_link_requests(id).await
    }

    /// A channel that is `user`'s own.
    pub(super) async fn owned(&self, channel: i64, user: UserId) -> Result<Seen, ChannelError> {
        let seen = self.seen(channel, user).await?;
        if seen.standing.role == Role::Creator { Ok(seen) } else { Err(ChannelError::AdminRequired) }
    }

    async fn show_link(
        &self,
        view: &CommunityView,
        channel: i64,
        record: &Channel,
        hidden: bool,
    ) -> Result<(), ChannelError> {
        let mut community = (*view.record).clone();
        for peer in community.peers.iter_mut().filter(|peer| peer.channel == channel) {
            peer.hidden = hidden;
        }
        let link = CommunityLink { id: view.id, hidden };
        let channels = [(channel, Channel { community: Some(link), ..record.clone() })];
        let written = Written { channels: &channels, ..Written::record(view.id, &community) };
        Ok(self.write_community(written).await?)
    }

    /// Writes that a chat is in a community. For whoever holds the gates.
    async fn put_in(
        &self,
        id: i64,
        community: &Community,
        record: &Channel,
        peer: CommunityPeer,
    ) -> Result<Moved, ChannelError> {
        let mut community = community.clone();
        community.peers = self.peers_of(id, &community).await?.into_iter().map(|(peer, _)| peer).collect();
        if community.peers.len() >= COMMUNITY_PEERS_MAX {
            return Err(ChannelError::CommunityFull);
        }
        community.requests.retain(|request| request.channel != peer.channel);
        community.peers.retain(|other| other.channel != peer.channel);
        community.peers.push(peer);
        let link = CommunityLink { id, hidden: peer.hidden };
        let channels = [(peer.channel, Channel { community: Some(link), ..record.clone() })];
        self.write_community(Written { channels: &channels, ..Written::record(id, &community) }).await?;
        let [(channel, record)] = channels;
        Ok(Moved { channel, record, by: peer.by })
    }

    async fn ask_to_link(&self, view: &CommunityView, peer: CommunityPeer) -> Result<(), ChannelError> {
        let mut community = (*view.record).clone();
        let mut waiting = self.waiting(&community).await?;
        waiting.reverse();
        waiting.retain(|request| request.channel != peer.channel);
        if waiting.len() >= COMMUNITY_PEERS_MAX {
            return Err(ChannelError::CommunityFull);
        }
        waiting.push(peer);
        community.requests = waiting;
        Ok(self.write_community(Written::record(view.id, &community)).await?)
    }

    /// Says that a chat is in a community, and takes from its list whom the community has thrown out.
    async fn came_in(&self, by: By, id: i64, moved: Moved) -> Result<(), ChannelError> {
        let Moved { channel, record, by: author } = moved;
        let told = Told::ChangeCommunity { community: Some(id) };
        self.tell_in(By::user(author), channel, &record, told).await?;
        self.live.channel_changed(channel, None);
        self.tell_community(id, By::user(by.user)).await?;
        self.take_out_banned(by.user, id, channel).await
    }

    /// Says that chats are in no community any more.
    pub(super) async fn say_out(
        &self,
        by: By,
        id: i64,
        channels: Vec<(i64, Channel)>,
    ) -> Result<(), ChannelError> {
        let moved = channels.into_iter();
        let moved = moved.map(|(channel, record)| Moved { channel, record, by: by.user }).collect();
        self.went_out(by, id, moved).await
    }

    async fn went_out(&self, by: By, id: i64, moved: Vec<Moved>) -> Result<(), ChannelError> {
        for Moved { channel, record, by } in moved {
            let told = Told::ChangeCommunity { community: None };
            self.tell_in(By::user(by), channel, &record, told).await?;
            self.live.channel_changed(channel, None);
            // Who is in no other of its chats is no longer in it.
            self.live.channel_notice(channel, Notice::Channel { channel: id }, None);
        }
        Ok(self.tell_community(id, By::user(by.user)).await?)
    }

    /// Tells those who look after a community's chats how many wait.
    async fn tell_of_link_requests(&self, id: i64) -> Result<(), ChannelError> {
        let Some(record) = self.community(id).await? else { return Ok(()) };
        let waiting = self.waiting(&record).await?;
        let recent: Vec<UserId> = waiting.iter().take(RECENT_MAX).map(|request| request.by).collect();
        for user in looked_after_by(&record) {
            let role = self.community_role(id, user).await?;
            if manages(role) {
                let (peer, count, recent) = (Peer::Channel(id), waiting.len(), recent.clone());
                self.live.notice(user, Notice::JoinRequests { peer, count, recent }, None);
            }
        }
        Ok(())
    }
}

fn manages(role: CommunityRole) -> bool {
    role.rights() & admin::MANAGE_LINKED_PEERS != 0
}
