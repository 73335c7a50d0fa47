//! `help.acceptTermsOfService id:DataJSON = Bool`: there are none to refuse.

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(_: &Call<'_>, _: functions::help::AcceptTermsOfService) -> Result<bool, Error> {
    Ok(true)
}
