//! `account.getChatThemes hash:long = account.Themes`: there are none yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetChatThemes,
) -> Result<enums::account::Themes, Error> {
    Ok(types::account::Themes::new(0, Vec::new()).into())
}
