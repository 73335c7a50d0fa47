//! `messages.getOldFeaturedStickers offset:int limit:int hash:long = messages.FeaturedStickers`: there was never another set
//! to show than those that are shown.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetOldFeaturedStickers,
) -> Result<enums::messages::FeaturedStickers, Error> {
    Ok(types::messages::FeaturedStickers::new(0, 0, Vec::new(), Vec::new()).into())
}
