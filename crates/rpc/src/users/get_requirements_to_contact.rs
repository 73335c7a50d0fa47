//! `users.getRequirementsToContact id:Vector<InputUser> = Vector<RequirementToContact>`: nobody has to pay or
//! subscribe to write to somebody.

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
    request: functions::users::GetRequirementsToContact,
) -> Result<Vec<enums::RequirementToContact>, Error> {
    if request.id.len() > USERS_MAX {
        return Err(LIMIT_INVALID);
    }
    for named in &request.id {
        input::user(call, named).await?;
    }
    Ok(request.id.iter().map(|_| enums::RequirementToContact::RequirementToContactEmpty).collect())
}
