//! How people come into a basic group by a link: at once, or when an admin lets them in.

use std::sync::Arc;

use boxes::{BoxError, By, GroupChange, GroupChanged, GroupView, Peer, UserId};
use store::{ids::Owner, records::invites::Invite};
use tokio::sync::MutexGuard;

use super::{GroupError, Groups};
use crate::{Fault, Importer, LinkError, Notice};

impl Groups {
    /// While it is held, nobody else changes the group's links.
    pub(crate) async fn hold_links(&self, group: i64) -> Option<MutexGuard<'_, ()>> {
        self.link_changes.of(group).await
    }

    /// Whether somebody made the group, if he manages its links.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`], `Refused` without the right, and faults.
    pub(crate) async fn manages_links(&self, group: i64, user: UserId) -> Result<bool, GroupError> {
        let view = self.of_member(group, user).await?;
        if may_manage(&view, user) {
            Ok(view.record.creator == user)
        } else {
            Err(GroupError::Refused(BoxError::MayNot))
        }
    }

    /// The group that a link leads to.
    pub(crate) async fn behind_link(&self, group: i64) -> Result<Arc<GroupView>, GroupError> {
        let view = self.boxes.group(group).await?.ok_or(LinkError::NoSuchLink)?;
        if view.record.deactivated == Some(true) { Err(LinkError::Ended.into()) } else { Ok(view) }
    }

    /// Follows a link; none if an admin was asked.
    ///
    /// # Errors
    /// [`LinkError::NoSuchLink`], [`LinkError::Ended`], what the boxes refuse, and faults.
    pub(crate) async fn follow(
        &self,
        by: By,
        group: i64,
        hash: &str,
    ) -> Result<Option<GroupChanged>, GroupError> {
        let chat = Owner::Group(group);
        // Of a thousand who come at the same time by a link for one, one gets in.
        let _held = self.hold_links(group).await;
        let view = self.behind_link(group).await?;
        if view.member(by.user).is_some() {
            return Err(GroupError::Refused(BoxError::AlreadyInGroup));
        }
        let invite = self.links.open(chat, hash).await?;
        // Who was made to leave finds no link.
        if view.members.get(&by.user).is_some_and(|member| member.kicked == Some(true)) {
            return Err(LinkError::Ended.into());
        }
        if invite.request_needed {
            if self.links.ask(chat, by.user, Some((hash, invite))).await? {
                self.tell_of_requests(group).await?;
            }
            return Ok(None);
        }
        // Counted first: a link that is used up too early is better than one that lets in too many.
        let used = Invite { usage: invite.usage.saturating_add(1), ..invite.clone() };
        self.links.used(chat, hash, &used).await?;
        let join = GroupChange::Join { inviter: invite.admin, link: self.links.mark(hash) };
        match self.boxes.change_group(by, group, join).await {
            Ok(changed) => Ok(Some(changed)),
            Err(error) => {
                let refused = GroupError::from(error);
                if let GroupError::Refused(_) = refused {
                    self.links.used(chat, hash, &invite).await?;
                }
                Err(refused)
            }
        }
    }

    /// Lets somebody in who asked, or not.
    ///
    /// # Errors
    /// [`LinkError::NoRequest`], [`GroupError::NoSuchGroup`], what the boxes refuse, and faults.
    pub(crate) async fn answer_request(
        &self,
        by: By,
        group: i64,
        user: UserId,
        yes: bool,
    ) -> Result<Option<GroupChanged>, GroupError> {
        let held = self.hold_links(group).await;
        self.manages_links(group, by.user).await?;
        let answer = self.links.answer(Owner::Group(group), user, yes).await?;
        let gone = self.users.record(user).await?.is_none_or(|record| record.deleted_at.is_some());
        let mut changed = None;
        if yes && !gone {
            let link = answer.link.as_ref();
            let approve = GroupChange::Approve {
                user,
                inviter: link.map_or(by.user, |link| link.invite.admin),
                link: link.map(|link| self.links.mark(&link.hash)),
            };
            match self.boxes.change_group(by, group, approve).await {
                // A crash may have left the request of somebody who is in.
                Err(BoxError::AlreadyInGroup) => {}
                done => changed = Some(done?),
            }
        }
        self.links.answered(answer).await?;
        drop(held);
        self.tell_of_requests(group).await?;
        Ok(changed)
    }

    /// Members who came by a link, this one or any.
    ///
    /// # Errors
    /// [`GroupError::NoSuchGroup`] and faults.
    pub(crate) async fn came_by_link(
        &self,
        user: UserId,
        group: i64,
        hash: Option<&str>,
    ) -> Result<Vec<Importer>, GroupError> {
        let view = self.of_member(group, user).await?;
        let mark = hash.map(|hash| self.links.mark(hash));
        let came = view.current().filter(|(_, member)| match mark {
            Some(mark) => member.link == Some(mark),
            None => member.link.is_some(),
        });
        let one = |(user, member): (UserId, &store::records::groups::GroupMember)| Importer {
            user,
            date: member.date,
            waits: false,
            approved_by: member.approved_by,
        };
        Ok(came.map(one).collect())
    }

    /// Tells those who may let people in how many wait.
    async fn tell_of_requests(&self, group: i64) -> Result<(), Fault> {
        let Some(view) = self.boxes.group(group).await.map_err(Fault::Box)? else { return Ok(()) };
        let (count, recent) = self.links.pending(Owner::Group(group)).await?;
        for (user, _) in view.current().filter(|(user, _)| may_manage(&view, *user)) {
            let notice = Notice::JoinRequests { peer: Peer::Group(group), count, recent: recent.clone() };
            self.live.notice(user, notice, None);
        }
        Ok(())
    }
}

fn may_manage(view: &GroupView, user: UserId) -> bool {
    view.record.deactivated != Some(true) && view.is_admin(user)
}
