//! `messages.getWebPage url:string hash:int = messages.WebPage`

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, WEBPAGE_URL_INVALID},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetWebPage,
) -> Result<enums::messages::WebPage, Error> {
    let (me, pages) = (call.me()?, &call.domain().pages);
    if domain::pages::readable(&request.url).is_none() {
        return Err(WEBPAGE_URL_INVALID);
    }
    let asked = pages.ask_and_wait(me, &request.url).await?;
    let page = match asked {
        Some(asked) => pages.view(me, asked.id).await?.map(|view| render::web_page(&view, asked.pending)),
        None => None,
    };
    let nothing = || types::WebPageEmpty { url: Some(request.url.clone()), ..types::WebPageEmpty::new(0) };
    let page = page.unwrap_or_else(|| nothing().into());
    let page = match page {
        enums::WebPage::WebPage(page) if page.hash == request.hash => types::WebPageNotModified::new().into(),
        page => page,
    };
    Ok(types::messages::WebPage::new(page, Vec::new(), Vec::new()).into())
}
