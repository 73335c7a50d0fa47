//! `messages.saveGif id:InputDocument unsave:Bool = Bool`

use boxes::MessageKind;
use tl::functions;

use crate::{
    Call,
    errors::{DOCUMENT_INVALID, Error, FILE_ID_INVALID, GIF_ID_INVALID},
    messages::files::{document_kind, known_document, seen_document},
};

pub(crate) async fn handle(call: &Call<'_>, request: functions::messages::SaveGif) -> Result<bool, Error> {
    let of_none =
        |error| if error == FILE_ID_INVALID || error == DOCUMENT_INVALID { GIF_ID_INVALID } else { error };
    let (id, file) = seen_document(call, &request.id).await.map_err(of_none)?;
    if document_kind(&file) != MessageKind::Gif {
        return Err(GIF_ID_INVALID);
    }
    if !request.unsave {
        known_document(call, &request.id).await.map_err(of_none)?;
    }
    call.domain().stickers.save_gif(call.by()?, id, request.unsave).await?;
    Ok(true)
}
