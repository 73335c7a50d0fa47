//! `help.getPeerColors hash:int = help.PeerColors`: colours of names.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, help::peer_colors};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::help::GetPeerColors,
) -> Result<enums::help::PeerColors, Error> {
    if request.hash == peer_colors::HASH {
        return Ok(enums::help::PeerColors::PeerColorsNotModified);
    }
    Ok(types::help::PeerColors::new(peer_colors::HASH, peer_colors::names()).into())
}
