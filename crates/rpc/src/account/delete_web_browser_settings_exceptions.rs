//! `account.deleteWebBrowserSettingsExceptions = account.WebBrowserSettings`

use tl::{enums, functions};

use crate::{Call, account::browser, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::DeleteWebBrowserSettingsExceptions,
) -> Result<enums::account::WebBrowserSettings, Error> {
    let set = |browser: &mut domain::preferences::Browser| browser.exceptions.clear();
    let kept = call.domain().preferences.change_browser(call.by()?, set).await?;
    Ok(browser::shown(&kept.browser))
}
