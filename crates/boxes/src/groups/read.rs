//! Reading in a group: the reader's mark is his own; how far he has come stands with the group, and the authors
//! whose messages nobody else had read before hear that somebody did.

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        groups::{GroupRead, ReadInGroup},
        log::{LogRecord, ReadInbox},
    },
};

use super::{
    cells::GroupLoaded,
    member::{self, Delivery, What},
    run::{Act, GroupDecision},
};
use crate::{
    boxes::Boxes,
    cells::Loaded,
    error::BoxError,
    need::{Need, Refusal},
    plan::Plan,
    queries::Affected,
    types::By,
};

impl Boxes {
    pub(crate) async fn read_in_group(
        &self,
        by: By,
        group: i64,
        max_id: MessageId,
    ) -> Result<Affected, BoxError> {
        let choose = |group: &GroupLoaded| authors_to_tell(group, by.user);
        self.inner
            .run_group_by(by, group, choose, |group, states| {
                self.decide_read_in_group(group, states, by, max_id)
            })
            .await
    }

    /// Who has read a message of a group, and when he read last.
    ///
    /// Errors: `NoSuchMessage`, `NotInGroup`, `Store`.
    pub async fn group_readers(
        &self,
        user: UserId,
        group: i64,
        id: MessageId,
    ) -> Result<Vec<(UserId, i32)>, BoxError> {
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            group.open_to(user)?;
            let state = states.first().ok_or(BoxError::Busy)?;
            let entry = state.indexed(Peer::Group(group.id), id)?.ok_or(BoxError::NoSuchMessage { id })?;
            let readers = group.reads.iter().filter(|(reader, read)| {
                **reader != user && read.pts >= entry.origin && group.member(**reader).is_some()
            });
            Ok(GroupDecision::answer(readers.map(|(reader, read)| (*reader, read.date)).collect()))
        };
        self.inner.run_group(group, |_| vec![user], decide).await
    }

    fn decide_read_in_group(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        by: By,
        max_id: MessageId,
    ) -> Result<GroupDecision<Affected>, Refusal> {
        group.no_backlog()?;
        let peer = Peer::Group(group.id);
        let (reader, authors) = states.split_first().ok_or(BoxError::Busy)?;
        let pts = reader.projection.pts;
        let nothing =
            || GroupDecision::answer(Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() });
        let Some(dialog) = reader.projection.dialog(peer)? else { return Ok(nothing()) };
        let Some(top) = dialog.top() else { return Ok(nothing()) };
        let up_to = if max_id <= 0 { top } else { max_id.min(pts) };
        let missing = |missing| reader.projection.page_need(peer, missing);
        let newest = dialog.incoming_at_or_below(up_to).map_err(missing)?;
        let Some(newest) = newest.filter(|newest| newest.id > dialog.read_inbox_max_id) else {
            return Ok(nothing());
        };
        let still_unread = dialog.incoming_above(up_to).map_err(missing)?;
        let (max, date) = (newest.origin, group.date(self.now()));
        let own = LogRecord::ReadInbox(ReadInbox {
            date: reader.date(date),
            peer,
            max_id: up_to,
            still_unread: i32::try_from(still_unread).unwrap_or(i32::MAX),
            origin: Some(max),
        });
        let mut act = Act { own: Plan { appends: vec![own], ..Plan::default() }, ..Act::default() };
        if group.reads.get(&by.user).is_none_or(|read| read.pts < max) {
            act.reads.push((by.user, GroupRead { pts: max, date }));
        }
        let what = What::Read { user: by.user, max };
        let delivery = Delivery { pts: group.pts + 1, date, what: what.clone() };
        let mut needs = Vec::new();
        let mut moved = false;
        for author in authors {
            match member::plan(author, group.id, std::slice::from_ref(&delivery)) {
                Ok(plan) => moved |= !plan.is_empty(),
                Err(need) => needs.push(need),
            }
        }
        if !needs.is_empty() {
            return Err(Need::Many(needs).into());
        }
        if moved {
            let read = ReadInGroup { date, user: by.user, max };
            act.events.push((LogRecord::ReadInGroup(read), what));
        }
        let (write, parts, entries) = self.inner.carry_out_act(group, states, act, by.session)?;
        let pts = states.first().map_or(pts, |state| state.projection.pts);
        Ok(GroupDecision { answer: Affected { pts, pts_count: 1, offset: 0, entries }, write, parts })
    }
}

/// The reader, and the members whose newest messages nobody else may have read yet.
fn authors_to_tell(group: &GroupLoaded, reader: UserId) -> Vec<UserId> {
    // The two that have read furthest: for each member, what the others have read.
    let (mut first, mut second): (Option<(Pts, UserId)>, Pts) = (None, 0);
    for (user, read) in &group.reads {
        match first {
            Some((furthest, _)) if read.pts <= furthest => second = second.max(read.pts),
            _ => {
                second = first.map_or(second, |(furthest, _)| second.max(furthest));
                first = Some((read.pts, *user));
            }
        }
    }
    let by_others = |user: UserId| match first {
        Some((furthest, who)) if who != user => furthest,
        Some(_) => second,
        None => 0,
    };
    let mut users = vec![reader];
    users.extend(group.current().filter(|user| *user != reader && by_others(*user) < group.last_post));
    users
}
