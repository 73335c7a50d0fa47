//! `channels.toggleSlowMode channel:InputChannel seconds:int = Updates`

use domain::ChannelAction;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, SECONDS_INVALID},
    input,
    messages::channel,
};

/// What clients offer.
const SECONDS: [i32; 9] = [0, 5, 10, 30, 60, 300, 900, 3600, 7200];

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleSlowMode,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    if !SECONDS.contains(&request.seconds) {
        return Err(SECONDS_INVALID);
    }
    let change = |record: &mut store::records::channels::Channel| record.slow_mode = request.seconds;
    call.domain().channels.change_record(call.by()?, id, ChannelAction::Ban, change).await?;
    channel::entries_and(call, id, &[], vec![types::UpdateChannel::new(id).into()]).await
}
