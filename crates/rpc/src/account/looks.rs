//! What several methods about wallpapers and themes share: how callers name them, and what may be said of them.

use domain::{
    LookName, ThemeView, WallPaperView,
    looks::{ThemeSettings, WornWallPaper},
};
use tl::{Layer, enums};

use crate::{
    Call,
    errors::{Error, THEME_FORMAT_INVALID, THEME_PARAMS_INVALID, WALLPAPER_INVALID},
};

/// Bytes of the settings of a wallpaper: what they can say at most, with an emoji.
const SETTINGS_BYTES_MAX: usize = 96;
/// Characters of the name of a kind of client, such as "tdesktop".
const FORMAT_CHARS_MAX: usize = 16;

/// The wallpaper that the caller names, as its author meant it.
///
/// # Errors
/// `WALLPAPER_INVALID` where there is none; colours alone are one if they ship with the program.
pub(crate) async fn wallpaper(
    call: &Call<'_>,
    named: &enums::InputWallPaper,
) -> Result<WallPaperView, Error> {
    let (looks, me) = (&call.domain().looks, call.me()?);
    use enums::InputWallPaper as Input;
    Ok(match named {
        Input::InputWallPaper(named) => {
            looks.named_wallpaper(me, LookName::Id(named.id, named.access_hash)).await?
        }
        Input::InputWallPaperSlug(named) => looks.named_wallpaper(me, LookName::Slug(&named.slug)).await?,
        Input::InputWallPaperNoFile(named) => looks.shipped_wallpaper(named.id).ok_or(WALLPAPER_INVALID)?,
    })
}

/// The wallpaper that the caller names, as he has it up: with `settings`, or as its author meant it.
///
/// # Errors
/// As [`wallpaper`]; colours alone are one if any are given.
pub(crate) async fn worn(
    call: &Call<'_>,
    named: &enums::InputWallPaper,
    settings: Option<&enums::WallPaperSettings>,
) -> Result<WornWallPaper, Error> {
    let settings = settings.map(stored).transpose()?.flatten();
    match (named, &settings) {
        (enums::InputWallPaper::InputWallPaperNoFile(named), Some(_)) => {
            Ok(WornWallPaper { id: named.id, plain: true, settings })
        }
        _ => {
            let view = wallpaper(call, named).await?;
            Ok(WornWallPaper { settings: settings.or(view.worn.settings), ..view.worn })
        }
    }
}

/// How a wallpaper is up, as it is kept; none where nothing is said.
///
/// # Errors
/// `WALLPAPER_INVALID` for what says more than clients do.
pub(crate) fn stored(settings: &enums::WallPaperSettings) -> Result<Option<Vec<u8>>, Error> {
    let enums::WallPaperSettings::WallPaperSettings(plain) = settings;
    if *plain == tl::types::WallPaperSettings::new() {
        return Ok(None);
    }
    let bytes = tl::encode(settings, Layer::NEWEST);
    if bytes.len() > SETTINGS_BYTES_MAX { Err(WALLPAPER_INVALID) } else { Ok(Some(bytes)) }
}

/// The theme that the caller names.
///
/// # Errors
/// `THEME_INVALID`.
pub(super) async fn theme(call: &Call<'_>, named: &enums::InputTheme) -> Result<ThemeView, Error> {
    let name = match named {
        enums::InputTheme::InputTheme(named) => LookName::Id(named.id, named.access_hash),
        enums::InputTheme::InputThemeSlug(named) => LookName::Slug(&named.slug),
    };
    Ok(call.domain().looks.named_theme(call.me()?, name).await?)
}

/// A theme as it is for a kind of client: without a file that is another's.
///
/// # Errors
/// `THEME_FORMAT_INVALID` where nothing would be left of it, and for what is no kind of client.
pub(super) fn in_format(mut view: ThemeView, format: &str) -> Result<ThemeView, Error> {
    check_format(format)?;
    let kind = format!("application/x-tgtheme-{format}");
    view.document = view.document.filter(|document| document.file.mime_type == kind);
    let is_left = view.document.is_some() || !view.record.settings.is_empty();
    if is_left { Ok(view) } else { Err(THEME_FORMAT_INVALID) }
}

/// Whether this names a kind of client.
///
/// # Errors
/// `THEME_FORMAT_INVALID`.
pub(super) fn check_format(format: &str) -> Result<(), Error> {
    let fits = (1..=FORMAT_CHARS_MAX).contains(&format.len());
    let plain = format.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if fits && plain { Ok(()) } else { Err(THEME_FORMAT_INVALID) }
}

/// Colours of a theme, as they are kept.
///
/// # Errors
/// `THEME_PARAMS_INVALID`, and `WALLPAPER_INVALID` for what is to be behind.
pub(super) async fn theme_settings(
    call: &Call<'_>,
    given: &[enums::InputThemeSettings],
) -> Result<Vec<ThemeSettings>, Error> {
    if given.len() > BASES {
        return Err(THEME_PARAMS_INVALID);
    }
    let mut kept = Vec::with_capacity(given.len());
    for enums::InputThemeSettings::InputThemeSettings(one) in given {
        let wallpaper = match &one.wallpaper {
            Some(named) => Some(worn(call, named, one.wallpaper_settings.as_ref()).await?),
            None => None,
        };
        kept.push(ThemeSettings {
            base: base(&one.base_theme),
            accent_color: one.accent_color,
            outbox_accent_color: one.outbox_accent_color,
            message_colors: one.message_colors.clone().unwrap_or_default(),
            animated: one.message_colors_animated,
            wallpaper,
        });
    }
    Ok(kept)
}

/// How many things a theme can be painted over.
const BASES: usize = 5;

/// What a theme is painted over, by its number in the store.
fn base(base: &enums::BaseTheme) -> u8 {
    use enums::BaseTheme as Base;
    match base {
        Base::BaseThemeClassic => 0,
        Base::BaseThemeDay => 1,
        Base::BaseThemeNight => 2,
        Base::BaseThemeTinted => 3,
        Base::BaseThemeArctic => 4,
    }
}
