//! `upload.getFileHashes location:InputFileLocation offset:long = Vector<FileHash>`: SHA-256 of the parts of a file from
//! `offset` on, some at a time, so that a download can be checked part by part.

use tl::{enums, functions, types};

use super::get_file::located;
use crate::{
    Call,
    errors::{Error, OFFSET_INVALID},
};

/// Bytes of a part; the last one may be shorter.
const PART_BYTES: usize = 128 << 10;
/// Parts of one answer: half a MiB is read for it.
const PARTS_MAX: usize = 4;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::upload::GetFileHashes,
) -> Result<Vec<enums::FileHash>, Error> {
    let offset = u64::try_from(request.offset).map_err(|_| OFFSET_INVALID)?;
    if !offset.is_multiple_of(PART_BYTES as u64) {
        return Err(OFFSET_INVALID);
    }
    let (origin, location) = located(call, &request.location).await?;
    let files = &call.domain().files;
    let read = files.read(call.me()?, origin, &location, offset, PARTS_MAX * PART_BYTES).await?;
    let mut hashes = Vec::with_capacity(PARTS_MAX);
    for (at, part) in (0i64..).zip(read.bytes.chunks(PART_BYTES)) {
        let offset = request.offset.saturating_add(at * PART_BYTES as i64);
        let length = i32::try_from(part.len()).map_err(|_| OFFSET_INVALID)?;
        let hash = crypto::hash::sha256(&[part]).to_vec();
        hashes.push(types::FileHash::new(offset, length, hash).into());
    }
    Ok(hashes)
}
