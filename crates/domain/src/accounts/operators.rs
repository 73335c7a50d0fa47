//! Those who look after the server: they hear of what it cannot mend by itself, as messages of the service account.

use store::{
    Direction, Rows, Shard,
    ids::UserId,
    key::OfShard,
    records::{account::User, password::Operator},
    tables,
};

use super::{Accounts, carrier::SendLimit};
use crate::{Fault, SERVICE_USER};

/// What operators are told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// Codes are refused: so many were sent in a day.
    CodesRefused(SendLimit),
    /// The disk fills up.
    DiskLow {
        /// Room that is left.
        megabytes: u64,
    },
    /// People have reported something, and nobody has looked yet.
    Reported,
    /// The disk was full for a while, and nothing was taken; it has room again.
    DiskWasFull,
}

/// Where the list lies.
const SHARD: Shard = Shard(0);
/// Operators that are told.
const OPERATORS_MAX: usize = 1000;

impl Accounts {
    /// Makes a person one of those who look after the server, or no longer. False if there is no such person.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn make_operator(&self, user: UserId, is_one: bool) -> Result<bool, Fault> {
        let there = self.people.record(user).await?.is_some_and(|record| record.deleted_at.is_none());
        if !there || user == SERVICE_USER {
            return Ok(false);
        }
        // The list leads there, the person's record decides: a crash in between tells nobody too much.
        let row = OfShard { shard: SHARD, row: user.0.to_be_bytes().to_vec() };
        let mut batch = self.store.batch();
        match is_one {
            true => batch.put::<tables::Operators>(&row, &Operator { user: user.0 }),
            false => batch.delete::<tables::Operators>(&row),
        }
        self.store.commit(batch).await?;
        let since = is_one.then(|| self.world.clock.now().seconds());
        let change = |record: &mut User| record.operator_at = since.and(record.operator_at.or(since));
        Ok(self.people.change(user, &[], change).await?.is_some())
    }

    /// Tells all operators who are signed in somewhere. What fails is logged: an alarm holds nothing up.
    pub async fn alarm(&self, alarm: Alarm) {
        if let Err(error) = self.tell_operators(alarm).await {
            tracing::warn!(%error, ?alarm, "an operator could not be told");
        }
    }

    async fn tell_operators(&self, alarm: Alarm) -> Result<(), Fault> {
        let rows = Rows::<tables::Operators>::of_shard(SHARD);
        for (_, operator) in self.store.scan(rows, OPERATORS_MAX, Direction::Forward).await? {
            let user = UserId(operator.user);
            if self.people.record(user).await?.is_some_and(|record| record.operator_at.is_some()) {
                let devices = self.others(user, 0).await?;
                self.tell_devices(user, &devices, |language| language.alarm(alarm)).await?;
            }
        }
        Ok(())
    }
}
