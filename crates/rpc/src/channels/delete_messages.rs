//! `channels.deleteMessages channel:InputChannel id:Vector<int> = messages.AffectedMessages`

use tl::{enums, functions, types};

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::DeleteMessages,
) -> Result<enums::messages::AffectedMessages, Error> {
    let id = input::channel(call, &request.channel).await?;
    let ids = page::ids(&request.id)?;
    let channels = &call.domain().channels;
    let (pts, count) = match channels.delete_messages(call.by()?, id, ids).await? {
        Some(entry) => (entry.pts, entry.pts_count),
        None => (channels.pts(id).await?, 0),
    };
    Ok(types::messages::AffectedMessages::new(pts, count).into())
}
