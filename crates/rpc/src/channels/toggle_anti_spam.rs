//! `channels.toggleAntiSpam channel:InputChannel enabled:Bool = Updates`: nothing here reads messages for what might be
//! spam, so it cannot be switched on. Clients offer it from a number of members on that `help.getAppConfig` names, which no
//! group reaches.

use domain::ChannelAction;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{CHAT_NOT_MODIFIED, Error, MEGAGROUP_REQUIRED, PARTICIPANTS_TOO_FEW},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleAntiSpam,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let seen = call.domain().channels.allowed(id, call.me()?, ChannelAction::Ban).await?;
    Err(match (seen.is_broadcast(), request.enabled) {
        (true, _) => MEGAGROUP_REQUIRED,
        (false, true) => PARTICIPANTS_TOO_FEW,
        (false, false) => CHAT_NOT_MODIFIED,
    })
}
