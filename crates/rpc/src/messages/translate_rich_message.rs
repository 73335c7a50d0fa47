//! `messages.translateRichMessage … to_lang:string … = messages.TranslatedRichMessage`: as `messages.translateText`.

use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, TRANSLATIONS_DISABLED},
};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::TranslateRichMessage,
) -> Result<enums::messages::TranslatedRichMessage, Error> {
    Err(TRANSLATIONS_DISABLED)
}
