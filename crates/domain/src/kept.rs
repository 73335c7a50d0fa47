//! Which rows there may be of a person: noted in his record before the first of a kind is written. Who looks at many
//! people need not look for what is not there; of most people there is little.

use store::{
    ids::UserId,
    key::OfUser,
    records::account::{User, kept},
    tables,
};

use crate::{Fault, cached::CachedRows};

/// Notes that there may be rows of this kind from now on; durable when this returns.
pub(crate) async fn note(people: &CachedRows<tables::Users>, user: UserId, kind: u8) -> Result<(), Fault> {
    let key = OfUser(user);
    if let Some(Some(record)) = people.remembered(&key)
        && record.kept.is_none_or(|kept| kept & kind != 0)
    {
        return Ok(());
    }
    let _lock = people.lock(&key).await;
    // Who has no record has no page either: nobody looks for his rows by it.
    let Some(record) = people.get_locked(&key).await? else { return Ok(()) };
    let Some(before) = record.kept.filter(|kept| kept & kind == 0) else { return Ok(()) };
    let noted = User { kept: Some(before | kind), ..(*record).clone() };
    people.write_locked(&key, Some(noted)).await?;
    Ok(())
}

/// Whether there surely are no rows of this kind. Of who signed up with an earlier build nothing is known.
pub(crate) fn lacks(record: &User, kind: u8) -> bool {
    record.kept.is_some_and(|kept| kept & kind == 0)
}

/// A record as it begins: nothing is kept yet.
pub(crate) fn nothing(record: User) -> User {
    User { kept: Some(kept::NOTHING), ..record }
}
