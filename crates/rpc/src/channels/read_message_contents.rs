//! `channels.readMessageContents channel:InputChannel id:Vector<int> = Bool`: mentions are seen.

use tl::functions;

use crate::{Call, errors::Error, input, messages::page};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ReadMessageContents,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    let ids = page::ids(&request.id)?;
    call.domain().channels.read_mentions(call.by()?, id, Some(ids)).await?;
    Ok(true)
}
