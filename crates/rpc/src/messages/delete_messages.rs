//! `messages.deleteMessages revoke:flags.0?true id:Vector<int> = messages.AffectedMessages`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::DeleteMessages,
) -> Result<enums::messages::AffectedMessages, Error> {
    let ids = page::ids(&request.id)?;
    let affected = call.boxes().delete(call.by()?, ids, request.revoke).await?;
    Ok(types::messages::AffectedMessages::new(affected.pts, affected.pts_count).into())
}
