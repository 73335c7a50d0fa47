//! `help.getCdnConfig = CdnConfig`: there are no other servers for files.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::help::GetCdnConfig,
) -> Result<enums::CdnConfig, Error> {
    Ok(types::CdnConfig::new(Vec::new()).into())
}
