//! `help.getDeepLinkInfo path:string = help.DeepLinkInfo`: no link is known that the client does not know.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetDeepLinkInfo,
) -> Result<enums::help::DeepLinkInfo, Error> {
    Ok(enums::help::DeepLinkInfo::DeepLinkInfoEmpty)
}
