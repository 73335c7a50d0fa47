//! Basic groups and channels as one viewer sees them.

use boxes::{Peer, UserId};
use domain::{ChannelView, Domain, Fault, PeerKind, Role, channel_rights::banned};
use store::records::channels::{Location, flag};
use tl::{Layer, enums, types};

use crate::{
    communities::community,
    files::chat_photo,
    groups::group,
    messages::geo,
    people::{emoji_status, peer_color},
};

/// The chat as `viewer` sees it; none for people, and for chats that are not there.
///
/// # Errors
/// Where a record cannot be read.
pub async fn chat(domain: &Domain, viewer: UserId, peer: Peer) -> Result<Option<enums::Chat>, Fault> {
    match peer {
        Peer::User(_) => Ok(None),
        Peer::Group(id) => Ok(domain.groups.seen(viewer, id).await?.map(|seen| {
            let became = seen.view.record.migrated_to;
            let named = became.map(|id| (id, domain.access.of(viewer, PeerKind::Channel, id)));
            group(&seen, named)
        })),
        Peer::Channel(id) => Ok(match domain.channels.view(viewer, id).await? {
            Some(view) => Some(channel(&view)),
            // Communities have ids of the same kind.
            None => domain.channels.community_view(viewer, id).await?.map(|view| community(&view)),
        }),
    }
}

/// A channel as the view has it.
pub fn channel(view: &ChannelView) -> enums::Chat {
    let record = &view.record;
    let has = |bit: u32| record.flags & bit != 0;
    let broadcast = has(flag::BROADCAST);
    if view.is_forbidden() {
        let until = view.row.as_ref().map(|row| row.banned_until).filter(|until| *until > 0);
        return types::ChannelForbidden {
            broadcast,
            megagroup: !broadcast,
            until_date: until,
            ..types::ChannelForbidden::new(view.id, view.access_hash, record.title.clone())
        }
        .into();
    }
    // What he finds in his community is shown as what it is, before he comes in.
    let open = view.is_open() || view.found;
    let photo = record.photo.as_ref().filter(|_| open);
    let own_bans = view.row.as_ref().filter(|_| view.standing.role == Role::Ordinary);
    let own_bans = own_bans.and_then(|row| Some((row.banned?, row.banned_until)));
    let style = record.style.as_deref();
    types::Channel {
        creator: view.standing.role == Role::Creator,
        left: !view.standing.member,
        broadcast,
        megagroup: !broadcast,
        gigagroup: has(flag::GIGAGROUP),
        // Who may not look in is shown the name, and nothing that changes.
        min: !open,
        signatures: has(flag::SIGNATURES),
        signature_profiles: has(flag::SIGNATURE_PROFILES),
        has_link: record.linked.is_some(),
        has_geo: open && style.is_some_and(|style| style.location.is_some()),
        color: style.and_then(|style| style.color).map(peer_color),
        profile_color: style.and_then(|style| style.profile_color).map(peer_color),
        emoji_status: style.and_then(|style| style.emoji_status).map(emoji_status),
        slowmode_enabled: record.slow_mode > 0,
        noforwards: has(flag::NO_FORWARDS),
        join_to_send: has(flag::JOIN_TO_SEND),
        join_request: has(flag::JOIN_REQUEST),
        forum: has(flag::FORUM),
        forum_tabs: has(flag::FORUM_TABS),
        access_hash: Some(view.access_hash),
        username: record.username.clone(),
        admin_rights: view.standing.is_admin().then(|| admin_rights(view.standing.rights())),
        banned_rights: own_bans.map(|(bans, until)| banned_rights(bans, until)),
        default_banned_rights: (!broadcast).then(|| banned_rights(record.default_banned, 0)),
        linked_community_id: view.community(),
        participants_count: open.then(|| i32::try_from(record.participants).unwrap_or(i32::MAX)),
        ..types::Channel::new(
            view.id,
            record.title.clone(),
            chat_photo(photo.map(|photo| (photo.file, photo.stripped.as_slice()))),
            view.row.as_ref().filter(|row| row.member).map_or(record.date, |row| row.date),
        )
    }
    .into()
}

/// Where a channel is.
pub fn location(location: Option<&Location>) -> enums::ChannelLocation {
    let Some(location) = location else { return enums::ChannelLocation::ChannelLocationEmpty };
    types::ChannelLocation::new(geo(&location.place, 0), location.address.clone()).into()
}

/// Rights of an admin out of their bits, which are those of the schema.
pub fn admin_rights(bits: u32) -> enums::ChatAdminRights {
    let bytes = [ADMIN_RIGHTS.to_le_bytes(), bits.to_le_bytes()].concat();
    tl::decode(&bytes).unwrap_or_else(|_| types::ChatAdminRights::new().into())
}

/// The other way.
pub fn admin_bits(rights: &enums::ChatAdminRights) -> u32 {
    bits(&tl::encode(rights, Layer::NEWEST))
}

/// What somebody may not do, out of the bits of the schema.
pub fn banned_rights(bits: u32, until: i32) -> enums::ChatBannedRights {
    let bits = bits & banned::ALL;
    let until = if until == 0 { i32::MAX } else { until };
    let bytes = [BANNED_RIGHTS.to_le_bytes(), bits.to_le_bytes(), until.to_le_bytes()].concat();
    tl::decode(&bytes).unwrap_or_else(|_| types::ChatBannedRights::new(until).into())
}

/// The other way: bits and end.
pub fn banned_bits(rights: &enums::ChatBannedRights) -> (u32, i32) {
    let enums::ChatBannedRights::ChatBannedRights(plain) = rights;
    let until = if plain.until_date == i32::MAX { 0 } else { plain.until_date };
    (bits(&tl::encode(rights, Layer::NEWEST)), until)
}

fn bits(bytes: &[u8]) -> u32 {
    bytes.get(4..8).and_then(|flags| flags.first_chunk()).map_or(0, |flags| u32::from_le_bytes(*flags))
}

const ADMIN_RIGHTS: u32 = 0x5fb2_24d5;
const BANNED_RIGHTS: u32 = 0x9f12_0418;

#[cfg(test)]
mod tests {
    use domain::channel_rights::admin;

    use super::*;

    #[test]
    fn rights_come_back_from_what_clients_read() {
        for bit in (0..32).map(|shift| 1 << shift).filter(|bit| admin::ALL & bit != 0) {
            assert_eq!(admin_bits(&admin_rights(bit)), bit, "{bit:#x}");
        }
        for bit in (0..32).map(|shift| 1 << shift).filter(|bit| banned::ALL & bit != 0) {
            assert_eq!(banned_bits(&banned_rights(bit, 77)), (bit, 77), "{bit:#x}");
        }
        let enums::ChatAdminRights::ChatAdminRights(rights) = admin_rights(admin::BAN_USERS);
        assert!(rights.ban_users && !rights.change_info);
        let enums::ChatBannedRights::ChatBannedRights(bans) = banned_rights(banned::SEND_MESSAGES, 0);
        assert!(bans.send_messages && bans.until_date == i32::MAX);
    }
}
