//! `channels.toggleParticipantsHidden channel:InputChannel enabled:Bool = Updates`

use store::records::channels::flag;
use tl::{enums, functions};

use crate::{Call, channels::toggled, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleParticipantsHidden,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    toggled(call, id, flag::PARTICIPANTS_HIDDEN, request.enabled).await
}
