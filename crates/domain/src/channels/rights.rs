//! Who may do what in a channel: one table of actions, each with the right of an admin that allows it, the ban that
//! forbids it to members, and whether members of a broadcast channel may at all.

use store::{
    ids::UserId,
    records::channels::{Channel, Participant, flag},
};

/// Rights of admins, as the bits of `chatAdminRights`.
pub mod admin {
    /// Title, description, settings.
    pub const CHANGE_INFO: u32 = 1;
    /// Posts of a channel.
    pub const POST_MESSAGES: u32 = 1 << 1;
    /// Others' posts.
    pub const EDIT_MESSAGES: u32 = 1 << 2;
    /// Others' messages.
    pub const DELETE_MESSAGES: u32 = 1 << 3;
    /// Throwing out and restricting.
    pub const BAN_USERS: u32 = 1 << 4;
    /// Bringing people in, also by links.
    pub const INVITE_USERS: u32 = 1 << 5;
    /// Pins.
    pub const PIN_MESSAGES: u32 = 1 << 7;
    /// Making admins of others.
    pub const ADD_ADMINS: u32 = 1 << 9;
    /// Shown as the group itself.
    pub const ANONYMOUS: u32 = 1 << 10;
    /// Nothing but being one.
    pub const OTHER: u32 = 1 << 12;
    /// Topics.
    pub const MANAGE_TOPICS: u32 = 1 << 13;
    /// What people are called.
    pub const MANAGE_RANKS: u32 = 1 << 18;
    /// Chats of a community.
    pub const MANAGE_LINKED_PEERS: u32 = 1 << 19;
    /// All that the schema names.
    pub const ALL: u32 = 0b1_1111_1111_1110_1011_1111 & !(1 << 8);
}

/// What members may be kept from, as the bits of `chatBannedRights`.
pub mod banned {
    /// Everything: thrown out.
    pub const VIEW_MESSAGES: u32 = 1;
    /// Writing at all.
    pub const SEND_MESSAGES: u32 = 1 << 1;
    /// Anything but text.
    pub const SEND_MEDIA: u32 = 1 << 2;
    /// Links with previews.
    pub const EMBED_LINKS: u32 = 1 << 7;
    /// Polls.
    pub const SEND_POLLS: u32 = 1 << 8;
    /// Title, description, settings.
    pub const CHANGE_INFO: u32 = 1 << 10;
    /// Bringing people in.
    pub const INVITE_USERS: u32 = 1 << 15;
    /// Pins.
    pub const PIN_MESSAGES: u32 = 1 << 17;
    /// Topics.
    pub const MANAGE_TOPICS: u32 = 1 << 18;
    /// Text.
    pub const SEND_PLAIN: u32 = 1 << 25;
    /// Saying what one is called.
    pub const EDIT_RANK: u32 = 1 << 26;
    /// Reactions.
    pub const SEND_REACTIONS: u32 = 1 << 27;
    /// Bringing chats into a community.
    pub const MANAGE_LINKED_PEERS: u32 = 1 << 28;
    /// Writing anything: of text, media, polls and their kinds each one.
    pub const SENDING: u32 = 0x03_f8_01_fe;
    /// All that the schema names.
    pub const ALL: u32 = 0x1f_fe_85_ff;
}

/// What somebody is in a channel, at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// His part.
    pub role: Role,
    /// Whether he is a member.
    pub member: bool,
    /// What he may not do, of his own and by the channel's defaults.
    pub banned: u32,
}

/// Somebody's part in a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Who made it.
    Creator,
    /// With these rights.
    Admin(u32),
    /// Anybody else.
    Ordinary,
    /// Thrown out.
    Banned,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read.
    View,
    /// Write text.
    PostText,
    /// Write something else.
    PostMedia,
    /// Ask something.
    PostPoll,
    /// React.
    React,
    /// Change another's post.
    EditOthers,
    /// Delete others' messages.
    DeleteOthers,
    /// Pin.
    Pin,
    /// Bring somebody in.
    Invite,
    /// Make and see links, let people in.
    ManageInvites,
    /// Change title and description.
    ChangeInfo,
    /// Change what members may do, slow mode and the like.
    ChangeSettings,
    /// Throw out and restrict.
    Ban,
    /// Make somebody an admin.
    AddAdmins,
    /// Make topics.
    CreateTopics,
    /// Change and close others' topics.
    ManageTopics,
    /// See what admins did.
    SeeLog,
    /// See the channel in figures.
    SeeFigures,
    /// See who is a member.
    SeeMembers,
    /// Delete the channel, give it a public name.
    Own,
}

