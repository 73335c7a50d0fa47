//! `langpack.getStrings lang_pack:string lang_code:string keys:Vector<string> = Vector<LangPackString>`.

use tl::{enums, functions};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::langpack::GetStrings,
) -> Result<Vec<enums::LangPackString>, Error> {
    Ok(Vec::new())
}
