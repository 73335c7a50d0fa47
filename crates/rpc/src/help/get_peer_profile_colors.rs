//! `help.getPeerProfileColors hash:int = help.PeerColors`: colours of pages.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, help::peer_colors};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::help::GetPeerProfileColors,
) -> Result<enums::help::PeerColors, Error> {
    if request.hash == peer_colors::HASH {
        return Ok(enums::help::PeerColors::PeerColorsNotModified);
    }
    Ok(types::help::PeerColors::new(peer_colors::HASH, peer_colors::pages()).into())
}
