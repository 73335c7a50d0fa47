//! `account.saveRingtone id:InputDocument unsave:Bool = account.SavedRingtone`: a sound for notifications. Music is kept as
//! it is; of a voice message, or a file that nobody said to be music, one is made.

use boxes::MessageKind;
use domain::Origin;
use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    account::upload_ringtone::sound_attributes,
    errors::{DOCUMENT_INVALID, Error, FILE_ID_INVALID, RINGTONE_INVALID},
    messages::files::{document_kind, known_document, seen_document},
};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::SaveRingtone,
) -> Result<enums::account::SavedRingtone, Error> {
    let of_none =
        |error| if error == FILE_ID_INVALID || error == DOCUMENT_INVALID { RINGTONE_INVALID } else { error };
    let (domain, by, me) = (call.domain(), call.by()?, call.me()?);
    let (id, file) = seen_document(call, &request.id).await.map_err(of_none)?;
    if request.unsave {
        domain.stickers.save_ringtone(by, id, true).await?;
        return Ok(enums::account::SavedRingtone::SavedRingtone);
    }
    known_document(call, &request.id).await.map_err(of_none)?;
    let seconds = domain.files.ringtone(me, id).await?;
    if document_kind(&file) == MessageKind::Music {
        domain.stickers.save_ringtone(by, id, false).await?;
        return Ok(enums::account::SavedRingtone::SavedRingtone);
    }
    let attributes = file.attributes.as_deref().and_then(|bytes| tl::decode(bytes).ok());
    let attributes: Vec<enums::DocumentAttribute> = attributes.unwrap_or_default();
    let name = attributes.into_iter().find_map(|attribute| match attribute {
        enums::DocumentAttribute::DocumentAttributeFilename(name) => Some(name.file_name),
        _ => None,
    });
    let attributes = sound_attributes(name.unwrap_or_default(), seconds);
    let made = domain.files.made_ringtone(me, id, tl::encode(&attributes, Layer::NEWEST)).await?;
    domain.stickers.save_ringtone(by, made, false).await?;
    let view = domain.files.view(me, Origin::Own, made).await?.ok_or(RINGTONE_INVALID)?;
    Ok(types::account::SavedRingtoneConverted::new(render::document(&view)).into())
}