/// One line of the table.
struct Line {
    action: Action,
    /// Rights any of which allow it to an admin; 0: every admin; none: no admin as such.
    admin: Option<u32>,
    /// Bans any of which forbid it to a member.
    banned: u32,
    /// Whether ordinary members may: of a supergroup, of a broadcast channel.
    members: (bool, bool),
}

#[rustfmt::skip]
const TABLE: &[Line] = &[
    Line { action: Action::View,           admin: Some(0),                      banned: banned::VIEW_MESSAGES, members: (true, true) },
    Line { action: Action::PostText,       admin: Some(admin::POST_MESSAGES),   banned: banned::SEND_MESSAGES | banned::SEND_PLAIN, members: (true, false) },
    Line { action: Action::PostMedia,      admin: Some(admin::POST_MESSAGES),   banned: banned::SEND_MESSAGES | banned::SEND_MEDIA, members: (true, false) },
    Line { action: Action::PostPoll,       admin: Some(admin::POST_MESSAGES),   banned: banned::SEND_MESSAGES | banned::SEND_POLLS, members: (true, false) },
    Line { action: Action::React,          admin: Some(0),                      banned: banned::SEND_REACTIONS, members: (true, true) },
    Line { action: Action::EditOthers,     admin: Some(admin::EDIT_MESSAGES),   banned: 0, members: (false, false) },
    Line { action: Action::DeleteOthers,   admin: Some(admin::DELETE_MESSAGES), banned: 0, members: (false, false) },
    Line { action: Action::Pin,            admin: Some(admin::PIN_MESSAGES | admin::EDIT_MESSAGES), banned: banned::PIN_MESSAGES, members: (true, false) },
    Line { action: Action::Invite,         admin: Some(admin::INVITE_USERS),    banned: banned::INVITE_USERS, members: (true, false) },
    Line { action: Action::ManageInvites,  admin: Some(admin::INVITE_USERS),    banned: 0, members: (false, false) },
    Line { action: Action::ChangeInfo,     admin: Some(admin::CHANGE_INFO),     banned: banned::CHANGE_INFO, members: (true, false) },
    Line { action: Action::ChangeSettings, admin: Some(admin::CHANGE_INFO | admin::BAN_USERS), banned: 0, members: (false, false) },
    Line { action: Action::Ban,            admin: Some(admin::BAN_USERS),       banned: 0, members: (false, false) },
    Line { action: Action::AddAdmins,      admin: Some(admin::ADD_ADMINS),      banned: 0, members: (false, false) },
    Line { action: Action::CreateTopics,   admin: Some(admin::MANAGE_TOPICS),   banned: banned::MANAGE_TOPICS, members: (true, false) },
    Line { action: Action::ManageTopics,   admin: Some(admin::MANAGE_TOPICS),   banned: 0, members: (false, false) },
    Line { action: Action::SeeLog,         admin: Some(0),                      banned: 0, members: (false, false) },
    Line { action: Action::SeeFigures,     admin: Some(0),                      banned: 0, members: (false, false) },
    Line { action: Action::SeeMembers,     admin: Some(0),                      banned: 0, members: (true, false) },
    Line { action: Action::Own,            admin: None,                         banned: 0, members: (false, false) },
];

impl Standing {
    /// What `user` is in a channel at `now`, seconds since 1970.
    pub fn of(channel: &Channel, user: UserId, row: Option<&Participant>, now: i32) -> Standing {
        let member = row.is_some_and(|row| row.member);
        if channel.creator == user {
            return Standing { role: Role::Creator, member, banned: 0 };
        }
        let in_force = |row: &&Participant| row.banned_until == 0 || row.banned_until > now;
        let own = row.filter(in_force).and_then(|row| row.banned).unwrap_or(0);
        if own & banned::VIEW_MESSAGES != 0 {
            return Standing { role: Role::Banned, member: false, banned: own };
        }
        match row.and_then(|row| row.admin).filter(|_| member) {
            Some(rights) => Standing { role: Role::Admin(rights), member, banned: 0 },
            None => {
                let all = if channel.flags & flag::GIGAGROUP != 0 { banned::SENDING } else { 0 };
                Standing { role: Role::Ordinary, member, banned: own | channel.default_banned | all }
            }
        }
    }

