//! Pages of the web as previews show them.

use boxes::PageRef;
use domain::PageView;
use store::records::log::page_flag;
use tl::{enums, types};

use crate::files::photo;

/// A page; that it is looked at, or that there is nothing to show.
pub fn web_page(view: &PageView, pending: bool) -> enums::WebPage {
    let page = &view.page;
    let url = Some(page.url.clone());
    let Some(found) = &page.found else {
        return match pending {
            true => types::WebPagePending { url, ..types::WebPagePending::new(view.id, page.date) }.into(),
            false => types::WebPageEmpty { url, ..types::WebPageEmpty::new(view.id) }.into(),
        };
    };
    // Without the scheme, and without the end that says nothing.
    let shown = found.url.split_once("://").map_or(found.url.as_str(), |(_, rest)| rest);
    let shown = shown.strip_suffix('/').unwrap_or(shown).to_owned();
    types::WebPage {
        has_large_media: view.photo.is_some(),
        r#type: Some(found.kind.clone()),
        site_name: found.site_name.clone(),
        title: found.title.clone(),
        description: found.description.clone(),
        author: found.author.clone(),
        photo: view.photo.as_ref().map(photo),
        ..types::WebPage::new(view.id, page.url.clone(), shown, page.date)
    }
    .into()
}

/// A page in a message; none where there is nothing to show.
pub fn web_page_media(view: &PageView, flags: u32, pending: bool) -> Option<enums::MessageMedia> {
    if view.page.found.is_none() && !pending {
        return None;
    }
    let has = |bit: u32| flags & bit != 0;
    let media = types::MessageMediaWebPage {
        force_large_media: has(page_flag::FORCE_LARGE),
        force_small_media: has(page_flag::FORCE_SMALL),
        manual: has(page_flag::MANUAL),
        ..types::MessageMediaWebPage::new(web_page(view, pending))
    };
    Some(media.into())
}

/// The page of a message, where it was read.
pub(crate) fn of_message(page: Option<PageRef>, views: &[(PageView, bool)]) -> Option<enums::MessageMedia> {
    let page = page?;
    let (view, pending) = views.iter().find(|(view, _)| view.id == page.id)?;
    web_page_media(view, page.flags, *pending)
}
