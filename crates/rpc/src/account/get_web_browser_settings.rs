//! `account.getWebBrowserSettings hash:long = account.WebBrowserSettings`: how links are opened.

use tl::{enums, functions};

use crate::{Call, account::browser, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetWebBrowserSettings,
) -> Result<enums::account::WebBrowserSettings, Error> {
    let kept = call.domain().preferences.of(call.me()?).await?;
    if request.hash == browser::hash(&kept.browser) {
        return Ok(enums::account::WebBrowserSettings::WebBrowserSettingsNotModified);
    }
    Ok(browser::shown(&kept.browser))
}
