//! `help.getPremiumPromo = help.PremiumPromo`: there is nothing to buy.

use domain::Language;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::help::GetPremiumPromo,
) -> Result<enums::help::PremiumPromo, Error> {
    let lang_code = call.caller.init.as_ref().map_or("", |client| client.lang_code.as_str());
    let text = match Language::of(lang_code) {
        Language::English => "There is nothing to buy on this server: what it can do, it does for everybody.",
        Language::Indonesian => {
            "Tidak ada yang perlu dibeli di server ini: apa yang bisa dilakukannya, dilakukannya untuk semua orang."
        }
    };
    let nothing = types::help::PremiumPromo::new(
        text.to_owned(),
        Vec::new(),
        Vec::new(),
        Vec::new(),
        Vec::new(),
        Vec::new(),
    );
    Ok(nothing.into())
}
