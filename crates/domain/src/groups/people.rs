//! Making groups, and who is in them.

use std::sync::Arc;

use boxes::{
    BoxError, By, Entry, GROUP_MEMBERS_MAX, GroupChange, GroupChanged, HistoryQuery, MessageId, NewGroup,
    Peer, UserId, banned,
};
use store::ids::Owner;

use super::{GroupError, Groups};
use crate::{ChatError, Fault, Notice, groups::GroupPeer, settings::PrivacyKey};

/// A group that was made.
pub struct Created {
    /// Its number.
    pub id: i64,
    /// The service message, and the group.
    pub changed: GroupChanged,
    /// Who does not want to be brought in by the caller.
    pub missing: Vec<UserId>,
}

/// What became of bringing somebody in.
pub enum Brought {
    /// He is in.
    In(GroupChanged),
    /// He does not want to be brought in by the caller.
    Missing,
}

/// Characters of what somebody is called.
const RANK_CHARS_MAX: usize = 16;
/// Messages that are looked at together, and how often.
const REACTIONS_PART: i32 = 100;
const REACTIONS_PARTS_MAX: usize = 100;
/// Characters of a group's title.
const TITLE_CHARS_MAX: usize = 128;
/// Characters of a group's description.
const ABOUT_CHARS_MAX: usize = 255;
/// Numbers of groups: also clients of old layers, for whom they are 32 bits, can say them.
const IDS: std::ops::Range<i64> = 1_000_000..(1 << 31) - 1;
/// Numbers that are drawn before it is given up.
const DRAWS_MAX: usize = 16;

impl Groups {
    /// Makes a group of the caller and these people.
    ///
    /// # Errors
    /// [`GroupError::Title`], [`GroupError::TooFew`], [`GroupError::NoSuchPerson`], `Refused` for more people than
    /// one holds, and faults.
    pub async fn create(
        &self,
        by: By,
        title: &str,
        users: &[UserId],
        ttl_period: Option<i32>,
    ) -> Result<Created, GroupError> {
        let title = checked_title(title)?;
        if users.len() >= GROUP_MEMBERS_MAX {
            return Err(GroupError::Refused(BoxError::GroupFull));
        }
        let (mut welcome, mut missing) = (Vec::new(), Vec::new());
        for user in users.iter().copied().filter(|user| *user != by.user) {
            if welcome.contains(&user) || missing.contains(&user) {
                continue;
            }
            if self.may_bring(by.user, user).await? { welcome.push(user) } else { missing.push(user) }
        }
        if welcome.is_empty() && missing.is_empty() {
            return Err(GroupError::TooFew);
        }
        for _ in 0..DRAWS_MAX {
            let id = self.draw_id();
            let new = NewGroup { id, title: title.clone(), users: welcome.clone(), ttl_period };
            match self.boxes.create_group(by, new).await {
                Ok(changed) => return Ok(Created { id, changed, missing }),
                Err(BoxError::GroupExists) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(GroupError::Fault(Fault::Box(BoxError::Busy)))
    }

    /// Brings somebody in.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::NoSuchPerson`], what the boxes refuse, and faults.
    pub async fn add(&self, by: By, group: i64, user: UserId) -> Result<Brought, GroupError> {
        let view = self.of_member(group, by.user).await?;
        if view.member(user).is_some() {
            return Err(GroupError::Refused(BoxError::AlreadyInGroup));
        }
        if !self.may_bring(by.user, user).await? {
            return Ok(Brought::Missing);
        }
        Ok(Brought::In(self.boxes.change_group(by, group, GroupChange::Add(user)).await?))
    }

    /// Makes somebody leave; oneself as well.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn remove(&self, by: By, group: i64, user: UserId) -> Result<GroupChanged, GroupError> {
        Ok(self.boxes.change_group(by, group, GroupChange::Remove(user)).await?)
    }

    /// Gives the group a new name.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::Title`], what the boxes refuse, and faults.
    pub async fn rename(&self, by: By, group: i64, title: &str) -> Result<GroupChanged, GroupError> {
        let title = checked_title(title)?;
        Ok(self.boxes.change_group(by, group, GroupChange::Title(title)).await?)
    }

    /// From now on messages go after `period` seconds; 0: they stay.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn set_ttl(&self, by: By, group: i64, period: i32) -> Result<GroupChanged, GroupError> {
        Ok(self.boxes.change_group(by, group, GroupChange::Ttl(period)).await?)
    }

