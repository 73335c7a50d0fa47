//! What members have set and read, of as many as can be looked at: nothing of it is told of a single person.

use store::{
    Direction, Rows,
    ids::{Owner, UserId},
    key::ByNumber,
    records::channels::Channel,
    tables,
};

use boxes::Peer;

use super::Channels;
use crate::{Fault, NotifyTarget};

/// Members who are looked at.
const MEMBERS_MAX: usize = 5_000;
/// Rows of people that are read for that, those who left included.
const ROWS_MAX: usize = 10_000;
/// Of fewer members it is not told how many have muted a channel: the number would name them.
const MUTES_TOLD_FROM: usize = 50;

impl Channels {
    /// For how many members a channel is not muted, and of how many that was looked up (0 of 0 where they are few); and
    /// what that took.
    pub(super) async fn unmuted(&self, channel: i64, now: i32) -> Result<((u32, u32), usize), Fault> {
        let (members, read) = self.first_members(channel).await?;
        if members.len() < MUTES_TOLD_FROM {
            return Ok(((0, 0), read));
        }
        let own = NotifyTarget::Peer(Peer::Channel(channel)).number();
        let all = NotifyTarget::Broadcasts.number();
        let (mut unmuted, mut looked_at) = (0, 0);
        // Each lies in the shard of its person.
        for user in &members {
            let mut until = None;
            for number in [own, all].into_iter().flatten() {
                if until.is_none() {
                    let row =
                        self.store.get::<tables::NotifySettings>(&ByNumber { user: *user, number }).await?;
                    until = row.and_then(|row| row.mute_until);
                }
            }
            unmuted += u32::from(until.is_none_or(|until| until <= now));
            looked_at += 1;
        }
        Ok(((unmuted, looked_at), read + 2 * members.len()))
    }

    /// How many members of a supergroup have read in it since `since`; none where there are too many to look at.
    pub(super) async fn readers_since(
        &self,
        channel: i64,
        record: &Channel,
        since: i32,
    ) -> Result<(Option<u32>, usize), Fault> {
        if usize::try_from(record.participants).unwrap_or(usize::MAX) > MEMBERS_MAX {
            return Ok((None, 0));
        }
        let (members, read) = self.first_members(channel).await?;
        if read >= ROWS_MAX {
            return Ok((None, read));
        }
        let mut readers = 0;
        for user in &members {
            let row =
                self.store.get::<tables::Memberships>(&ByNumber { user: *user, number: channel }).await?;
            let read = row.and_then(|row| row.read_date);
            readers += u32::from(read.is_some_and(|date| date >= since));
        }
        Ok((Some(readers), read + members.len()))
    }

    /// Members in the order of their ids, and how many rows were read.
    async fn first_members(&self, channel: i64) -> Result<(Vec<UserId>, usize), Fault> {
        let rows = Rows::<tables::Participants>::of(Owner::Channel(channel));
        let found = self.store.scan(rows, ROWS_MAX, Direction::Forward).await?;
        let read = found.len();
        let members = found.into_iter().filter(|(_, row)| row.member).map(|(key, _)| key.user);
        Ok((members.take(MEMBERS_MAX).collect(), read))
    }
}
