//! `contacts.unblock my_stories_from:flags.0?true id:InputPeer = Bool`: stories are not served, so their list is empty.

use tl::functions;

use crate::{Call, contacts::set_blocked, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, request: functions::contacts::Unblock) -> Result<bool, Error> {
    set_blocked(call, &request.id, request.my_stories_from, false).await
}
