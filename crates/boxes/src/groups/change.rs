//! Changes of a group's messages that all members hear of: edits, deletes, reactions, pins.

use std::sync::Arc;

use store::{
    ids::{MessageId, Peer, Pts, UserId},
    records::{
        due::{DueAt, DueWhat},
        log::{
            Action, Content, Deleted, DeletedIn, Edited, LogRecord, MessageRecord, Origin, Pinned, Reply,
            Stub, flag,
        },
        reactions::{Reacted, Reaction, ReactionsRead},
    },
    tables,
};

use super::{
    cells::GroupLoaded,
    member::What,
    resolve::merged,
    rules::banned,
    run::{Act, GroupDecision, all_with},
};
use crate::{
    boxes::{Boxes, MESSAGE_BYTES_MAX, is_too_large},
    cells::Loaded,
    error::BoxError,
    need::{Need, Refusal},
    pins::{PINNED_MAX, Pin},
    projection::IndexEntry,
    queries::Affected,
    react::{self, NewReaction},
    todo::{self, TodoChange, TodoChanged},
    types::{By, Entry},
};

impl Boxes {
    pub(crate) async fn edit_in_group(
        &self,
        by: By,
        group: i64,
        id: MessageId,
        content: Content,
    ) -> Result<Arc<Entry>, BoxError> {
        let content = Arc::new(content);
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            let (place, old) = own_body(group, states, by, id)?;
            if old.author != Some(by.user) {
                return Err(BoxError::NotAuthor { id }.into());
            }
            if old.content == content {
                return Err(BoxError::NotModified.into());
            }
            let date = group.date(self.now());
            let body = MessageRecord {
                content: content.clone(),
                edit_date: Some(date),
                flags: old.flags & !flag::EDIT_HIDDEN,
                changed: Some(group.pts + 1),
                ..old
            };
            self.edited(group, states, (place, body, date), by)
        };
        self.inner.run_group_by(by, group, |group| all_with(group, by), decide).await
    }

    pub(crate) async fn change_todo_in_group(
        &self,
        by: By,
        group: i64,
        id: MessageId,
        change: TodoChange,
    ) -> Result<TodoChanged<Arc<Entry>>, BoxError> {
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            let (place, old) = own_body(group, states, by, id)?;
            group.allows(by.user, banned::SEND_MESSAGES)?;
            let date = group.date(self.now());
            let author = old.author == Some(by.user);
            let shown = (Peer::User(by.user), date);
            let (content, told) = todo::changed((id, &old), author, shown, &change)?.split();
            let changed = Some(group.pts + 1);
            let body = MessageRecord { changed, ..todo::rewritten(&old, content, date, &change) };
            let GroupDecision { answer, write, parts } =
                self.edited(group, states, (place, body, date), by)?;
            Ok(GroupDecision { answer: told(answer), write, parts })
        };
        self.inner.run_group_by(by, group, |group| all_with(group, by), decide).await
    }

    /// Writes a message that has another content now, and tells all members.
    fn edited(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        (place, body, date): (Pts, MessageRecord, i32),
        by: By,
    ) -> Result<GroupDecision<Arc<Entry>>, Refusal> {
        let record = LogRecord::Message(body.clone());
        if let Some(found) = is_too_large(&record) {
            return Err(BoxError::TooLarge { max: MESSAGE_BYTES_MAX, found }.into());
        }
        let peer = Peer::Group(group.id);
        let edited = LogRecord::Edited(Edited { date, id: place, peer, source: None, everywhere: None });
        let what = What::Edit { id: place, body: Arc::new(body) };
        let act = Act { events: vec![(edited, what)], rewrites: vec![(place, record)], ..Act::default() };
        self.one_entry(group, states, act, by)
    }

    /// Takes away what a member gave to a message of a group; for its admins.
    ///
    /// Errors: `MayNot`, `NoSuchMessage`, `NotModified` where he gave nothing, `NotInGroup`, `Store`.
    pub async fn take_reactions(
        &self,
        by: By,
        group: i64,
        id: MessageId,
        whose: UserId,
    ) -> Result<Arc<Entry>, BoxError> {
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            let (place, old) = own_body(group, states, by, id)?;
            if !group.is_admin(by.user) {
                return Err(BoxError::MayNot.into());
            }
            if react::of(&old, whose).is_empty() {
                return Err(BoxError::NotModified.into());
            }
            let date = group.date(self.now());
            let body = react::replaced(&old, whose, Vec::new(), date);
            self.reacted(group, states, (place, body, date), by)
        };
        self.inner.run_group_by(by, group, |group| all_with(group, by), decide).await
    }

    /// Writes a message that has other reactions now, and tells all members.
    fn reacted(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        (place, body, date): (Pts, MessageRecord, i32),
        by: By,
    ) -> Result<GroupDecision<Arc<Entry>>, Refusal> {
        let body = MessageRecord { changed: Some(group.pts + 1), ..body };
        let unread = react::is_unread(&body);
        let peer = Peer::Group(group.id);
        let reacted = LogRecord::Reacted(Reacted { date, id: place, peer, source: None, unread });
        let rewrites = vec![(place, LogRecord::Message(body.clone()))];
        let what = What::React { id: place, body: Arc::new(body) };
        let act = Act { events: vec![(reacted, what)], rewrites, ..Act::default() };
        self.one_entry(group, states, act, by)
    }

    pub(crate) async fn react_in_group(
        &self,
        by: By,
        group: i64,
        id: MessageId,
        reactions: &[NewReaction],
    ) -> Result<Arc<Entry>, BoxError> {
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            let (place, old) = own_body(group, states, by, id)?;
            let before = react::of(&old, by.user);
            if before.len() == reactions.len()
                && before.iter().zip(reactions).all(|(old, new)| old.emoji == new.emoji && old.big == new.big)
            {
                return Err(BoxError::NotModified.into());
            }
            let fresh = |one: &&NewReaction| before.iter().all(|old| old.emoji != one.emoji);
            let allowed = |one: &NewReaction| group.record.takes_reaction(&one.emoji);
            if !reactions.iter().filter(fresh).all(allowed) {
                return Err(BoxError::ReactionForbidden.into());
            }
            if !reactions.is_empty() {
                group.allows(by.user, banned::SEND_REACTIONS)?;
            }
            let date = group.date(self.now());
            let others = old.author.is_some_and(|author| author != by.user && group.member(author).is_some());
            let given = |one: &NewReaction| Reaction {
                user: by.user,
                emoji: one.emoji.clone(),
                date,
                big: one.big,
                unread: others,
            };
            let body = react::replaced(&old, by.user, reactions.iter().map(given).collect(), date);
            self.reacted(group, states, (place, body, date), by)
        };
        self.inner.run_group_by(by, group, |group| all_with(group, by), decide).await
    }

    /// Deletes messages for everybody.
    pub(crate) async fn delete_in_group(
        &self,
        by: By,
        group: i64,
        ids: &[MessageId],
    ) -> Result<Affected, BoxError> {
        let peer = Peer::Group(group);
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            group.no_backlog()?;
            group.open_to(by.user)?;
            let owner = states.first().ok_or(BoxError::Busy)?;
            let found = indexed(owner, peer, ids)?;
            let nothing =
                Affected { pts: owner.projection.pts, pts_count: 0, offset: 0, entries: Vec::new() };
            if found.is_empty() {
                return Ok(GroupDecision::answer(nothing));
            }
            have_bodies(group, &found)?;
            let date = group.date(self.now());
            let mut act = Act::default();
            let mut places: Vec<Pts> = Vec::with_capacity(found.len());
            for entry in &found {
                let Some(LogRecord::Message(body)) = group.body(entry.origin)? else { continue };
                if body.author != Some(by.user) && !group.is_admin(by.user) {
                    return Err(BoxError::MayNot.into());
                }
                let stub = Stub {
                    peer,
                    date,
                    out: false,
                    origin: entry.origin,
                    kind: body.content.kind().code(),
                    random_id: None,
                };
                act.rewrites.push((entry.origin, LogRecord::Stub(stub)));
                places.push(entry.origin);
            }
            places.sort_unstable();
            if places.is_empty() {
                return Ok(GroupDecision::answer(nothing));
            }
            let dialogs = vec![DeletedIn { peer, ids: places.clone() }];
            let deleted =
                LogRecord::Deleted(Deleted { date, dialogs, revoke: true, source: None, threads: None });
            act.events.push((deleted, What::Delete(places)));
            self.affected(group, states, act, by)
        };
        self.inner.run_group_by(by, group, |group| all_with(group, by), decide).await
    }

    /// Deletes what of these messages of a group is to go by now, and takes their rows off the due queue.
    pub async fn expire_in_group(&self, group: i64, due: &[DueAt]) -> Result<(), BoxError> {
        let peer = Peer::Group(group);
        let expiring = |key: &DueAt| match key.what {
            DueWhat::GroupExpiry(at, id) if at == group => Some(id),
            _ => None,
        };
        for part in due.chunks(EXPIRED_AT_ONCE) {
            let places: Vec<Pts> = part.iter().filter_map(expiring).collect();
            let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
                group.no_backlog()?;
                let unknown: Vec<Pts> =
                    places.iter().copied().filter(|place| !group.bodies.contains_key(place)).collect();
                if !unknown.is_empty() {
                    return Err(Need::GroupBodies(group.id, unknown).into());
                }
                let now = self.now();
                let date = group.date(now);
                let (mut act, mut gone) = (Act::default(), Vec::new());
                for place in &places {
                    let Some(LogRecord::Message(body)) = group.body(*place)? else { continue };
                    if body.ttl_period.is_none_or(|ttl| body.date.saturating_add(ttl) > now) {
                        continue;
                    }
                    let kind = body.content.kind().code();
                    let stub = Stub { peer, date, out: false, origin: *place, kind, random_id: None };
                    act.rewrites.push((*place, LogRecord::Stub(stub)));
                    gone.push(*place);
                }
                if gone.is_empty() {
                    return Ok(GroupDecision::answer(()));
                }
                gone.sort_unstable();
                let dialogs = vec![DeletedIn { peer, ids: gone.clone() }];
                let deleted = Deleted { date, dialogs, revoke: true, source: None, threads: None };
                act.events.push((LogRecord::Deleted(deleted), What::Delete(gone)));
                let (write, parts, _) = self.inner.carry_out_act(group, states, act, None)?;
                Ok(GroupDecision { answer: (), write, parts })
            };
            self.inner.run_group(group, |group| group.current().collect(), decide).await?;
            // Those of messages went with them; what is left stands for nothing.
            let mut batch = self.inner.store.batch();
            part.iter().for_each(|key| batch.delete::<tables::DueQueue>(key));
            self.inner.store.commit(batch).await?;
        }
        Ok(())
    }

    /// Pins messages for everybody, or takes that back.
    pub(crate) async fn pin_in_group(
        &self,
        by: By,
        group: i64,
        ids: &[MessageId],
        pin: Pin,
    ) -> Result<Affected, BoxError> {
        let peer = Peer::Group(group);
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            group.no_backlog()?;
            group.allows(by.user, banned::PIN_MESSAGES)?;
            let owner = states.first().ok_or(BoxError::Busy)?;
            let found = indexed(owner, peer, ids)?;
            if found.is_empty() {
                let id = ids.first().copied().unwrap_or(0);
                return Err(BoxError::NoSuchMessage { id }.into());
            }
            let dialog = owner.projection.dialog(peer)?;
            let is_pinned = |id| dialog.is_some_and(|dialog| dialog.pinned.binary_search(&id).is_ok());
            let held = dialog.map_or(0, |dialog| dialog.pinned.len());
            let changed: Vec<IndexEntry> =
                found.into_iter().filter(|entry| is_pinned(entry.id) != pin.pinned).collect();
            let Some(first) = changed.first().copied() else {
                let pts = owner.projection.pts;
                let nothing = Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() };
                return Ok(GroupDecision::answer(nothing));
            };
            if pin.pinned && held >= PINNED_MAX {
                return Err(BoxError::TooMany { max: PINNED_MAX, found: held + 1 }.into());
            }
            let date = group.date(self.now());
            let mut places: Vec<Pts> = changed.iter().map(|entry| entry.origin).collect();
            places.sort_unstable();
            let pinned = pin.pinned;
            let record = LogRecord::Pinned(Pinned {
                date,
                peer,
                ids: places.clone(),
                pinned,
                oneside: false,
                source: None,
            });
            let mut act = Act { events: vec![(record, What::Pin { ids: places, pinned })], ..Act::default() };
            if pinned {
                let content = Content { action: Some(Action::PinMessage), ..Content::default() };
                let origin = Origin { author: by.user, id: first.origin };
                let body = MessageRecord {
                    author: Some(by.user),
                    reply: Some(Reply { id: first.origin, origin, quote: None }),
                    ..MessageRecord::new(
                        peer,
                        date,
                        if pin.silent { flag::SILENT } else { 0 },
                        Arc::new(content),
                    )
                };
                act.events.push((LogRecord::Message(body.clone()), What::New(Arc::new(body))));
            }
            self.affected(group, states, act, by)
        };
        self.inner.run_group_by(by, group, |group| all_with(group, by), decide).await
    }

    /// Marks the reactions to these messages of the owner's as seen.
    pub(crate) async fn read_reactions_in_group(
        &self,
        by: By,
        group: i64,
        ids: Option<&[MessageId]>,
    ) -> Result<Affected, BoxError> {
        let peer = Peer::Group(group);
        let decide = |group: &mut GroupLoaded, states: &mut [Box<Loaded>]| {
            let owner = states.first().ok_or(BoxError::Busy)?;
            let unread = owner.projection.dialog(peer)?.map(|dialog| &dialog.unread_reactions);
            let unread = unread.into_iter().flatten().filter(|id| ids.is_none_or(|ids| ids.contains(id)));
            let found: Vec<MessageId> = unread.copied().collect();
            let (now, left) = found.split_at(found.len().min(READ_AT_ONCE));
            let pts = owner.projection.pts;
            if now.is_empty() {
                let nothing = Affected { pts, pts_count: 0, offset: 0, entries: Vec::new() };
                return Ok(GroupDecision::answer(nothing));
            }
            let entries = indexed(owner, peer, now)?;
            have_bodies(group, &entries)?;
            let unknown: Vec<_> =
                entries.iter().map(|entry| entry.id).filter(|id| !owner.bodies.contains_key(id)).collect();
            if !unknown.is_empty() {
                return Err(Need::Bodies(owner.user(), unknown).into());
            }
            let date = owner.date(self.now());
            let mut act = Act::default();
            for entry in &entries {
                let Some(LogRecord::Message(old)) = group.body(entry.origin)? else { continue };
                let mut body = old.clone();
                body.reactions.iter_mut().flatten().for_each(|reaction| reaction.unread = false);
                if let Some(LogRecord::Message(own)) = owner.body(entry.id)? {
                    let shown = LogRecord::Message(merged(owner.user(), own, &body));
                    act.own.shows.push((entry.id, shown));
                }
                act.rewrites.push((entry.origin, LogRecord::Message(body)));
            }
            let read = ReactionsRead { date, peer, ids: now.to_vec() };
            act.own.appends.push(LogRecord::ReactionsRead(read));
            let offset = i32::try_from(left.len()).unwrap_or(i32::MAX);
            let mut decision = self.affected(group, states, act, by)?;
            decision.answer.offset = offset;
            Ok(decision)
        };
        self.inner.run_group_by(by, group, |_| vec![by.user], decide).await
    }

    /// Carries out a change that makes one entry in the box of who acts.
    fn one_entry(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        act: Act,
        by: By,
    ) -> Result<GroupDecision<Arc<Entry>>, Refusal> {
        let (write, parts, mut entries) = self.inner.carry_out_act(group, states, act, by.session)?;
        let answer = entries.pop().ok_or(BoxError::Busy)?;
        Ok(GroupDecision { answer, write, parts })
    }

    /// Carries out a change of which the answer is what it did to the box of who acts.
    fn affected(
        &self,
        group: &mut GroupLoaded,
        states: &mut [Box<Loaded>],
        act: Act,
        by: By,
    ) -> Result<GroupDecision<Affected>, Refusal> {
        let before = states.first().map_or(0, |state| state.projection.pts);
        let (write, parts, entries) = self.inner.carry_out_act(group, states, act, by.session)?;
        let pts = states.first().map_or(0, |state| state.projection.pts);
        let answer = Affected { pts, pts_count: pts - before, offset: 0, entries };
        Ok(GroupDecision { answer, write, parts })
    }

    pub(crate) fn now(&self) -> i32 {
        self.inner.world.clock.now().seconds()
    }
}

