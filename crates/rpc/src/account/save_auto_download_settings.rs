//! `account.saveAutoDownloadSettings flags:# low:flags.0?true high:flags.1?true settings:AutoDownloadSettings = Bool`:
//! what devices load by themselves with little to spare, with much, or (neither is named) with some.

use tl::{Layer, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SaveAutoDownloadSettings,
) -> Result<bool, Error> {
    let place = match (request.low, request.high) {
        (true, _) => 0,
        (false, false) => 1,
        (false, true) => 2,
    };
    // Of one length whatever it says.
    let bytes = tl::encode(&request.settings, Layer::NEWEST);
    let set = |kept: &mut domain::preferences::Record| {
        kept.auto_download.resize_with(3, || Vec::new().into());
        if let Some(slot) = kept.auto_download.get_mut(place) {
            *slot = bytes.into();
        }
    };
    call.domain().preferences.change(call.me()?, set).await?;
    Ok(true)
}
