//! `langpack.getDifference lang_pack:string lang_code:string from_version:int = LangPackDifference`.

use tl::{enums, functions};

use crate::{Call, errors::Error, langpack::empty};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::langpack::GetDifference,
) -> Result<enums::LangPackDifference, Error> {
    Ok(empty(request.lang_code, request.from_version.max(0)))
}