    /// Gives the group a picture that the caller refers to, or takes it away.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, [`GroupError::Chat`] for no such file, and faults.
    pub async fn set_photo(
        &self,
        by: By,
        group: i64,
        photo: Option<i64>,
    ) -> Result<GroupChanged, GroupError> {
        let view = self.of_member(group, by.user).await?;
        if view.record.deactivated == Some(true) {
            return Err(GroupError::Refused(BoxError::GroupDeactivated));
        }
        if !view.may(by.user, banned::CHANGE_INFO) {
            return Err(GroupError::Refused(BoxError::MayNot));
        }
        let _held = self.files.hold(photo);
        let photo = match photo {
            Some(id) => {
                Some(self.files.lent(id, by.user, Owner::Group(group)).await.map_err(ChatError::from)?)
            }
            None => None,
        };
        Ok(self.boxes.change_group(by, group, GroupChange::Photo(photo)).await?)
    }

    /// Changes what the group says of itself.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::About`], what the boxes refuse, and faults.
    pub async fn describe(&self, by: By, group: i64, about: &str) -> Result<(), GroupError> {
        let chars = about.chars().count();
        if chars > ABOUT_CHARS_MAX {
            return Err(GroupError::About { chars, max: ABOUT_CHARS_MAX });
        }
        let changed = self.boxes.change_group(by, group, GroupChange::About(about.trim().to_owned())).await?;
        self.tell(by, &changed, Notice::Chat { peer: GroupPeer(group) });
        Ok(())
    }

    /// Makes a member an admin, or takes that back.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn set_admin(&self, by: By, group: i64, user: UserId, admin: bool) -> Result<(), GroupError> {
        let changed = match self.boxes.change_group(by, group, GroupChange::Admin(user, admin)).await {
            // What holds already.
            Err(BoxError::NotModified) => return Ok(()),
            changed => changed?,
        };
        let version = changed.view.record.version;
        self.tell(by, &changed, Notice::ChatAdmin { group: GroupPeer(group), user, admin, version });
        Ok(())
    }

    /// Says what a member is called; empty for nothing.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::Rank`], what the boxes refuse, and faults.
    pub async fn set_rank(
        &self,
        by: By,
        group: i64,
        user: UserId,
        rank: &str,
    ) -> Result<GroupChanged, GroupError> {
        let rank = checked_rank(rank).ok_or(GroupError::Rank)?;
        let changed = self.boxes.change_group(by, group, GroupChange::Rank(user, rank.clone())).await?;
        let version = changed.view.record.version;
        self.tell(by, &changed, Notice::ChatRank { group: GroupPeer(group), user, rank, version });
        Ok(changed)
    }

    /// Shows the group in a theme from now on, or in none.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn set_theme(&self, by: By, group: i64, emoticon: &str) -> Result<GroupChanged, GroupError> {
        let changed = self.boxes.change_group(by, group, GroupChange::Theme(emoticon.to_owned())).await?;
        self.tell(by, &changed, Notice::Chat { peer: GroupPeer(group) });
        Ok(changed)
    }

    /// Takes away what a member gave to a message; for admins.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::Chat`], what the boxes refuse, and faults.
    pub async fn take_reactions(
        &self,
        by: By,
        group: i64,
        id: MessageId,
        whose: UserId,
    ) -> Result<Arc<Entry>, GroupError> {
        Ok(self.boxes.take_reactions(by, group, id, whose).await?)
    }

    /// Takes away what a member gave to any of the newest messages; for admins. Messages further down than
    /// 10 000 keep theirs.
    ///
    /// # Errors
    /// As [`Groups::take_reactions`].
    pub async fn take_all_reactions(&self, by: By, group: i64, whose: UserId) -> Result<(), GroupError> {
        let view = self.of_member(group, by.user).await?;
        if !view.is_admin(by.user) {
            return Err(GroupError::Refused(BoxError::MayNot));
        }
        let mut query = HistoryQuery { limit: REACTIONS_PART, ..HistoryQuery::default() };
        for _ in 0..REACTIONS_PARTS_MAX {
            let page = self.boxes.history(by.user, Peer::Group(group), query).await?;
            let Some(last) = page.messages.last().map(|message| message.id) else { break };
            for message in &page.messages {
                if message.reactions.iter().any(|given| given.user == whose) {
                    match self.boxes.take_reactions(by, group, message.id, whose).await {
                        // He took them back himself, or it went, meanwhile.
                        Err(BoxError::NotModified | BoxError::NoSuchMessage { .. }) => {}
                        taken => drop(taken?),
                    }
                }
            }
            query.offset_id = last;
        }
        Ok(())
    }

    /// Makes a member the creator of the caller's group.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn give_to(&self, by: By, group: i64, user: UserId) -> Result<GroupChanged, GroupError> {
        let changed = self.boxes.change_group(by, group, GroupChange::Creator(user)).await?;
        self.tell(by, &changed, Notice::Chat { peer: GroupPeer(group) });
        Ok(changed)
    }

    /// Whether `by` could give a group to somebody.
    ///
    /// # Errors
    /// As [`Groups::give_to`].
    pub async fn may_give_to(&self, by: UserId, group: i64, user: UserId) -> Result<(), GroupError> {
        let seen = self.seen(by, group).await?.ok_or(GroupError::NoSuchGroup)?;
        let refused = match &seen.view {
            _ if !seen.is_member() => BoxError::NotInGroup,
            view if view.record.deactivated == Some(true) => BoxError::GroupDeactivated,
            view if view.record.creator != by => BoxError::MayNot,
            view if view.member(user).is_none() => BoxError::NoSuchMember,
            _ if user == by => BoxError::NotModified,
            _ => return Ok(()),
        };
        Err(refused.into())
    }

    /// Changes what members may not do.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn set_banned(&self, by: By, group: i64, bits: u32) -> Result<GroupChanged, GroupError> {
        // Who is in a group sees it.
        let bits =
            bits & crate::channels::rights::banned::ALL & !crate::channels::rights::banned::VIEW_MESSAGES;
        let changed = self.boxes.change_group(by, group, GroupChange::Banned(bits)).await?;
        let version = changed.view.record.version;
        self.tell(by, &changed, Notice::ChatBanned { group: GroupPeer(group), bits, version });
        Ok(changed)
    }

    /// Changes which reactions may be given, absent for all (with custom emoji, or without), and how many different ones a
    /// message may have.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn set_reactions(
        &self,
        by: By,
        group: i64,
        (reactions, custom): (Option<Vec<String>>, bool),
        limit: Option<i32>,
    ) -> Result<GroupChanged, GroupError> {
        let changed =
            self.boxes.change_group(by, group, GroupChange::Reactions(reactions, custom, limit)).await?;
        self.tell(by, &changed, Notice::Chat { peer: GroupPeer(group) });
        Ok(changed)
    }

    /// Ends the group: everybody leaves.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub async fn delete(&self, by: By, group: i64) -> Result<(), GroupError> {
        self.boxes.change_group(by, group, GroupChange::Delete).await?;
        Ok(())
    }

    /// The groups that both are in, the newest number first.
    ///
    /// # Errors
    /// Faults.
    pub async fn common(&self, one: UserId, other: UserId) -> Result<Vec<i64>, Fault> {
        let mine = self.boxes.groups_of(one).await.map_err(Fault::Box)?;
        let theirs = self.boxes.groups_of(other).await.map_err(Fault::Box)?;
        Ok(mine.into_iter().rev().filter(|group| theirs.contains(group)).collect())
    }

    /// Tells the members who are there of something that leaves no message.
    fn tell(&self, by: By, changed: &GroupChanged, notice: Notice) {
        for (user, _) in changed.view.current().filter(|(user, _)| self.live.is_online(*user)) {
            self.live.notice(user, notice.clone(), by.session.filter(|_| user == by.user));
        }
    }

    /// Whether a person lets the caller bring him into groups.
    async fn may_bring(&self, by: UserId, user: UserId) -> Result<bool, GroupError> {
        let record = self.users.record(user).await?.ok_or(GroupError::NoSuchPerson)?;
        if record.deleted_at.is_some() || user == UserId::SERVICE {
            return Err(GroupError::NoSuchPerson);
        }
        Ok(self.privacy.allows(user, PrivacyKey::ChatInvite, by).await?)
    }

    fn draw_id(&self) -> i64 {
        IDS.start + (self.world.chance.long() & i64::MAX) % (IDS.end - IDS.start)
    }
}

