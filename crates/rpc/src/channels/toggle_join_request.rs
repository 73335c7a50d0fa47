//! `channels.toggleJoinRequest channel:InputChannel enabled:Bool = Updates`: whoever wants to join a public group is
//! let in by an admin.

use store::records::channels::flag;
use tl::{enums, functions};

use crate::{Call, channels::toggled, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleJoinRequest,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    toggled(call, id, flag::JOIN_REQUEST, request.enabled).await
}
