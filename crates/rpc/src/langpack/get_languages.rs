//! `langpack.getLanguages lang_pack:string = Vector<LangPackLanguage>`.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::langpack::GetLanguages,
) -> Result<Vec<enums::LangPackLanguage>, Error> {
    Ok(Vec::new())
}
