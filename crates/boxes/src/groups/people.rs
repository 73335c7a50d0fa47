//! Making a group, who is in it, and what it says of itself. What changes its members or its looks leaves a service
//! message in its log, so that everybody learns it in the same order as what is said.

use std::sync::Arc;

use store::{
    Direction, Rows,
    ids::{Owner, Peer, UserId},
    records::{
        account::UserPhoto,
        groups::{GroupMember, GroupRecord},
        log::{Action, Content, LogRecord, MessageRecord},
    },
    tables,
};

use super::{
    cells::GroupLoaded,
    member::What,
    rules::{GroupView, banned},
    run::{Act, GroupDecision, all_with},
};
use crate::{
    boxes::Boxes,
    cells::Loaded,
    error::BoxError,
    need::Refusal,
    types::{By, Entry},
};

/// A group to be made.
#[derive(Clone)]
pub struct NewGroup {
    /// Its number, which nobody has yet.
    pub id: i64,
    /// Its name.
    pub title: String,
    /// Who is in it from the start, beside its creator.
    pub users: Vec<UserId>,
    /// Seconds after which messages go.
    pub ttl_period: Option<i32>,
}

/// What is to change about a group.
#[derive(Clone)]
pub enum GroupChange {
    /// Its name.
    Title(String),
    /// What it says of itself.
    About(String),
    /// Its picture, with a stripped thumbnail.
    Photo(Option<UserPhoto>),
    /// What members may not do; see [`banned`].
    Banned(u32),
    /// Whether a member is an admin.
    Admin(UserId, bool),
    /// What a member is called; empty for nothing.
    Rank(UserId, String),
    /// The emoji of the theme in which it is shown; empty for none.
    Theme(String),
    /// A member becomes its creator, who made it an admin.
    Creator(UserId),
    /// The reactions that may be given, whether custom emoji are among all, and how many different ones a message may
    /// have.
    Reactions(Option<Vec<String>>, bool, Option<i32>),
    /// Whether its messages may be forwarded.
    NoForwards(bool),
    /// Somebody is brought in.
    Add(UserId),
    /// Somebody leaves, or is made to.
    Remove(UserId),
    /// Who acts comes in by a link.
    Join {
        /// Who made it.
        inviter: UserId,
        /// What tells it from others.
        link: u64,
    },
    /// Who acts lets somebody in who asked.
    Approve {
        /// Whom.
        user: UserId,
        /// Who made the link, or else who acts.
        inviter: UserId,
        /// What tells the link from others.
        link: Option<u64>,
    },
    /// New messages go after so many seconds; 0: they stay.
    Ttl(i32),
    /// Everybody leaves, and nothing happens in it any more.
    Delete,
    /// It becomes this supergroup.
    Migrate(i64),
}

/// What became of a change.
#[derive(Clone)]
pub struct GroupChanged {
    /// The service message in the box of who acts, if the change leaves one.
    pub entry: Option<Arc<Entry>>,
    /// The group after it.
    pub view: Arc<GroupView>,
}

