//! `messages.reportMusicListen id:InputDocument listened_duration:int = Bool`: for how long somebody listened to a piece
//! of music. Nobody here counts that: it is heard, and nothing of it is kept.

use boxes::MessageKind;
use tl::functions;

use crate::{
    Call,
    errors::{DOCUMENT_INVALID, Error},
    messages::files::{document_kind, seen_document},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::ReportMusicListen,
) -> Result<bool, Error> {
    let (_, file) = seen_document(call, &request.id).await?;
    if document_kind(&file) != MessageKind::Music || request.listened_duration < 0 {
        return Err(DOCUMENT_INVALID);
    }
    Ok(true)
}
