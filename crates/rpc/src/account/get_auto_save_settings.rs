//! `account.getAutoSaveSettings = account.AutoSaveSettings`: what devices put into their galleries.

use domain::preferences::AutoSave;
use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    _: functions::account::GetAutoSaveSettings,
) -> Result<enums::account::AutoSaveSettings, Error> {
    let me = call.me()?;
    let kept = call.domain().preferences.of(me).await?;
    let of_kind = |place: usize| shown(kept.auto_save.get(place).copied().unwrap_or_default());
    let exceptions = kept.auto_save_exceptions.iter();
    let exceptions = exceptions
        .map(|one| types::AutoSaveException::new(render::peer(one.peer), shown(one.settings)).into());
    let peers = kept.auto_save_exceptions.iter().map(|one| one.peer);
    let named = render::named(call.domain(), me, peers).await?;
    Ok(types::account::AutoSaveSettings::new(
        of_kind(0),
        of_kind(1),
        of_kind(2),
        exceptions.collect(),
        named.chats,
        named.users,
    )
    .into())
}

fn shown(settings: AutoSave) -> enums::AutoSaveSettings {
    types::AutoSaveSettings {
        photos: settings.photos,
        videos: settings.videos,
        video_max_size: settings.video_bytes_max,
    }
    .into()
}
