//! `messages.getWebPagePreview message:string entities:… = messages.WebPagePreview`: no previews are made yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::messages::GetWebPagePreview,
) -> Result<enums::messages::WebPagePreview, Error> {
    let media = enums::MessageMedia::MessageMediaEmpty;
    Ok(types::messages::WebPagePreview::new(media, Vec::new(), Vec::new()).into())
}
