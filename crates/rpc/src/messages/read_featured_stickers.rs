//! `messages.readFeaturedStickers id:Vector<long> = Bool`: what is shown is new to nobody, so that there is
//! nothing to take note of.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::ReadFeaturedStickers,
) -> Result<bool, Error> {
    Ok(true)
}
