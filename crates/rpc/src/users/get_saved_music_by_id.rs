//! `users.getSavedMusicByID id:InputUser documents:Vector<InputDocument> = users.SavedMusic`: pieces of music of a person's
//! page, with fresh references; what does not stand there any more is left out.

use domain::Origin;
use tl::{enums, functions, types};

use crate::{
    Call,
    errors::{Error, LIMIT_INVALID},
    input,
};

const DOCUMENTS_MAX: usize = 100;

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::users::GetSavedMusicByID,
) -> Result<enums::users::SavedMusic, Error> {
    if request.documents.len() > DOCUMENTS_MAX {
        return Err(LIMIT_INVALID);
    }
    let me = call.me()?;
    let user = input::user(call, &request.id).await?;
    let all = call.domain().collections.music(me, user).await?;
    let named = request.documents.iter().filter_map(|document| match document {
        enums::InputDocument::InputDocument(document) => Some(document.id),
        enums::InputDocument::InputDocumentEmpty => None,
    });
    let named: Vec<i64> = named.filter(|id| all.contains(id)).collect();
    let documents = render::documents(call.domain(), me, Origin::Music(user), named).await?;
    let count = i32::try_from(all.len()).unwrap_or(i32::MAX);
    Ok(types::users::SavedMusic::new(count, documents).into())
}
