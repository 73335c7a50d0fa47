//! `upload.saveBigFilePart file_id:long file_part:int file_total_parts:int bytes:bytes = Bool`

use tl::functions;

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::upload::SaveBigFilePart,
) -> Result<bool, Error> {
    let functions::upload::SaveBigFilePart { file_id, file_part, file_total_parts, bytes, .. } = request;
    call.domain().files.save_part(call.me()?, file_id, file_part, Some(file_total_parts), bytes).await?;
    Ok(true)
}
