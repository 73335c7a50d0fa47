//! `upload.saveFilePart file_id:long file_part:int bytes:bytes = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, request: functions::upload::SaveFilePart) -> Result<bool, Error> {
    let files = &call.domain().files;
    files.save_part(call.me()?, request.file_id, request.file_part, None, request.bytes).await?;
    Ok(true)
}
