//! `messages.togglePeerTranslations flags:# disabled:flags.0?true peer:InputPeer = Bool`: whether a client offers to
//! translate what is written in a chat. Nothing is translated here; the choice is kept.

use domain::preferences::{Record, UNTRANSLATED_MAX};
use tl::functions;

use crate::{Call, errors::Error, input};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::TogglePeerTranslations,
) -> Result<bool, Error> {
    let peer = input::peer(call, &request.peer).await?;
    let set = |kept: &mut Record| {
        kept.untranslated.retain(|known| *known != peer);
        if request.disabled {
            kept.untranslated.insert(0, peer);
            kept.untranslated.truncate(UNTRANSLATED_MAX);
        }
    };
    call.domain().preferences.change(call.me()?, set).await?;
    Ok(true)
}
