//! `account.createTheme flags:# slug:string title:string document:flags.2?InputDocument
//! settings:flags.3?Vector<InputThemeSettings> = Theme`

use domain::looks::NewTheme;
use tl::{enums, functions};

use crate::{Call, account::looks, errors::Error, messages::files::known_document};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::CreateTheme,
) -> Result<enums::Theme, Error> {
    let document = match &request.document {
        Some(document) => Some(known_document(call, document).await?.0),
        None => None,
    };
    let settings = looks::theme_settings(call, request.settings.as_deref().unwrap_or_default()).await?;
    let new = NewTheme { slug: request.slug, title: request.title, document, settings };
    let (domain, by) = (call.domain(), call.by()?);
    let view = domain.looks.create_theme(by, new).await?;
    domain.collections.keep_theme(by.user, view.id, false).await?;
    Ok(render::theme(&view))
}
