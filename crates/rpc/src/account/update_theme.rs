//! `account.updateTheme flags:# format:string theme:InputTheme slug:flags.0?string title:flags.1?string
//! document:flags.2?InputDocument settings:flags.3?Vector<InputThemeSettings> = Theme`

use domain::looks::ThemeChange;
use tl::{enums, functions};

use crate::{
    Call,
    account::looks,
    errors::{Error, THEME_INVALID},
    messages::files::known_document,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UpdateTheme,
) -> Result<enums::Theme, Error> {
    looks::check_format(&request.format)?;
    let view = looks::theme(call, &request.theme).await?;
    if !view.own {
        return Err(THEME_INVALID);
    }
    let document = match &request.document {
        Some(document) => Some(known_document(call, document).await?.0),
        None => None,
    };
    let settings = match &request.settings {
        Some(settings) => Some(looks::theme_settings(call, settings).await?),
        None => None,
    };
    let change = ThemeChange { slug: request.slug, title: request.title, document, settings };
    let view = call.domain().looks.change_theme(call.by()?, view.id, change).await?;
    Ok(render::theme(&view))
}
