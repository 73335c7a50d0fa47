//! `messages.uploadImportedMedia peer:InputPeer import_id:long file_name:string media:InputMedia = MessageMedia`: a file
//! that the text of an import names.

use boxes::Peer;
use domain::{NewMedia, Origin};
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, FILE_ID_INVALID, MEDIA_INVALID, TTL_MEDIA_INVALID},
    input,
    messages::files,
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::UploadImportedMedia,
) -> Result<enums::MessageMedia, Error> {
    let (me, peer) = (call.me()?, input::peer(call, &request.peer).await?);
    let chats = &call.domain().chats;
    // Before anything is made of what was brought.
    chats.takes_import(me, peer, request.import_id, &request.file_name).await?;
    files::may_go_to(call, Peer::User(me), &request.media)?;
    let Some(NewMedia::File(file)) = files::new(call, &request.media).await? else {
        return Err(MEDIA_INVALID);
    };
    if file.ttl_seconds.is_some() {
        return Err(TTL_MEDIA_INVALID);
    }
    let media = chats.media(me, NewMedia::File(file.clone())).await?;
    chats.keep_imported(me, peer, request.import_id, &request.file_name, media).await?;
    let view = call.domain().files.view(me, Origin::Own, file.id).await?.ok_or(FILE_ID_INVALID)?;
    Ok(render::file_media(&view, &file))
}
