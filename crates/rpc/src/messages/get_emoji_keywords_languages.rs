//! `messages.getEmojiKeywordsLanguages lang_codes:Vector<string> = Vector<EmojiLanguage>`: in which languages to ask for
//! words, out of those of the client's keyboards; English always.

use domain::Language;
use tl::{enums, functions, types};

use crate::{Call, errors::Error, messages::emoji_words};

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::GetEmojiKeywordsLanguages,
) -> Result<Vec<enums::EmojiLanguage>, Error> {
    let mut languages = vec![Language::English];
    for language in request.lang_codes.iter().filter_map(|code| emoji_words::spoken(code)) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    let code = |language| match language {
        Language::English => "en",
        Language::Indonesian => "id",
    };
    Ok(languages
        .into_iter()
        .map(|language| types::EmojiLanguage::new(code(language).to_owned()).into())
        .collect())
}
