//! `contacts.updateContactNote id:InputUser note:TextWithEntities = Bool`

use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    errors::{Error, MESSAGE_TOO_LONG},
    input,
    messages::text,
};

/// As help.getAppConfig tells clients, in UTF-16 units.
const NOTE_CHARS_MAX: usize = 128;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::contacts::UpdateContactNote,
) -> Result<bool, Error> {
    let user = input::user(call, &request.id).await?;
    let note = stored(request.note)?;
    call.domain().contacts.set_note(call.by()?, user, note).await?;
    Ok(true)
}

/// The note as it is kept; an empty one is none.
///
/// # Errors
/// `MESSAGE_TOO_LONG`.
pub(crate) fn stored(note: enums::TextWithEntities) -> Result<Option<Vec<u8>>, Error> {
    let enums::TextWithEntities::TextWithEntities(note) = note;
    if note.text.is_empty() {
        return Ok(None);
    }
    if text::units(&note.text) > NOTE_CHARS_MAX {
        return Err(MESSAGE_TOO_LONG);
    }
    let entities = text::quoted(&note.text, note.entities);
    let kept = enums::TextWithEntities::from(types::TextWithEntities::new(note.text, entities));
    Ok(Some(tl::encode(&kept, Layer::NEWEST)))
}
