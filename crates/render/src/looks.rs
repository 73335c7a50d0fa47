//! Wallpapers and themes as one viewer sees them.

use boxes::{ChatRules, Peer, UserId};
use domain::{
    Domain, Fault, ThemeView, WallPaperView,
    looks::{Colors, ThemeSettings},
};
use tl::{enums, types};

use crate::{files::document, messages::peer};

/// A wallpaper, as it is up.
pub fn wallpaper(view: &WallPaperView) -> enums::WallPaper {
    let kept = view.worn.settings.as_deref().and_then(|bytes| tl::decode(bytes).ok());
    let settings = kept.or_else(|| view.colors.map(colors));
    match &view.picture {
        Some(picture) => types::WallPaper {
            creator: picture.own,
            pattern: picture.record.pattern,
            settings,
            ..types::WallPaper::new(
                view.worn.id,
                picture.access_hash,
                picture.record.slug.clone(),
                document(&picture.file),
            )
        }
        .into(),
        None => types::WallPaperNoFile {
            default: view.official,
            dark: view.dark,
            settings,
            ..types::WallPaperNoFile::new(view.worn.id)
        }
        .into(),
    }
}

fn colors(colors: Colors) -> enums::WallPaperSettings {
    let color = |at: usize| colors.colors.get(at).copied();
    types::WallPaperSettings {
        background_color: color(0),
        second_background_color: color(1),
        third_background_color: color(2),
        fourth_background_color: color(3),
        // With the second colour, and only then, stands how the two flow.
        rotation: color(1).map(|_| colors.rotation),
        ..types::WallPaperSettings::new()
    }
    .into()
}

/// A theme.
pub fn theme(view: &ThemeView) -> enums::Theme {
    let record = &view.record;
    let settings = record.settings.iter().zip(&view.wallpapers);
    let settings: Vec<_> =
        settings.map(|(settings, behind)| theme_settings(settings, behind.as_ref())).collect();
    types::Theme {
        creator: view.own,
        default: view.emoticon.is_some(),
        for_chat: view.emoticon.is_some(),
        document: view.document.as_ref().map(document),
        settings: Some(settings).filter(|settings| !settings.is_empty()),
        emoticon: view.emoticon.map(str::to_owned),
        ..types::Theme::new(view.id, view.access_hash, record.slug.clone(), record.title.clone())
    }
    .into()
}

fn theme_settings(settings: &ThemeSettings, behind: Option<&WallPaperView>) -> enums::ThemeSettings {
    types::ThemeSettings {
        message_colors_animated: settings.animated,
        outbox_accent_color: settings.outbox_accent_color,
        message_colors: Some(settings.message_colors.clone()).filter(|colors| !colors.is_empty()),
        wallpaper: behind.map(wallpaper),
        ..types::ThemeSettings::new(base_theme(settings.base), settings.accent_color)
    }
    .into()
}

/// What a theme is painted over.
fn base_theme(base: u8) -> enums::BaseTheme {
    use enums::BaseTheme as Base;
    match base {
        0 => Base::BaseThemeClassic,
        1 => Base::BaseThemeDay,
        2 => Base::BaseThemeNight,
        3 => Base::BaseThemeTinted,
        _ => Base::BaseThemeArctic,
    }
}

/// What is behind a private chat of the viewer's now.
///
/// # Errors
/// Where a record cannot be read.
pub async fn wallpaper_update(
    domain: &Domain,
    viewer: UserId,
    user: UserId,
    rules: &ChatRules,
) -> Result<enums::Update, Fault> {
    let view = match &rules.wallpaper {
        Some(worn) => domain.looks.wallpaper(viewer, worn).await?,
        None => None,
    };
    Ok(types::UpdatePeerWallpaper {
        wallpaper_overridden: view.is_some() && rules.wallpaper_overridden == Some(true),
        wallpaper: view.as_ref().map(wallpaper),
        ..types::UpdatePeerWallpaper::new(peer(Peer::User(user)))
    }
    .into())
}
