//! `channels.toggleJoinToSend channel:InputChannel enabled:Bool = Updates`

use store::records::channels::flag;
use tl::{enums, functions};

use crate::{Call, channels::toggled, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleJoinToSend,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    toggled(call, id, flag::JOIN_TO_SEND, request.enabled).await
}
