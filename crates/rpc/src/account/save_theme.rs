//! `account.saveTheme theme:InputTheme unsave:Bool = Bool`

use tl::functions;

use crate::{Call, account::looks, errors::Error};

pub(crate) async fn handle(call: &Call<'_>, request: functions::account::SaveTheme) -> Result<bool, Error> {
    let view = looks::theme(call, &request.theme).await?;
    call.domain().collections.keep_theme(call.me()?, view.id, request.unsave).await?;
    Ok(true)
}
