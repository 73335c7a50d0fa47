//! `account.saveMusic flags:# unsave:flags.0?true id:InputDocument after_id:flags.1?InputDocument = Bool`: a piece of music
//! on the caller's page.

use boxes::MessageKind;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{DOCUMENT_INVALID, Error},
    messages::files::{document_kind, known_document, seen_document},
};

pub(crate) async fn handle(call: &Call<'_>, request: functions::account::SaveMusic) -> Result<bool, Error> {
    let (collections, me) = (&call.domain().collections, call.me()?);
    let (id, file) = seen_document(call, &request.id).await?;
    if request.unsave {
        collections.remove_music(me, id).await?;
        return Ok(true);
    }
    if document_kind(&file) != MessageKind::Music {
        return Err(DOCUMENT_INVALID);
    }
    known_document(call, &request.id).await?;
    // One's own list needs no proof: only what is in it counts.
    let after = request.after_id.as_ref().and_then(|after| match after {
        enums::InputDocument::InputDocument(after) => Some(after.id),
        enums::InputDocument::InputDocumentEmpty => None,
    });
    collections.add_music(me, id, after).await?;
    Ok(true)
}
