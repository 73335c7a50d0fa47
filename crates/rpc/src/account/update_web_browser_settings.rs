//! `account.updateWebBrowserSettings flags:# open_external_browser:flags.0?true display_close_button:flags.1?true =
//! account.WebBrowserSettings`

use tl::{enums, functions};

use crate::{Call, account::browser, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateWebBrowserSettings,
) -> Result<enums::account::WebBrowserSettings, Error> {
    let set = |browser: &mut domain::preferences::Browser| {
        browser.external = request.open_external_browser;
        browser.close_button = request.display_close_button;
    };
    let kept = call.domain().preferences.change_browser(call.by()?, set).await?;
    Ok(browser::shown(&kept.browser))
}
