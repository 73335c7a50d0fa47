//! `messages.getCustomEmojiDocuments document_id:Vector<long> = Vector<Document>`

use domain::Origin;
use tl::{enums, functions};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
};

/// Documents of one call, as clients ask for.
const DOCUMENTS_MAX: usize = 200;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetCustomEmojiDocuments,
) -> Result<Vec<enums::Document>, Error> {
    if request.document_id.len() > DOCUMENTS_MAX {
        return Err(LIMIT_INVALID);
    }
    let (me, stickers) = (call.me()?, &call.domain().stickers);
    let mut documents = Vec::with_capacity(request.document_id.len());
    for id in request.document_id {
        // An id alone opens custom emoji and nothing else.
        if !stickers.is_emoji(id).await? {
            continue;
        }
        if let Some(set) = stickers.set_of(id).await? {
            documents.extend(render::documents(call.domain(), me, Origin::Stickers(set), [id]).await?);
        }
    }
    Ok(documents)
}
