//! Communities as one viewer sees them.

use boxes::{Peer, UserId};
use domain::{CommunityRole, CommunityView, ShownPeer};
use store::records::communities::{Community, CommunityAdmin, CommunityBan, CommunityPeer};
use tl::{enums, types};

use crate::{
    chats::{admin_rights, banned_rights},
    files::chat_photo,
    messages::peer,
};

/// A community as the view has it.
pub fn community(view: &CommunityView) -> enums::Chat {
    let record = &view.record;
    if view.is_forbidden() {
        let bare = types::CommunityForbidden::new(view.id, record.title.clone());
        return types::CommunityForbidden { access_hash: Some(view.access_hash), ..bare }.into();
    }
    let photo = record.photo.as_ref().map(|photo| (photo.file, photo.stripped.as_slice()));
    types::Community {
        creator: view.role == CommunityRole::Creator,
        left: !view.role.is_in(),
        collapsed_in_dialogs: view.collapsed,
        access_hash: Some(view.access_hash),
        admin_rights: view.role.is_admin().then(|| admin_rights(view.role.rights())),
        default_banned_rights: Some(banned_rights(record.default_banned, 0)),
        ..types::Community::new(view.id, record.title.clone(), chat_photo(photo), view.since)
    }
    .into()
}

/// A chat of a community as it is listed there.
pub fn community_peer(shown: &ShownPeer) -> enums::CommunityPeer {
    types::CommunityPeer {
        can_view_history: shown.readable,
        visible: Some(!shown.peer.hidden),
        ..types::CommunityPeer::new(peer(Peer::Channel(shown.peer.channel)))
    }
    .into()
}

/// A chat that waits to come in.
pub fn community_request(request: &CommunityPeer) -> enums::CommunityPeerRequest {
    let channel = peer(Peer::Channel(request.channel));
    let bare = types::CommunityPeerRequest::new(channel, request.by.0, request.date);
    types::CommunityPeerRequest { visible: !request.hidden, ..bare }.into()
}

/// Who made a community.
pub fn community_creator(view: &CommunityView) -> enums::ChannelParticipant {
    let rights = admin_rights(CommunityRole::Creator.rights());
    types::ChannelParticipantCreator::new(view.record.creator.0, rights).into()
}

/// Who looks after a community, as `viewer` sees him.
pub fn community_admin(
    record: &Community,
    admin: &CommunityAdmin,
    viewer: UserId,
) -> enums::ChannelParticipant {
    let rights = admin_rights(admin.rights);
    types::ChannelParticipantAdmin {
        can_edit: record.creator == viewer || admin.promoted_by == viewer,
        is_self: admin.user == viewer,
        inviter_id: (admin.user == viewer).then_some(admin.promoted_by.0),
        rank: admin.rank.clone(),
        ..types::ChannelParticipantAdmin::new(admin.user.0, admin.promoted_by.0, admin.date, rights)
    }
    .into()
}

/// Who was thrown out of a community.
pub fn community_banned(user: UserId, ban: &CommunityBan) -> enums::ChannelParticipant {
    let rights = banned_rights(domain::channel_rights::banned::VIEW_MESSAGES, 0);
    let bare = types::ChannelParticipantBanned::new(peer(Peer::User(user)), ban.by.0, ban.date, rights);
    types::ChannelParticipantBanned { left: true, ..bare }.into()
}

#[cfg(test)]
mod tests {
    use tl::Layer;

    use super::*;

    #[test]
    fn who_speaks_an_older_layer_sees_a_channel_that_he_may_not_enter_and_nothing_else() {
        let community = || types::Community::new(5, "Kampung".into(), chat_photo(None), 7).into();
        let channel = || types::Channel {
            linked_community_id: Some(5),
            ..types::Channel::new(8, "Pasar".into(), chat_photo(None), 7)
        };
        let said = |layer: Layer| {
            let chats: Vec<enums::Chat> = vec![community(), channel().into()];
            let answer = enums::messages::Chats::from(types::messages::Chats::new(chats));
            tl::decode::<enums::messages::Chats>(&tl::encode(&answer, layer)).unwrap()
        };
        for layer in [158, 198, 227] {
            let enums::messages::Chats::Chats(answer) = said(Layer::new(layer)) else { panic!("chats") };
            let [enums::Chat::ChannelForbidden(_), enums::Chat::Channel(left)] = &answer.chats[..] else {
                panic!("two channels at {layer}")
            };
            assert!(left.id == 8 && left.linked_community_id.is_none());
            let action = types::MessageActionChangeCommunity { community_id: Some(5) };
            let action = tl::encode(&enums::MessageAction::from(action), Layer::new(layer));
            assert!(tl::decode(&action) == Ok(enums::MessageAction::MessageActionEmpty));
        }
        let enums::messages::Chats::Chats(answer) = said(Layer::NEWEST) else { panic!("chats") };
        assert!(matches!(answer.chats[..], [enums::Chat::Community(_), enums::Chat::Channel(_)]));
    }
}
