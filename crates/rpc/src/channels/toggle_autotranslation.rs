//! `channels.toggleAutotranslation channel:InputChannel enabled:Bool = Updates`: nothing here translates, so posts cannot be
//! shown translated to everybody.

use domain::ChannelAction;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{BROADCAST_ID_INVALID, CHAT_NOT_MODIFIED, Error, TRANSLATIONS_DISABLED},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::channels::ToggleAutotranslation,
) -> Result<enums::Updates, Error> {
    let id = input::channel(call, &request.channel).await?;
    let seen = call.domain().channels.allowed(id, call.me()?, ChannelAction::ChangeSettings).await?;
    Err(match (seen.is_broadcast(), request.enabled) {
        (false, _) => BROADCAST_ID_INVALID,
        (true, true) => TRANSLATIONS_DISABLED,
        (true, false) => CHAT_NOT_MODIFIED,
    })
}
