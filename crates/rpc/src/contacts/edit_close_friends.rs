//! `contacts.editCloseFriends id:Vector<long> = Bool`: exactly these contacts are close friends from now on.

use store::ids::UserId;
use tl::functions;

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
};

/// People of one call.
const FRIENDS_MAX: usize = 1_000;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::EditCloseFriends,
) -> Result<bool, Error> {
    if request.id.len() > FRIENDS_MAX {
        return Err(LIMIT_INVALID);
    }
    let friends: Vec<UserId> = request.id.into_iter().map(UserId).collect();
    call.domain().contacts.set_close_friends(call.by()?, &friends).await?;
    Ok(true)
}
