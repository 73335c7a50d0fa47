//! `langpack.getLanguage lang_pack:string lang_code:string = LangPackLanguage`: none is kept.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LANG_CODE_NOT_SUPPORTED},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::langpack::GetLanguage,
) -> Result<enums::LangPackLanguage, Error> {
    Err(LANG_CODE_NOT_SUPPORTED)
}
