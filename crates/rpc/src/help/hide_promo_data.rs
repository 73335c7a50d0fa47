//! `help.hidePromoData peer:InputPeer = Bool`: nothing is promoted.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(_: &Call<'_>, _: functions::help::HidePromoData) -> Result<bool, Error> {
    Ok(true)
}
