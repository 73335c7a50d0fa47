//! `messages.getSavedGifs hash:long = messages.SavedGifs`

use domain::Origin;
use tl::{enums, functions, types};

use crate::{Call, contacts::hash_of, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::messages::GetSavedGifs,
) -> Result<enums::messages::SavedGifs, Error> {
    let me = call.me()?;
    let gifs = call.domain().stickers.gifs(me).await?;
    let hash = hash_of(gifs.iter().copied());
    if request.hash == hash && hash != 0 {
        return Ok(enums::messages::SavedGifs::SavedGifsNotModified);
    }
    let documents = render::documents(call.domain(), me, Origin::Own, gifs).await?;
    Ok(types::messages::SavedGifs::new(hash, documents).into())
}