impl Boxes {
    /// Makes a group.
    ///
    /// Errors: `GroupExists`, `GroupFull`, `Store`.
    pub async fn create_group(&self, by: By, new: NewGroup) -> Result<GroupChanged, BoxError> {
        if new.users.len() >= GROUP_MEMBERS_MAX {
            return Err(BoxError::GroupFull);
        }
        self.inner.prepare_group(new.id).await?;
        let mut users = new.users.clone();
        users.retain(|user| *user != by.user);
        users.sort_unstable();
        users.dedup();
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            if !group.members.is_empty() {
                return Err(BoxError::GroupExists.into());
            }
            let date = self.now();
            let member = |_: &UserId| GroupMember {
                inviter: by.user,
                date,
                joined: 1,
                left: None,
                admin: None,
                kicked: None,
                link: None,
                approved_by: None,
            };
            let mut everybody = vec![by.user];
            everybody.extend(&users);
            let action = Action::ChatCreate { title: new.title.clone(), users: everybody.clone() };
            let mut act = told(group, by.user, date, action);
            act.members = everybody.iter().map(|user| (*user, member(user))).collect();
            act.record = Some(GroupRecord {
                title: new.title.clone(),
                creator: by.user,
                date,
                version: 1,
                ttl_period: new.ttl_period,
                ..GroupRecord::default()
            });
            self.changed(group, states, act, by)
        };
        let choose = |_: &GroupLoaded| {
            let mut everybody = vec![by.user];
            everybody.extend(&users);
            everybody
        };
        self.inner.run_group_by(by, new.id, choose, decide).await
    }

    /// Changes a group, if who acts may.
    ///
    /// Errors: `NoSuchGroup`, `NotInGroup`, `MayNot`, `NotModified`, `AlreadyInGroup`, `NoSuchMember`, `GroupFull`,
    /// `GroupDeactivated`, `Store`.
    pub async fn change_group(
        &self,
        by: By,
        group: i64,
        change: GroupChange,
    ) -> Result<GroupChanged, BoxError> {
        let choose = |group: &GroupLoaded| {
            let mut users = all_with(group, by);
            match change {
                GroupChange::Add(user) | GroupChange::Approve { user, .. } if !users.contains(&user) => {
                    users.push(user);
                }
                _ => {}
            }
            users
        };
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            group.no_backlog()?;
            let act = act(group, by.user, &change, self.now())?;
            self.changed(group, states, act, by)
        };
        self.inner.run_group_by(by, group, choose, decide).await
    }

    /// A group as it is; none if there is none.
    pub async fn group(&self, group: i64) -> Result<Option<Arc<GroupView>>, BoxError> {
        let decide = |group: &mut GroupLoaded, _: &mut [Box<Loaded>]| Ok(GroupDecision::answer(group.view()));
        match self.inner.run_group(group, |_| Vec::new(), decide).await {
            Ok(view) => Ok(Some(view)),
            Err(BoxError::NoSuchGroup) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A group that is in memory, as it is. Does not wait.
    pub fn group_at_hand(&self, group: i64) -> Option<Arc<GroupView>> {
        self.inner.groups.find(group)?.lock().loaded.as_deref_mut().map(GroupLoaded::view)
    }

    /// The groups that somebody is in.
    pub async fn groups_of(&self, user: UserId) -> Result<Vec<i64>, BoxError> {
        let rows = Rows::<tables::GroupsOf>::of(Owner::User(user));
        let found = self.inner.store.scan(rows, usize::MAX, Direction::Forward).await?;
        Ok(found.into_iter().map(|(key, _)| key.number).collect())
    }

    /// Whether somebody is in a group.
    pub(crate) async fn is_in_group(&self, user: UserId, group: i64) -> Result<bool, BoxError> {
        Ok(self.group(group).await?.is_some_and(|view| view.member(user).is_some()))
    }

    fn changed(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        act: Act,
        by: By,
    ) -> Result<GroupDecision<GroupChanged>, Refusal> {
        let (write, parts, entries) = self.inner.carry_out_act(group, states, act, by.session)?;
        let answer = GroupChanged { entry: entries.into_iter().next(), view: group.view() };
        Ok(GroupDecision { answer, write, parts })
    }
}

/// What a change does, if who acts may do it.
fn act(group: &GroupLoaded, by: UserId, change: &GroupChange, now: i32) -> Result<Act, BoxError> {
    let date = group.date(now);
    let at = group.pts + 1;
    let record = || group.record.clone();
    let newer = || GroupRecord { version: group.record.version + 1, ..record() };
    let looks = |record: GroupRecord| {
        if record == group.record { Err(BoxError::NotModified) } else { Ok(Some(record)) }
    };
    match change {
        GroupChange::Title(title) => {
            group.allows(by, banned::CHANGE_INFO)?;
            let record = looks(GroupRecord { title: title.clone(), ..record() })?;
            Ok(Act { record, ..told(group, by, date, Action::ChatEditTitle { title: title.clone() }) })
        }
        GroupChange::About(about) => {
            group.allows(by, banned::CHANGE_INFO)?;
            Ok(Act { record: looks(GroupRecord { about: about.clone(), ..record() })?, ..Act::default() })
        }
        GroupChange::Photo(photo) => {
            group.allows(by, banned::CHANGE_INFO)?;
            let (id, stripped) = photo.clone().map(|photo| (photo.file, photo.stripped)).unzip();
            let record = looks(GroupRecord { photo: id, stripped, ..record() })?;
            let action = id.map_or(Action::ChatDeletePhoto, |photo| Action::ChatEditPhoto { photo });
            Ok(Act { record, ..told(group, by, date, action) })
        }
        GroupChange::Banned(bits) => {
            by_admin(group, by)?;
            if group.record.banned == *bits {
                return Err(BoxError::NotModified);
            }
            Ok(Act { record: Some(GroupRecord { banned: *bits, ..newer() }), ..Act::default() })
        }
        GroupChange::Admin(user, admin) => {
            group.open_to(by)?;
            if group.record.creator != by {
                return Err(BoxError::MayNot);
            }
            let member = group.member(*user).ok_or(BoxError::NoSuchMember)?;
            if *user == by || (member.admin == Some(true)) == *admin {
                return Err(BoxError::NotModified);
            }
            let members = vec![(*user, GroupMember { admin: admin.then_some(true), ..*member })];
            Ok(Act { record: Some(newer()), members, ..Act::default() })
        }
        GroupChange::Rank(user, rank) => {
            group.open_to(by)?;
            let member = group.member(*user).ok_or(BoxError::NoSuchMember)?;
            let creator = group.record.creator;
            // Admins are called as their creator wants, and he as he wants; others as an admin or they themselves want.
            let may = if *user == by {
                group.is_admin(by) || group.record.banned & banned::EDIT_RANK == 0
            } else {
                by == creator || group.is_admin(by) && member.admin != Some(true) && *user != creator
            };
            if !may {
                return Err(BoxError::MayNot);
            }
            if group.record.rank(*user).unwrap_or_default() == rank {
                return Err(BoxError::NotModified);
            }
            let ranks = group.record.ranks_with(*user, rank);
            Ok(Act { record: Some(GroupRecord { ranks, ..newer() }), ..Act::default() })
        }
        GroupChange::Theme(emoticon) => {
            group.allows(by, banned::CHANGE_INFO)?;
            let theme = Some(emoticon.clone()).filter(|emoticon| !emoticon.is_empty());
            let record = looks(GroupRecord { theme, ..record() })?;
            let action = Action::SetChatTheme { emoticon: emoticon.clone() };
            Ok(Act { record, ..told(group, by, date, action) })
        }
        GroupChange::Reactions(reactions, custom, reactions_limit) => {
            by_admin(group, by)?;
            let (reactions, reactions_limit) = (reactions.clone(), *reactions_limit);
            let no_custom_reactions = (!custom).then_some(true);
            let record = looks(GroupRecord { reactions, reactions_limit, no_custom_reactions, ..record() })?;
            Ok(Act { record, ..Act::default() })
        }
        GroupChange::Ttl(period) => {
            by_admin(group, by)?;
            let ttl_period = Some(*period).filter(|period| *period > 0);
            let record = looks(GroupRecord { ttl_period, ..record() })?;
            let action = Action::SetMessagesTtl { period: *period, by_default_of: None };
            Ok(Act { record, ..told(group, by, date, action) })
        }
        GroupChange::NoForwards(on) => {
            group.open_to(by)?;
            if group.record.creator != by {
                return Err(BoxError::MayNot);
            }
            let record = looks(GroupRecord { no_forwards: on.then_some(true), ..record() })?;
            Ok(Act { record, ..Act::default() })
        }
        GroupChange::Add(user) => {
            group.allows(by, banned::INVITE_USERS)?;
            let joined = came(group, *user, by, date)?;
            let act = told(group, by, date, Action::ChatAddUser { users: vec![*user] });
            Ok(Act { record: Some(newer()), members: vec![(*user, joined)], ..act })
        }
        GroupChange::Join { inviter, link } => {
            if group.record.deactivated == Some(true) {
                return Err(BoxError::GroupDeactivated);
            }
            if group.members.get(&by).is_some_and(|member| member.kicked == Some(true)) {
                return Err(BoxError::MayNot);
            }
            let joined = GroupMember { link: Some(*link), ..came(group, by, *inviter, date)? };
            let act = told(group, by, date, Action::ChatJoinedByLink { inviter: *inviter });
            Ok(Act { record: Some(newer()), members: vec![(by, joined)], ..act })
        }
        GroupChange::Approve { user, inviter, link } => {
            by_admin(group, by)?;
            let joined = came(group, *user, *inviter, date)?;
            let joined = GroupMember { link: *link, approved_by: Some(by), ..joined };
            let act = told(group, *user, date, Action::ChatJoinedByRequest);
            Ok(Act { record: Some(newer()), members: vec![(*user, joined)], ..act })
        }
        GroupChange::Remove(user) => {
            let leaver = if *user == by {
                group.member(by).ok_or(BoxError::NotInGroup)?
            } else {
                group.open_to(by)?;
                let member = group.member(*user).ok_or(BoxError::NoSuchMember)?;
                let above = group.record.creator == by
                    || group.is_admin(by) && !group.is_admin(*user)
                    || member.inviter == by && !group.is_admin(*user);
                if !above {
                    return Err(BoxError::MayNot);
                }
                member
            };
            let kicked = (*user != by).then_some(true);
            let left = GroupMember { left: Some(at), admin: None, kicked, ..*leaver };
            let act = told(group, by, date, Action::ChatDeleteUser { user: *user });
            let record = GroupRecord { ranks: group.record.ranks_with(*user, ""), ..newer() };
            Ok(Act { record: Some(record), members: vec![(*user, left)], ..act })
        }
        GroupChange::Creator(user) => {
            group.open_to(by)?;
            if group.record.creator != by {
                return Err(BoxError::MayNot);
            }
            let new = group.member(*user).ok_or(BoxError::NoSuchMember)?;
            if *user == by {
                return Err(BoxError::NotModified);
            }
            let mut members = vec![(*user, GroupMember { admin: None, ..*new })];
            // Who gives it away looks after it as before.
            members.extend(group.member(by).map(|old| (by, GroupMember { admin: Some(true), ..*old })));
            let act = told(group, by, date, Action::ChangeCreator { user: *user });
            Ok(Act { record: Some(GroupRecord { creator: *user, ..newer() }), members, ..act })
        }
        GroupChange::Delete => {
            group.open_to(by)?;
            if group.record.creator != by {
                return Err(BoxError::MayNot);
            }
            // The last service message: who made the group has left it, and with him everybody.
            let act = told(group, by, date, Action::ChatDeleteUser { user: by });
            let gone = |(user, member): (&UserId, &GroupMember)| {
                let kicked = (*user != by).then_some(true);
                (*user, GroupMember { left: Some(at), kicked, ..*member })
            };
            let current = group.members.iter().filter(|(_, member)| member.left.is_none());
            let members = current.map(gone).collect();
            Ok(Act { record: Some(GroupRecord { deactivated: Some(true), ..newer() }), members, ..act })
        }
        GroupChange::Migrate(channel) => {
            group.open_to(by)?;
            if group.record.creator != by {
                return Err(BoxError::MayNot);
            }
            let record = GroupRecord { deactivated: Some(true), migrated_to: Some(*channel), ..newer() };
            let act = told(group, by, date, Action::ChatMigrateTo { channel: *channel });
            Ok(Act { record: Some(record), ..act })
        }
    }
}

fn by_admin(group: &GroupLoaded, by: UserId) -> Result<(), BoxError> {
    group.open_to(by)?;
    if group.is_admin(by) { Ok(()) } else { Err(BoxError::MayNot) }
}

fn came(group: &GroupLoaded, user: UserId, inviter: UserId, date: i32) -> Result<GroupMember, BoxError> {
    if group.member(user).is_some() {
        return Err(BoxError::AlreadyInGroup);
    }
    if group.current().count() >= GROUP_MEMBERS_MAX {
        return Err(BoxError::GroupFull);
    }
    let joined = group.pts + 1;
    Ok(GroupMember {
        inviter,
        date,
        joined,
        left: None,
        admin: None,
        kicked: None,
        link: None,
        approved_by: None,
    })
}

/// A service message.
fn told(group: &GroupLoaded, by: UserId, date: i32, action: Action) -> Act {
    let content = Arc::new(Content { action: Some(action), ..Content::default() });
    let body =
        MessageRecord { author: Some(by), ..MessageRecord::new(Peer::Group(group.id), date, 0, content) };
    Act { events: vec![(LogRecord::Message(body.clone()), What::New(Arc::new(body)))], ..Act::default() }
}

/// People in one group.
pub const GROUP_MEMBERS_MAX: usize = 200;
