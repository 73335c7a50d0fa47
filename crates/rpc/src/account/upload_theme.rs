//! `account.uploadTheme flags:# file:InputFile thumb:flags.0?InputFile file_name:string mime_type:string = Document`: the
//! file of a theme that is about to be made.

use domain::{Origin, files::NewDocument};
use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    account::looks::check_format,
    errors::{Error, FILE_ID_INVALID, THEME_FILE_INVALID, THEME_MIME_INVALID},
    messages::files::upload,
};

const KIND: &str = "application/x-tgtheme-";
const NAME_BYTES: std::ops::RangeInclusive<usize> = 1..=255;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UploadTheme,
) -> Result<enums::Document, Error> {
    let format = request.mime_type.strip_prefix(KIND).ok_or(THEME_MIME_INVALID)?;
    check_format(format).map_err(|_| THEME_MIME_INVALID)?;
    if !NAME_BYTES.contains(&request.file_name.len()) {
        return Err(THEME_FILE_INVALID);
    }
    let attributes: Vec<enums::DocumentAttribute> =
        vec![types::DocumentAttributeFilename::new(request.file_name).into()];
    let new = NewDocument {
        upload: upload(&request.file).map_err(|_| THEME_FILE_INVALID)?,
        thumbnail: request.thumb.as_ref().map(upload).transpose()?,
        mime_type: request.mime_type,
        attributes: tl::encode(&attributes, Layer::NEWEST),
    };
    let me = call.me()?;
    let files = &call.domain().files;
    let id = files.document(me, new).await?;
    let view = files.view(me, Origin::Own, id).await?.ok_or(FILE_ID_INVALID)?;
    Ok(render::document(&view))
}
