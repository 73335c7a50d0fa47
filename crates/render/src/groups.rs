//! Basic groups as their members see them: the chat that stands beside what names it, its page, its participants.

use boxes::{GroupView, UserId};
use domain::GroupSeen;
use tl::{enums, types};

use crate::{chats::banned_rights, files::chat_photo, reactions::chat_reactions};

/// The chat as the viewer sees it; `became` is the supergroup that it is now, with its access hash.
pub fn group(seen: &GroupSeen, became: Option<(i64, i64)>) -> enums::Chat {
    let (view, record) = (&seen.view, &seen.view.record);
    if seen.is_forbidden() {
        return types::ChatForbidden::new(view.id, record.title.clone()).into();
    }
    let is_in = seen.is_member();
    let admin = is_in && view.is_admin(seen.viewer);
    types::Chat {
        creator: is_in && record.creator == seen.viewer,
        left: !is_in,
        deactivated: record.deactivated == Some(true),
        migrated_to: became
            .filter(|_| is_in)
            .map(|(id, access_hash)| types::InputChannel::new(id, access_hash).into()),
        noforwards: record.no_forwards == Some(true),
        admin_rights: admin.then(admin_rights),
        default_banned_rights: Some(banned_rights(record.banned, 0)),
        ..types::Chat::new(
            view.id,
            record.title.clone(),
            chat_photo(record.photo.map(|id| (id, record.stripped.as_deref().unwrap_or_default()))),
            // Who has left learns nothing of who came since.
            if is_in { i32::try_from(view.count()).unwrap_or(i32::MAX) } else { 0 },
            record.date,
            record.version,
        )
    }
    .into()
}

/// Who is in the group.
pub fn participants(view: &GroupView) -> enums::ChatParticipants {
    let one = |(user, member): (UserId, &store::records::groups::GroupMember)| {
        let (id, inviter, date) = (user.0, member.inviter.0, member.date);
        let rank = view.record.rank(user).map(str::to_owned);
        if user == view.record.creator {
            types::ChatParticipantCreator { rank, ..types::ChatParticipantCreator::new(id) }.into()
        } else if member.admin == Some(true) {
            types::ChatParticipantAdmin { rank, ..types::ChatParticipantAdmin::new(id, inviter, date) }.into()
        } else {
            types::ChatParticipant { rank, ..types::ChatParticipant::new(id, inviter, date) }.into()
        }
    };
    types::ChatParticipants::new(view.id, view.current().map(one).collect(), view.record.version).into()
}

/// The group's page; what the viewer alone has of it is added by who answers.
pub fn chat_full(seen: &GroupSeen, notify_settings: enums::PeerNotifySettings) -> types::ChatFull {
    let record = &seen.view.record;
    let reactions = chat_reactions(record.reactions.as_deref(), record.no_custom_reactions != Some(true));
    let participants = if seen.is_member() {
        participants(&seen.view)
    } else {
        types::ChatParticipantsForbidden::new(seen.view.id).into()
    };
    types::ChatFull {
        available_reactions: Some(reactions),
        reactions_limit: record.reactions_limit,
        ttl_period: record.ttl_period,
        theme_emoticon: record.theme.clone(),
        ..types::ChatFull::new(seen.view.id, record.about.clone(), participants, notify_settings)
    }
}

/// What an admin of a basic group may do; whether he may make admins, only its creator decides.
fn admin_rights() -> enums::ChatAdminRights {
    types::ChatAdminRights {
        change_info: true,
        delete_messages: true,
        ban_users: true,
        invite_users: true,
        pin_messages: true,
        manage_call: true,
        other: true,
        ..types::ChatAdminRights::new()
    }
    .into()
}
