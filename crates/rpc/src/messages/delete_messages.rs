//! `messages.deleteMessages revoke:flags.0?true id:Vector<int> = messages.AffectedMessages`

use boxes::BoxError;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, MESSAGE_DELETE_FORBIDDEN},
    messages::page,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteMessages,
) -> Result<enums::messages::AffectedMessages, Error> {
    let ids = page::ids(&request.id)?;
    let affected = match call.boxes().delete(call.by()?, ids, request.revoke).await {
        // In a group, of what others wrote.
        Err(BoxError::MayNot) => return Err(MESSAGE_DELETE_FORBIDDEN),
        affected => affected?,
    };
    Ok(types::messages::AffectedMessages::new(affected.pts, affected.pts_count).into())
}
