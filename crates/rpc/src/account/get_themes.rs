//! `account.getThemes format:string hash:long = account.Themes`: none can be made yet.

use tl::{enums, functions, types};

use crate::{Call, errors::Error};

pub(crate) async fn handle(
    _: &Call<'_>,
    _: functions::account::GetThemes,
) -> Result<enums::account::Themes, Error> {
    Ok(types::account::Themes::new(0, Vec::new()).into())
}
