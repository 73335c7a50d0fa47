//! `contacts.setBlocked my_stories_from:flags.0?true id:Vector<InputPeer> limit:int = Bool`: exactly these people
//! are blocked from now on. Stories are not served, so their list is empty.

use tl::functions;

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID, PEER_ID_INVALID},
    input,
};

/// People of one call.
const BLOCKED_MAX: usize = 1_000;

pub(crate) async fn handle(call: &Call<'_>, request: functions::contacts::SetBlocked) -> Result<bool, Error> {
    let by = call.by()?;
    if request.id.len() > BLOCKED_MAX {
        return Err(LIMIT_INVALID);
    }
    let mut people = Vec::with_capacity(request.id.len());
    for named in &request.id {
        let user = input::person(input::peer(call, named).await?)?;
        if user == by.user || user == domain::SERVICE_USER {
            return Err(PEER_ID_INVALID);
        }
        people.push(user);
    }
    if !request.my_stories_from {
        call.domain().blocks.set_all(by, &people).await?;
    }
    Ok(true)
}
