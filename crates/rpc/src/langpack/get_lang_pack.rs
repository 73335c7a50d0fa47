//! `langpack.getLangPack lang_pack:string lang_code:string = LangPackDifference`.

use tl::{enums, functions};

use crate::{Call, errors::Error, langpack::empty};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::langpack::GetLangPack,
) -> Result<enums::LangPackDifference, Error> {
    Ok(empty(request.lang_code, 0))
}
