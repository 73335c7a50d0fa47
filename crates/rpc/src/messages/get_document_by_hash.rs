//! `messages.getDocumentByHash sha256:bytes size:long mime_type:string = Document`: never a file. It would tell whoever
//! has some bytes that the server has them too, and what a person has seen himself is not kept by this hash.

use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, SHA256_HASH_INVALID},
};

const SHA256_BYTES: usize = 32;

pub(crate) async fn handle(
    _: &Call<'_>,
    request: functions::messages::GetDocumentByHash,
) -> Result<enums::Document, Error> {
    if request.sha256.len() != SHA256_BYTES || request.size < 0 {
        return Err(SHA256_HASH_INVALID);
    }
    Ok(types::DocumentEmpty::new(0).into())
}
