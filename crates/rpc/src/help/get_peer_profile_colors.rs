//! `help.getPeerProfileColors hash:int = help.PeerColors`: none yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetPeerProfileColors,
) -> Result<enums::help::PeerColors, Error> {
    Ok(types::help::PeerColors::new(0, Vec::new()).into())
}
