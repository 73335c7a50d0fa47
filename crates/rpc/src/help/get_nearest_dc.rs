//! `help.getNearestDc = NearestDc`: the one that the connection named; where the caller is, we do not look up.

use tl::{enums, functions, types};

use crate::{Call, errors::Error, help::this_dc};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::help::GetNearestDc,
) -> Result<enums::NearestDc, Error> {
    let dc = this_dc(call);
    Ok(types::NearestDc::new(String::new(), dc, dc).into())
}
