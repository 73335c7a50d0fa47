//! `help.getPeerColors hash:int = help.PeerColors`: no colours beyond those that clients have built in.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetPeerColors,
) -> Result<enums::help::PeerColors, Error> {
    Ok(types::help::PeerColors::new(0, Vec::new()).into())
}
