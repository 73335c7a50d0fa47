//! `messages.translateText … to_lang:string … = messages.TranslatedText`: nothing is translated here. `help.getAppConfig`
//! says so, and clients that look there offer none; to the others this error is what they know.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, TRANSLATIONS_DISABLED},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::TranslateText,
) -> Result<enums::messages::TranslatedText, Error> {
    Err(TRANSLATIONS_DISABLED)
}
