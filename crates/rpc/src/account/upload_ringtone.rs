//! `account.uploadRingtone file:InputFile file_name:string mime_type:string = Document`: a sound that is about to be kept
//! for notifications.

use domain::{Origin, files::NewDocument};
use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    errors::{Error, RINGTONE_INVALID},
    messages::files::upload,
};

const NAME_BYTES_MAX: usize = 255;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UploadRingtone,
) -> Result<enums::Document, Error> {
    if request.file_name.len() > NAME_BYTES_MAX {
        return Err(RINGTONE_INVALID);
    }
    let (files, me) = (&call.domain().files, call.me()?);
    let upload = upload(&request.file)?;
    let mime_type = request.mime_type.to_ascii_lowercase();
    let seconds = files.brought_ringtone(me, &upload, &mime_type).await?;
    let attributes = tl::encode(&sound_attributes(request.file_name, seconds), Layer::NEWEST);
    let id = files.document(me, NewDocument { upload, thumbnail: None, mime_type, attributes }).await?;
    let view = files.view(me, Origin::Own, id).await?.ok_or(RINGTONE_INVALID)?;
    Ok(render::document(&view))
}

/// What is said of a sound: its name as a title, without the ending.
pub(crate) fn sound_attributes(name: String, seconds: i32) -> Vec<enums::DocumentAttribute> {
    let title = name.rsplit_once('.').map_or(name.as_str(), |(title, _)| title).to_owned();
    let title = Some(title).filter(|title| !title.is_empty());
    let audio = types::DocumentAttributeAudio { title, ..types::DocumentAttributeAudio::new(seconds) };
    let mut attributes = vec![audio.into()];
    if !name.is_empty() {
        attributes.push(types::DocumentAttributeFilename::new(name).into());
    }
    attributes
}
