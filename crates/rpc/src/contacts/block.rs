//! `contacts.block my_stories_from:flags.0?true id:InputPeer = Bool`: stories are not served, so their list is empty.

use tl::functions;

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(call: &Call<'_>, request: functions::contacts::Block) -> Result<bool, Error> {
    let by = call.by()?;
    let user = input::person(input::peer(call, &request.id).await?)?;
    if user == by.user || user == domain::SERVICE_USER {
        return Err(PEER_ID_INVALID);
    }
    if request.my_stories_from {
        return Ok(true);
    }
    call.domain().blocks.set(by, user, true).await?;
    Ok(true)
}