/// What somebody is to be called; none where it is too long, or has emoji in it.
pub(crate) fn checked_rank(rank: &str) -> Option<String> {
    let rank = rank.trim();
    let plain = rank.chars().all(|letter| !letter.is_control() && !is_pictured(letter));
    (rank.chars().count() <= RANK_CHARS_MAX && plain).then(|| rank.to_owned())
}

/// Whether a character is an emoji, or makes one of others.
fn is_pictured(letter: char) -> bool {
    matches!(letter, '\u{200d}' | '\u{20e3}' | '\u{fe0f}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
}

/// A title without space around it.
pub(super) fn checked_title(title: &str) -> Result<String, GroupError> {
    let title = title.trim();
    let chars = title.chars().count();
    if (1..=TITLE_CHARS_MAX).contains(&chars) {
        Ok(title.to_owned())
    } else {
        Err(GroupError::Title { chars, max: TITLE_CHARS_MAX })
    }
}

impl Groups {
    /// Who has read a message, and when he read last.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], [`GroupError::Chat`], and faults.
    pub async fn readers(&self, user: UserId, group: i64, id: i32) -> Result<Vec<(UserId, i32)>, GroupError> {
        Ok(self.boxes.group_readers(user, group, id).await?)
    }

    /// How many members are connected now.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`] and faults.
    pub async fn online(&self, user: UserId, group: i64) -> Result<usize, GroupError> {
        let view = self.of_member(group, user).await?;
        Ok(view.current().filter(|(member, _)| self.live.is_online(*member)).count())
    }
}