    /// Whether he may do this in `channel`. That he can see the channel at all is not asked here.
    pub fn may(&self, channel: &Channel, action: Action) -> bool {
        let Some(line) = TABLE.iter().find(|line| line.action == action) else { return false };
        let broadcast = channel.flags & flag::BROADCAST != 0;
        let (in_group, in_broadcast) = line.members;
        match self.role {
            Role::Creator => true,
            Role::Banned => false,
            // Members of a supergroup write whatever their rights as admins are.
            Role::Admin(_) if in_group && !broadcast && line.banned & POSTING != 0 => true,
            Role::Admin(rights) => line.admin.is_some_and(|wanted| wanted == 0 || rights & wanted != 0),
            Role::Ordinary => {
                let members = if broadcast { in_broadcast } else { in_group };
                members && self.banned & line.banned == 0
            }
        }
    }

    /// An admin or the creator.
    pub fn is_admin(&self) -> bool {
        matches!(self.role, Role::Creator | Role::Admin(_))
    }

    /// The rights of an admin.
    pub fn rights(&self) -> u32 {
        match self.role {
            Role::Creator => admin::ALL & !admin::ANONYMOUS,
            Role::Admin(rights) => rights,
            Role::Ordinary | Role::Banned => 0,
        }
    }
}

/// Bans on writing.
const POSTING: u32 = banned::SEND_MESSAGES;

#[cfg(test)]
mod tests {
    use super::*;

    fn channel(flags: u32) -> Channel {
        Channel { creator: UserId(1), flags, ..Channel::default() }
    }

    fn member() -> Participant {
        Participant { member: true, ..Participant::default() }
    }

    #[test]
    fn every_action_has_a_line_and_the_creator_may_do_all() {
        let standing = Standing::of(&channel(0), UserId(1), Some(&member()), 0);
        let all = [Action::View, Action::PostText, Action::EditOthers, Action::Own, Action::SeeMembers];
        assert!(all.iter().all(|action| standing.may(&channel(0), *action)));
    }

    #[test]
    fn members_write_in_groups_and_only_read_in_channels() {
        let standing = Standing::of(&channel(0), UserId(2), Some(&member()), 0);
        assert!(standing.may(&channel(0), Action::PostText));
        assert!(!standing.may(&channel(flag::BROADCAST), Action::PostText));
        assert!(!standing.may(&channel(0), Action::Ban));
    }

    #[test]
    fn an_admin_has_the_rights_that_he_was_given_and_no_more() {
        let row = Participant { admin: Some(admin::BAN_USERS), ..member() };
        let standing = Standing::of(&channel(0), UserId(2), Some(&row), 0);
        assert!(standing.may(&channel(0), Action::Ban) && standing.may(&channel(0), Action::PostText));
        assert!(!standing.may(&channel(0), Action::AddAdmins));
        assert!(!standing.may(&channel(flag::BROADCAST), Action::PostText));
    }

    #[test]
    fn a_ban_ends_at_its_end() {
        let row =
            Participant { banned: Some(banned::VIEW_MESSAGES), banned_until: 100, ..Participant::default() };
        assert_eq!(Standing::of(&channel(0), UserId(2), Some(&row), 99).role, Role::Banned);
        assert_eq!(Standing::of(&channel(0), UserId(2), Some(&row), 100).role, Role::Ordinary);
    }

    #[test]
    fn in_a_group_for_very_many_admins_alone_write_whatever_the_defaults_are() {
        let group = channel(flag::GIGAGROUP);
        let standing = Standing::of(&group, UserId(2), Some(&member()), 0);
        for action in [Action::PostText, Action::PostMedia, Action::PostPoll] {
            assert!(!standing.may(&group, action), "{action:?}");
        }
        assert!(standing.may(&group, Action::React) && standing.may(&group, Action::View));
        let admin = Participant { admin: Some(admin::OTHER), ..member() };
        assert!(Standing::of(&group, UserId(2), Some(&admin), 0).may(&group, Action::PostText));
    }

    #[test]
    fn defaults_bind_members_and_no_admins() {
        let group = Channel { default_banned: banned::SEND_MESSAGES, ..channel(0) };
        let standing = Standing::of(&group, UserId(2), Some(&member()), 0);
        assert!(!standing.may(&group, Action::PostText));
        let admin = Participant { admin: Some(admin::OTHER), ..member() };
        assert!(Standing::of(&group, UserId(2), Some(&admin), 0).may(&group, Action::PostText));
    }
}
