//! `users.getUsers id:Vector<InputUser> = Vector<User>`: those whom the caller can name; the others are left out.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
};

/// People of one call.
const USERS_MAX: usize = 200;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::users::GetUsers,
) -> Result<Vec<enums::User>, Error> {
    if request.id.len() > USERS_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut ids = Vec::with_capacity(request.id.len());
    for named in &request.id {
        match input::user(call, named).await {
            Ok(user) => ids.push(user),
            Err(error) if error.code == 400 => {}
            Err(error) => return Err(error),
        }
    }
    Ok(render::people(call.domain(), call.me()?, ids).await?)
}
