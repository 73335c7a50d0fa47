//! `help.getPromoData = help.PromoData`: nothing is promoted. A moment in the past would make TDLib ask in a loop.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

/// Seconds until a client asks again.
const ASK_AGAIN_SECONDS: i32 = 24 * 3600;

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::help::GetPromoData,
) -> Result<enums::help::PromoData, Error> {
    Ok(types::help::PromoDataEmpty::new(call.now().seconds().saturating_add(ASK_AGAIN_SECONDS)).into())
}
