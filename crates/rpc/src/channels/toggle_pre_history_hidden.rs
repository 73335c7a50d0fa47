//! `channels.togglePreHistoryHidden channel:InputChannel enabled:Bool = Updates`: members who come later
//! see what is written from then on.

use store::records::channels::flag;
use tl::{enums, functions};

use crate::{Call, channels::toggled, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::TogglePreHistoryHidden,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    toggled(call, id, flag::HIDDEN_PREHISTORY, request.enabled).await
}
