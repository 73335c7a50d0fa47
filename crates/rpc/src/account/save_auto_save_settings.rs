//! `account.saveAutoSaveSettings flags:# users:flags.0?true chats:flags.1?true broadcasts:flags.2?true
//! peer:flags.3?InputPeer settings:AutoSaveSettings = Bool`: for chats of some kinds, or for one.

use domain::preferences::{AUTO_SAVE_EXCEPTIONS_MAX, AutoSave, AutoSaveException, Record};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, PEER_ID_INVALID},
    input,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SaveAutoSaveSettings,
) -> Result<bool, Error> {
    let peer = match &request.peer {
        Some(peer) => Some(input::peer(call, peer).await?),
        None => None,
    };
    let kinds = [request.users, request.chats, request.broadcasts];
    if peer.is_none() && kinds == [false; 3] {
        return Err(PEER_ID_INVALID);
    }
    let enums::AutoSaveSettings::AutoSaveSettings(given) = request.settings;
    let settings =
        AutoSave { photos: given.photos, videos: given.videos, video_bytes_max: given.video_max_size };
    let set = |kept: &mut Record| {
        kept.auto_save.resize_with(kinds.len(), AutoSave::default);
        for (slot, _) in kept.auto_save.iter_mut().zip(kinds).filter(|(_, named)| *named) {
            *slot = settings;
        }
        if let Some(peer) = peer {
            kept.auto_save_exceptions.retain(|one| one.peer != peer);
            kept.auto_save_exceptions.insert(0, AutoSaveException { peer, settings });
            kept.auto_save_exceptions.truncate(AUTO_SAVE_EXCEPTIONS_MAX);
        }
    };
    call.domain().preferences.change_auto_save(call.by()?, set).await?;
    Ok(true)
}
