//! `help.getInviteText = help.InviteText`: what a person sends to somebody who is not here yet.

use domain::Language;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::help::GetInviteText,
) -> Result<enums::help::InviteText, Error> {
    let lang_code = call.caller.init.as_ref().map(|init| init.lang_code.as_str()).unwrap_or_default();
    let text = match Language::of(lang_code) {
        Language::English => "Let's chat on Merpati.",
        Language::Indonesian => "Ayo mengobrol di Merpati.",
    };
    Ok(types::help::InviteText::new(text.to_owned()).into())
}
