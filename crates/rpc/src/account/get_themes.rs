//! `account.getThemes format:string hash:long = account.Themes`: those that the caller keeps, the newest first.

use tl::{enums, functions, types};

use crate::{Call, account::looks, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetThemes,
) -> Result<enums::account::Themes, Error> {
    looks::check_format(&request.format)?;
    let views = call.domain().looks.themes(call.me()?).await?;
    let shown = views.into_iter().filter_map(|view| looks::in_format(view, &request.format).ok());
    let themes: Vec<_> = shown.map(|view| (view.id, render::theme(&view))).collect();
    // A theme that was changed is told of by itself: `updateTheme`.
    let hash = hash_of(themes.iter().map(|(id, _)| *id));
    if request.hash == hash && hash != 0 {
        return Ok(enums::account::Themes::ThemesNotModified);
    }
    let themes = themes.into_iter().map(|(_, theme)| theme).collect();
    Ok(types::account::Themes::new(hash, themes).into())
}
