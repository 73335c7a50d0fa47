//! `account.getTheme format:string theme:InputTheme = Theme`

use tl::{enums, functions};

use crate::{Call, account::looks, errors::Error};

pub(crate) async fn handle(
    call: &Call<'_>,
    request: functions::account::GetTheme,
) -> Result<enums::Theme, Error> {
    looks::check_format(&request.format)?;
    let view = looks::theme(call, &request.theme).await?;
    Ok(render::theme(&looks::in_format(view, &request.format)?))
}
