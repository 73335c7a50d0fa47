//! `account.toggleWebBrowserSettingsException flags:# delete:flags.1?true open_external_browser:flags.0?Bool url:string =
//! Updates`: links of one place are opened otherwise, or no longer.

use domain::preferences::{BROWSER_EXCEPTIONS_MAX, Browser, BrowserException};
use tl::{enums, functions, types};

use crate::{
    Call,
    account::browser,
    errors::{Error, URL_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::ToggleWebBrowserSettingsException,
) -> Result<enums::Updates, Error> {
    if request.url.len() > browser::URL_BYTES_MAX {
        return Err(URL_INVALID);
    }
    let domain = browser::domain_of(&request.url).ok_or(URL_INVALID)?;
    let external = request.open_external_browser.unwrap_or(false);
    let one = BrowserException { domain, url: request.url, external };
    let update = types::UpdateWebBrowserException {
        delete: request.delete,
        open_external_browser: Some(external).filter(|_| !request.delete),
        ..types::UpdateWebBrowserException::new(browser::exception(&one))
    };
    let set = |browser: &mut Browser| {
        browser.exceptions.retain(|known| known.domain != one.domain);
        if !request.delete {
            browser.exceptions.insert(0, one);
            browser.exceptions.truncate(BROWSER_EXCEPTIONS_MAX);
        }
    };
    call.domain().preferences.change_browser(call.by()?, set).await?;
    let now = call.now().seconds();
    Ok(types::Updates::new(vec![update.into()], Vec::new(), Vec::new(), now, 0).into())
}