/// The place and body of a message that the box of who acts holds and that he may do something with.
fn own_body(
    group: &GroupLoaded,
    states: &[Box<Loaded>],
    by: By,
    id: MessageId,
) -> Result<(Pts, MessageRecord), Refusal> {
    group.no_backlog()?;
    group.open_to(by.user)?;
    let owner = states.first().ok_or(BoxError::Busy)?;
    let entry = owner.indexed(Peer::Group(group.id), id)?.ok_or(BoxError::NoSuchMessage { id })?;
    match group.body(entry.origin)? {
        Some(LogRecord::Message(body)) => Ok((entry.origin, body.clone())),
        _ => Err(BoxError::NoSuchMessage { id }.into()),
    }
}

fn indexed(owner: &Loaded, peer: Peer, ids: &[MessageId]) -> Result<Vec<IndexEntry>, Refusal> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        found.extend(owner.indexed(peer, *id)?);
    }
    Ok(found)
}

fn have_bodies(group: &GroupLoaded, entries: &[IndexEntry]) -> Result<(), Need> {
    let unknown: Vec<Pts> =
        entries.iter().map(|entry| entry.origin).filter(|place| !group.bodies.contains_key(place)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(Need::GroupBodies(group.id, unknown)) }
}

/// With the rows of all members a commit stays below the engine's 1 000.
const EXPIRED_AT_ONCE: usize = 100;
/// Messages of one commit.
const READ_AT_ONCE: usize = 300;
