//! `channels.reportAntiSpamFalsePositive channel:InputChannel msg_id:int = Bool`: no filter takes messages away here, so there
//! is none of which that could be said.

use domain::ChannelAction;
use tl::functions;

use crate::{
    Call,
    errors::{Error, MESSAGE_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ReportAntiSpamFalsePositive,
) -> Result<bool, Error> {
    let id = input::channel(call, &request.channel).await?;
    call.domain().channels.allowed(id, call.me()?, ChannelAction::Ban).await?;
    Err(MESSAGE_ID_INVALID)
}
