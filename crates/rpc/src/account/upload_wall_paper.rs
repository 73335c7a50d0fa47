//! `account.uploadWallPaper flags:# for_chat:flags.0?true file:InputFile mime_type:string settings:WallPaperSettings =
//! WallPaper`

use domain::{files::NewDocument, looks::NewWallPaper};
use tl::{Layer, enums, functions, types};

use crate::{
    Call,
    account::looks,
    errors::{Error, WALLPAPER_FILE_INVALID, WALLPAPER_MIME_INVALID},
    messages::files::upload,
};

/// What clients draw as a pattern over colours.
const PATTERNS: [&str; 2] = ["image/png", "application/x-tgwallpattern"];
const PHOTO: &str = "image/jpeg";

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::UploadWallPaper,
) -> Result<enums::WallPaper, Error> {
    let pattern = PATTERNS.contains(&request.mime_type.as_str());
    if !pattern && request.mime_type != PHOTO {
        return Err(WALLPAPER_MIME_INVALID);
    }
    let upload = upload(&request.file).map_err(|_| WALLPAPER_FILE_INVALID)?;
    let attributes: Vec<enums::DocumentAttribute> = match upload.name.len() {
        1..=255 => vec![types::DocumentAttributeFilename::new(upload.name.clone()).into()],
        _ => Vec::new(),
    };
    let document = NewDocument {
        upload,
        thumbnail: None,
        mime_type: request.mime_type,
        attributes: tl::encode(&attributes, Layer::NEWEST),
    };
    let settings = looks::stored(&request.settings)?;
    let new = NewWallPaper { document, pattern, for_chat: request.for_chat, settings };
    Ok(render::wallpaper(&call.domain().looks.add_wallpaper(call.by()?, new).await?))
}
